"""Writes submissions: response, answers, the place taken and the outbox event in one transaction.

On SQLite every commit waits for the disk, one after another. So submissions that arrive together share a commit:
whoever gets the lock writes for all who wait, and none is acknowledged before that commit is on the disk. PostgreSQL
does the same inside; there each submission is its own transaction.
"""

from __future__ import annotations

import json
import threading
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError

from opencem.engines.survey_logic import Answer
from opencem.kit.crash import crash_point
from opencem.listen.responses.models import ResponseOutcome
from opencem.listen.responses.quotas import Claim, is_beyond, release, settle
from opencem.listen.responses.repeats import PersonLimit
from opencem.listen.responses.repeats import is_beyond as is_repeat
from opencem.listen.uploads.service import take
from opencem.platform.events.service import wake

RESPONSE_COLUMNS = (
    "submission_key", "content_hash", "survey_id", "version_id", "collector_id", "unit_id", "channel",
    "touchpoint_code", "submitted_at", "local_date", "duration_s", "language", "device", "address", "contact",
    "consent_version", "order_number", "is_test", "outcome", "end_key", "arms", "invitation",
)  # fmt: skip
RESPONSES = f"INSERT INTO responses_response ({', '.join(RESPONSE_COLUMNS)}) "
ONCE = "ON CONFLICT (submission_key) DO NOTHING RETURNING id, submission_key"
TURN_AWAY = "UPDATE responses_response SET outcome = 'over_quota', end_key = %s WHERE id = %s"
GIVE_PLACE_BACK = "UPDATE distribution_collector SET answers = answers - 1 WHERE id = %s"
TAKE_PLACE = (
    "UPDATE distribution_collector SET answers = answers + 1 "
    "WHERE id = %s AND (answer_limit IS NULL OR answers < answer_limit)"
)
TAKE_PLACES = (
    "UPDATE distribution_collector SET answers = answers + wanted.places FROM "
    "(SELECT json_extract(value, '$[0]') AS collector, json_extract(value, '$[1]') AS places FROM json_each(%s)) AS wanted "
    "WHERE id = wanted.collector AND (answer_limit IS NULL OR answers + wanted.places <= answer_limit) RETURNING id"
)
COMPLETED = ResponseOutcome.COMPLETED.value
EVENT_OF = {
    COMPLETED: "response.submitted",
    ResponseOutcome.SCREENED_OUT.value: "response.screened_out",
    ResponseOutcome.OVER_QUOTA.value: "response.over_quota",
}
DROP_DRAFTS = "DELETE FROM responses_responsedraft WHERE submission_key IN"
ANSWERS = "INSERT INTO responses_answer (response_id, question, row, choice, number, text) "
EVENTS = "INSERT INTO events_event (kind, subject_id, payload, txid, at) "


@dataclass(frozen=True, slots=True)
class Row:
    """A checked submission, ready to be written. `values` follow `RESPONSE_COLUMNS`."""

    values: tuple[Any, ...]
    key: str
    content_hash: str
    collector_id: int
    unit_id: int
    survey_key: str
    submitted_at: datetime
    answers: Sequence[Answer]
    survey_id: int = 0
    outcome: str = COMPLETED
    end_key: str = ""
    claims: Sequence[Claim] = ()
    survey_limit: int | None = None
    may_have_draft: bool = False
    person: PersonLimit | None = None
    vouched: Sequence[tuple[str, str]] = ()
    uploads: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """`stored`: now; `repeated`: this key was stored before (`same` tells whether with the same content); `full`;
    `device_limit`.

    `outcome` and `end_key` are what it was stored with: a place may be gone by then.
    """

    state: str
    response_id: int = 0
    same: bool = True
    outcome: str = COMPLETED
    end_key: str = ""


DEVICE_LIMIT = Written("device_limit")


@dataclass(slots=True)
class _Waiting:
    """A submission in the queue. Its gate opens when it is stored, or when it is to store for all that wait."""

    row: Row
    gate: threading.Lock = field(default_factory=threading.Lock)
    result: Written | None = None
    error: Exception | None = None


