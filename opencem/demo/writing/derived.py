"""What is derived from the records: the analytics store, and the scorecards measured in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

from opencem.demo.world import Size
from opencem.demo.world.size import as_date
from opencem.platform.accounts.service import system_scope
from opencem.platform.events import log
from opencem.understand.assessment import service as assessment
from opencem.understand.assessment.models import Scorecard
from opencem.understand.metrics import projector
from opencem.understand.metrics import store as analytics
from opencem.understand.metrics.datasets import registered
from opencem.understand.metrics.ports import Position, StoreLocked

from .history import Book
from .projected import batches_of

Report = Callable[[str], None]


def derive(book: Book, report: Report) -> None:
    """Fill the analytics store once, then measure every month's scorecards."""
    started = time.monotonic()
    rows = _fill(book)
    report(f"{rows:,} rows projected ({time.monotonic() - started:.1f} s)")
    _measure(book.world.size, book.world.size.now, report)


def derive_if_missing(size: Size, now: datetime, report: Report) -> None:
    """Finish a load that was interrupted after its records were written."""
    try:
        empty = not analytics.current().is_filled()
    except StoreLocked:
        return  # `opencem serve` owns it and looks after it
    if empty:
        projector.rebuild()
    if empty or not Scorecard.objects.visible_to(system_scope("demo")).exists():
        _measure(size, now, report)


def _fill(book: Book) -> int:
    store, end = analytics.current(), log.end()
    rows = sum(
        store.refill(dataset.table, batches_of(book, dataset.table) or dataset.batches()) for dataset in registered()
    )
    store.apply([], Position(end.txid, end.event_id, book.world.size.now))
    return rows


def _measure(size: Size, now: datetime, report: Report) -> None:
    started = time.monotonic()
    assessment.ensure_default_scheme(now)
    scope = system_scope("demo")
    cards = sum(assessment.recompute(month, scope, now) for month in months_of(size))
    report(f"{cards:,} scorecards ({time.monotonic() - started:.1f} s)")


def months_of(size: Size) -> list[date]:
    """First days of the months the span touches, oldest first."""
    days = range(size.first_day, size.today + 1)
    return sorted({as_date(day).replace(day=1) for day in days})
