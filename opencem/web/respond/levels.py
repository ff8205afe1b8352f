"""The levels of a cascade: what may be chosen next, from the survey's own table or from the organisation's tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opencem.engines.survey_logic import Question
from opencem.engines.survey_logic.types.cascade import Cascade
from opencem.platform.organization.queries import UnitView, known_tree

_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to choose on a level."""

    code: str
    label: str


def next_steps(question: Question, codes: Sequence[str]) -> tuple[Step, ...]:
    """What may follow these codes; nothing when they lead nowhere or as deep as it goes."""
    if not isinstance(question, Cascade) or len(codes) >= len(question.levels):
        return ()
    return _of_table(question.paths, tuple(codes)) if question.paths else _of_units(tuple(codes))


def as_far_as_known(question: Question, codes: Sequence[str]) -> list[str]:
    """The codes up to the first that does not belong to the one before it, but always the first code.

    Without scripts a changed province is sent with the city of the old one.
    """
    kept = list(codes[:1])
    for code in codes[1:]:
        if all(step.code != code for step in next_steps(question, kept)):
            break
        kept.append(code)
    return kept


def is_unfinished(question: Question, codes: object) -> bool:
    """Whether a path still has to be chosen further."""
    if not isinstance(question, Cascade) or not isinstance(codes, list) or not codes:
        return False
    known = question.known_paths if question.paths else frozenset[tuple[str, ...]]()
    return tuple(codes) not in known and bool(next_steps(question, codes))


def knows_units(codes: tuple[str, ...]) -> bool:
    """Whether codes lead from the top of the tree to a unit, each the child of the one before."""
    parent = _top()
    for code in codes:
        found = known_tree().by_code.get(code)
        if found is None or found.status != _OPEN or found.parent_id != parent:
            return False
        parent = found.id
    return True


def _of_table(paths: tuple[tuple[str, ...], ...], codes: tuple[str, ...]) -> tuple[Step, ...]:
    depth = len(codes)
    following = dict.fromkeys(path[depth] for path in paths if len(path) > depth and path[:depth] == codes)
    return tuple(Step(code, code) for code in following)


def _of_units(codes: tuple[str, ...]) -> tuple[Step, ...]:
    if not knows_units(codes):
        return ()
    tree = known_tree()
    parent = tree.by_code[codes[-1]].id if codes else _top()
    return tuple(_step(unit) for unit in tree.in_order if unit.parent_id == parent and unit.status == _OPEN)


def _step(unit: UnitView) -> Step:
    return Step(unit.code, unit.name)


def _top() -> int | None:
    """The company itself is no choice; where several trees stand side by side their roots are."""
    roots = [unit.id for unit in known_tree().in_order if unit.parent_id is None]
    return roots[0] if len(roots) == 1 else None
