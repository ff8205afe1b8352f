"""When scorecards are recomputed: soon after an event, once per slot, again while the store lags."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opencem.platform.events import dispatcher
from opencem.platform.jobs import worker
from opencem.platform.jobs.models import Job
from opencem.understand.assessment import jobs
from opencem.understand.assessment.models import DueScorecard, Scorecard
from opencem.understand.metrics import projector

AT = datetime(2026, 6, 15, 4, 0, 0, 200_000, tzinfo=UTC)
RECOMPUTE = "opencem.understand.assessment.jobs.recompute_scorecards"


def _calls() -> list[datetime]:
    return list(Job.objects.filter(task=RECOMPUTE).order_by("run_at").values_list("run_at", flat=True))


def test_many_events_of_a_slot_make_one_call_at_its_end(db: None) -> None:
    for milliseconds in (0, 100, 299):
        jobs.recompute_soon(AT + timedelta(milliseconds=milliseconds))
    assert _calls() == [AT.replace(microsecond=500_000)]
    jobs.recompute_soon(AT + timedelta(milliseconds=300))
    assert _calls()[1:] == [AT.replace(second=1, microsecond=0)]


def test_an_event_during_a_call_gets_a_call_of_its_own(db: None) -> None:
    """The running call holds its key; what comes when it has begun falls in a later slot."""
    jobs.recompute_soon(AT)
    (due_at,) = _calls()
    Job.objects.update(state="running")
    jobs.recompute_soon(due_at)
    assert _calls() == [due_at, due_at + timedelta(milliseconds=500)]


def test_from_an_answer_to_its_scorecard_through_the_worker(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer("0001", recommend=10)
    dispatcher.run_until_idle()
    assert len(_calls()) == 1
    clock = _calls()[0] + timedelta(milliseconds=1)
    for module in (jobs, worker):
        monkeypatch.setattr(module, "now" if module is jobs else "clock_now", lambda: clock)
    worker.run_once()
    assert not Scorecard.rows.exists()  # the store has not caught up: the mark stays and a later call is written
    assert DueScorecard.objects.count() == 1
    projector.run_until_idle()
    clock = max(_calls()) + timedelta(milliseconds=1)
    worker.run_once()
    assert Scorecard.rows.get().unit_id == company["0001"]
    assert not DueScorecard.objects.exists()


def test_the_night_makes_open_months_anew(company: dict[str, int], analytics: Any, scheme: Any) -> None:
    projector.run_until_idle()
    jobs.recompute_open_months()
    assert DueScorecard.objects.count() == 4 * 2
    jobs.sweep_scorecards()
    assert Scorecard.rows.count() == 4 * 2
    assert set(Scorecard.rows.values_list("total", flat=True)) == {None}
