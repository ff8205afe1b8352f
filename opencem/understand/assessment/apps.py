from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "opencem.understand.assessment"
    label = "assessment"
