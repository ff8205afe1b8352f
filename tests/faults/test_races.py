"""Many at once on a live server: one form posted fifty times, one ticket wanted by sixteen."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from opencem.bench.company import PASSWORD
from tests.faults.conftest import Drill
from tests.journeys.served import Browser, Person, Reply, eventually

_ACCOUNTS = """
from django.contrib.auth.hashers import make_password
from opencem.platform.accounts.models import Account, Grant, Role
from opencem.platform.organization.models import OrgUnit
role, unit = Role.objects.get(code="agent"), OrgUnit.objects.get(code="HQ")
for number in range(16):
    account = Account.objects.create(username=f"agent{number}", name=f"客服{number}", password=make_password("%s"))
    Grant.objects.create(account=account, role=role, unit=unit)
"""


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Runs every act in a thread of its own from one starting shot."""
    shot, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int) -> None:
        shot.wait()
        results[index] = acts[index]()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_fifty_parallel_posts_of_one_page_are_one_response(drill: Callable[[int], Drill]) -> None:
    one = drill(2)
    one.served.start()
    form = one.sent[0]
    browsers = [Browser(one.served.port) for _ in range(50)]
    one.ledger.write(form, "sent")
    replies: list[Reply] = all_at_once([lambda b=b: b.post_form(f"/s/{form.token}", form.fields) for b in browsers])  # type: ignore[misc]
    assert {reply.status for reply in replies} == {200}
    assert all("data-done" in reply.text for reply in replies)
    one.ledger.write(form, "acknowledged")
    assert one.served.count("responses_response") == 1
    one.crowd.waiting.clear()
    print(one.balance())


def test_one_of_sixteen_agents_gets_the_ticket(drill: Callable[[int], Drill]) -> None:
    one = drill(1)
    one.served.inside(_ACCOUNTS % PASSWORD)
    one.served.start()
    low = {**one.sent[0].fields, "q.recommend": 0, "q.reasons": ["slow"]}
    assert Browser(one.served.port).post_form(f"/s/{one.sent[0].token}", low).status == 200
    agents = [Person(one.served.port) for _ in range(16)]
    for number, agent in enumerate(agents):
        assert agent.sign_in(f"agent{number}", PASSWORD).status == 302
    number = eventually(lambda: agents[0].read("/tickets")["items"])[0]["id"]
    replies = all_at_once([lambda a=a: a.api("POST", f"/tickets/{number}/take", {}) for a in agents])  # type: ignore[misc]
    assert Counter(reply.status for reply in replies) == {200: 1, 409: 15}
    assert {reply.json()["code"] for reply in replies if reply.status == 409} == {"ticket_taken"}
    entries = one.served.rows("SELECT account_id FROM tickets_ticketentry WHERE kind = 'taken'")
    assert entries == one.served.rows("SELECT owner_id FROM tickets_ticket")
