from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from opencem.kit.problems import Problem
from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.feedback.service import NewFeedback, record_many, reverse_flag
from opencem.platform.accounts.service import scope_for
from opencem.platform.events import dispatcher
from opencem.platform.events.models import Event
from tests.conftest import NOW


def review(unit: int, number: str, **fields: Any) -> NewFeedback:
    given = {"text": "味道不错", "rating": 5.0, **fields}
    return NewFeedback("review", "tmall", number, unit, "online", NOW, NOW.date(), **given)


def test_a_response_becomes_one_feedback_however_often_it_is_heard(survey: Any, answer: Any) -> None:
    response = answer("0001", recommend=3, comment="太贵了")
    dispatcher.run_until_idle()
    from opencem.platform.events.models import Subscription

    Subscription.objects.filter(name="feedback").update(txid=0, event_id=0)
    dispatcher.run_until_idle()
    feedback = Feedback.rows.get()
    assert (feedback.external_id, feedback.recommend, feedback.text) == (str(response), 3, "太贵了")
    assert feedback.rating == 4
    assert Event.objects.filter(kind="feedback.created").count() == 1


def test_records_are_created_updated_or_left(company: dict[str, int]) -> None:
    first = record_many([review(company["T01"], "a"), review(company["T01"], "b")], now=NOW)
    again = record_many([review(company["T01"], "a"), review(company["T01"], "b", text="包装破了")], now=NOW)
    assert (len(first.created_ids), again.updated, again.unchanged, len(again.created_ids)) == (2, 1, 1, 0)
    assert Feedback.rows.get(external_id="b").text == "包装破了"


def test_one_device_answering_again_and_again_is_flagged_not_deleted(survey: Any, answer: Any) -> None:
    for minute in range(6):
        answer(
            "0002", recommend=10, stars=5, device="staff-phone", address="10.1.2.0", at=NOW + timedelta(minutes=minute)
        )
    dispatcher.run_until_idle()
    last = Feedback.rows.order_by("-pk")[0]
    kinds = set(Flag.rows.filter(feedback=last).values_list("kind", flat=True))
    assert Feedback.rows.count() == 6
    assert {"duplicate_device", "burst"} <= kinds
    assert last.excluded
    assert all(flag.evidence for flag in Flag.rows.all())


def test_a_flag_is_reversed_once_with_a_reason(people: Any, survey: Any, answer: Any) -> None:
    for minute in range(6):
        answer("0001", recommend=10, stars=5, device="kiosk", at=NOW + timedelta(minutes=minute))
    dispatcher.run_until_idle()
    account = people["hq_admin"]
    scope = scope_for(account, "flags.reverse", purpose="test")
    assert scope is not None
    flagged = Feedback.rows.filter(excluded=True).first()
    assert flagged is not None
    for flag in Flag.rows.filter(feedback=flagged):
        feedback = reverse_flag(flag_id=flag.pk, scope=scope, account=account, reason="店内平板", now=NOW)
    assert (feedback.suspicion, feedback.excluded) == (0, False)
    with pytest.raises(Problem, match="flag_reversed"):
        reverse_flag(flag_id=flag.pk, scope=scope, account=account, reason="再来", now=NOW)
    with pytest.raises(Problem, match="reason_missing"):
        reverse_flag(flag_id=flag.pk, scope=scope, account=account, reason=" ", now=NOW)


def test_a_flag_of_another_region_does_not_exist(people: Any, survey: Any, answer: Any) -> None:
    for minute in range(6):
        answer("0003", recommend=10, stars=5, device="kiosk", at=NOW + timedelta(minutes=minute))
    dispatcher.run_until_idle()
    from opencem.platform.accounts.models import Grant, Role

    Grant.objects.filter(account=people["r1_manager"]).update(role=Role.objects.get(code="hq_analyst"))
    scope = scope_for(people["r1_manager"], "flags.reverse", purpose="test")
    assert scope is not None
    flag = Flag.rows.first()
    assert flag is not None
    with pytest.raises(Problem, match="not_found"):
        reverse_flag(flag_id=flag.pk, scope=scope, account=people["r1_manager"], reason="x", now=NOW)


def _order(number: str, unit: int, customer: int | None, at: Any) -> int:
    from decimal import Decimal

    from opencem.listen.orders.service import NewOrder
    from opencem.listen.orders.service import record_many as record_orders

    return record_orders([NewOrder(number, unit, at, Decimal(30), customer_id=customer)], now=NOW).created_ids[0]


def _member() -> int:
    from opencem.listen.customers.service import NewCustomer, upsert_many

    customer = upsert_many([NewCustomer({"member": "M1"})], now=NOW).ids[0]
    assert customer is not None
    return customer


def test_an_answer_joins_its_order_when_the_order_comes_later(
    company: dict[str, int], survey: Any, answer: Any
) -> None:
    from opencem.listen.responses.models import Response

    answer("0001", recommend=9, order_number="A-1")
    dispatcher.run_until_idle()
    assert Feedback.rows.get().order_id is None
    customer = _member()
    order = _order("A-1", company["0001"], customer, NOW - timedelta(hours=2))
    dispatcher.run_until_idle()
    feedback, response = Feedback.rows.get(), Response.rows.get()
    assert (feedback.order_id, feedback.customer_id) == (order, customer)
    assert (response.order_id, response.customer_id) == (order, customer)
    assert Event.objects.filter(kind="feedback.changed", subject_id=feedback.pk).count() == 1


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize(
    ("store", "ordered_before"),
    [("0002", timedelta(hours=2)), ("0001", timedelta(days=61)), ("0001", timedelta(minutes=-1))],
)
def test_a_false_claim_opens_nobodys_customer(
    company: dict[str, int], survey: Any, answer: Any, store: str, ordered_before: timedelta, late: bool
) -> None:
    """Another store's order, one of long ago, one made after the answer: whether it was known before or comes later."""
    customer = _member()
    if not late:
        _order("A-1", company[store], customer, NOW - ordered_before)
    answer("0001", recommend=9, order_number="A-1")
    dispatcher.run_until_idle()
    if late:
        _order("A-1", company[store], customer, NOW - ordered_before)
        dispatcher.run_until_idle()
    feedback = Feedback.rows.get()
    assert (feedback.order_id, feedback.customer_id) == (None, None)
    assert feedback.order_number == ("A-1" if late else "")
