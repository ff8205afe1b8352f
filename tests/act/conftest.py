from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.conftest import NOW


@pytest.fixture
def feedback(company: dict[str, int], people: dict[str, Any]) -> Callable[..., Any]:
    """`feedback("0001", recommend=3, text="…")` records one review of a store and returns it."""
    from opencem.listen.feedback.models import Feedback
    from opencem.listen.feedback.service import NewFeedback, record_many

    count = iter(range(1, 10_000))

    def record(store: str = "0001", *, at: datetime = NOW, **fields: Any) -> Feedback:
        row = NewFeedback(
            kind="review",
            source="tmall",
            external_id=f"r{next(count)}",
            unit_id=company[store],
            channel="online",
            occurred_at=at,
            local_date=at.date(),
            **fields,
        )
        return Feedback.rows.get(pk=record_many([row], now=at).created_ids[0])

    return record


@pytest.fixture
def ticket(feedback: Callable[..., Any]) -> Callable[..., Any]:
    """`ticket("0001", priority="urgent")` opens one through the door."""
    from opencem.act.tickets.service import Wish, open_ticket

    def open_one(store: str = "0001", *, priority: str = "urgent", now: datetime = NOW, **fields: Any) -> Any:
        one = feedback(store, at=now, **{"recommend": 3, "text": "等了四十分钟", **fields})
        reason = {"rule": "unhappy", "reasons": []}
        return open_ticket(Wish(one, "NPS 3 · 等了四十分钟", priority, reason), now=now)

    return open_one


@pytest.fixture
def scope_of(people: dict[str, Any]) -> Callable[..., Any]:
    """`scope_of("agent")`: the scope on which this person works tickets."""
    from opencem.platform.accounts.service import scope_for

    def scope(username: str, permission: str = "ticket.work") -> Any:
        return scope_for(people[username], permission, purpose="test")

    return scope


@pytest.fixture
def live(transactional_db: None) -> None:
    """A database that threads of a test share as those of a server do: each commits for itself."""