class GroupCommit:
    """Lets one thread commit for all that wait; then the first of those who came meanwhile.

    Each waits at a gate of its own: at one lock for all, those who are stored would hold up whoever is to store next.
    """

    def __init__(self, largest: int = 64) -> None:
        self._queue: deque[_Waiting] = deque()
        self._guard = threading.Lock()
        self._is_led = False
        self._largest = largest

    def write(self, row: Row) -> Written:
        waiting = _Waiting(row)
        waiting.gate.acquire()
        if self._leads_with(waiting) or self._leads_after(waiting):
            try:
                self._commit([self._queue.popleft() for _ in range(min(len(self._queue), self._largest))])
            finally:
                self._hand_on()
        if waiting.error is not None:
            raise waiting.error
        assert waiting.result is not None
        return waiting.result

    def _leads_with(self, waiting: _Waiting) -> bool:
        """Queues up; tells whether nobody else commits now."""
        with self._guard:
            self._queue.append(waiting)
            leads, self._is_led = not self._is_led, True
            return leads

    def _leads_after(self, waiting: _Waiting) -> bool:
        """Waits; tells whether the gate opened for it to commit."""
        waiting.gate.acquire()
        return waiting.result is None and waiting.error is None

    def _hand_on(self) -> None:
        with self._guard:
            self._is_led = bool(self._queue)
            if self._queue:
                self._queue[0].gate.release()

    def _commit(self, group: list[_Waiting]) -> None:
        try:
            for waiting, result in zip(group, write_together([w.row for w in group]), strict=True):
                waiting.result = result
        except OperationalError as error:
            # The database is away or stuck, by nobody's fault: tried singly, each would wait for it as long again.
            for waiting in group:
                waiting.error = error
        except Exception:
            # One of the group is at fault: each alone, so that it fails alone.
            for waiting in group:
                self._alone(waiting)
        finally:
            for waiting in group:
                waiting.gate.release()

    def _alone(self, waiting: _Waiting) -> None:
        try:
            waiting.result = write_together([waiting.row])[0]
        except Exception as error:
            waiting.error = error


_group_commit = GroupCommit()


def write(row: Row) -> Written:
    """Stores one submission durably, or tells that its key is stored already or that no place is left."""
    if connection.vendor == "sqlite":
        return _group_commit.write(row)
    return write_together([row])[0]


def write_together(rows: Sequence[Row]) -> list[Written]:
    """Several submissions in one transaction, each with its own result."""
    with transaction.atomic(), connection.cursor() as cursor:
        results = _insert(cursor, rows)
        stored = [(row, result) for row, result in zip(rows, results, strict=True) if result.state == "stored"]
        _insert_answers(cursor, stored)
        _take_uploads(cursor, stored)
        _insert_events(cursor, stored)
        _insert_vouched(cursor, stored)
        _drop_drafts(cursor, stored)
        crash_point("before_commit")
    crash_point("after_commit")
    wake()
    return results


def _insert(cursor: CursorWrapper, rows: Sequence[Row]) -> list[Written]:
    """Each with its own result; what they have in common in one statement."""
    ids = _insert_responses(cursor, rows)
    over = _one_too_many(cursor, rows, ids)
    completed = [row for row, pk in zip(rows, ids, strict=True) if pk and pk not in over and row.outcome == COMPLETED]
    placed = _take_places(cursor, completed)
    return [
        DEVICE_LIMIT if pk in over else _result(cursor, row, pk, placed) if pk else _stored_before(cursor, row)
        for row, pk in zip(rows, ids, strict=True)
    ]


def _one_too_many(cursor: CursorWrapper, rows: Sequence[Row], ids: Sequence[int | None]) -> set[int]:
    """The ids of responses by people who have answered as often as one may; they are taken out again."""
    over: set[int] = set()
    for row, pk in zip(rows, ids, strict=True):
        if row.person and pk and row.outcome == COMPLETED and is_repeat(cursor, row.person, pk):
            cursor.execute("DELETE FROM responses_response WHERE id = %s", (pk,))
            release(cursor, row.survey_id, row.claims, row.key)
            over.add(pk)
    return over


def _insert_responses(cursor: CursorWrapper, rows: Sequence[Row]) -> list[int | None]:
    """The new ids; None where the key is stored already, or came earlier among these."""
    inserted: dict[str, int] = {}
    if connection.vendor == "sqlite":
        values = json.dumps([row.values for row in rows])
        # "WHERE true" tells SQLite's parser that ON does not begin a join.
        cursor.execute(
            f"{RESPONSES} SELECT {_parts(len(RESPONSE_COLUMNS))} FROM json_each(%s) WHERE true {ONCE}",  # noqa: S608
            [values],
        )
        inserted = {key: pk for pk, key in cursor.fetchall()}
    else:
        for row in rows:
            cursor.execute(f"{RESPONSES} VALUES ({', '.join(['%s'] * len(RESPONSE_COLUMNS))}) {ONCE}", row.values)
            inserted |= {key: pk for pk, key in cursor.fetchall()}
    return [inserted.pop(row.key, None) for row in rows]


def _take_places(cursor: CursorWrapper, rows: Sequence[Row]) -> set[int]:
    """Takes a place for each row at the collectors that have room for all of theirs, and tells which those are.

    Who answers a survey with a limit of its own takes the place singly, to be refused singly.
    """
    wanted = Counter(row.collector_id for row in rows if row.survey_limit is None)
    if connection.vendor != "sqlite" or not wanted:
        return set()
    cursor.execute(TAKE_PLACES, [json.dumps(list(wanted.items()))])
    return {pk for (pk,) in cursor.fetchall()}


