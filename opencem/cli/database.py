from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command


def bring_up_to_date(report: Callable[[str], None]) -> None:
    """Migrations, then the built-in roles and defaults: the same again and again."""
    from opencem.platform.accounts.roles import sync_roles

    call_command("migrate", interactive=False, verbosity=0)
    sync_roles()
    report("The database is up to date.")
