from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command

from opencem.kit.clock import now


def bring_up_to_date(report: Callable[[str], None]) -> None:
    """Migrations, then the built-in roles, policies, rules and schemes: the same again and again."""
    from opencem.act.alerts.service import sync_rules
    from opencem.act.tickets.service import sync_policies
    from opencem.config.wiring import sync_defaults
    from opencem.understand.assessment.service import ensure_default_scheme

    call_command("migrate", interactive=False, verbosity=0)
    sync_defaults()
    sync_policies()
    sync_rules()
    ensure_default_scheme(now())
    report("The database is up to date.")
