"""From a survey's JSON to a `SurveyDefinition`; every fault is collected with its place, not only the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, cast

from .definition import (
    DEFAULT_MAX_LENGTH,
    LANGUAGES,
    NPS_SCALE,
    QUESTION_TYPES,
    ROLES,
    Choice,
    ChoiceGroup,
    Consent,
    Language,
    Page,
    Question,
    QuestionType,
    Role,
    Row,
    SurveyDefinition,
    Text,
)
from .jsonlogic import CompiledRule, LogicError, compile_rule

Part = TypeVar("Part")

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_QUESTIONS = 100
_MOST_CHOICES = 200
_LONGEST_TEXT = 4000
_LONGEST_ANSWER = 10_000

_SURVEY_FIELDS = {"key", "title", "intro", "thanks", "languages", "pages", "color"}
_PAGE_FIELDS = {"key", "title", "questions"}
_QUESTION_FIELDS = {"key", "type", "title", "hint", "required", "show_if", "role"}
_FIELDS_OF_TYPE: dict[str, set[str]] = {
    "nps": {"low_label", "high_label"},
    "tags": {"choices", "groups", "max"},
    "multiple": {"choices", "groups", "max"},
    "single": {"choices", "groups"},
    "matrix_rating": {"rows", "max", "low_label", "high_label"},
    "text": {"max_length"},
    "phone": {"consent"},
    "consent": {"consent"},
}


class DefinitionFault(NamedTuple):
    """One thing wrong: where (`pages.0.questions.2.show_if`), a stable code, and words for a person."""

    path: str
    code: str
    message: str


class DefinitionError(ValueError):
    """A survey that cannot be published, with everything that is wrong with it."""

    def __init__(self, errors: tuple[DefinitionFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in errors))
        self.errors = errors


def parse_definition(source: object) -> SurveyDefinition:
    """Read a survey; raises `DefinitionError`."""
    parser = _Parser()
    definition = parser.survey(source)
    if parser.faults:
        raise DefinitionError(tuple(parser.faults))
    return definition


@dataclass(slots=True)
class _Parser:
    faults: list[DefinitionFault] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    languages: tuple[Language, ...] = LANGUAGES
    earlier: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    def survey(self, source: object) -> SurveyDefinition:
        survey = self._object(source, _SURVEY_FIELDS)
        self.languages = self._languages(survey.get("languages", list(LANGUAGES[:1])))
        pages = self._each(survey, "pages", self._page, 1, _MOST_QUESTIONS)
        if len(self.earlier) > _MOST_QUESTIONS:
            self._fault("too_many_questions", f"at most {_MOST_QUESTIONS} questions")
        return SurveyDefinition(
            key=self._key(survey.get("key"), set()),
            title=self._text(survey, "title", needed=True),
            intro=self._text(survey, "intro"),
            thanks=self._text(survey, "thanks"),
            languages=self.languages,
            pages=pages,
            color=self._color(survey.get("color", "")),
        )

    def _page(self, source: object) -> Page:
        page = self._object(source, _PAGE_FIELDS)
        return Page(
            key=self._key(page.get("key"), self.pages),
            title=self._text(page, "title"),
            questions=self._each(page, "questions", self._question, 1, _MOST_QUESTIONS),
        )

    def _question(self, source: object) -> Question:
        kind = self._one_of(source.get("type") if isinstance(source, Mapping) else None, "type", QUESTION_TYPES)
        question = self._object(source, _QUESTION_FIELDS | _FIELDS_OF_TYPE[kind])
        return Question(
            type=cast(QuestionType, kind),
            title=self._text(question, "title", needed=True),
            hint=self._text(question, "hint"),
            required=self._required(question),
            show_if=self._rule(question, "show_if"),
            role=self._role(question.get("role")),
            groups=self._groups(question) if "choices" in _FIELDS_OF_TYPE[kind] else (),
            rows=self._rows(question) if kind == "matrix_rating" else (),
            scale=(1, self._number(question, "max", 5, 2, 10)) if kind == "matrix_rating" else NPS_SCALE,
            low_label=self._text(question, "low_label"),
            high_label=self._text(question, "high_label"),
            most_choices=self._most_choices(question) if kind in ("tags", "multiple") else None,
            max_length=self._number(question, "max_length", DEFAULT_MAX_LENGTH, 1, _LONGEST_ANSWER),
            consent=self._consent(question) if kind in ("phone", "consent") else None,
            # Last, so that the rules above cannot refer to the question itself.
            key=self._key(question.get("key"), self.earlier),
        )

    def _groups(self, question: Mapping[str, object]) -> tuple[ChoiceGroup, ...]:
        taken: set[str] = set()
        groups: tuple[ChoiceGroup, ...] = ()
        if "choices" in question:
            groups = (ChoiceGroup(self._choices(question, taken), Text({})),)
        if "groups" in question:
            groups += self._each(question, "groups", lambda source: self._group(source, taken), 1, _MOST_CHOICES)
        if not taken:
            self._fault("choices_expected", "a question of this type needs choices")
        return groups

    def _group(self, source: object, taken: set[str]) -> ChoiceGroup:
        group = self._object(source, {"title", "show_if", "choices"})
        return ChoiceGroup(self._choices(group, taken), self._text(group, "title"), self._rule(group, "show_if"))

    def _choices(self, holder: Mapping[str, object], taken: set[str]) -> tuple[Choice, ...]:
        return self._each(holder, "choices", lambda source: self._choice(source, taken), 1, _MOST_CHOICES)

    def _choice(self, source: object, taken: set[str]) -> Choice:
        choice = self._object(source, {"key", "label", "show_if"})
        label = self._text(choice, "label", needed=True)
        return Choice(self._key(choice.get("key"), taken), label, self._rule(choice, "show_if"))

    def _rows(self, question: Mapping[str, object]) -> tuple[Row, ...]:
        taken: set[str] = set()
        return self._each(question, "rows", lambda source: self._row(source, taken), 1, _MOST_CHOICES)

    def _row(self, source: object, taken: set[str]) -> Row:
        row = self._object(source, {"key", "label"})
        return Row(self._key(row.get("key"), taken), self._text(row, "label", needed=True))

    def _consent(self, question: Mapping[str, object]) -> Consent:
        with self._at("consent"):
            consent = self._object(question.get("consent"), {"version", "text"})
            version = consent.get("version")
            if not isinstance(version, str) or not 0 < len(version) <= 40:
                self._fault("version_expected", "the consent text needs a version of 1 to 40 characters")
            return Consent(str(version), self._text(consent, "text", needed=True))

    def _required(self, question: Mapping[str, object]) -> bool | CompiledRule:
        required = question.get("required", False)
        return required if isinstance(required, bool) else self._rule(question, "required") or False

    def _rule(self, holder: Mapping[str, object], name: str) -> CompiledRule | None:
        if holder.get(name) is None:
            return None
        with self._at(name):
            try:
                rule = compile_rule(holder[name])
            except LogicError as error:
                self._fault(error.code, f"the rule cannot be used: {error}")
                return None
            self._refers_back(rule)
            return rule

    def _refers_back(self, rule: CompiledRule) -> None:
        """A rule over later questions, or over its own, could never settle."""
        for name in sorted(rule.dependencies - self.earlier):
            self._fault("not_an_earlier_question", f"{name} is not the key of an earlier question")

    def _most_choices(self, question: Mapping[str, object]) -> int | None:
        return self._number(question, "max", 1, 1, _MOST_CHOICES) if "max" in question else None

    def _number(self, holder: Mapping[str, object], name: str, default: int, least: int, most: int) -> int:
        value = holder.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        with self._at(name):
            self._fault("number_expected", f"a whole number from {least} to {most}")
        return default

    def _role(self, value: object) -> Role | None:
        return None if value is None else cast(Role, self._one_of(value, "role", ROLES))

    def _languages(self, value: object) -> tuple[Language, ...]:
        with self._at("languages"):
            listed = value if isinstance(value, list) else []
            if not listed or any(item not in LANGUAGES for item in listed) or len(set(listed)) < len(listed):
                self._fault("languages_expected", f"some of {', '.join(LANGUAGES)}, each once")
                return LANGUAGES[:1]
            return tuple(listed)

    def _color(self, value: object) -> str:
        if value == "" or (isinstance(value, str) and _COLOR.fullmatch(value)):
            return str(value)
        with self._at("color"):
            self._fault("color_expected", "a colour such as #b4232a")
        return ""

    def _text(self, holder: Mapping[str, object], name: str, *, needed: bool = False) -> Text:
        value = holder.get(name)
        with self._at(name):
            if value is None and not needed:
                return Text({})
            if not isinstance(value, Mapping) or not all(map(_is_text, value.values())):
                self._fault("text_expected", f"texts by language, each up to {_LONGEST_TEXT} characters")
                return Text({})
            for language in self.languages:
                if not value.get(language):
                    self._fault("translation_missing", f"no text in {language}")
            return Text({language: value.get(language, "") for language in self.languages})

    def _key(self, value: object, taken: set[str]) -> str:
        with self._at("key"):
            if not isinstance(value, str) or not _KEY.fullmatch(value):
                self._fault("key_expected", "a key of up to 40 lower-case letters, digits and _")
                return ""
            if value in taken:
                self._fault("key_taken", f"{value} is used twice")
            taken.add(value)
            return value

    def _one_of(self, value: object, name: str, allowed: tuple[str, ...]) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        with self._at(name):
            self._fault("not_offered", f"one of {', '.join(allowed)}")
        return allowed[0]

    def _each(
        self, holder: Mapping[str, object], name: str, read: Callable[[object], Part], least: int, most: int
    ) -> tuple[Part, ...]:
        items = holder.get(name)
        parts = []
        with self._at(name):
            if not isinstance(items, list) or not least <= len(items) <= most:
                self._fault("list_expected", f"a list of {least} to {most}")
                return ()
            for position, item in enumerate(items):
                with self._at(str(position)):
                    parts.append(read(item))
        return tuple(parts)

    def _object(self, value: object, allowed: set[str]) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            self._fault("object_expected", "a JSON object")
            return {}
        for name in sorted(set(value) - allowed):
            self._fault("unknown_field", f"{str(name)[:40]} is not a field here")
        return value

    def _fault(self, code: str, message: str) -> None:
        self.faults.append(DefinitionFault(".".join(self.path), code, message))

    @contextmanager
    def _at(self, step: str) -> Iterator[None]:
        self.path.append(step)
        yield
        self.path.pop()


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT
