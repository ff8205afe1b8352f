from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "opencem.listen.responses"
    label = "responses"
