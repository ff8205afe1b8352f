"""A day on a loaded demo goes through the rooms' own doors and comes out at the other end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from opencem import demo
from opencem.act.tickets.models import Ticket, TicketState
from opencem.demo.desk import work_on_a_ticket
from opencem.demo.happenings import Scene, answer, buy, review
from opencem.kit.problems import Problem
from opencem.listen.feedback.models import Feedback
from opencem.listen.orders.models import Order
from opencem.listen.responses.models import Response
from opencem.platform.accounts.service import system_scope
from tests.demo.test_loading import NOW, SIZE


@pytest.fixture
def scene(db: None, analytics: Any) -> Scene:
    loaded = demo.load(**SIZE, now=NOW, report=lambda line: None)
    return Scene.of(loaded.size, np.random.default_rng(1))


def test_purchases_answers_and_reviews_arrive(scene: Scene, pump: Callable[[], None]) -> None:
    before = (Order.rows.count(), Response.rows.count(), Feedback.rows.filter(kind="review").count())
    later = NOW + timedelta(minutes=5)
    for _ in range(12):
        assert buy(scene, later)
    for _ in range(6):
        assert answer(scene, later)
    bought_away = any(bought.channel != "store" for bought in scene.recent)
    assert review(scene, later)
    pump()
    after = (Order.rows.count(), Response.rows.count(), Feedback.rows.filter(kind="review").count())
    assert after[0] >= before[0] + 12
    assert after[1] == before[1] + 6
    assert after[2] == before[2] + int(bought_away)
    assert Feedback.rows.filter(kind="survey", occurred_at=later).count() == 6
    assert Feedback.rows.filter(kind="survey", occurred_at=later, order__isnull=False).exists()


def test_a_ticket_is_taken_worked_on_and_closed(scene: Scene) -> None:
    still_open = Ticket.objects.visible_to(system_scope("test")).exclude(state=TicketState.CLOSED)
    before = still_open.count()
    rng = np.random.default_rng(2)
    told = [work_on_a_ticket(rng, NOW + timedelta(minutes=minute)) for minute in range(1, 4 * before + 1)]
    assert before > 0
    assert any("领取" in line or "关闭" in line for line in told)
    assert still_open.count() < before


def test_the_day_goes_on_until_it_is_stopped(scene: Scene) -> None:
    told: list[str] = []
    demo.keep_alive(rate=60_000, report=told.append, stopped=lambda: len(told) >= 5)
    assert len(told) >= 5


def test_without_a_demo_there_is_no_day(db: None) -> None:
    with pytest.raises(Problem) as refusal:
        demo.keep_alive(rate=60_000, stopped=lambda: True)
    assert refusal.value.code == "demo_absent"
