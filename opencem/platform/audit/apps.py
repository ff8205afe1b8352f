from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "opencem.platform.audit"
    label = "audit"
