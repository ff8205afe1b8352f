"""How the answer to each type of question stands in the fields of a form, and back.

A field is called `q.<name>` or `q.<name>.<part>`; the name is the question's key, on a repeated page `key@item`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, unquote

from opencem.engines.survey_logic import Question, SurveyDefinition

from . import levels

PREFIX = "q."
Fields = Mapping[str, Sequence[str]]
Parts = Mapping[str, Sequence[str]]
"""What was posted for one question: values by the part of the field's name, "" for the field itself."""

LINKED = "hidden"
"""The type of question that the link answers: never shown, and the form has no say in it."""

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
_TEXT = "text."
_TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way for an answer to stand in fields.

    `read` makes a raw answer of what was posted, `write` the parts and values of it again. `takes` tells its parts from
    others; `kind` tells the page's script how to read one field.
    """

    read: Callable[[Question, Parts], object]
    write: Callable[[object], Iterator[tuple[str, str]]]
    takes: Callable[[str], bool]
    kind: str = "text"


def field_name(answer: str) -> str:
    """The name of the field for an answer's name; an item's code may hold any character."""
    key, at, item = answer.partition("@")
    return f"{PREFIX}{key}{at}{quote(item, safe='').replace('.', '%2E')}"


def raw_answers(definition: SurveyDefinition, fields: Fields) -> dict[str, object]:
    """The answers as `survey_logic.submit` takes them. Unknown names stay in, to be refused there."""
    posted: dict[str, dict[str, Sequence[str]]] = {}
    for name, values in fields.items():
        answer, _, part = name.removeprefix(PREFIX).partition(".")
        posted.setdefault(answer, {})[part] = values
    raw: dict[str, object] = {}
    for answer, parts in posted.items():
        raw |= _read(definition, answer, parts)
    return raw


def _read(definition: SurveyDefinition, answer: str, parts: Parts) -> dict[str, object]:
    key, at, item = answer.partition("@")
    question = definition.by_key.get(key)
    name = f"{key}{at}{unquote(item)}"
    if question is not None and question.type == LINKED:
        return {}
    if question is None or question.type not in LAYOUTS:
        return {name: next(iter(parts.values()))[0]}
    layout = LAYOUTS[question.type]
    raw: dict[str, object] = {f"{name}.{part}": values[0] for part, values in parts.items() if not layout.takes(part)}
    known = {part: values for part, values in parts.items() if layout.takes(part)}
    return raw | {name: layout.read(question, known)} if known else raw


def written(question: Question, answer: str, value: object) -> Iterator[tuple[str, str]]:
    """A raw answer as fields, to be sent along hidden."""
    layout = LAYOUTS.get(question.type)
    for part, text in layout.write(value) if layout and value is not None else ():
        yield f"{field_name(answer)}{'.' if part else ''}{part}", text


def number(text: str) -> object:
    """The number in a field; a text that is none stays a text, which the validation then names."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    return int(value) if value.is_integer() else value


def _only_itself(part: str) -> bool:
    return part == ""


def _any_part(part: str) -> bool:
    return True


def _with_texts(part: str) -> bool:
    return part == "" or part.startswith(_TEXT)


def _text(question: Question, parts: Parts) -> object:
    return parts[""][0]


def _numeric(question: Question, parts: Parts) -> object:
    return number(parts[""][0])


def _flag(question: Question, parts: Parts) -> object:
    return parts[""][0] == "yes"


def _texts(parts: Parts, picked: Sequence[str]) -> dict[str, str]:
    """Free texts beside choices that are picked; words beside another were typed before a change of mind."""
    beside = {part.removeprefix(_TEXT): values[0] for part, values in parts.items() if part}
    return {choice: text for choice, text in beside.items() if choice in picked and text.strip()}


def _one(question: Question, parts: Parts) -> object:
    choice = parts[""][0] if "" in parts else ""
    text = _texts(parts, [choice]).get(choice)
    return {"choice": choice, "text": text} if text else choice


def _many(question: Question, parts: Parts) -> object:
    picked = list(parts.get("", ()))
    texts = _texts(parts, picked)
    return {"choices": picked, "text": texts} if texts else picked


def _picture(question: Question, parts: Parts) -> object:
    return _many(question, parts) if getattr(question, "multiple", False) else _one(question, parts)


def _rows(convert: Callable[[Sequence[str]], object], question: Question, parts: Parts) -> object:
    rows = {row: convert(values) for row, values in parts.items()}
    return {row: value for row, value in rows.items() if row or value not in ("", [])}


def _first(values: Sequence[str]) -> object:
    return values[0]


def _first_number(values: Sequence[str]) -> object:
    return number(values[0])


def _some(values: Sequence[str]) -> list[str]:
    return [value for value in values if value]


def _in_order(question: Question, parts: Parts) -> list[str]:
    ranks = sorted(parts, key=lambda part: (len(part), part))
    return [parts[rank][0] for rank in ranks if parts[rank][0]]


