"""Kept answers, and what is hidden along one dimension."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opencem.engines.stats import hidden_siblings
from opencem.understand.metrics.answers import Answers
from opencem.understand.metrics.hiding import hidden_cells


def test_an_answer_is_computed_once_per_key() -> None:
    answers: Answers[list[int]] = Answers(2)
    first = answers.get("a", lambda: [1])
    assert answers.get("a", lambda: [2]) is first
    assert answers.get("b", lambda: [3]) == [3]


def test_the_one_unused_for_longest_goes_first() -> None:
    answers: Answers[int] = Answers(2)
    answers.get("a", lambda: 1)
    answers.get("b", lambda: 2)
    answers.get("a", lambda: 0)
    answers.get("c", lambda: 3)
    assert answers.get("a", lambda: 0) == 1
    assert answers.get("b", lambda: 20) == 20


def test_forgotten_answers_are_computed_again() -> None:
    answers: Answers[int] = Answers(2)
    answers.get("a", lambda: 1)
    answers.forget()
    assert answers.get("a", lambda: 2) == 2


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 20), max_size=8))
def test_along_one_dimension_the_rule_is_that_of_the_definitions(counts: dict[int, int]) -> None:
    cells = {(key,): n for key, n in counts.items()}
    assert hidden_cells(cells, [0], 5) == {(key,) for key in hidden_siblings(counts, minimum_n=5)}


def test_a_question_asked_by_two_scopes_is_two_questions(company: dict[str, int], analytics: Any) -> None:
    from datetime import date

    from opencem.engines.query import Query, TimeRange
    from opencem.platform.accounts.service import system_scope
    from opencem.understand.metrics import service

    question = Query(("nps",), TimeRange(date(2026, 6, 1), date(2026, 6, 30)))
    now = datetime(2026, 6, 15, tzinfo=UTC)
    everything = system_scope("test")
    store = everything.narrowed(frozenset({company["0001"]}))
    keys = {
        service.cache_key(question, scope, now, outside=outside)
        for scope in (everything, store)
        for outside in (False, True)
    }
    assert len(keys) == 4
    assert service.cache_key(question, store, now) == service.cache_key(question, store, now)
