from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from opencem.act.tickets import queries, service
from opencem.act.tickets.queries import TicketFilter
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def numbers(scope: Any, wanted: TicketFilter | None = None, **options: Any) -> list[str]:
    arguments = {"newest_first": False, "cursor": None, "limit": 50, "now": NOW + 60 * MINUTE, **options}
    return [one.number for one in queries.list_tickets(scope, wanted or TicketFilter(), **arguments).items]


@pytest.fixture
def queue(ticket: Any, people: Any, scope_of: Any) -> dict[str, str]:
    """Four open tickets of store 0001 and one of 0003: by name their numbers."""
    opened = {
        "later": ticket(priority="high").number,
        "soon": ticket(priority="urgent").number,
        "waiting": ticket(priority="urgent").number,
        "closed": ticket(priority="urgent").number,
        "south": ticket("0003", priority="urgent", now=NOW + 5 * MINUTE).number,
    }
    agent = {"scope": scope_of("agent"), "by": people["agent"], "now": NOW}
    for name in ("waiting", "closed"):
        service.take_ticket(number=opened[name], **agent)
    service.wait_for_customer(number=opened["waiting"], version=2, text="", **agent)
    service.close_ticket(number=opened["closed"], version=2, root_cause="other", action_taken="x", **agent)
    return opened


def test_most_urgent_first_waiting_last_closed_not_at_all(queue: dict[str, str], scope_of: Any) -> None:
    order = ["soon", "south", "later", "waiting"]
    assert numbers(scope_of("agent")) == [queue[name] for name in order]


def test_pages_join_without_gap_or_repeat(queue: dict[str, str], scope_of: Any) -> None:
    for newest_first in (False, True):
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = queries.list_tickets(
                scope_of("agent"), TicketFilter(state="all"), newest_first=newest_first, cursor=cursor, limit=2, now=NOW
            )
            seen += [one.number for one in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert len(seen) == 5
        assert seen == numbers(scope_of("agent"), TicketFilter(state="all"), newest_first=newest_first)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (TicketFilter(state="closed"), {"closed"}),
        (TicketFilter(state="new"), {"soon", "south", "later"}),
        (TicketFilter(unowned=True), {"soon", "south", "later"}),
        (TicketFilter(overdue=True), {"soon", "south"}),
        (TicketFilter(priority="high"), {"later"}),
        (TicketFilter(text="四十分钟"), {"soon", "south", "later", "waiting"}),
        (TicketFilter(text="没有这样的"), set()),
        (TicketFilter(escalated=True), set()),
    ],
)
def test_filters(queue: dict[str, str], scope_of: Any, wanted: TicketFilter, names: set[str]) -> None:
    assert set(numbers(scope_of("agent"), wanted)) == {queue[name] for name in names}


def test_mine_and_by_number(queue: dict[str, str], scope_of: Any, people: Any) -> None:
    assert numbers(scope_of("agent"), TicketFilter(owner_id=people["agent"].pk)) == [queue["waiting"]]
    assert numbers(scope_of("agent"), TicketFilter(text=queue["soon"].lower())) == [queue["soon"]]


def test_scope_holds_for_list_counts_and_next(queue: dict[str, str], scope_of: Any, people: Any) -> None:
    south = scope_of("r2_manager")
    assert numbers(south, TicketFilter(state="all")) == [queue["south"]]
    assert queries.summary(south, people["r2_manager"], NOW)["open"] == 1
    assert queries.next_ticket(south, people["r2_manager"]).number == queue["south"]  # type: ignore[union-attr]
    assert numbers(scope_of("s2_manager"), TicketFilter(state="all")) == []
    assert queries.next_ticket(scope_of("s2_manager"), people["s2_manager"]) is None


def test_counts(queue: dict[str, str], scope_of: Any, people: Any) -> None:
    assert queries.summary(scope_of("agent"), people["agent"], NOW + 60 * MINUTE) == {
        "open": 4, "new": 3, "active": 0, "waiting": 1, "overdue": 2, "escalated": 0, "mine": 1, "mine_overdue": 0,
    }  # fmt: skip


def test_the_next_one_is_the_most_urgent_that_can_be_worked(queue: dict[str, str], scope_of: Any, people: Any) -> None:
    assert queries.next_ticket(scope_of("agent"), people["agent"]).number == queue["soon"]  # type: ignore[union-attr]
    service.take_ticket(scope=scope_of("r1_agent"), by=people["r1_agent"], number=queue["soon"], now=NOW)
    assert queries.next_ticket(scope_of("agent"), people["agent"]).number == queue["south"]  # type: ignore[union-attr]


def test_the_first_page_says_how_many_there_are(queue: dict[str, str], api: Any) -> None:
    first = api("agent").get("/tickets", state="all", limit=2).json()
    assert (first["total"], len(first["items"])) == (5, 2)
    assert api("agent").get("/tickets", state="all", limit=2, cursor=first["next_cursor"]).json()["total"] is None
    assert api("agent").get("/tickets", state="closed").json()["total"] == 1
    assert api("s1_manager").get("/tickets", state="all").json()["total"] == 4
    assert api("s2_manager").get("/tickets", state="all").json()["total"] == 0
