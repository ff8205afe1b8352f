"""The operator tables: how each operator is built from its compiled arguments."""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Callable, Sequence

from . import values

Evaluator = Callable[[object], object]
Builder = Callable[[list[Evaluator]], Evaluator]
Plain = tuple[int, int, Builder]
"""Fewest arguments, most arguments, builder."""

_MANY = 100


def _strict(apply: Callable[..., object]) -> Builder:
    """Operators that look at all their arguments."""

    def build(arguments: list[Evaluator]) -> Evaluator:
        if len(arguments) == 2:
            first, second = arguments
            return lambda data: apply(first(data), second(data))
        return lambda data: apply(*[argument(data) for argument in arguments])

    return build


def _ordered(holds: Callable[[int], bool]) -> Builder:
    """Comparisons; with three arguments each neighbouring pair must hold. Missing never compares."""

    def pair(left: object, right: object) -> bool:
        sign = values.order(left, right)
        return sign is not None and holds(sign)

    def compare(*operands: object) -> bool:
        return all(itertools.starmap(pair, itertools.pairwise(operands)))

    return lambda arguments: _strict(pair if len(arguments) == 2 else compare)(arguments)


def _numeric(apply: Callable[[Sequence[float]], float]) -> Builder:
    """Arithmetic: missing if any operand is missing, on division by zero and beyond the finite numbers."""

    def compute(*operands: object) -> float | None:
        numbers = [values.to_number(operand) for operand in operands]
        if None in numbers:
            return None
        try:
            result = apply([number for number in numbers if number is not None])
        except (ZeroDivisionError, OverflowError, ValueError):
            return None
        return result if math.isfinite(result) else None

    return _strict(compute)


def _extreme(pick: Callable[[list[float]], float]) -> Builder:
    """Minimum and maximum skip what is missing."""

    def compute(*operands: object) -> float | None:
        numbers = [number for operand in operands if (number := values.to_number(operand)) is not None]
        return pick(numbers) if numbers else None

    return _strict(compute)


def _sum(numbers: Sequence[float]) -> float:
    """Added from left to right: Python's own `sum` compensates from 3.12 on and would differ from the browser."""
    return functools.reduce(operator.add, numbers)


def _contains(needle: object, haystack: object) -> bool:
    if isinstance(haystack, str):
        return isinstance(needle, str) and needle != "" and needle in haystack
    return isinstance(haystack, list) and any(values.strictly_equal(needle, item) for item in haystack)


def _between(value: object, low: object, high: object) -> bool:
    above, below = values.order(value, low), values.order(value, high)
    return above is not None and below is not None and above >= 0 and below <= 0


def _and(arguments: list[Evaluator]) -> Evaluator:
    """The first false argument's value, else the last one's, as in JsonLogic."""

    def run(data: object) -> object:
        result: object = None
        for argument in arguments:
            result = argument(data)
            if not values.truthy(result):
                return result
        return result

    return run


def _or(arguments: list[Evaluator]) -> Evaluator:
    def run(data: object) -> object:
        result: object = None
        for argument in arguments:
            result = argument(data)
            if values.truthy(result):
                return result
        return result

    return run


def _if(arguments: list[Evaluator]) -> Evaluator:
    """if/then pairs and an optional else."""
    pairs = list(zip(arguments[::2], arguments[1::2], strict=False))
    otherwise = arguments[-1] if len(arguments) % 2 else None

    def run(data: object) -> object:
        for condition, result in pairs:
            if values.truthy(condition(data)):
                return result(data)
        return otherwise(data) if otherwise else None

    return run


PLAIN: dict[str, Plain] = {
    "==": (2, 2, _strict(values.loosely_equal)),
    "!=": (2, 2, _strict(lambda left, right: not values.loosely_equal(left, right))),
    "===": (2, 2, _strict(values.strictly_equal)),
    "!==": (2, 2, _strict(lambda left, right: not values.strictly_equal(left, right))),
    "<": (2, 3, _ordered(lambda sign: sign < 0)),
    "<=": (2, 3, _ordered(lambda sign: sign <= 0)),
    ">": (2, 2, _ordered(lambda sign: sign > 0)),
    ">=": (2, 2, _ordered(lambda sign: sign >= 0)),
    "between": (3, 3, _strict(_between)),
    "!": (1, 1, _strict(lambda value: not values.truthy(value))),
    "!!": (1, 1, _strict(values.truthy)),
    "in": (2, 2, _strict(_contains)),
    "+": (1, _MANY, _numeric(_sum)),
    "-": (1, 2, _numeric(lambda numbers: numbers[0] - numbers[1] if len(numbers) == 2 else -numbers[0])),
    "*": (1, _MANY, _numeric(math.prod)),
    "/": (2, 2, _numeric(lambda numbers: numbers[0] / numbers[1])),
    "%": (2, 2, _numeric(lambda numbers: math.fmod(numbers[0], numbers[1]))),
    "min": (1, _MANY, _extreme(min)),
    "max": (1, _MANY, _extreme(max)),
    "cat": (1, _MANY, _strict(lambda *parts: "".join(map(values.to_text, parts)))),
}

SHORT_CIRCUIT: dict[str, Plain] = {"and": (1, _MANY, _and), "or": (1, _MANY, _or), "if": (2, _MANY, _if)}


def _answered(path: tuple[str, ...], arguments: list[Evaluator]) -> Evaluator:
    return lambda data: values.answered(values.look_up(data, path))


def _selected(path: tuple[str, ...], arguments: list[Evaluator]) -> Evaluator:
    """Whether a choice is among those picked, for one-choice and many-choice questions alike."""
    wanted = arguments[0]

    def run(data: object) -> bool:
        answer, choice = values.look_up(data, path), wanted(data)
        return _contains(choice, answer if isinstance(answer, list) else [answer]) and choice is not None

    return run


def _nps_group(path: tuple[str, ...], arguments: list[Evaluator]) -> Evaluator:
    return lambda data: values.nps_group(values.look_up(data, path))


KEYED: dict[str, tuple[int, Callable[[tuple[str, ...], list[Evaluator]], Evaluator]]] = {
    "answered": (1, _answered),
    "selected": (2, _selected),
    "nps_group": (1, _nps_group),
}
"""Our own operators; the first argument is a question's key."""


def _items(items: Evaluator, data: object) -> list[object]:
    found = items(data)
    return found if isinstance(found, list) else []


def _some(items: Evaluator, body: Evaluator) -> Evaluator:
    return lambda data: any(values.truthy(body(item)) for item in _items(items, data))


def _none(items: Evaluator, body: Evaluator) -> Evaluator:
    return lambda data: not any(values.truthy(body(item)) for item in _items(items, data))


def _all(items: Evaluator, body: Evaluator) -> Evaluator:
    """False for an empty list, as in JsonLogic."""

    def run(data: object) -> bool:
        found = _items(items, data)
        return bool(found) and all(values.truthy(body(item)) for item in found)

    return run


def _map(items: Evaluator, body: Evaluator) -> Evaluator:
    return lambda data: [body(item) for item in _items(items, data)]


def _filter(items: Evaluator, body: Evaluator) -> Evaluator:
    return lambda data: [item for item in _items(items, data) if values.truthy(body(item))]


SCOPED: dict[str, Callable[[Evaluator, Evaluator], Evaluator]] = {
    "some": _some,
    "all": _all,
    "none": _none,
    "map": _map,
    "filter": _filter,
}
"""Operators whose second argument sees one item of the first as its data; `{"var": ""}` is the item itself."""