def _result(cursor: CursorWrapper, row: Row, response_id: int, placed: set[int]) -> Written:
    if row.outcome != COMPLETED:
        release(cursor, row.survey_id, row.claims, row.key)
        return Written("stored", response_id, True, row.outcome, row.end_key)
    is_placed = row.survey_limit is None and row.collector_id in placed
    if not is_placed and not _takes_place(cursor, row):
        cursor.execute("DELETE FROM responses_response WHERE id = %s", (response_id,))
        return Written("full")
    if row.claims:
        return _within_quotas(cursor, row, response_id)
    return Written("stored", response_id, True, COMPLETED, row.end_key)


def _takes_place(cursor: CursorWrapper, row: Row) -> bool:
    """At the collector and, where the survey has a limit of its own, within that."""
    cursor.execute(TAKE_PLACE, (row.collector_id,))
    if cursor.rowcount == 0:
        return False
    if row.survey_limit is not None and is_beyond(cursor, row.survey_id, row.survey_limit):
        cursor.execute(GIVE_PLACE_BACK, (row.collector_id,))
        return False
    return True


def _within_quotas(cursor: CursorWrapper, row: Row, response_id: int) -> Written:
    """Takes the places held before; who comes when none is left is turned away, and takes none of the collector's."""
    full = settle(cursor, row.survey_id, row.claims, row.key, row.submitted_at, for_good=True)
    if full is None:
        return Written("stored", response_id, True, COMPLETED, row.end_key)
    cursor.execute(TURN_AWAY, (full.end, response_id))
    cursor.execute(GIVE_PLACE_BACK, (row.collector_id,))
    return Written("stored", response_id, True, ResponseOutcome.OVER_QUOTA.value, full.end)


def _stored_before(cursor: CursorWrapper, row: Row) -> Written:
    cursor.execute(
        "SELECT id, content_hash, outcome, end_key FROM responses_response WHERE submission_key = %s", (row.key,)
    )
    found = cursor.fetchone()
    if found is None:  # it came twice at once, and there was no place for the first
        return Written("full")
    return Written("repeated", found[0], found[1] == row.content_hash, found[2], found[3])


def _insert_answers(cursor: CursorWrapper, stored: Sequence[tuple[Row, Written]]) -> None:
    rows = [
        (written.response_id, each.question, each.row, each.choice, each.number, each.text)
        for row, written in stored
        for each in row.answers
    ]
    if connection.vendor == "sqlite":
        cursor.execute(f"{ANSWERS} SELECT {_parts(6)} FROM json_each(%s)", [json.dumps(rows)])  # noqa: S608  # constants
    else:
        cursor.executemany(f"{ANSWERS} VALUES (%s, %s, %s, %s, %s, %s)", rows)


def _take_uploads(cursor: CursorWrapper, stored: Sequence[tuple[Row, Written]]) -> None:
    for row, _written in stored:
        take(cursor, row.key, row.uploads, row.submitted_at)


def _insert_events(cursor: CursorWrapper, stored: Sequence[tuple[Row, Written]]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    rows = [
        (
            EVENT_OF[written.outcome],
            written.response_id,
            json.dumps({"unit": row.unit_id, "survey": row.survey_key}),
            adapt(row.submitted_at),
        )
        for row, written in stored
    ]
    if connection.vendor == "sqlite":
        values = f"{_parts(3)}, 0, json_extract(value, '$[3]')"
        cursor.execute(f"{EVENTS} SELECT {values} FROM json_each(%s)", [json.dumps(rows)])  # noqa: S608  # constants
    else:
        values = "%s, %s, %s, pg_current_xact_id()::text::bigint, %s"
        cursor.executemany(f"{EVENTS} VALUES ({values})", rows)


def _insert_vouched(cursor: CursorWrapper, stored: Sequence[tuple[Row, Written]]) -> None:
    rows = [(written.response_id, *each) for row, written in stored for each in row.vouched]
    if rows:
        cursor.executemany("INSERT INTO responses_vouched (response_id, kind, digest) VALUES (%s, %s, %s)", rows)


def _drop_drafts(cursor: CursorWrapper, stored: Sequence[tuple[Row, Written]]) -> None:
    keys = [row.key for row, _written in stored if row.may_have_draft]
    if keys:
        cursor.execute(f"{DROP_DRAFTS} ({', '.join(['%s'] * len(keys))})", keys)


def _parts(count: int) -> str:
    """Columns of rows sent as one JSON array. SQLite's driver gives up the interpreter at every statement, and with a
    statement for each answer the thread that commits for all would wait for its turn a hundred times."""
    return ", ".join(f"json_extract(value, '$[{place}]')" for place in range(count))