def _path(question: Question, parts: Parts) -> list[str]:
    given = [parts[level][0] for level in sorted(parts)]
    codes = given[: given.index("")] if "" in given else given
    return levels.as_far_as_known(question, codes)


def _phone(question: Question, parts: Parts) -> object:
    given = {part: values[0] == "yes" if part == "consent" else values[0] for part, values in parts.items()}
    return {part: value for part, value in given.items() if part or value}


def _place(question: Question, parts: Parts) -> object:
    return {part: number(values[0]) for part, values in parts.items() if values[0].strip()}


def _checks(question: Question, parts: Parts) -> object:
    checks: dict[str, object] = {part: values[0] for part, values in parts.items() if "." not in part}
    for item in {part.partition(".")[0] for part in parts if "." in part}:
        beside: dict[str, object] = {}
        if (note := parts.get(f"{item}.note", [""])[0]).strip():
            beside["note"] = note
        if photos := _some(parts.get(f"{item}.evidence", ())):
            beside["evidence"] = photos
        if beside:
            checks[item] = {"answer": checks.get(item, ""), **beside}
    return checks


def _sent(question: Question, parts: Parts) -> object:
    return _some(parts.get("", ()))


def _signed(question: Question, parts: Parts) -> object:
    """What was drawn last; else the name typed in its place."""
    drawn = list(parts.get("", ()))[-1:]
    typed = parts.get(_TYPED, [""])[0].strip()
    return {_TYPED: typed} if typed and not drawn else drawn


def _write(value: object) -> Iterator[tuple[str, str]]:
    """By the shape of a raw answer: parts of a mapping, several values of a list."""
    if isinstance(value, Mapping):
        for part, inner in value.items():
            for below, text in _write(inner):
                yield f"{part}.{below}" if below else str(part), text
    elif isinstance(value, list):
        yield from (("", str(each)) for each in value)
    elif value is True:
        yield "", "yes"
    elif value is not None and value is not False:
        yield "", str(value)


def _write_chosen(value: object) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield from _write(value)
    elif "choice" in value:
        yield "", str(value["choice"])
        yield f"{_TEXT}{value['choice']}", str(value.get("text", ""))
    else:
        yield from _write(value.get("choices"))
        for choice, text in dict(value.get("text") or {}).items():
            yield f"{_TEXT}{choice}", str(text)


def _write_numbered(value: object) -> Iterator[tuple[str, str]]:
    listed = value if isinstance(value, list) else []
    return ((str(place), str(each)) for place, each in enumerate(listed, 1))


def _write_checks(value: object) -> Iterator[tuple[str, str]]:
    for item, given in value.items() if isinstance(value, Mapping) else ():
        parts = given if isinstance(given, Mapping) else {"answer": given}
        yield str(item), str(parts.get("answer", ""))
        if parts.get("note"):
            yield f"{item}.note", str(parts["note"])
        for photo in parts.get("evidence") or ():
            yield f"{item}.evidence", str(photo)


_PLAIN = Layout(_text, _write, _only_itself)
_NUMERIC = Layout(_numeric, _write, _only_itself, "number")
_ONE = Layout(_one, _write_chosen, _with_texts)
_MANY = Layout(_many, _write_chosen, _with_texts, "list")
_NUMBERED = {"write": _write_numbered, "takes": str.isdecimal, "kind": "list"}

LAYOUTS: Mapping[str, Layout] = {
    **dict.fromkeys(("text", "date", "time", "email", "identifier"), _PLAIN),
    **dict.fromkeys(("nps", "rating", "ces", "slider", "number"), _NUMERIC),
    **dict.fromkeys(("single", "dropdown"), _ONE),
    **dict.fromkeys(("multiple", "tags"), _MANY),
    "picture": Layout(_picture, _write_chosen, _with_texts),
    "matrix_single": Layout(partial(_rows, _first), _write, _any_part),
    "matrix_multiple": Layout(partial(_rows, _some), _write, _any_part, "list"),
    **dict.fromkeys(
        ("matrix_rating", "constant_sum"), Layout(partial(_rows, _first_number), _write, _any_part, "number")
    ),
    "checklist": Layout(_checks, _write_checks, _any_part),
    "ranking": Layout(_in_order, **_NUMBERED),  # type: ignore[arg-type]  # values of one mapping
    "cascade": Layout(_path, **_NUMBERED),  # type: ignore[arg-type]  # as above
    "location": Layout(_place, _write, _any_part, "number"),
    "phone": Layout(_phone, _write, _any_part),
    "consent": Layout(_flag, _write, _only_itself, "flag"),
    "file": Layout(_sent, _write, _only_itself, "list"),
    "signature": Layout(_signed, _write, lambda part: part in ("", _TYPED), "list"),
}
"""The layout of every type that is answered in a form."""
