"""Triggers: an event asks somebody once, after its delay, if its condition holds; and what last month would have given."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from opencem.kit import clock
from opencem.kit.problems import Problem
from opencem.listen.invitations import handlers, service
from opencem.listen.invitations.models import Complaint, Invitation, TouchEvent, Trigger
from tests.conftest import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: Any) -> None:
    monkeypatch.setattr(handlers, "now", lambda: NOW)


@pytest.fixture
def pump(db: None) -> Any:
    """Events only: the jobs of the real clock would find June long past."""
    from opencem.platform.events import dispatcher

    return dispatcher.run_until_idle


@pytest.fixture
def trigger(people: dict[str, Any], scope: Any, wish: Any) -> Any:
    def make(username: str = "hq_admin", **fields: Any) -> Trigger:
        own = {"event": "order.recorded", "condition": None, "delay_minutes": 120, "active": True}
        given = {name: fields.pop(name, default) for name, default in own.items()}
        asked = service.TriggerWish(asking=wish(**fields), **given)
        return service.make_trigger(scope=scope(username), by=people[username], wish=asked, now=NOW)

    return make


def made() -> dict[str, tuple[str, str]]:
    rows = Invitation.rows.values_list("event_key", "state", "reason")
    return {key: (state, reason) for key, state, reason in rows}


def test_an_order_asks_its_buyer_after_the_delay(trigger: Any, person: Any, order: Any, pump: Any, mail: Any) -> None:
    trigger()
    buyer = person("M1", email="m1@example.com")
    number = order("O1", buyer, at=NOW - HOUR)
    order("O2", None)
    pump()
    asked = Invitation.rows.get()
    assert (asked.event_key, asked.customer_id, asked.order_number) == (f"order:{number}", buyer, "O1")
    assert (asked.state, asked.due_at) == ("scheduled", NOW + HOUR)
    assert asked.expires_at == NOW + HOUR + 7 * DAY
    service.send_due(NOW + HOUR)
    assert [message.recipient for message in mail.taken] == ["m1@example.com"]


def test_an_event_heard_again_asks_nothing_again(
    trigger: Any, person: Any, order: Any, company: Any, pump: Any
) -> None:
    from decimal import Decimal

    from opencem.listen.orders.service import NewOrder, record_many
    from opencem.platform.events.models import Subscription

    trigger()
    buyer = person("M1", email="m1@example.com")
    order("O1", buyer)
    pump()
    record_many([NewOrder("O1", company["0001"], NOW, Decimal(55), customer_id=buyer)], now=NOW)
    Subscription.objects.filter(name="triggers").update(event_id=0)
    pump()
    assert Invitation.rows.count() == 1


def test_condition_unit_and_share(trigger: Any, person: Any, order: Any, pump: Any) -> None:
    trigger("r1_manager", unit="R1", condition={"field": "amount", "op": ">=", "value": 100})
    buyers = [person(f"M{n}", email=f"m{n}@example.com") for n in range(3)]
    order("O0", buyers[0], "0001", amount=150)
    order("O1", buyers[1], "0001", amount=50)
    order("O2", buyers[2], "0003", amount=150)
    pump()
    assert Invitation.rows.get().customer_id == buyers[0]


def test_those_not_drawn_are_written_down(trigger: Any, person: Any, order: Any, pump: Any) -> None:
    trigger(share=0.5)
    for number in range(40):
        order(f"O{number}", person(f"M{number}", email=f"m{number}@example.com"))
    pump()
    counted = Counter(made().values())
    assert set(counted) == {("scheduled", ""), ("skipped", "sampling")}
    assert 8 <= counted["skipped", "sampling"] <= 32


def test_last_years_orders_ask_nobody(trigger: Any, person: Any, order: Any, pump: Any) -> None:
    trigger()
    order("O1", person("M1", email="m1@example.com"), at=NOW - 200 * DAY)
    pump()
    assert made() == {}


def test_an_inactive_trigger_holds_what_it_has_made(
    trigger: Any, person: Any, order: Any, pump: Any, mail: Any, scope: Any, people: Any, wish: Any
) -> None:
    made_one = trigger(delay_minutes=0)
    order("O1", person("M1", email="m1@example.com"), at=NOW - HOUR)
    pump()
    stopped = service.TriggerWish(wish(), "order.recorded", None, 0, active=False)
    service.change_trigger(
        scope=scope("hq_admin"), by=people["hq_admin"], public_id=made_one.public_id, version=1, wish=stopped
    )
    assert service.send_due(NOW) == 0
    with pytest.raises(Problem, match="conflict"):
        service.change_trigger(
            scope=scope("hq_admin"), by=people["hq_admin"], public_id=made_one.public_id, version=1, wish=stopped
        )


def test_a_person_who_joins_is_asked_once(trigger: Any, person: Any, pump: Any) -> None:
    trigger(event="customer.recorded")
    person("M1", email="m1@example.com", joined_on=NOW.date())
    person("M2", email="m2@example.com", joined_on=(NOW - 90 * DAY).date())
    pump()
    person("M1", email="m1@example.com", level="金")
    pump()
    assert Invitation.rows.get().customer.name == "M1先生"


def test_a_hotline_case_told_by_api(trigger: Any, pump: Any, scope: Any, mail: Any) -> None:
    trigger(event="hotline_case", condition={"field": "channel", "op": "==", "value": "hotline"}, delay_minutes=0)
    told = service.NewTouch(
        kind="hotline_case", external_id="H1", unit="0001", identities={"email": "New@Example.com"},
        occurred_at=NOW, facts={"channel": "hotline"},
    )  # fmt: skip
    assert service.record_touch(scope=scope("hq_admin"), touch=told, now=NOW)
    assert not service.record_touch(scope=scope("hq_admin"), touch=told, now=NOW)
    pump()
    assert TouchEvent.rows.count() == Invitation.rows.count() == 1
    service.send_due(NOW)
    assert [message.recipient for message in mail.taken] == ["new@example.com"]


def test_a_complaint_silences_but_not_the_question_how_it_was_handled(
    trigger: Any, person: Any, company: Any, pump: Any
) -> None:
    from opencem.platform.events.service import publish

    customer = person("M1", email="m1@example.com")
    trigger(event="order.recorded", name="orders", delay_minutes=0)
    trigger(event="ticket.closed", name="recovery", delay_minutes=0)
    publish("ticket.opened", 1, {"unit": company["0001"], "feedback": 1, "customer": customer, "date": "2026-06-15"})
    publish("ticket.closed", 1, {"unit": company["0001"], "customer": customer, "date": "2026-06-15"})
    publish("ticket.closed", 2, {"unit": company["0001"], "customer": None, "date": "2026-06-15"})
    pump()
    at = clock.now()
    assert Complaint.objects.get().customer_id == customer
    recovery = Invitation.rows.get()
    assert recovery.event_key == "ticket:1"
    Invitation.rows.update(due_at=at, expires_at=at + 300 * DAY)
    noon = at.replace(hour=4) + DAY
    service.send_due(noon)
    recovery.refresh_from_db()
    assert recovery.state == "delivered"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"condition": {"field": "score.recommend", "op": "<=", "value": 6}}, "condition_invalid"),
        ({"survey": "none"}, "not_found"),
        ({"unit": "none"}, "not_found"),
        ({"channels": ("pigeon",)}, "channel_unknown"),
        ({"touchpoint": "none"}, "touchpoint_unknown"),
        ({"message": {"zh-Hans": {"subject": "", "text": "没有链接"}}}, "message_without_link"),
        ({"message": {"zh-Hans": {"subject": "{{password}}", "text": "{{link}}"}}}, "message_placeholder"),
    ],
)
def test_a_trigger_that_cannot_work_is_refused(trigger: Any, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem, match=code):
        trigger(**fields)
    assert not Trigger.rows.exists()


def test_a_simulation_is_what_the_month_would_have_been(trigger: Any, person: Any, order: Any) -> None:
    """A buyer every three days: with a week between, days 0, 9, 18, 27 are asked (7 is not an order's day)."""
    from opencem.listen.invitations.service.simulating import simulate

    often = person("M1", email="m1@example.com")
    order_day = NOW - 30 * DAY
    for number in range(10):
        order(f"A{number}", often, at=order_day + 3 * number * DAY)
    order("B1", person("M2"), at=NOW - 5 * DAY)
    order("C1", person("M3", email="m3@example.com"), at=(NOW - 5 * DAY).replace(hour=15))  # 23:00 in Shanghai
    order("D1", person("M4", email="m4@example.com"), at=NOW - 31 * DAY)
    order("E1", person("M5", email="m5@example.com"), "0003", at=NOW - 5 * DAY)
    made_one = trigger(unit="R1", delay_minutes=0, active=False)
    assert simulate(made_one, NOW) == {
        "since": (NOW - 30 * DAY).isoformat(), "until": NOW.isoformat(), "rules_version": 0,
        "events": 12, "matched": 12, "asked": 4, "asked_later": 1,
        "left_out": [{"rule": "fatigue:week", "number": 6}, {"rule": "unreachable", "number": 1}],
    }  # fmt: skip
    assert not Invitation.rows.exists()
    service.keep_simulation(made_one.pk, NOW)
    made_one.refresh_from_db()
    assert made_one.simulation["asked"] == 4
