from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "opencem.listen.journeys"
    label = "journeys"
