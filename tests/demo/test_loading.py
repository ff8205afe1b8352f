"""A demo in the database: whole, consistent with what the rooms themselves would have made of it, loaded once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from opencem import demo
from opencem.act.alerts import handlers
from opencem.act.alerts.models import Alert, AlertRule
from opencem.act.notifications.models import Notification
from opencem.act.tickets.clocks import clocks_of, columns
from opencem.act.tickets.models import Ticket, TicketState
from opencem.demo.loading import Demo
from opencem.engines.query import TABLES
from opencem.engines.survey_logic import submit
from opencem.kit.problems import Problem
from opencem.listen.customers.service import identify
from opencem.listen.distribution.models import Collector
from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.invitations.models import Dispatch, Invitation, InvitationResponse, State
from opencem.listen.orders.models import Order
from opencem.listen.responses.models import Answer, Response
from opencem.listen.surveys.queries import live
from opencem.platform.accounts.models import Account
from opencem.platform.events import dispatcher
from opencem.platform.events.service import EventView
from opencem.platform.organization.models import OrgUnit
from opencem.understand.assessment.models import Scorecard
from opencem.understand.metrics import projector
from opencem.understand.text.models import Mention, TextAnalysis

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
SIZE = {"stores": 12, "months": 3, "seed": 7}


@pytest.fixture
def loaded(db: None, analytics: Any) -> Demo:
    return demo.load(**SIZE, now=NOW, report=lambda line: None)


def test_everything_is_there(loaded: Demo) -> None:
    assert loaded.fresh
    assert OrgUnit.objects.filter(kind="store").count() == 12
    assert Response.rows.count() == loaded.size.responses == 400
    assert Feedback.rows.count() == loaded.size.responses + loaded.size.reviews + loaded.size.calls
    assert Order.rows.count() > 2000
    assert TextAnalysis.rows.count() == Feedback.rows.exclude(text="").count() > 150
    assert all(model.rows.exists() for model in (Mention, Flag, Ticket))
    assert Scorecard.rows.values("month").distinct().count() == 4
    connection.check_constraints()


def test_it_is_loaded_once_and_says_so(loaded: Demo) -> None:
    told: list[str] = []
    before = Order.rows.count()
    again = demo.load(stores=300, months=24, seed=1, now=NOW, report=told.append)
    assert (again.fresh, again.size, again.accounts) == (False, loaded.size, loaded.accounts)
    assert Order.rows.count() == before
    assert "already" in told[0]


def test_another_company_is_left_alone(company: dict[str, int]) -> None:
    with pytest.raises(Problem) as refusal:
        demo.load(**SIZE, now=NOW, report=lambda line: None)
    assert refusal.value.code == "demo_refused"
    assert not Order.rows.exists()


def test_each_role_can_sign_in_with_the_printed_password(loaded: Demo) -> None:
    from opencem.demo.accounts import PASSWORD

    shown = [account for account in loaded.accounts if account.shown]
    assert {account.role for account in shown} == {
        "hq_admin", "hq_analyst", "agent", "viewer", "region_manager", "store_manager",
    }  # fmt: skip
    for account in shown:
        assert f"{account.username} " in loaded.account_table
        stored = Account.objects.get(username=account.username)
        assert stored.grants.get().role.code == account.role
    assert stored.check_password(PASSWORD)


def test_stored_answers_are_such_as_the_survey_accepts(loaded: Demo) -> None:
    """Every tag was offered for its score, every row and number is in range."""
    for response in Response.rows.order_by("pk")[:150]:
        raw: dict[str, Any] = {"satisfaction": {}, "reasons": []}
        for answer in response.answers.order_by("pk"):
            match answer.question:
                case "satisfaction":
                    raw["satisfaction"][answer.row] = answer.number
                case "reasons":
                    raw["reasons"].append(answer.choice)
                case "recommend":
                    raw["recommend"] = answer.number
                case "comment":
                    raw["comment"] = answer.text
        accepted = submit(live(response.version_id).definition, raw, response.language)
        assert len(accepted.answers) == response.answers.count()


def test_every_collector_knows_how_many_came_through_it(loaded: Demo) -> None:
    assert sum(Collector.rows.values_list("answers", flat=True)) == Response.rows.count()
    one = Collector.rows.exclude(answers=0).first()
    assert Response.rows.filter(collector=one).count() == one.answers
    assert set(Response.rows.filter(collector=one).values_list("unit_id", "channel")) == {(one.unit_id, one.channel)}


def test_the_analytics_store_is_what_a_rebuild_makes(loaded: Demo, analytics: Any) -> None:
    filled = _contents(analytics)
    projector.rebuild()
    rebuilt = _contents(analytics)
    for table in TABLES:
        assert filled[table] == rebuilt[table], table
    assert all(filled.values())


def _contents(store: Any) -> dict[str, list[str]]:
    return {table: sorted(map(repr, store.read(f'SELECT * FROM "{table}"', {}))) for table in TABLES}


def test_nothing_waits_to_be_heard(loaded: Demo) -> None:
    assert dispatcher.run_until_idle() == 0
    assert projector.lag() == 0


def test_the_rules_fire_no_more_than_they_fired(loaded: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """History has the alerts that the rules themselves would have given."""
    AlertRule.objects.update(max_age_days=3650)
    before = set(Alert.rows.values_list("rule__key", "feedback_id"))
    assert before
    monkeypatch.setattr(handlers, "now", lambda: NOW)
    everything = Feedback.rows.values_list("pk", flat=True)
    assert handlers.on_feedback([EventView(pk, "feedback.created", pk, {}, NOW) for pk in everything]) is None
    assert before == set(Alert.rows.values_list("rule__key", "feedback_id"))


def test_the_clocks_of_tickets_are_those_of_their_timelines(loaded: Demo) -> None:
    for ticket in Ticket.rows.select_related("policy"):
        entries = list(ticket.entries.order_by("pk"))
        assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
        for name, value in columns(clocks_of(ticket, entries, NOW)).items():
            assert _close(getattr(ticket, name), value), (ticket.number, name)
        assert (ticket.state == TicketState.CLOSED) == (entries[-1].kind == "closed")
        assert entries[-1].at <= NOW


def _close(left: Any, right: Any) -> bool:
    if isinstance(left, datetime) and isinstance(right, datetime):
        return abs((left - right).total_seconds()) < 0.01
    return bool(left == right)


def test_people_find_the_open_tickets_in_their_inbox(loaded: Demo) -> None:
    told = set(Notification.objects.values_list("parameters__number", flat=True))
    waiting = Ticket.rows.exclude(state=TicketState.CLOSED)
    late = set(waiting.filter(level__gt=0).values_list("number", flat=True))
    fresh = set(waiting.filter(state="new", opened_at__gt=NOW - timedelta(days=3)).values_list("number", flat=True))
    assert told == late | fresh
    assert told
    assert not Notification.objects.exclude(mail_state="none").exists()


def test_members_are_known_by_their_number_and_their_orders(loaded: Demo) -> None:
    customer = identify("member", "M00000001")
    assert customer is not None
    linked = Feedback.rows.filter(kind="survey", order__isnull=False).select_related("order").first()
    assert linked.order.number == linked.order_number
    assert linked.customer_id in (None, linked.order.customer_id)
    assert linked.occurred_at > linked.order.ordered_at


def test_no_text_stands_more_than_a_few_times(loaded: Demo) -> None:
    texts = list(Feedback.rows.exclude(text="").values_list("text", flat=True))
    assert max(map(texts.count, set(texts))) <= 3


def test_the_store_that_answers_its_own_survey_is_flagged(loaded: Demo) -> None:
    code = next(a.unit for a in loaded.accounts if a.role == "store_manager" and a.shown and a.unit != "0001")
    there = Feedback.rows.filter(unit__code=code, kind="survey")
    flagged = there.filter(excluded=True)
    assert flagged.count() >= 10
    assert all(recommend >= 9 for recommend in flagged.values_list("recommend", flat=True))
    others = Feedback.rows.filter(kind="survey").exclude(unit__code=code)
    assert others.filter(excluded=True).count() <= 0.02 * others.count()


def test_answers_lie_beside_each_other(loaded: Demo) -> None:
    order = list(Answer.rows.order_by("pk").values_list("response_id", flat=True))
    assert order == sorted(order)


def test_whoever_completed_an_invitation_gave_the_response_it_names(loaded: Demo) -> None:
    answered = list(InvitationResponse.rows.select_related("invitation"))
    assert answered
    for one in answered:
        response = Response.rows.get(pk=one.response_id)
        assert one.invitation.state == State.COMPLETED
        assert (response.customer_id, response.submitted_at) == (one.invitation.customer_id, one.at)
        assert one.invitation.sent_at < one.invitation.opened_at < one.invitation.started_at < one.at
    states = Counter(Invitation.rows.values_list("state", flat=True))
    assert states[State.COMPLETED] == len(answered)
    assert states[State.SKIPPED]
    assert states[State.EXPIRED]
    assert not Invitation.rows.filter(state=State.SKIPPED, reason="").exists()
    assert Dispatch.rows.count() == Invitation.rows.filter(sent_at__isnull=False).count()
