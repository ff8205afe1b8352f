from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "opencem.platform.organization"
    label = "organization"
