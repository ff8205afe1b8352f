"""What must never change about a question once it was published: its type and its scale, so that trends stay true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from opencem.listen.surveys.definitions import Definition, questions_of, questions_with_place

# The fields that make the scale of a type, with what they mean when left out (docs of the definition's format).
_SCALE: Mapping[str, Mapping[str, object]] = {
    "rating": {"points": 5},
    "ces": {"points": 7},
    "matrix_rating": {"max": 5},
    "slider": {"min": 0, "max": 100},
    "constant_sum": {"total": 100},
    "number": {"unit": ""},
}

Scale = tuple[object, ...]


def scale_of(question: Mapping[str, Any]) -> Scale:
    """The type and its scale; two questions of equal scale can be counted together."""
    kind = question.get("type")
    fields = _SCALE.get(kind, {}) if isinstance(kind, str) else {}
    return (kind, *((name, question.get(name, default)) for name, default in fields.items()))


def changed_scales(definition: Definition, versions: Iterable[Definition]) -> list[tuple[str, str]]:
    """(path, key) of each question whose scale is another than it was in any of the versions."""
    published: dict[str, set[str]] = {}
    for version in versions:
        for question in questions_of(version):
            published.setdefault(str(question.get("key")), set()).add(repr(scale_of(question)))
    return [
        (place, str(question["key"]))
        for place, question in questions_with_place(definition)
        if (before := published.get(str(question.get("key")))) and repr(scale_of(question)) not in before
    ]
