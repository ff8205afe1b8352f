from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "opencem.listen.uploads"
    label = "uploads"
