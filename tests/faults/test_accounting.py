"""The books are only worth something if they do not balance when something is wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.faults.accounting import check_analytics, check_records
from tests.faults.conftest import Drill
from tests.journeys.served import Served, eventually

LAST_ALERT = "(SELECT max(id) FROM alerts_alert)"
WRONG = {
    "an answer lost": "DELETE FROM responses_answer WHERE id = (SELECT max(id) FROM responses_answer)",
    "an answer twice": "INSERT INTO responses_answer SELECT NULL, question, \"row\", choice, number, text, response_id "
    "FROM responses_answer LIMIT 1",
    "a score changed": "UPDATE responses_answer SET number = 10 - number + (number = 5) WHERE question = 'recommend'",
    "a response lost": "DELETE FROM responses_response WHERE id = (SELECT max(id) FROM responses_response)",
    "a feedback lost": "DELETE FROM feedback_feedback WHERE id = (SELECT max(id) FROM feedback_feedback)",
    "an alert lost": f"DELETE FROM alerts_alert WHERE id = {LAST_ALERT}",
    "an alert without its ticket": f"UPDATE alerts_alert SET ticket_id = NULL WHERE id = {LAST_ALERT}",
    "a ticket lost": "DELETE FROM tickets_ticket WHERE id = (SELECT max(id) FROM tickets_ticket)",
    "a ticket opened twice": "UPDATE tickets_ticketentry SET kind = 'opened' WHERE kind = 'alert'",
    "a text not read": "DELETE FROM text_textanalysis WHERE rowid = (SELECT max(rowid) FROM text_textanalysis)",
    "a place too many": "UPDATE distribution_collector SET answers = answers + 1 WHERE id = 1",
}  # fmt: skip
WRONG_IN_STORE = {
    "a row lost": "DELETE FROM answer WHERE rowid = (SELECT max(rowid) FROM answer)",
    "a row twice": "INSERT INTO response SELECT * FROM response LIMIT 1",
    "a figure changed": "UPDATE feedback SET sentiment = coalesce(sentiment, 0) + 0.5 WHERE rowid = (SELECT min(rowid) FROM feedback)",
    "a place in the log forgotten": "UPDATE position SET event_id = event_id - 1",
}


def test_every_wrong_is_noticed(drill: Callable[[int], Drill], tmp_path: Path) -> None:
    one = drill(40)
    one.served.start()
    one.crowd.start()
    eventually(lambda: not one.crowd.waiting, seconds=60)
    one.balance()
    keys = one.ledger.keys("sent")
    for name, statement in WRONG.items():
        copy = _copy(one.served, tmp_path / "wrong")
        with sqlite3.connect(copy.data / "records.sqlite3") as records:
            assert records.execute(statement).rowcount, name
        with pytest.raises(AssertionError):
            check_records(copy, one.sent, keys, keys)
    for name, statement in WRONG_IN_STORE.items():
        copy = _copy(one.served, tmp_path / "wrong")
        with duckdb.connect(str(copy.data / "analytics.duckdb")) as store:
            assert store.execute(statement).fetchone() != (0,), name
        with pytest.raises(AssertionError):
            check_analytics(copy)


def _copy(served: Served, to: Path) -> Served:
    shutil.rmtree(to, ignore_errors=True)
    return Served(Path(shutil.copytree(served.data, to)))
