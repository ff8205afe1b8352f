"""The accounting identity: what the client was told against what lies in the stores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.faults.ledger import Submission
from tests.journeys.served import Served

LOW = 6  # the built-in rule: recommendation of at most this opens a ticket
TABLES = ("response", "answer", "feedback", "mention", "ticket", "unit")


def check_records(served: Served, sent: Sequence[Submission], acknowledged: set[str], begun: set[str]) -> int:
    """Every acknowledged submission is stored once as sent, with its feedback, alert and ticket. Returns how many."""
    by_key = {one.key: one for one in sent}
    stored = dict(served.rows("SELECT submission_key, id FROM responses_response"))
    assert len(stored) == served.count("responses_response")
    assert acknowledged <= set(stored), f"{len(acknowledged - set(stored))} acknowledged and lost"
    assert set(stored) <= begun, "stored without having been sent"
    answers = _answers(served)
    for key, response in stored.items():
        assert answers[response] == expected_answers(by_key[key].fields), key
    _check_followers(served, stored, by_key)
    return len(stored)


def _answers(served: Served) -> Mapping[int, Counter[Any]]:
    found: dict[int, Counter[Any]] = {}
    rows = served.rows("SELECT response_id, question, row, choice, number, coalesce(text, '') FROM responses_answer")
    for response, *answer in rows:
        found.setdefault(response, Counter())[tuple(answer)] += 1
    return found


def expected_answers(fields: Mapping[str, Any]) -> Counter[Any]:
    """The typed answers the ten-question form is stored as, one for one."""
    expected: Counter[Any] = Counter()
    for name, value in fields.items():
        if not name.startswith("q."):
            continue
        question, _, row = name[2:].partition(".")
        if question == "recommend" or row:
            expected[(question, row, "", float(value), "")] += 1
        elif question == "comment":
            expected[(question, "", "", None, value)] += 1
        else:
            for choice in value if isinstance(value, list) else [value]:
                expected[(question, "", choice, None, "")] += 1
    return expected


def _check_followers(served: Served, stored: Mapping[str, int], by_key: Mapping[str, Submission]) -> None:
    feedback = dict(served.rows("SELECT response_id, id FROM feedback_feedback WHERE response_id IS NOT NULL"))
    assert set(feedback) == set(stored.values())
    assert len(feedback) == served.count("feedback_feedback")
    low = Counter(feedback[id_] for key, id_ in stored.items() if int(str(by_key[key].fields["q.recommend"])) <= LOW)
    alerts = Counter(id_ for (id_,) in served.rows("SELECT feedback_id FROM alerts_alert WHERE ticket_id NOT NULL"))
    tickets = Counter(id_ for (id_,) in served.rows("SELECT feedback_id FROM tickets_ticket"))
    assert alerts == low
    assert tickets == low
    assert served.count("alerts_alert") == low.total()
    opened = served.rows("SELECT ticket_id FROM tickets_ticketentry WHERE kind = 'opened'")
    assert len(opened) == len(set(opened)) == low.total()
    analysed = served.rows("SELECT feedback_id FROM text_textanalysis")
    assert sorted(id_ for (id_,) in analysed) == sorted(feedback.values())
    places = served.rows("SELECT sum(answers) FROM distribution_collector")[0][0]
    assert places == len(stored)
    assert served.rows("SELECT * FROM events_setasideevent WHERE state != 'replayed'") == []


def check_analytics(served: Served) -> None:
    """With the server stopped: counts and sums per unit and day equal the records, and the whole equals a full rebuild."""
    import duckdb

    path = str(served.data / "analytics.duckdb")
    with duckdb.connect(path, read_only=True) as store:
        for of_store, of_records in _SUMS:
            assert _plain(store.execute(of_store).fetchall()) == _plain(served.rows(of_records)), of_records
        before = _dump(store)
        position = store.execute("SELECT event_id FROM position WHERE name = 'events'").fetchone()
    assert position == served.rows("SELECT max(id) FROM events_event")[0]
    done = served.command("rebuild")
    assert done.returncode == 0, done.stderr
    with duckdb.connect(path, read_only=True) as store:
        assert _dump(store) == before


_SUMS = (
    (
        "SELECT unit_id, local_date, count(*), sum(recommend) FROM response GROUP BY ALL ORDER BY ALL",
        "SELECT r.unit_id, r.local_date, count(*), sum(a.number) FROM responses_response r JOIN responses_answer a "
        "ON a.response_id = r.id AND a.question = 'recommend' GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    (
        "SELECT unit_id, local_date, question, count(*), sum(number) FROM answer GROUP BY ALL ORDER BY ALL",
        "SELECT r.unit_id, r.local_date, CASE a.row WHEN '' THEN a.question ELSE a.question || '.' || a.row END, "
        "count(*), sum(a.number) FROM responses_response r JOIN responses_answer a ON a.response_id = r.id "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    ),
    (
        "SELECT unit_id, local_date, count(*), sum(recommend) FROM feedback GROUP BY ALL ORDER BY ALL",
        "SELECT unit_id, local_date, count(*), sum(recommend) FROM feedback_feedback GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    (
        "SELECT unit_id, count(*) FROM ticket GROUP BY ALL ORDER BY ALL",
        "SELECT unit_id, count(*) FROM tickets_ticket GROUP BY 1 ORDER BY 1",
    ),
    (
        "SELECT unit_id, topic, polarity, sum(mentions) FROM mention GROUP BY ALL ORDER BY ALL",
        "SELECT f.unit_id, m.topic, m.polarity, count(*) FROM text_mention m JOIN feedback_feedback f "
        "ON f.id = m.feedback_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    ),
)


def _plain(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(_value(value) for value in row) for row in rows]


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value)


def _dump(store: Any) -> dict[str, Counter[str]]:
    return {table: Counter(map(repr, store.execute(f"SELECT * FROM {table}").fetchall())) for table in TABLES}
