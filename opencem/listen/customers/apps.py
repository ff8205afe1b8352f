from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "opencem.listen.customers"
    label = "customers"
