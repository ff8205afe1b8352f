from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "opencem.listen.sources"
    label = "sources"
