from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "opencem.listen.orders"
    label = "orders"
