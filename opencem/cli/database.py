from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command

from opencem.config.wiring import sync_defaults


def bring_up_to_date(report: Callable[[str], None]) -> None:
    """Migrations, then the built-in roles, policies, rules and scheme: the same again and again."""
    call_command("migrate", interactive=False, verbosity=0)
    sync_defaults()
    report("The database is up to date.")
