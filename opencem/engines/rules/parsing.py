"""Conditions from JSON and back. Whatever is not in the vocabulary is refused, with its place.

`{"all": […]}`, `{"any": […]}`, `{"not": {…}}` or a leaf `{"field": "score.recommend", "op": "<=", "value": 6}`.
A mention reads `{"field": "mention", "op": "includes", "value": {"topic": "food_safety", "polarity": "negative"}}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from .conditions import All, Any, Condition, Expected, Leaf, MentionPattern, Not
from .vocabulary import FIELDS, OPERATORS, POLARITIES, Field, Operator

_MAX_DEPTH = 8
_MAX_PARTS = 50
_LONGEST_TEXT = 80
_WORD = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)


class RuleError(ValueError):
    """A condition that cannot be used: where (`any.0.value`) and a stable code."""

    def __init__(self, path: str, code: str) -> None:
        super().__init__(f"{path or '$'}: {code}")
        self.path = path
        self.code = code


def parse(source: object, fields: Mapping[str, Field] = FIELDS) -> Condition:
    """Read a condition over a vocabulary, that of feedback unless told; raises `RuleError` at the first fault."""
    return _condition(source, (), fields)


def to_json(condition: Condition) -> dict[str, object]:
    """The JSON that `parse` reads back to an equal condition."""
    if isinstance(condition, Leaf):
        return {"field": condition.field, "op": condition.op, "value": _value_json(condition.value)}
    if isinstance(condition, Not):
        return {"not": to_json(condition.part)}
    name = "all" if isinstance(condition, All) else "any"
    return {name: [to_json(part) for part in condition.parts]}


def _value_json(value: Expected) -> object:
    if isinstance(value, MentionPattern):
        return {"topic": value.topic} | ({"polarity": value.polarity} if value.polarity else {})
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _condition(source: object, path: tuple[str, ...], fields: Mapping[str, Field]) -> Condition:
    if not isinstance(source, Mapping):
        raise _error(path, "object_expected")
    if len(path) > 2 * _MAX_DEPTH:
        raise _error(path, "too_deep")
    if set(source) == {"all"} or set(source) == {"any"}:
        return _group(source, path, fields)
    if set(source) == {"not"}:
        return Not(_condition(source["not"], (*path, "not"), fields))
    return _leaf(source, path, fields)


def _group(source: Mapping[str, object], path: tuple[str, ...], fields: Mapping[str, Field]) -> Condition:
    ((name, parts),) = source.items()
    if not isinstance(parts, list) or not 0 < len(parts) <= _MAX_PARTS:
        raise _error((*path, name), "list_expected")
    read = tuple(_condition(part, (*path, name, str(index)), fields) for index, part in enumerate(parts))
    return All(read) if name == "all" else Any(read)


def _leaf(source: Mapping[str, object], path: tuple[str, ...], fields: Mapping[str, Field]) -> Leaf:
    for name in sorted(map(str, set(source) - {"field", "op", "value"})):
        raise _error((*path, name[:40]), "unknown_key")
    for name in ("field", "op", "value"):
        if name not in source:
            raise _error((*path, name), "key_missing")
    field = fields.get(source["field"]) if isinstance(source["field"], str) else None
    if field is None:
        raise _error((*path, "field"), "unknown_field")
    op = source["op"]
    if not isinstance(op, str) or op not in OPERATORS[field.kind]:
        raise _error((*path, "op"), "unknown_operator")
    value = _value(field, op, source["value"], (*path, "value"))
    return Leaf(str(source["field"]), op, value)


def _value(field: Field, op: Operator, value: object, path: tuple[str, ...]) -> Expected:
    if field.kind == "flag" or op == "present":
        return _boolean(value, path)
    if field.kind == "mentions":
        return _mention(value, path)
    if op == "between":
        return _bounds(field, value, path)
    if field.kind == "number":
        return _number(field, value, path)
    return _words(field, value, path) if op in ("in", "not_in") else _word(field, value, path)


def _boolean(value: object, path: tuple[str, ...]) -> bool:
    if not isinstance(value, bool):
        raise _error(path, "boolean_expected")
    return value


def _number(field: Field, value: object, path: tuple[str, ...]) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or (value != value or abs(value) == math.inf):
        raise _error(path, "number_expected")
    if not field.low <= value <= field.high:
        raise _error(path, "out_of_range")
    return value


def _bounds(field: Field, value: object, path: tuple[str, ...]) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise _error(path, "two_numbers_expected")
    low, high = (_number(field, bound, (*path, str(index))) for index, bound in enumerate(value))
    if low > high:
        raise _error(path, "out_of_order")
    return low, high


def _word(field: Field, value: object, path: tuple[str, ...]) -> str:
    if field.free:
        return _text(value, path)
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise _error(path, "word_expected")
    if field.words and value not in field.words:
        raise _error(path, "unknown_word")
    return value


def _text(value: object, path: tuple[str, ...]) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST_TEXT:
        raise _error(path, "word_expected")
    return value.strip()


def _words(field: Field, value: object, path: tuple[str, ...]) -> frozenset[str]:
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_PARTS:
        raise _error(path, "list_expected")
    return frozenset(_word(field, word, (*path, str(index))) for index, word in enumerate(value))


def _mention(value: object, path: tuple[str, ...]) -> MentionPattern:
    if not isinstance(value, Mapping) or not {"topic"} <= set(value) <= {"topic", "polarity"}:
        raise _error(path, "topic_and_polarity_expected")
    topic = _word(FIELDS["mention"], value["topic"], (*path, "topic"))
    polarity = value.get("polarity")
    if polarity is not None and (not isinstance(polarity, str) or polarity not in POLARITIES):
        raise _error((*path, "polarity"), "unknown_word")
    return MentionPattern(topic, polarity)


def _error(path: tuple[str, ...], code: str) -> RuleError:
    return RuleError(".".join(path), code)
