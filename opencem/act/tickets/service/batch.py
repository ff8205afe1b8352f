"""The same act on many tickets: each stands or falls by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from opencem.act.tickets.models import Ticket
from opencem.act.tickets.service.working import take_ticket, transfer_ticket
from opencem.kit.problems import Problem, not_found
from opencem.platform.accounts.models import Account
from opencem.platform.scope.value import Scope

BatchAct = Literal["take", "transfer"]


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """Numbers done, and for each of the others why not."""

    done: Sequence[str]
    refused: Sequence[tuple[str, Problem]]


def work_on_many(
    *,
    act: BatchAct,
    scope: Scope,
    numbers: Sequence[str],
    by: Account,
    to_account: int | None,
    text: str,
    now: datetime,
) -> BatchOutcome:
    """Take or transfer tickets as they are now; one that cannot be, or is outside the scope, does not hold back the others.

    Raises Problem `required` when a transfer names nobody.
    """
    if act == "transfer" and to_account is None:
        raise Problem("required", 422, field="to_account")
    versions = dict(Ticket.objects.visible_to(scope).filter(number__in=numbers).values_list("number", "version"))
    done: list[str] = []
    refused: list[tuple[str, Problem]] = []
    for number in dict.fromkeys(numbers):
        try:
            if number not in versions:
                raise not_found()
            if to_account is None or act == "take":
                take_ticket(scope=scope, number=number, by=by, now=now)
            else:
                known = versions[number]
                transfer_ticket(
                    scope=scope, number=number, by=by, version=known, to_account=to_account, text=text, now=now
                )
            done.append(number)
        except Problem as problem:
            refused.append((number, problem))
    return BatchOutcome(done, refused)
