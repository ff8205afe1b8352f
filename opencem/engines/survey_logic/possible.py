"""Whether a condition can ever hold: found by trying the answers a question can have, never by guessing.

Only what is plainly impossible is found. Conditions are split at `and`, and the parts that read one answer are tried
together against every answer that could tell them apart. Whatever reads texts, computes, or reads several answers counts
as possible.
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
from .types.picture import Picture
from .types.single import Single
from .values import to_number

_MOST_NAMED = 8
"""Of many-choice questions all sets of the choices named are tried, if no more than these are named."""

_LOGIC = frozenset({"and", "or", "!", "!!", "if", "var", "answered", "missing", "selected"})
_COMPARISONS = frozenset({"==", "!=", "===", "!==", "<", "<=", ">", ">=", "between", "in"})

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
    if isinstance(source, dict) and "and" in source:
        listed = source["and"]
        for part in listed if isinstance(listed, list) else [listed]:
            yield from _conjuncts(compile_rule(part))
    else:
        yield rule


def _together(path: Path, parts: list[CompiledRule], questions: Mapping[str, Question]) -> bool:
    question = questions.get(path[0])
    answers = None if question is None else _answers(question, path, [part.source for part in parts])
    if answers is None:
        return True
    return any(all(part.holds(data) for part in parts) for data in ({}, *({path[0]: each} for each in answers)))


def _answers(question: Question, path: Path, rules: list[object]) -> list[object] | None:
    """The answers that could tell the rules apart; None where there are too many or of no known kind."""
    if len(path) > 1:
        return _in_row(question, path[1]) if len(path) == 2 else None
    if question.analysis == "score":
        return list(range(question.scale[0], question.scale[1] + 1))
    if isinstance(question, Single) or (isinstance(question, Picture) and not question.multiple):
        return [choice.key for choice in question.choices]
    operators = frozenset(_operators(rules))
    if isinstance(question, Multiple) and operators <= _LOGIC:
        return _sets(question, rules)
    if isinstance(question, Number) and operators <= _LOGIC | _COMPARISONS:
        return list(_points(question, rules))
    return None


def _in_row(question: Question, row: str) -> list[object] | None:
    if isinstance(question, MatrixRating):
        return [{row: score} for score in range(question.scale[0], question.scale[1] + 1)]
    if type(question) is MatrixSingle:
        return [{row: choice.key} for choice in question.choices]
    return None


def _points(question: Number, rules: list[object]) -> Iterator[float]:
    """Numbers that are compared with, the ends, and one between each two: numbers between them behave alike."""
    named = {number for each in _literals(rules) if (number := to_number(each)) is not None}
    ends = {end for end in (question.least, question.most) if end is not None}
    marks = sorted({*named, *ends, 0.0})
    between = [(low + high) / 2 for low, high in itertools.pairwise(marks)]
    for number in (marks[0] - 1, *marks, *between, marks[-1] + 1):
        if (question.least is None or number >= question.least) and (question.most is None or number <= question.most):
            yield number


def _sets(question: Multiple, rules: list[object]) -> list[object] | None:
    """Sets of the choices named; of the others one stands for all."""
    named = sorted({each for each in _literals(rules) if isinstance(each, str)} & question.choice_keys)
    if len(named) > _MOST_NAMED:
        return None
    pool = [*named, *[choice.key for choice in question.choices if choice.key not in named][:1]]
    most = min(question.most_choices or len(pool), len(pool))
    return [list(each) for size in range(1, most + 1) for each in itertools.combinations(pool, size)]


def _operators(rule: object) -> Iterator[str]:
    if isinstance(rule, dict):
        for operator, arguments in rule.items():
            yield operator
            yield from _operators(arguments)
    elif isinstance(rule, list):
        for part in rule:
            yield from _operators(part)


def _literals(rule: object) -> Iterator[object]:
    if isinstance(rule, (dict, list)):
        for part in rule.values() if isinstance(rule, dict) else rule:
            yield from _literals(part)
    else:
        yield rule
