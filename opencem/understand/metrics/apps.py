from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "opencem.understand.metrics"
    label = "metrics"
