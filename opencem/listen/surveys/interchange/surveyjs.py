"""SurveyJS: the JSON of a form becomes a draft."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opencem.kit.problems import Problem
from opencem.listen.surveys.interchange.drafting import Drafting, Imported, free_key, in_languages

_CJK = re.compile(r"[\u4e00-\u9fff]")
_TAGS = {"zh-cn": "zh-Hans", "zh": "zh-Hans", "zh-tw": "zh-Hant", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_INPUTS = {"number": "number", "range": "slider", "date": "date", "time": "time", "email": "email",
           "datetime-local": "date", "month": "text", "tel": "text", "url": "text", "text": "text"}  # fmt: skip
_LEFT_OUT = (
    "requiredIf",
    "enableIf",
    "setValueIf",
    "defaultValue",
    "defaultValueExpression",
    "validators",
    "choicesVisibleIf",
)
_TEXTS = ("title", "text", "description", "html", "completedHtml", "labelTrue", "labelFalse")
_DEEPEST = 12

Fields = dict[str, Any]
Element = Mapping[str, Any]


def is_surveyjs(source: Element) -> bool:
    """Whether it looks like SurveyJS: elements at the top or on a page, and pages without keys of ours."""
    pages = [page for page in _mappings(source.get("pages")) if "key" not in page]
    return isinstance(source.get("elements"), list) or any("elements" in page or "questions" in page for page in pages)


def read_surveyjs(source: Element) -> Imported:
    """A draft of the form. Raises Problem `surveyjs_expected` where there is no page and no element in it."""
    pages = _mappings(source.get("pages")) or [{"name": "page_1", "elements": source.get("elements")}]
    if not any(_elements(page) for page in pages):
        raise Problem("surveyjs_expected", 422, field="file")
    return _Form(source).read(pages)


@dataclass(slots=True)
class _Form:
    source: Element
    drafting: Drafting = field(default_factory=Drafting)
    languages: list[str] = field(default_factory=list)

    def read(self, pages: list[Element]) -> Imported:
        self.languages = _languages(self.source)
        made: list[Fields] = []
        for page in pages:
            made.append(self._page(page, {one["key"] for one in made}))
        for name in ("triggers", "calculatedValues", "navigateToUrlOnCondition"):
            if self.source.get(name):
                self.drafting.leave(name, "import_feature", name=name)
        self.drafting.settle()
        definition: Fields = {
            "title": self._text(self.source.get("title")),
            "languages": self.languages,
            "pages": [page for page in made if page["questions"]] or [{"key": "page_1", "questions": []}],
        }
        for name, ours in (("description", "intro"), ("completedHtml", "thanks")):
            if text := self._text(self.source.get(name)):
                definition[ours] = text
        return Imported(definition, tuple(self.drafting.not_taken))

    def _page(self, page: Element, taken: set[str]) -> Fields:
        made: Fields = {"key": free_key(str(page.get("name") or "page"), taken, "page"), "questions": []}
        if title := self._text(page.get("title")):
            made["title"] = title
        self.drafting.condition(made, "show_if", _words(page.get("visibleIf")))
        if page.get("questionsOrder") == "random":
            made["order"] = "random"
        for element in self._flat(page, 0):
            if question := self._question(element):
                made["questions"].append(question)
        return made

    def _flat(self, holder: Element, depth: int) -> Iterator[Element]:
        """Questions in order; a panel's own condition is told, for it cannot be shared out without care."""
        for element in _elements(holder):
            if element.get("type") == "panel" and depth < _DEEPEST:
                if element.get("visibleIf"):
                    self._leave(element, "import_condition", text=_words(element.get("visibleIf"))[:120])
                yield from self._flat(element, depth + 1)
            else:
                yield element

    def _question(self, element: Element) -> Fields | None:
        kind = str(element.get("type"))
        build = _KINDS.get(kind)
        if build is None:
            self._leave(element, "import_type", type=kind)
            return None
        question: Fields = {"key": self.drafting.question_key(str(element.get("name") or kind))}
        question |= build(self, element, question["key"])
        words = (element.get("title"), element.get("html"), str(element.get("name") or kind))
        question["title"] = next(filter(None, map(self._text, words)), {})
        if hint := self._text(element.get("description")):
            question["hint"] = hint
        if element.get("isRequired") is True and question["type"] not in ("block", "image", "hidden"):
            question["required"] = True
        self.drafting.condition(question, "show_if", _words(element.get("visibleIf")))
        for name in _LEFT_OUT:
            if element.get(name):
                self._leave(element, "import_feature", name=name)
        return question

    def _leave(self, element: Element, code: str, **params: object) -> None:
        self.drafting.leave(str(element.get("name") or element.get("type") or ""), code, **params)

    def _text(self, value: object) -> dict[str, str]:
        """A text or `{default, zh-cn, …}`, without markup."""
        if isinstance(value, str):
            return {self.languages[0]: _plain(value)} if value.strip() else {}
        if not isinstance(value, Mapping):
            return {}
        found = {
            _tag(str(tag)) or self.languages[0]: _plain(text) for tag, text in value.items() if isinstance(text, str)
        }
        return {tag: text for tag, text in found.items() if text}

    def parts(self, values: object, question: str = "") -> list[Fields]:
        """Choices, rows: `"a"`, `1` or `{value, text}`."""
        named = [(_words(one.get("value") if isinstance(one, Mapping) else one), one) for one in _list(values)]
        keys = self.drafting.choice_keys(question, [value for value, _ in named])
        return [
            {
                "key": key,
                "label": self._text(one.get("text") if isinstance(one, Mapping) else None) or self._text(value),
            }
            for key, (value, one) in zip(keys, named, strict=True)
        ]

    def choices(self, element: Element, key: str) -> list[Fields]:
        found = self.parts(element.get("choices"), key)
        if element.get("showOtherItem") is True or element.get("hasOther") is True:
            found.append({"key": "other_open", "label": in_languages(self.languages, "其他", "Other"), "open": True})
        if element.get("showNoneItem") is True or element.get("hasNone") is True:
            label = in_languages(self.languages, "以上都不是", "None of these")
            found.append({"key": "none_of_these", "label": label, "exclusive": True})
        if element.get("choicesByUrl"):
            self._leave(element, "import_feature", name="choicesByUrl")
        return found


