from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "opencem.understand.text"
    label = "text"
