from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "opencem.listen.distribution"
    label = "distribution"
