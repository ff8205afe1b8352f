from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "opencem.listen.feedback"
    label = "feedback"
