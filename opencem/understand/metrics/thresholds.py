"""The minimum n: the company's setting, in force with the next question asked of any process."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from opencem.kit.problems import Problem, not_found
from opencem.platform.accounts.models import Account
from opencem.platform.audit.service import record
from opencem.platform.scope.value import Scope
from opencem.understand.metrics.models import FigureRules

DEFAULT_MINIMUM_N: Final = 5
LOWEST_MINIMUM_N: Final = 3
"""Two people know of each other what the figure of both says; from three on nobody can be told."""
HIGHEST_MINIMUM_N: Final = 100
_ROW = 1


def minimum_n() -> int:
    """Answers (respondents) under which a figure is marked, and hidden from readers outside. Read anew for each question."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT minimum_n FROM {FigureRules._meta.db_table} WHERE id = %s", [_ROW])  # noqa: S608  # our own
        found = cursor.fetchone()
    return DEFAULT_MINIMUM_N if found is None else int(found[0])


def change_minimum_n(value: int, *, scope: Scope, account: Account, now: datetime) -> int:
    """Set it for the whole company, with an audit entry of before and after; what is so already leaves no trace.

    Raises Problem: `not_found` without rights over the whole company, `minimum_n_out_of_range`.
    """
    if not scope.everything:
        raise not_found()
    if not LOWEST_MINIMUM_N <= value <= HIGHEST_MINIMUM_N:
        bounds = {"lowest": LOWEST_MINIMUM_N, "highest": HIGHEST_MINIMUM_N}
        raise Problem("minimum_n_out_of_range", 422, field="minimum_n", params=bounds)
    with transaction.atomic():
        FigureRules.objects.get_or_create(pk=_ROW, defaults={"minimum_n": DEFAULT_MINIMUM_N, "changed_at": now})
        rules = FigureRules.objects.select_for_update().get(pk=_ROW)
        before, rules.minimum_n, rules.changed_at = rules.minimum_n, value, now
        if before != value:
            rules.save()
            record(
                "figures.minimum_n_changed", account=account, object_kind="figure_rules", object_id=_ROW,
                before={"minimum_n": before}, after={"minimum_n": value},
            )  # fmt: skip
    return value
