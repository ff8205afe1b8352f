"""Whether a condition can ever hold: found by trying the answers a question can have, never by guessing.

Only what is plainly impossible is found: conditions are split at `and`, and the parts that read one answer are tried
together against every answer that could tell them apart. Whatever reads texts or several answers counts as possible.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .jsonlogic import CompiledRule, compile_rule
from .question import Question
from .types.matrix import MatrixRating, MatrixSingle
from .types.multiple import Multiple
from .types.number import Number
from .types.single import Single
from .values import is_number

_MOST_NAMED = 8
"""Of many-choice questions all sets of the choices named are tried, if no more than these are named."""

_NEAR = 1e-6

Path = tuple[str, ...]


def can_hold(rules: Iterable[CompiledRule], questions: Mapping[str, Question], loops: Iterable[str] = ()) -> bool:
    """Whether all rules can hold together. Answers to `loops` are lists and count as possible."""
    parts: dict[Path, list[CompiledRule]] = defaultdict(list)
    for rule in rules:
        for part in _conjuncts(rule):
            if not part.paths:
                if not part.holds({}):
                    return False
            elif len(part.paths) == 1:
                parts[next(iter(part.paths))].append(part)
    return all(_together(path, group, questions) for path, group in parts.items() if path[0] not in loops)


def _conjuncts(rule: CompiledRule) -> Iterator[CompiledRule]:
    source = rule.source
    if isinstance(source, Mapping) and "and" in source:
        listed = source["and"]
        for part in listed if isinstance(listed, list) else [listed]:
            yield from _conjuncts(compile_rule(part))
    else:
        yield rule


def _together(path: Path, parts: list[CompiledRule], questions: Mapping[str, Question]) -> bool:
    question = questions.get(path[0])
    answers = None if question is None else _answers(question, path, parts)
    if answers is None:
        return True
    return any(all(part.holds(data) for part in parts) for data in ({}, *({path[0]: each} for each in answers)))


def _answers(question: Question, path: Path, parts: list[CompiledRule]) -> list[object] | None:
    """The answers that could tell the parts apart; None where there are too many or of no known kind."""
    if len(path) == 2:
        return _in_row(question, path[1])
    if len(path) > 1:
        return None
    if isinstance(question, Number):
        return list(_points(question, {number for part in parts for number in _numbers(part.source)}))
    if question.analysis == "score":
        return list(range(question.scale[0], question.scale[1] + 1))
    if isinstance(question, Single) or (
        isinstance(question, Multiple) and getattr(question, "multiple", None) is False
    ):
        return [choice.key for choice in question.choices]
    return _sets(question, parts) if isinstance(question, Multiple) else None


def _in_row(question: Question, row: str) -> list[object] | None:
    if isinstance(question, MatrixRating):
        return [{row: score} for score in range(question.scale[0], question.scale[1] + 1)]
    if type(question) is MatrixSingle:
        return [{row: choice.key} for choice in question.choices]
    return None


def _points(question: Number, named: set[float]) -> Iterator[float]:
    """Between two numbers that are named, all numbers behave alike: each of them and its neighbours stand for all."""
    near = question.step or _NEAR
    ends = {end for end in (question.least, question.most) if end is not None}
    for number in {near_by for each in named | ends | {0.0} for near_by in (each - near, each, each + near)}:
        if (question.least is None or number >= question.least) and (question.most is None or number <= question.most):
            yield number


def _sets(question: Multiple, parts: list[CompiledRule]) -> list[object] | None:
    named = sorted({word for part in parts for word in _words(part.source)} & question.choice_keys)
    if len(named) > _MOST_NAMED:
        return None
    other = [choice.key for choice in question.choices if choice.key not in named][:1]
    pool = [*named, *other]
    most = question.most_choices or len(pool)
    return [list(each) for size in range(1, min(most, len(pool)) + 1) for each in itertools.combinations(pool, size)]


def _literals(rule: object) -> Iterator[object]:
    if isinstance(rule, Mapping):
        for part in rule.values():
            yield from _literals(part)
    elif isinstance(rule, list):
        for part in rule:
            yield from _literals(part)
    else:
        yield rule


def _numbers(rule: object) -> Iterator[float]:
    return (float(each) for each in _literals(rule) if is_number(each) and isinstance(each, (int, float)))


def _words(rule: object) -> Iterator[str]:
    return (each for each in _literals(rule) if isinstance(each, str))
