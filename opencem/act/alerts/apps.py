from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "opencem.act.alerts"
    label = "alerts"
