from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "opencem.act.tickets"
    label = "tickets"