def _one(kind: str) -> Callable[[_Form, Element, str], Fields]:
    def build(form: _Form, element: Element, key: str) -> Fields:
        question: Fields = {"type": kind, "choices": form.choices(element, key)}
        if element.get("choicesOrder") == "random":
            question["order"] = "random"
        if kind == "single" or kind == "dropdown":
            for choice in question["choices"]:
                choice.pop("exclusive", None)
        if kind == "multiple" and isinstance(most := element.get("maxSelectedChoices"), int) and most > 0:
            question["max"] = most
        return question

    return build


def _rating(form: _Form, element: Element, key: str) -> Fields:
    low, high = element.get("rateMin", 1), element.get("rateMax", element.get("rateCount", 5))
    if low == 0 and high == 10:
        question: Fields = {"type": "nps"}
    elif low == 1 and isinstance(high, int) and 2 <= high <= 10:
        look = {"stars": "stars", "smileys": "smileys"}.get(str(element.get("rateType")), "numbers")
        question = {"type": "rating", "points": high, "look": look}
    else:
        form._leave(element, "import_nearest", type="rating")
        question = {"type": "slider", "min": low, "max": high, "step": 1}
    for theirs, ours in (("minRateDescription", "low_label"), ("maxRateDescription", "high_label")):
        if text := form._text(element.get(theirs)):
            question[ours] = text
    return question


