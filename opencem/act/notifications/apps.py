from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "opencem.act.notifications"
    label = "notifications"
