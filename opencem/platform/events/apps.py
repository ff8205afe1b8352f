from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "opencem.platform.events"
    label = "events"