def _input(form: _Form, element: Element, key: str) -> Fields:
    asked = str(element.get("inputType", "text"))
    kind = _INPUTS.get(asked)
    if kind is None or (kind == "text" and asked != "text") or asked == "datetime-local":
        form._leave(element, "import_nearest", type=asked)
    question: Fields = {"type": kind or "text"}
    if kind in ("number", "slider"):
        question |= {
            ours: element[ours] for ours in ("min", "max", "step") if isinstance(element.get(ours), (int, float))
        }
    if question["type"] == "text":
        question["lines"] = 1
    return question


def _matrix(form: _Form, element: Element, key: str) -> Fields:
    rows, columns = form.parts(element.get("rows")), form.parts(element.get("columns"), key)
    kind = "matrix_multiple" if element.get("cellType") == "checkbox" else "matrix_single"
    return {"type": kind, "rows": rows, "choices": columns}


def _yes_no(form: _Form, element: Element, key: str) -> Fields:
    keys = form.drafting.choice_keys(key, ["true", "false"])
    labels = [in_languages(form.languages, "是", "Yes"), in_languages(form.languages, "否", "No")]
    given = [form._text(element.get(name)) for name in ("labelTrue", "labelFalse")]
    return {
        "type": "single",
        "choices": [{"key": k, "label": {**b, **g}} for k, b, g in zip(keys, labels, given, strict=True)],
    }


def _pictures(form: _Form, element: Element, key: str) -> Fields:
    form._leave(element, "import_feature", name="imageLink")
    return {
        "type": "picture",
        "choices": form.parts(element.get("choices"), key),
        "multiple": element.get("multiSelect") is True,
    }


_KINDS: Mapping[str, Callable[[_Form, Element, str], Fields]] = {
    "radiogroup": _one("single"),
    "buttongroup": _one("single"),
    "dropdown": _one("dropdown"),
    "checkbox": _one("multiple"),
    "tagbox": _one("multiple"),
    "ranking": _one("ranking"),
    "imagepicker": _pictures,
    "rating": _rating,
    "boolean": _yes_no,
    "text": _input,
    "comment": lambda form, element, key: {"type": "text", "lines": 4},
    "matrix": _matrix,
    "html": lambda form, element, key: {"type": "block"},
    "file": lambda form, element, key: {"type": "file", "accept": ["image", "pdf"]},
    "signaturepad": lambda form, element, key: {"type": "signature"},
}


def _languages(source: Element) -> list[str]:
    """The form's own locale first, then every locale used in a text. Without a locale the plain texts tell."""
    texts = list(_texts(source, 0))
    used = [tag for text in texts for name in text if (tag := _tag(str(name)))]
    plain = "".join(text["default"] for text in texts if isinstance(text.get("default"), str))
    first = _tag(str(source.get("locale", ""))) or ("zh-Hans" if _CJK.search(plain) else "en")
    return list(dict.fromkeys([first, *used]))


def _texts(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every text by locale; a plain one is its default."""
    if isinstance(value, Mapping) and depth < 3 * _DEEPEST:
        for name, part in value.items():
            if name in _TEXTS and isinstance(part, (str, Mapping)):
                yield {"default": part} if isinstance(part, str) else part
            else:
                yield from _texts(part, depth + 1)
    elif isinstance(value, list) and depth < 3 * _DEEPEST:
        for part in value:
            yield from _texts(part, depth + 1)


def _tag(locale: str) -> str:
    if locale == "default":
        return ""
    known = _TAGS.get(locale.casefold())
    return known or (locale if _LANGUAGE.fullmatch(locale) else "")


def _elements(holder: Element) -> list[Element]:
    return _mappings(holder.get("elements")) or _mappings(holder.get("questions"))


def _mappings(value: object) -> list[Element]:
    return [part for part in _list(value) if isinstance(part, Mapping)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else ""


_TAGS_OF_HTML = re.compile(r"<[^<>]{1,500}>")


def _plain(text: str) -> str:
    return _TAGS_OF_HTML.sub("", text).strip()
