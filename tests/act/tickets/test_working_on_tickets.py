from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from opencem.act.notifications.models import Notification
from opencem.act.tickets import queries, service
from opencem.act.tickets.models import SlaPolicy, Ticket, TicketEntry
from opencem.act.tickets.service import Wish
from opencem.kit.problems import Problem
from opencem.platform.events.models import Event
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def fresh(ticket: Ticket) -> Ticket:
    found: Ticket = Ticket.rows.select_related("owner").get(pk=ticket.pk)
    return found


def refused(code: str, door: Any, **arguments: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        door(**arguments)
    assert caught.value.code == code
    return caught.value


@pytest.fixture
def agent(people: dict[str, Any], scope_of: Any) -> dict[str, Any]:
    return {"scope": scope_of("agent"), "by": people["agent"]}


def test_a_new_ticket_has_deadlines_a_trace_and_its_team_is_told(ticket: Any) -> None:
    opened = ticket(priority="urgent")
    assert opened.number == f"T{opened.feedback_id:06d}"
    assert (opened.first_response_due_at, opened.resolution_due_at) == (NOW + 30 * MINUTE, NOW + 240 * MINUTE)
    assert opened.escalate_at == opened.next_due_at == NOW + 30 * MINUTE
    assert [entry.kind for entry in opened.entries.order_by("pk")] == ["opened", "alert"]
    told = Notification.objects.get()
    assert (told.account.username, told.kind, told.unit_id) == ("s1_manager", "ticket.opened", opened.unit_id)
    assert list(Event.objects.filter(kind="ticket.opened").values_list("subject_id", flat=True)) == [opened.pk]


def test_normal_tickets_run_on_statutory_workdays(ticket: Any) -> None:
    opened = ticket(priority="normal")
    # Monday noon in Shanghai, in the lunch break of the office: four hours from 13:30 are 17:30.
    assert opened.first_response_due_at == NOW.replace(hour=9, minute=30)


def test_a_store_without_people_is_worked_from_above(ticket: Any) -> None:
    ticket("0003")
    assert {one.account.username for one in Notification.objects.all()} == {"r2_manager"}


def test_the_same_feedback_gets_one_ticket(ticket: Any) -> None:
    opened = ticket(priority="normal")
    reason = {"rule": "food", "reasons": []}
    again = service.open_ticket(Wish(opened.feedback, "x", "normal", reason), now=NOW)
    assert (again.pk, Ticket.rows.count()) == (opened.pk, 1)
    assert again.entries.filter(kind="alert").count() == 2
    own = service.open_ticket(Wish(opened.feedback, "x", "high", reason, own="7"), now=NOW)
    assert own.number == f"{opened.number}-7"


def test_a_more_urgent_alert_raises_the_ticket(ticket: Any) -> None:
    opened = ticket(priority="normal")
    raised = service.open_ticket(Wish(opened.feedback, "x", "urgent", {"rule": "food"}), now=NOW + MINUTE)
    assert (raised.priority, raised.first_response_due_at) == ("urgent", NOW + 30 * MINUTE)
    assert raised.entries.get(kind="priority").data == {"from": "normal", "to": "urgent"}
    lowered = service.open_ticket(Wish(opened.feedback, "x", "high", {"rule": "x"}), now=NOW + MINUTE)
    assert lowered.priority == "urgent"


def test_take_contact_close(ticket: Any, agent: dict[str, Any]) -> None:
    opened = ticket()
    taken = service.take_ticket(number=opened.number, now=NOW + MINUTE, **agent)
    assert (taken.state, taken.owner, taken.version) == ("active", agent["by"], 2)
    service.comment_on_ticket(number=opened.number, text="已致歉", contact=True, now=NOW + 10 * MINUTE, **agent)
    contacted = fresh(opened)
    assert (contacted.first_response_at, contacted.first_response_met) == (NOW + 10 * MINUTE, True)
    assert contacted.escalate_at == contacted.next_due_at == NOW + 240 * MINUTE
    closed = service.close_ticket(
        number=opened.number, version=3, root_cause="waiting", action_taken="退款并致歉", now=NOW + 50 * MINUTE, **agent
    )
    assert (closed.state, closed.resolution_met, closed.escalate_at, closed.next_due_at) == ("closed", True, None, None)
    assert (closed.closed_at, closed.root_cause, closed.action_taken) == (NOW + 50 * MINUTE, "waiting", "退款并致歉")
    kinds = ["opened", "alert", "taken", "contact", "closed"]
    assert [entry.kind for entry in fresh(opened).entries.order_by("pk")] == kinds


def test_a_note_is_no_response(ticket: Any, agent: dict[str, Any]) -> None:
    opened = ticket()
    service.comment_on_ticket(number=opened.number, text="查监控", contact=False, now=NOW, **agent)
    assert (fresh(opened).first_response_at, fresh(opened).first_response_met) == (None, None)


def test_taken_by_another_is_told_and_ones_own_is_returned(
    ticket: Any, agent: dict[str, Any], people: Any, scope_of: Any
) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    again = service.take_ticket(number=opened.number, now=NOW, **agent)
    assert again.version == 2
    problem = refused(
        "ticket_taken",
        service.take_ticket,
        number=opened.number,
        scope=scope_of("s1_manager"),
        by=people["s1_manager"],
        now=NOW,
    )
    assert (problem.status, problem.params["owner"]) == (409, "小林")


def test_waiting_stops_the_clocks_and_resuming_moves_them(ticket: Any, agent: dict[str, Any]) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    waiting = service.wait_for_customer(number=opened.number, version=2, text="等回电", now=NOW + 10 * MINUTE, **agent)
    assert (waiting.state, waiting.next_due_at, waiting.escalate_at) == ("waiting", None, None)
    assert (waiting.first_response_at, waiting.first_response_met) == (NOW + 10 * MINUTE, True)
    assert service.escalate_due(NOW + timedelta(days=30)) == 0
    resumed = service.resume_ticket(number=opened.number, version=3, text="", now=NOW + 70 * MINUTE, **agent)
    assert (resumed.state, resumed.resolution_due_at) == ("active", NOW + 300 * MINUTE)


def test_release_gives_it_back(ticket: Any, agent: dict[str, Any]) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    released = service.release_ticket(number=opened.number, version=2, now=NOW, **agent)
    assert (released.state, released.owner) == ("new", None)


def test_transfer_to_somebody_of_the_unit(ticket: Any, agent: dict[str, Any], people: Any) -> None:
    opened = ticket()
    wrong = {"number": opened.number, "version": 1, "text": "", "now": NOW, **agent}
    refused("ticket_assignee", service.transfer_ticket, to_account=people["s2_manager"].pk, **wrong)
    moved = service.transfer_ticket(to_account=people["s1_manager"].pk, **wrong)
    assert (moved.owner, moved.state) == (people["s1_manager"], "active")
    assert Notification.objects.get(kind="ticket.transferred").account == people["s1_manager"]


def test_what_is_not_mine_only_a_manager_may_change(
    ticket: Any, agent: dict[str, Any], people: Any, scope_of: Any
) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    arguments = {"number": opened.number, "version": 2, "root_cause": "other", "action_taken": "x", "now": NOW}
    other = {"scope": scope_of("s1_manager"), "by": people["s1_manager"]}
    assert refused("ticket_not_yours", service.close_ticket, **arguments, **other).status == 403
    elsewhere = {"scope": scope_of("hq_admin"), "by": people["r2_manager"]}
    refused("ticket_not_yours", service.close_ticket, **arguments, **elsewhere)
    manager = {"scope": scope_of("r1_manager"), "by": people["r1_manager"]}
    assert service.close_ticket(**arguments, **manager).state == "closed"


@pytest.mark.parametrize(
    ("root_cause", "action_taken", "code"),
    [("", "x", "root_cause_unknown"), ("nonsense", "x", "root_cause_unknown"), ("other", " ", "required")],
)
def test_closing_needs_cause_and_action(
    ticket: Any, agent: dict[str, Any], root_cause: str, action_taken: str, code: str
) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    refused(
        code,
        service.close_ticket,
        number=opened.number,
        version=2,
        root_cause=root_cause,
        action_taken=action_taken,
        now=NOW,
        **agent,
    )
    assert fresh(opened).state == "active"


def test_states_that_do_not_allow_it(ticket: Any, agent: dict[str, Any], people: Any, scope_of: Any) -> None:
    opened = ticket()
    admin = {"scope": scope_of("hq_admin"), "by": people["hq_admin"]}
    common = {"number": opened.number, "now": NOW}
    refused("ticket_state", service.release_ticket, version=1, **common, **admin)
    refused("ticket_state", service.wait_for_customer, version=1, text="", **common, **admin)
    refused("ticket_state", service.resume_ticket, version=1, text="", **common, **admin)
    refused("ticket_state", service.reopen_ticket, version=1, text="", **common, **admin)
    problem = refused(
        "ticket_state", service.close_ticket, version=1, root_cause="other", action_taken="x", **common, **admin
    )
    assert (problem.status, problem.params["state"]) == (409, "待领取")
    assert TicketEntry.rows.filter(ticket=opened).count() == 2


def test_a_stale_version_is_a_conflict(ticket: Any, agent: dict[str, Any]) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    problem = refused("conflict", service.release_ticket, number=opened.number, version=1, now=NOW, **agent)
    assert problem.status == 409


def test_reopening_keeps_first_and_last_stamps(ticket: Any, agent: dict[str, Any], people: Any) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    closing = {"number": opened.number, "root_cause": "other", "action_taken": "x", **agent}
    service.close_ticket(version=2, now=NOW + 20 * MINUTE, **closing)
    reopened = service.reopen_ticket(number=opened.number, version=3, text="还是不行", now=NOW + 500 * MINUTE, **agent)
    assert (reopened.state, reopened.owner, reopened.reopened) == ("active", agent["by"], 1)
    assert (reopened.resolution_due_at, reopened.level) == (NOW + 740 * MINUTE, 0)
    assert (reopened.first_response_at, reopened.first_response_met) == (NOW + 20 * MINUTE, True)
    last = service.close_ticket(version=4, now=NOW + 600 * MINUTE, **closing)
    assert (last.first_closed_at, last.closed_at) == (NOW + 20 * MINUTE, NOW + 600 * MINUTE)
    assert Notification.objects.filter(kind="ticket.reopened", account=people["agent"]).count() == 1


def test_reopened_goes_to_the_team_when_the_owner_has_left(
    ticket: Any, agent: dict[str, Any], people: Any, scope_of: Any
) -> None:
    opened = ticket()
    service.take_ticket(number=opened.number, now=NOW, **agent)
    service.close_ticket(number=opened.number, version=2, root_cause="other", action_taken="x", now=NOW, **agent)
    people["agent"].grants.all().delete()
    admin = {"scope": scope_of("hq_admin"), "by": people["hq_admin"]}
    reopened = service.reopen_ticket(number=opened.number, version=3, text="", now=NOW, **admin)
    assert (reopened.state, reopened.owner) == ("new", None)


def test_an_alert_on_a_closed_ticket_does_not_reopen_it(ticket: Any, agent: dict[str, Any]) -> None:
    opened = ticket(priority="normal")
    service.take_ticket(number=opened.number, now=NOW, **agent)
    service.close_ticket(number=opened.number, version=2, root_cause="other", action_taken="x", now=NOW, **agent)
    joined = service.open_ticket(Wish(opened.feedback, "x", "urgent", {}), now=NOW + MINUTE)
    assert (joined.state, joined.priority, joined.escalate_at) == ("closed", "normal", None)


def test_out_of_scope_is_not_found(ticket: Any, people: Any, scope_of: Any) -> None:
    opened = ticket("0001")
    other = {"scope": scope_of("s2_manager"), "by": people["s2_manager"], "number": opened.number, "now": NOW}
    assert refused("not_found", service.take_ticket, **other).status == 404
    refused("not_found", service.comment_on_ticket, text="x", contact=True, **other)
    refused("not_found", service.reopen_ticket, version=1, text="", **other)
    with pytest.raises(Problem, match="not_found"):
        queries.get_ticket(scope_of("s2_manager"), opened.number)


def test_a_changed_policy_holds_for_open_tickets_with_a_trace(ticket: Any, agent: dict[str, Any], people: Any) -> None:
    opened, closed = ticket(), ticket()
    service.take_ticket(number=closed.number, now=NOW, **agent)
    service.close_ticket(number=closed.number, version=2, root_cause="other", action_taken="x", now=NOW, **agent)
    policy = SlaPolicy.objects.get(priority="urgent")
    changed = {
        "first_response_minutes": 10,
        "resolution_minutes": 20,
        "escalation_minutes": [5],
        "calendar": {"always": True},
    }
    service.change_policy(policy_id=policy.pk, by=people["hq_admin"], version=1, pause_while_waiting=True, **changed)
    assert service.recompute_open(policy.pk, NOW) == 1
    assert service.recompute_open(policy.pk, NOW) == 0
    after = fresh(opened)
    assert (after.first_response_due_at, after.escalate_at) == (NOW + 10 * MINUTE, NOW + 15 * MINUTE)
    assert after.entries.get(kind="policy").data["version"] == 2
    assert fresh(closed).resolution_due_at == NOW + 240 * MINUTE
    refused("conflict", service.change_policy, policy_id=policy.pk, by=people["hq_admin"], version=1, **changed)


@pytest.mark.parametrize(
    "calendar",
    [
        {},
        {"weekly": {}},
        {"weekly": {"1": [["9", "18:00"]]}},
        {"weekly": {"8": [["09:00", "18:00"]]}},
        {"weekly": {"1": [["25:00", "26:00"]]}},
        {"weekly": {"1": [["09:00", "18:00"]]}, "holidays": "XX"},
    ],
)
def test_a_calendar_that_cannot_be_is_refused(feedback: Any, people: Any, calendar: dict[str, Any]) -> None:
    policy = SlaPolicy.objects.get(priority="urgent")
    refused(
        "calendar_invalid",
        service.change_policy,
        policy_id=policy.pk,
        by=people["hq_admin"],
        version=1,
        calendar=calendar,
    )
    assert SlaPolicy.objects.get(pk=policy.pk).version == 1
