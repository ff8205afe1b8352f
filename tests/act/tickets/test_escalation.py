from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from opencem.act.notifications.models import Notification
from opencem.act.tickets import service
from opencem.act.tickets.models import SlaPolicy, Ticket
from opencem.platform.events.models import Event
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def told(kind: str = "ticket.escalated") -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("account__username", flat=True))


def fresh(ticket: Ticket) -> Ticket:
    found: Ticket = Ticket.rows.get(pk=ticket.pk)
    return found


def test_store_to_region_to_headquarters(ticket: Any, people: Any, scope_of: Any) -> None:
    opened = ticket("0001")
    service.take_ticket(scope=scope_of("agent"), by=people["agent"], number=opened.number, now=NOW)
    assert service.escalate_due(NOW + 29 * MINUTE) == 0
    assert service.escalate_due(NOW + 30 * MINUTE) == 1
    assert told() == {"r1_manager", "agent"}
    first = fresh(opened)
    assert (first.level, first.owner, first.escalate_at) == (1, people["agent"], NOW + 90 * MINUTE)
    assert service.escalate_due(NOW + 89 * MINUTE) == 0
    assert service.escalate_due(NOW + 91 * MINUTE) == 1
    assert told() == {"r1_manager", "agent", "hq_admin"}
    second = fresh(opened)
    assert (second.level, second.owner, second.escalate_at) == (2, people["agent"], None)
    assert [entry.data["unit"] for entry in second.entries.filter(kind="escalated").order_by("pk")] == ["R1", "HQ"]
    assert Event.objects.filter(kind="ticket.escalated").count() == 2
    assert service.escalate_due(NOW + timedelta(days=9)) == 0


def test_running_the_clock_twice_tells_once(ticket: Any) -> None:
    ticket()
    assert [service.escalate_due(NOW + 30 * MINUTE) for _ in range(3)] == [1, 0, 0]
    assert Notification.objects.filter(kind="ticket.escalated").count() == 1


def test_answered_in_time_is_not_escalated_before_the_resolution_is_due(
    ticket: Any, people: Any, scope_of: Any
) -> None:
    opened = ticket()
    agent = {"scope": scope_of("agent"), "by": people["agent"], "number": opened.number}
    service.comment_on_ticket(text="已联系", contact=True, now=NOW + MINUTE, **agent)
    assert service.escalate_due(NOW + 239 * MINUTE) == 0
    assert service.escalate_due(NOW + 240 * MINUTE) == 1


def test_a_closed_ticket_never_escalates_even_if_the_index_is_stale(ticket: Any, people: Any, scope_of: Any) -> None:
    opened = ticket()
    agent = {"scope": scope_of("agent"), "by": people["agent"], "number": opened.number}
    service.take_ticket(now=NOW, **agent)
    service.close_ticket(version=2, root_cause="other", action_taken="x", now=NOW + MINUTE, **agent)
    Ticket.rows.filter(pk=opened.pk).update(escalate_at=NOW)
    assert service.escalate_due(NOW + timedelta(days=9)) == 0
    assert fresh(opened).escalate_at is None
    assert told() == set()


def test_a_shop_right_under_headquarters_is_reported_there(ticket: Any) -> None:
    ticket("T01")
    service.escalate_due(NOW + 30 * MINUTE)
    assert told() == {"hq_admin"}


def test_friday_evening_is_due_on_monday_and_over_the_holiday_on_the_adjusted_saturday(ticket: Any) -> None:
    SlaPolicy.objects.filter(priority="normal").update(
        first_response_minutes=60,
        calendar={"weekly": {str(day): [["09:00", "17:00"]] for day in range(1, 6)}, "holidays": "CN"},
    )
    friday = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)  # 16:30 in Shanghai
    assert ticket(priority="normal", now=friday).first_response_due_at == datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
    before_the_festival = datetime(2026, 2, 14, 8, 30, tzinfo=UTC)  # a Saturday that is worked
    assert ticket(priority="normal", now=before_the_festival).first_response_due_at == datetime(
        2026, 2, 24, 1, 30, tzinfo=UTC
    )


def test_every_overdue_ticket_rises_however_many(ticket: Any, monkeypatch: Any) -> None:
    from opencem.act.tickets import jobs
    from opencem.act.tickets.service import escalation

    for _ in range(5):
        ticket()
    monkeypatch.setattr(escalation, "BATCH", 2)
    monkeypatch.setattr(jobs, "now", lambda: NOW + 31 * MINUTE)
    assert jobs.escalate() == 5


def test_the_clock_job_is_a_range_scan(ticket: Any, django_assert_num_queries: Any) -> None:
    from django.db import connection

    ticket()
    with connection.cursor() as cursor:
        sql = str(Ticket.rows.filter(escalate_at__lte=NOW).order_by("escalate_at", "pk").query).replace(
            "2026-06-15 04:00:00", "'2026-06-15'"
        )
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert "USING INDEX tickets_ticket_escalate_at" in str(cursor.fetchall())
    with django_assert_num_queries(1):
        assert service.escalate_due(NOW) == 0
