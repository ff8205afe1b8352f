from django.apps import AppConfig


class RespondConfig(AppConfig):
    name = "opencem.web.respond"
    label = "respond"
