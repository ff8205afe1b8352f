from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from opencem.act.tickets.models import SlaPolicy, Ticket
from opencem.listen.feedback.service import NewFeedback, record_many
from opencem.understand.assessment.service import ensure_default_scheme

MONTH = date(2026, 6, 1)
NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def scheme(db: None) -> Any:
    return ensure_default_scheme(NOW)


@pytest.fixture
def review(company: dict[str, int]) -> Callable[..., list[int]]:
    """`review("0001", [5, 4, 1])` records marketplace reviews of the middle of the month."""
    numbers = count()

    def record(store: str, stars: Sequence[float], *, day: date = date(2026, 6, 10)) -> list[int]:
        rows = [
            NewFeedback(
                "review",
                "tmall",
                f"r{next(numbers)}",
                company[store],
                "online",
                datetime.combine(day, time(12), SHANGHAI),
                day,
                rating=star,
            )
            for star in stars
        ]
        return list(record_many(rows, now=NOW).created_ids)

    return record


@pytest.fixture
def solved(company: dict[str, int], review: Callable[..., list[int]]) -> Callable[..., None]:
    """`solved("0001", on_time=3, late=1)`: closed tickets of the month, as rows; their events are not the matter here."""

    def record(store: str, *, on_time: int, late: int = 0) -> None:
        policy, _ = SlaPolicy.objects.get_or_create(
            priority="normal",
            defaults={
                "name": "标准",
                "first_response_minutes": 60,
                "resolution_minutes": 480,
                "escalation_minutes": [120],
                "calendar": {"always": True},
            },
        )
        (feedback,) = review(store, [3])
        for number in range(on_time + late):
            Ticket.rows.create(
                number=f"T{store}-{number}",
                unit_id=company[store],
                feedback_id=feedback,
                title="…",
                policy=policy,
                state="closed",
                opened_at=NOW - timedelta(days=2),
                closed_at=NOW - timedelta(days=1),
                resolution_met=number < on_time,
            )

    return record
