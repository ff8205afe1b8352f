from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "opencem.platform.jobs"
    label = "jobs"
