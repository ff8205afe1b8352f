from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "opencem.web.console"
    label = "console"
