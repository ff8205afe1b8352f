from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "opencem.listen.surveys"
    label = "surveys"
