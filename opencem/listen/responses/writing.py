"""Writes submissions: response, answers, the place taken and the outbox event in one transaction.

On SQLite every commit waits for the disk, one after another. So submissions that arrive together share a commit:
whoever gets the lock writes for all who wait, and none is acknowledged before that commit is on the disk. PostgreSQL
does the same inside; there each submission is its own transaction.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from opencem.engines.survey_logic import Answer
from opencem.kit.crash import crash_point
from opencem.platform.events.service import wake

RESPONSE_COLUMNS = (
    "submission_key", "content_hash", "survey_id", "version_id", "collector_id", "unit_id", "channel",
    "touchpoint_code", "submitted_at", "local_date", "duration_s", "language", "device", "address", "contact",
    "consent_version", "order_number", "is_test",
)  # fmt: skip
INSERT_RESPONSE = (  # made of the constant above only
    # Made of the constant above only.
    f"INSERT INTO responses_response ({', '.join(RESPONSE_COLUMNS)}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(RESPONSE_COLUMNS))}) ON CONFLICT (submission_key) DO NOTHING RETURNING id"
)
TAKE_PLACE = (
    "UPDATE distribution_collector SET answers = answers + 1 "
    "WHERE id = %s AND (answer_limit IS NULL OR answers < answer_limit)"
)
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


@dataclass(frozen=True, slots=True)
class Written:
    """`stored`: now; `repeated`: this key was stored before (`same` tells whether with the same content); `full`."""

    state: str
    response_id: int = 0
    same: bool = True


@dataclass(slots=True)
class _Waiting:
    row: Row
    result: Written | None = None
    error: Exception | None = None
    finished: bool = field(default=False)


class GroupCommit:
    """Lets one thread commit for all that wait."""

    def __init__(self, largest: int = 64) -> None:
        self._queue: deque[_Waiting] = deque()
        self._lock = threading.Lock()
        self._largest = largest

    def write(self, row: Row) -> Written:
        waiting = _Waiting(row)
        self._queue.append(waiting)
        while not waiting.finished:
            with self._lock:
                if not waiting.finished:
                    self._commit([self._queue.popleft() for _ in range(min(len(self._queue), self._largest))])
        if waiting.error is not None:
            raise waiting.error
        assert waiting.result is not None
        return waiting.result

    def _commit(self, group: list[_Waiting]) -> None:
        try:
            for waiting, result in zip(group, write_together([w.row for w in group]), strict=True):
                waiting.result = result
        except Exception:
            # One of the group is at fault: each alone, so that it fails alone.
            for waiting in group:
                self._alone(waiting)
        finally:
            for waiting in group:
                waiting.finished = True

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
        results = [_insert(cursor, row) for row in rows]
        stored = [(row, r.response_id) for row, r in zip(rows, results, strict=True) if r.state == "stored"]
        _insert_answers(cursor, stored)
        _insert_events(cursor, stored)
        crash_point("before_commit")
    crash_point("after_commit")
    wake()
    return results


def _insert(cursor: CursorWrapper, row: Row) -> Written:
    cursor.execute(INSERT_RESPONSE, row.values)
    inserted = cursor.fetchone()
    if inserted is None:
        return _stored_before(cursor, row)
    cursor.execute(TAKE_PLACE, (row.collector_id,))
    if cursor.rowcount == 0:
        cursor.execute("DELETE FROM responses_response WHERE id = %s", (inserted[0],))
        return Written("full")
    return Written("stored", inserted[0])


def _stored_before(cursor: CursorWrapper, row: Row) -> Written:
    cursor.execute("SELECT id, content_hash FROM responses_response WHERE submission_key = %s", (row.key,))
    found = cursor.fetchone()
    return Written("repeated", found[0], found[1] == row.content_hash)


def _insert_answers(cursor: CursorWrapper, stored: Sequence[tuple[Row, int]]) -> None:
    rows = [(id_, a.question, a.row, a.choice, a.number, a.text) for row, id_ in stored for a in row.answers]
    if connection.vendor == "sqlite":
        cursor.execute(f"{ANSWERS} SELECT {_parts(6)} FROM json_each(%s)", [json.dumps(rows)])  # noqa: S608  # constants
    else:
        cursor.executemany(f"{ANSWERS} VALUES (%s, %s, %s, %s, %s, %s)", rows)


def _insert_events(cursor: CursorWrapper, stored: Sequence[tuple[Row, int]]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    rows = [
        (id_, json.dumps({"unit": row.unit_id, "survey": row.survey_key}), adapt(row.submitted_at))
        for row, id_ in stored
    ]
    if connection.vendor == "sqlite":
        values = f"'response.submitted', {_parts(2)}, 0, json_extract(value, '$[2]')"
        cursor.execute(f"{EVENTS} SELECT {values} FROM json_each(%s)", [json.dumps(rows)])  # noqa: S608  # constants
    else:
        values = "'response.submitted', %s, %s, pg_current_xact_id()::text::bigint, %s"
        cursor.executemany(f"{EVENTS} VALUES ({values})", rows)


def _parts(count: int) -> str:
    """Columns of rows sent as one JSON array. SQLite's driver gives up the interpreter at every statement, and with a
    statement for each answer the thread that commits for all would wait for its turn a hundred times."""
    return ", ".join(f"json_extract(value, '$[{place}]')" for place in range(count))
