"""XLSForm (ODK, KoboToolbox, SurveyCTO): the sheets survey, choices and settings become a draft."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from opencem.kit.problems import Problem
from opencem.listen.surveys.interchange.drafting import Drafting, Imported, free_key, in_languages
from opencem.listen.surveys.interchange.workbooks import Line, Sheet, read_optional_sheet, read_sheet

_CJK = re.compile(r"[\u4e00-\u9fff]")
_TAG = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4})*)\)\s*$")
_RANGE = re.compile(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)")
_NAMED = {"chinese": "zh-Hans", "english": "en", "简体中文": "zh-Hans", "中文": "zh-Hans", "繁體中文": "zh-Hant",
          "traditional chinese": "zh-Hant", "default": ""}  # fmt: skip
_TAGS = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-hans": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant",
         "zh-hant": "zh-Hant"}  # fmt: skip
_NOTHING_ASKED = {"start", "end", "today", "deviceid", "username", "phonenumber", "audit", "simserial", "subscriberid"}
_YES = ("yes", "true", "true()", "1")

Fields = dict[str, Any]


def read_xlsform(content: bytes, name: str) -> Imported:
    """A draft of the workbook. Raises Problem where it is no XLSForm (`xlsform_expected`) or no workbook at all."""
    survey = read_sheet(content, name, "survey")
    if not {"type", "name"} <= set(survey.columns):
        raise Problem("xlsform_expected", 422, field="file")
    choices = read_optional_sheet(content, name, "choices")
    settings = read_optional_sheet(content, name, "settings")
    return _Form(survey, choices, settings).read()


@dataclass(slots=True)
class _Form:
    survey: Sheet
    choices: Sheet
    settings: Sheet
    drafting: Drafting = field(default_factory=Drafting)
    pages: list[Fields] = field(default_factory=list)
    depth: int = 0
    languages: list[str] = field(default_factory=list)

    def read(self) -> Imported:
        self.languages = _languages(self.survey, self.settings)
        for line in self.survey.lines:
            self._line(line)
        self.drafting.settle()
        titled = self.settings.lines[0].get("form_title") if self.settings.lines else ""
        pages = [page for page in self.pages if page["questions"]]
        definition = {
            "title": dict.fromkeys(self.languages, titled) if titled else {},
            "languages": self.languages,
            "pages": pages or [{"key": "page_1", "questions": []}],
        }
        return Imported(definition, tuple(self.drafting.not_taken))

    def _line(self, line: Line) -> None:
        kind, _, rest = line.get("type").strip().partition(" ")
        kind, rest = kind.casefold(), rest.strip()
        if kind in ("begin", "end") or kind.startswith(("begin_", "end_")):
            self._group(line, f"{kind} {rest}".replace("_", " "))
        elif kind and kind not in _NOTHING_ASKED:
            self._question(line, kind, rest)

    def _group(self, line: Line, verb: str) -> None:
        """A group at the top is a page; groups within it are passed through, repeats asked once."""
        if verb.startswith("end"):
            self.depth = max(0, self.depth - 1)
            if self.depth == 0:
                self._page(free="page")
            return
        if "repeat" in verb:
            self.drafting.leave(_where(line), "import_repeat")
        if self.depth == 0:
            page = self._page(free=line.get("name") or "page")
            page["title"] = self._texts(line, "label")
            self.drafting.condition(page, "show_if", line.get("relevant"))
        elif line.get("relevant"):
            self.drafting.leave(_where(line), "import_condition", text=line.get("relevant")[:120])
        self.depth += 1

    def _page(self, free: str) -> Fields:
        page: Fields = {"key": free_key(free, {page["key"] for page in self.pages}, "page"), "questions": []}
        self.pages.append(page)
        return page

    def _question(self, line: Line, kind: str, rest: str) -> None:
        build = _KINDS.get(kind)
        if build is None:
            self.drafting.leave(_where(line), "import_type", type=kind)
            return
        question: Fields = {"key": self.drafting.question_key(line.get("name") or f"row_{line.number}")}
        question |= build(self, line, question["key"], rest)
        question["title"] = self._texts(line, "label") or dict.fromkeys(self.languages, line.get("name"))
        if hint := self._texts(line, "hint"):
            question["hint"] = hint
        if line.get("required").casefold() in _YES and question["type"] not in ("block", "hidden"):
            question["required"] = True
        self.drafting.condition(question, "show_if", line.get("relevant"))
        for column in ("constraint", "calculation", "choice_filter", "default"):
            if line.get(column) and kind != "calculate":
                self.drafting.leave(_where(line), f"import_{column}", text=line.get(column)[:120])
        (self.pages or [self._page(free="page")])[-1]["questions"].append(question)

    def _texts(self, line: Line, column: str) -> dict[str, str]:
        return _texts(line, column, self.languages)

    def select(self, line: Line, key: str, rest: str, kind: str) -> Fields:
        """A list of the choices sheet; `or_other` adds a choice with free text."""
        listed = next(iter(rest.split()), "")
        rows = [row for row in self.choices.lines if (row.get("list_name") or row.get("list name")) == listed]
        values = [row.get("name") or row.get("value") for row in rows]
        keys = self.drafting.choice_keys(key, values)
        found: list[Fields] = [
            {
                "key": each,
                "label": _texts(row, "label", self.languages) or dict.fromkeys(self.languages, row.get("name")),
            }
            for each, row in zip(keys, rows, strict=True)
        ]
        if "or_other" in rest.split()[1:]:
            found.append({"key": "other_open", "label": in_languages(self.languages, "其他", "Other"), "open": True})
        if not rows:
            self.drafting.leave(_where(line), "import_list", list=listed)
        return {"type": kind, "choices": found}


def _select_one(form: _Form, line: Line, key: str, rest: str) -> Fields:
    small = any(word in line.get("appearance").casefold() for word in ("minimal", "autocomplete"))
    return form.select(line, key, rest, "dropdown" if small else "single")


def _range(form: _Form, line: Line, key: str, rest: str) -> Fields:
    given = {name: float(value) for name, value in _RANGE.findall(line.get("parameters"))}
    start, end, step = given.get("start", 1), given.get("end", 10), given.get("step", 1)
    if "rating" in line.get("appearance").casefold() and start == 1 and 2 <= end <= 10:
        return {"type": "rating", "points": int(end)}
    return {"type": "slider", "min": _plain(start), "max": _plain(end), "step": _plain(step)}


def _text(form: _Form, line: Line, key: str, rest: str) -> Fields:
    return {"type": "text", "lines": 4 if "multiline" in line.get("appearance").casefold() else 1}


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _made(**fields: Any) -> Callable[[_Form, Line, str, str], Fields]:
    return lambda form, line, key, rest: dict(fields)


def _left(**fields: Any) -> Callable[[_Form, Line, str, str], Fields]:
    """Something near it, and a word that it is not the same."""

    def build(form: _Form, line: Line, key: str, rest: str) -> Fields:
        form.drafting.leave(_where(line), "import_nearest", type=line.get("type"))
        return dict(fields)

    return build


_KINDS: Mapping[str, Callable[[_Form, Line, str, str], Fields]] = {
    "select_one": _select_one,
    "select_multiple": lambda form, line, key, rest: form.select(line, key, rest, "multiple"),
    "rank": lambda form, line, key, rest: form.select(line, key, rest, "ranking"),
    "integer": _made(type="number", step=1),
    "int": _made(type="number", step=1),
    "decimal": _made(type="number"),
    "range": _range,
    "text": _text,
    "string": _text,
    "note": _made(type="block"),
    "date": _made(type="date"),
    "time": _made(type="time"),
    "datetime": _left(type="date"),
    "geopoint": _made(type="location"),
    "image": _made(type="file", accept=["image"]),
    "file": _made(type="file", accept=["image", "pdf"]),
    "barcode": _left(type="text", lines=1),
    "acknowledge": lambda form, line, key, rest: {
        "type": "multiple",
        "choices": [{"key": "ok", "label": in_languages(form.languages, "确认", "OK")}],
    },
    "hidden": lambda form, line, key, rest: {"type": "hidden", "param": key},
}


def _where(line: Line) -> str:
    return line.get("name") or str(line.number)


def _languages(survey: Sheet, settings: Sheet) -> list[str]:
    """The languages of the label columns; the form's default first."""
    found = [tag for column in survey.columns if (tag := _tag_of(column, "label"))]
    named = settings.lines[0].get("default_language") if settings.lines else ""
    first = _tag(named) or next(iter(found), "") or _guess(survey)
    return list(dict.fromkeys([first, *found]))


def _guess(survey: Sheet) -> str:
    return "zh-Hans" if any(_CJK.search(line.get("label")) for line in survey.lines) else "en"


def _tag_of(column: str, what: str) -> str:
    """The language of a column such as `label::English (en)`; empty for the plain column and others."""
    name, separator, language = column.partition("::")
    return _tag(language.strip()) if separator and name.strip().casefold() == what else ""


def _tag(language: str) -> str:
    named = _NAMED.get(language.casefold())
    if named is not None:
        return named
    match = _TAG.search(language)
    tag = match[1] if match else language
    plain = tag.replace("_", "-")
    return _TAGS.get(plain.casefold(), plain if re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", plain) else "")


def _texts(line: Line, what: str, languages: list[str]) -> dict[str, str]:
    """The texts of a row; the plain column is in the first language."""
    texts = {tag: text for column, text in line.cells.items() if text and (tag := _tag_of(column, what))}
    if plain := line.get(what):
        texts.setdefault(languages[0], plain)
    return texts
