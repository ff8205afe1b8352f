"""Sixteen agents at once, on whichever database the suite runs (SQLite, and PostgreSQL by `python -m tests.postgres`)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from opencem.act.tickets import service
from opencem.act.tickets.models import Ticket
from opencem.kit.problems import Problem
from tests.conftest import NOW

THREADS = 16
pytestmark = pytest.mark.usefixtures("live")


def all_at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """Runs every act in a thread of its own from one starting shot; tells what each came to."""
    shot, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(index: int) -> None:
        try:
            shot.wait()
            acts[index]()
            outcomes[index] = "done"
        except Problem as problem:
            outcomes[index] = problem.code
        except Exception as error:
            outcomes[index] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def agents(people: dict[str, Any], company: dict[str, int]) -> list[Any]:
    from opencem.platform.accounts.models import Account, Grant, Role

    role = Role.objects.get(code="agent")
    accounts = [Account.objects.create(username=f"agent{index}", name=f"客服{index}") for index in range(THREADS)]
    Grant.objects.bulk_create(Grant(account=account, role=role, unit_id=company["HQ"]) for account in accounts)
    return accounts


def test_one_of_sixteen_takes_the_ticket(ticket: Any, agents: list[Any], scope_of: Any) -> None:
    opened, scope = ticket(), scope_of("agent")
    outcomes = all_at_once(
        [lambda by=by: service.take_ticket(scope=scope, number=opened.number, by=by, now=NOW) for by in agents]
    )
    assert outcomes == ["done"] + ["ticket_taken"] * (THREADS - 1)
    taken = Ticket.rows.get(pk=opened.pk)
    assert (taken.state, taken.version) == ("active", 2)
    assert taken.entries.get(kind="taken").account_id == taken.owner_id


def test_sixteen_comments_all_stay(ticket: Any, agents: list[Any], scope_of: Any) -> None:
    opened, scope = ticket(), scope_of("agent")
    outcomes = all_at_once(
        [
            lambda by=by: service.comment_on_ticket(
                scope=scope, number=opened.number, by=by, text="x", contact=True, now=NOW
            )
            for by in agents
        ]
    )
    assert outcomes == ["done"] * THREADS
    commented = Ticket.rows.get(pk=opened.pk)
    assert (commented.version, commented.entries.filter(kind="contact").count()) == (1 + THREADS, THREADS)


def test_of_sixteen_who_close_the_same_version_one_does(ticket: Any, people: Any, scope_of: Any) -> None:
    opened = ticket()
    agent = {"scope": scope_of("agent"), "by": people["agent"], "number": opened.number, "now": NOW}
    service.take_ticket(**agent)
    close = {"version": 2, "root_cause": "other", "action_taken": "x", **agent}
    outcomes = all_at_once([lambda: service.close_ticket(**close)] * THREADS)
    assert outcomes == ["conflict"] * (THREADS - 1) + ["done"]
    assert Ticket.rows.get(pk=opened.pk).entries.filter(kind="closed").count() == 1


def test_clocks_that_ring_together_escalate_once(ticket: Any) -> None:
    from datetime import timedelta

    from opencem.act.notifications.models import Notification

    opened = ticket()
    outcomes = all_at_once([lambda: service.escalate_due(NOW + timedelta(minutes=30))] * 8)
    assert outcomes == ["done"] * 8
    assert Ticket.rows.get(pk=opened.pk).level == 1
    assert Notification.objects.filter(kind="ticket.escalated").count() == 1


def test_mails_are_claimed_once(ticket: Any, people: Any) -> None:
    from opencem.act.notifications import mail
    from opencem.act.notifications.models import Notification

    ticket()
    notice = Notification.objects.get()
    Notification.objects.update(mail_state="pending", mail_next_at=NOW)
    claims: list[object] = []
    all_at_once([lambda: claims.append(mail._claim(notice.pk, NOW))] * THREADS)
    assert len([claim for claim in claims if claim is not None]) == 1
