"""A definition as XLSForm: survey, choices and settings sheets, for other tools and for reading in a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from opencem.kit.sheets.writing import Column, WorkbookWriter
from opencem.listen.surveys.definitions import Definition, languages_of, objects, text_of
from opencem.listen.surveys.interchange.conditions import NotUnderstood, write_condition

Part = Mapping[str, Any]
_SURVEY = ("type", "name", "required", "relevant", "appearance", "parameters", "opencem_type", "opencem_rule")
"""The last two are ours: the type here, and a rule XLSForm has no words for, as JSON."""


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    name: str
    label: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    rule: object = None
    appearance: str = ""
    parameters: str = ""
    own_type: str = ""


def write_xlsform(definition: Definition, target: BinaryIO) -> None:
    """Matrices become a group with one question a row; what XLSForm does not know keeps its type in `opencem_type`."""
    languages = languages_of(definition)
    labels = [f"{what}::{tag}" for what in ("label", "hint") for tag in languages]
    with WorkbookWriter(target) as book:
        survey = book.add_sheet(
            "survey", [Column(name, 18) for name in _SURVEY] + [Column(name, 36) for name in labels]
        )
        for row in _rows(definition):
            survey.write_row([*_cells(row), *_texts(row.label, languages), *_texts(row.hint, languages)])
        choices = book.add_sheet("choices", [Column("list_name"), Column("name"), *_labels(languages)])
        for listed, choice in _choices(definition):
            choices.write_row([listed, choice.get("key"), *_texts(text_of(choice.get("label")), languages)])
        settings = book.add_sheet("settings", [Column("form_title", 40), Column("form_id"), Column("default_language")])
        title = text_of(definition.get("title"))
        settings.write_row([title.get(languages[0], ""), definition.get("key"), languages[0]])


def _labels(languages: list[str]) -> list[Column]:
    return [Column(f"label::{tag}", 36) for tag in languages]


def _texts(texts: Mapping[str, str], languages: list[str]) -> list[str]:
    return [texts.get(tag, "") for tag in languages]


def _cells(row: _Row) -> list[str]:
    relevant = rule = ""
    if row.rule is not None:
        try:
            relevant = write_condition(row.rule)
        except NotUnderstood:
            rule = json.dumps(row.rule, ensure_ascii=False)
    required = "yes" if row.required else ""
    return [row.kind, row.name, required, relevant, row.appearance, row.parameters, row.own_type, rule]


def _rows(definition: Definition) -> Iterator[_Row]:
    for page in objects(definition.get("pages")):
        name = str(page.get("key", ""))
        yield _Row("begin_group", name, text_of(page.get("title")), rule=page.get("show_if"), appearance="field-list")
        for question in objects(page.get("questions")):
            yield from _MATRICES.get(str(question.get("type")), _single)(question)
        yield _Row("end_group", name, {})


def _single(question: Part) -> Iterator[_Row]:
    kind, appearance, parameters = _kind(question)
    yield _Row(
        kind=kind,
        name=str(question.get("key", "")),
        label=text_of(question.get("title")),
        hint=text_of(question.get("hint")),
        required=question.get("required") is True,
        rule=question.get("show_if"),
        appearance=appearance,
        parameters=parameters,
        own_type=str(question.get("type", "")),
    )


def _matrix(question: Part) -> Iterator[_Row]:
    key, own = str(question.get("key", "")), str(question.get("type", ""))
    yield _Row("begin_group", key, text_of(question.get("title")), rule=question.get("show_if"), own_type=own)
    for row in (*objects(question.get("rows")), *objects(question.get("items"))):
        kind, appearance, parameters = _row_kind(question)
        yield _Row(
            kind, f"{key}_{row.get('key')}", text_of(row.get("label")), appearance=appearance, parameters=parameters
        )
    yield _Row("end_group", key, {})


_MATRICES: Mapping[str, Callable[[Part], Iterator[_Row]]] = dict.fromkeys(
    ("matrix_rating", "matrix_single", "matrix_multiple", "checklist"), _matrix
)


def _row_kind(question: Part) -> tuple[str, str, str]:
    key = question.get("key")
    if question.get("type") == "matrix_rating":
        return "range", "rating", f"start=1 end={question.get('max', 5)} step=1"
    return f"{'select_multiple' if question.get('type') == 'matrix_multiple' else 'select_one'} {key}", "", ""


def _kind(question: Part) -> tuple[str, str, str]:
    """XLSForm's type, appearance and parameters for a question."""
    kind, key = str(question.get("type", "")), question.get("key")
    if kind in _SELECTS:
        name, appearance = _SELECTS[kind]
        return f"{name} {key}", appearance, ""
    if kind in _SCALES:
        least, most, appearance = _SCALES[kind]
        low = question.get("min", least)
        high = question.get("points", question.get("max", most))
        return "range", appearance, f"start={low} end={high} step={question.get('step', 1)}"
    if kind == "number":
        return ("integer" if question.get("step") == 1 else "decimal"), "", ""
    if kind == "text":
        return "text", "" if question.get("lines") == 1 else "multiline", ""
    return (*_PLAIN.get(kind, ("text", "")), "")


_SELECTS = {
    "single": ("select_one", ""),
    "dropdown": ("select_one", "minimal"),
    "multiple": ("select_multiple", ""),
    "picture": ("select_multiple", ""),
    "tags": ("select_multiple", ""),
    "ranking": ("rank", ""),
}
_SCALES = {"nps": (0, 10, ""), "rating": (1, 5, "rating"), "ces": (1, 7, ""), "slider": (0, 100, "")}
_PLAIN = {
    "block": ("note", ""),
    "image": ("note", ""),
    "date": ("date", ""),
    "time": ("time", ""),
    "file": ("image", ""),
    "signature": ("image", "signature"),
    "location": ("geopoint", ""),
    "consent": ("acknowledge", ""),
    "hidden": ("hidden", ""),
}


def _choices(definition: Definition) -> Iterator[tuple[str, Part]]:
    """(list, choice): each question with choices has a list of its own name, carried choices first."""
    known: dict[str, list[Part]] = {}
    for page in objects(definition.get("pages")):
        for question in objects(page.get("questions")):
            listed = str(question.get("key", ""))
            carried = question.get("carry")
            known[listed] = list(known.get(str(carried.get("from")), [])) if isinstance(carried, Mapping) else []
            for holder in (question, *objects(question.get("groups"))):
                known[listed] += objects(holder.get("choices"))
            known[listed] += _VERDICTS if question.get("type") == "checklist" else ()
    for listed, choices in known.items():
        yield from ((listed, choice) for choice in choices)


_VERDICTS: tuple[Part, ...] = (
    {"key": "yes", "label": {"zh-Hans": "是", "zh-Hant": "是", "en": "Yes"}},
    {"key": "no", "label": {"zh-Hans": "否", "zh-Hant": "否", "en": "No"}},
    {"key": "na", "label": {"zh-Hans": "不适用", "zh-Hant": "不適用", "en": "n/a"}},
)
