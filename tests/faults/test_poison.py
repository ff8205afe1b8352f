"""An event no try can handle is set aside, the others go on, and an administrator replays it over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from opencem.bench.company import PASSWORD
from tests.faults.conftest import Drill
from tests.journeys.served import Person, eventually

WORD = "此条有毒"
# The database itself refuses the feedback of one response: no try can succeed while this stands.
_POISON = f"""
from django.db import connection
connection.cursor().execute(
    "CREATE TRIGGER poison BEFORE INSERT ON feedback_feedback WHEN NEW.text LIKE '%{WORD}%' "
    "BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
)
"""
_CURE = "from django.db import connection\nconnection.cursor().execute('DROP TRIGGER poison')"


def poisoned(fields: Mapping[str, object]) -> dict[str, object]:
    return {**fields, "q.recommend": 0, "q.reasons": ["slow"], "q.comment": WORD}


def test_a_poisoned_event_holds_back_nobody_and_is_replayed(drill: Callable[[int], Drill]) -> None:
    one = drill(24)
    one.sent[7] = replace(one.sent[7], fields=poisoned(one.sent[7].fields))
    one.crowd.waiting[7] = one.sent[7]
    one.served.inside(_POISON)
    one.served.start()
    one.crowd.start()
    admin = Person(one.served.port)
    assert admin.sign_in("bench", PASSWORD).status == 302
    eventually(lambda: one.served.count("feedback_feedback") == 23, seconds=60)

    aside = _only(admin)
    assert (aside["consumer"], aside["kind"]) == ("feedback", "response.submitted")
    assert "poisoned" in aside["error"]
    still = admin.do("POST", f"/system/set-aside/{aside['id']}/replay")
    assert still["state"] in ("retrying", "dead")
    assert still["attempts"] > aside["attempts"]

    one.served.inside(_CURE)
    assert admin.do("POST", f"/system/set-aside/{aside['id']}/replay")["state"] == "replayed"
    print(one.balance())


def _only(admin: Person) -> Any:
    (aside,) = eventually(lambda: admin.read("/system/set-aside"))
    return aside
