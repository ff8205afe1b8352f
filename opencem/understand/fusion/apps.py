from django.apps import AppConfig


class FusionConfig(AppConfig):
    name = "opencem.understand.fusion"
    label = "fusion"
