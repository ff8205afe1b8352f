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
