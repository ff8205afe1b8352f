from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "opencem.report.centre"
    label = "centre"
