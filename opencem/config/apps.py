from django.apps import AppConfig


class Wiring(AppConfig):
    """Comes last in INSTALLED_APPS: when every room's models are loaded, the rooms are bound to each other."""

    name = "opencem.config"
    label = "config"

    def ready(self) -> None:
        from opencem.config import wiring

        wiring.bind()
