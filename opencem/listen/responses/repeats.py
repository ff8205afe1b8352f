"""The same person again, where a survey limits how often one may answer: known by the device, or by their personal link.

Decided in the transaction of the answer, so that of many tries at once no more get in than may. Surveys without such a
limit never come here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

_DONE = "survey_id = %s AND outcome = 'completed' AND NOT is_test"
_GIVEN = {
    "device": f"SELECT COUNT(*) FROM responses_response WHERE {_DONE} AND device = %s",  # noqa: S608  # constants
    "invitation": f"SELECT COUNT(*) FROM responses_response WHERE {_DONE} AND invitation = %s",  # noqa: S608
}
# One writer at a time: whoever came before has the smaller id, and of a group that is written together the others behind
# have not been decided yet.
_BEFORE = " AND id < %s"
# Behind the lock whoever was decided is committed, whatever the id; whoever waits for it is not seen.
_OTHERS = " AND id <> %s"


@dataclass(frozen=True, slots=True)
class PersonLimit:
    """At most `most` completed answers to a survey from one device (its hash) and by one personal link; "": unknown."""

    survey_id: int
    most: int
    device: str = ""
    invitation: str = ""

    @property
    def known_by(self) -> list[tuple[str, str]]:
        return [(how, who) for how, who in (("device", self.device), ("invitation", self.invitation)) if who]


def is_over(limit: PersonLimit) -> bool:
    """Whether this person has answered as often as one may; without a lock, to spare them a form filled in in vain."""
    with connection.cursor() as cursor:
        return any(_given(cursor, limit, how, who) >= limit.most for how, who in limit.known_by)


def is_beyond(cursor: CursorWrapper, limit: PersonLimit, response_id: int) -> bool:
    """Whether a response of this transaction is one too many. Holds back the same person's others until it ends."""
    if connection.vendor != "sqlite":
        # In one order for all, so that no two wait for each other.
        for how, who in sorted(limit.known_by):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{limit.survey_id} {how} {who}"])
    apart = _BEFORE if connection.vendor == "sqlite" else _OTHERS
    return any(_given(cursor, limit, how, who, apart, response_id) >= limit.most for how, who in limit.known_by)


def _given(cursor: CursorWrapper, limit: PersonLimit, how: str, who: str, apart: str = "", *but: int) -> int:
    cursor.execute(_GIVEN[how] + apart, [limit.survey_id, who, *but])
    return int(cursor.fetchone()[0])
