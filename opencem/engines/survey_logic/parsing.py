"""From a survey's JSON to a `SurveyDefinition`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, cast

from .bounds import oversize
from .definition import (
    LANGUAGES,
    OUTCOMES,
    SCREENS,
    TO_AN_END,
    Arm,
    Calculation,
    End,
    Jump,
    Outcome,
    Page,
    Quota,
    Screens,
    SurveyDefinition,
    Theme,
)
from .jsonlogic import CompiledRule
from .question import ROLES, Question, Role
from .source import DefinitionFault, Source, TooManyFaults
from .types import TYPES

MOST_QUESTIONS = 500
"""Also of pages; the largest survey that the editor, the checks and the answer page are measured with has 300."""

_MOST_JUMPS = 50
_MOST_PARTS = 100
_MOST_LANGUAGES = 30
_LONGEST_NOTE = 2000
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_REDIRECT = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?(/[^\s\"'<>\\]*)?")
_LOOP = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39})?")

_SURVEY_FIELDS = frozenset({
    "key", "title", "intro", "thanks", "languages", "pages", "color",
    "theme", "ends", "calculations", "quotas", "tags", "scene",
})  # fmt: skip
_PAGE_FIELDS = frozenset({"key", "title", "questions", "show_if", "next", "order", "loop", "ab"})
_QUESTION_FIELDS = frozenset({"key", "type", "title", "hint", "required", "show_if", "role", "note"})


class DefinitionError(ValueError):
    """A survey that cannot be published, with everything that is wrong with it."""

    def __init__(self, errors: tuple[DefinitionFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in errors))
        self.errors = errors


class ReadDefinition(NamedTuple):
    """As much of a survey as could be read, and what is wrong with it. None: nothing could be."""

    definition: SurveyDefinition | None
    faults: tuple[DefinitionFault, ...]


def parse_definition(source: object) -> SurveyDefinition:
    """Read a survey of up to 500 questions; raises `DefinitionError`."""
    definition, faults = read_definition(source)
    if definition is None or faults:
        raise DefinitionError(faults)
    return definition


def read_definition(source: object) -> ReadDefinition:
    """Read a survey that may still be a draft: what is faulty is left out, and told."""
    too_much = oversize(source)
    if too_much is not None:
        return ReadDefinition(None, (DefinitionFault("", *too_much),))
    parser = _Parser()
    try:
        return ReadDefinition(parser.survey(source), tuple(parser.source.faults))
    except TooManyFaults:
        return ReadDefinition(None, tuple(parser.source.faults))


class _Parser:
    """Reads in the order in which a respondent meets the parts, so that `earlier` is always what rules may read."""

    def __init__(self) -> None:
        self.source = Source()
        self.pages: list[str] = []
        self.ends: frozenset[str] = frozenset()
        self.taken: set[str] = set()
        self.arms: dict[tuple[str, str], int] = {}

    def survey(self, value: object) -> SurveyDefinition:
        source = self.source
        survey = source.mapping(value, _SURVEY_FIELDS)
        source.languages = self._languages(survey.get("languages", list(LANGUAGES[:1])))
        self._look_ahead(survey)
        key = source.key(survey.get("key"), ())
        title, intro = source.text(survey, "title", needed=True), source.text(survey, "intro")
        calculations = source.optional(survey, "calculations", self._calculation, _MOST_PARTS)
        pages = source.each(survey, "pages", self._page, 1, MOST_QUESTIONS)
        if len(source.earlier) > MOST_QUESTIONS:
            source.fault("too_many_questions", f"at most {MOST_QUESTIONS} questions", most=MOST_QUESTIONS)
        theme = self._theme(survey)
        return SurveyDefinition(
            key=key,
            title=title,
            intro=intro,
            thanks=source.text(survey, "thanks"),
            languages=source.languages,
            pages=pages,
            color=theme.color,
            theme=theme,
            ends=self._ends(survey),
            calculations=calculations,
            quotas=self._quotas(survey),
            tags=source.optional(survey, "tags", self._tag, _MOST_PARTS),
            scene=source.word(survey, "scene"),
        )

    def _look_ahead(self, survey: Mapping[str, object]) -> None:
        """Keys that are referred to before they are read."""
        pages = _mappings(survey.get("pages"))
        self.pages = [str(page.get("key")) for page in pages]
        self.ends = frozenset(str(end.get("key")) for end in _mappings(survey.get("ends")))
        self.source.all_keys = frozenset(
            str(question.get("key")) for page in pages for question in _mappings(page.get("questions"))
        )

    def _page(self, value: object) -> Page:
        source = self.source
        page = source.mapping(value, _PAGE_FIELDS)
        key = source.key(page.get("key"), self.taken)
        self.taken.add(key)
        shown = source.rule(page, "show_if")
        loop = self._loop(page)
        source.in_loop = loop is not None
        before = set(source.earlier)
        title = source.text(page, "title")
        questions = source.each(page, "questions", self._question, 1, MOST_QUESTIONS)
        self._page_ends(source.earlier.keys() - before)
        return Page(
            key=key,
            title=title,
            questions=questions,
            show_if=shown,
            next=source.optional(page, "next", lambda each: self._jump(each, key), _MOST_JUMPS),
            order="random" if self._random(page) else "fixed",
            loop=loop,
            ab=self._arm(page),
        )

    def _page_ends(self, keys: set[str]) -> None:
        """Calculations are made when a page is through, so what reads them comes after it."""
        if self.source.in_loop:
            self.source.loop_keys |= keys
        self.source.settled |= keys
        self.source.in_loop = False

    def _random(self, page: Mapping[str, object]) -> bool:
        return self.source.one_of(page.get("order", "fixed"), "order", ("fixed", "random")) == "random"

    def _loop(self, page: Mapping[str, object]) -> str | None:
        if page.get("loop") is None:
            return None
        with self.source.at("loop"):
            over = self.source.mapping(page["loop"], ("over",)).get("over")
            if isinstance(over, str) and _LOOP.fullmatch(over):
                return over
            self.source.fault("loop_expected", "over: what to repeat the page for, such as order.items")
            return None

    def _arm(self, page: Mapping[str, object]) -> Arm | None:
        source = self.source
        if page.get("ab") is None:
            return None
        with source.at("ab"):
            given = source.mapping(page["ab"], ("group", "arm", "weight"))
            group, arm = source.word(given, "group", needed=True), source.word(given, "arm", needed=True)
            weight = source.number(given, "weight", 1, 1, 1000)
            if self.arms.setdefault((group, arm), weight) != weight:
                source.fault("weights_differ", f"the pages of arm {arm} have different weights", arm=arm)
            return Arm(group, arm, weight)

    def _jump(self, value: object, page: str) -> Jump:
        source = self.source
        jump = source.mapping(value, ("if", "to"))
        condition = source.rule(jump, "if")
        if condition is None and jump.get("if") is None:
            source.fault("rule_expected", "a jump needs its rule; true for always")
        to = jump.get("to")
        with source.at("to"):
            self._target(to, page)
        return Jump(condition or _NEVER, to if isinstance(to, str) else "")

    def _target(self, to: object, page: str) -> None:
        if not isinstance(to, str):
            self.source.fault("target_expected", "the key of a later page, or end: and the key of an end")
        elif to.startswith(TO_AN_END):
            self._end_exists(to.removeprefix(TO_AN_END))
        elif to not in self.pages:
            self.source.fault("unknown_page", f"there is no page {to[:40]}", page=to[:40])
        elif page in self.pages and self.pages.index(to) <= self.pages.index(page):
            self.source.fault("jump_backward", f"{to} does not come later", page=to)

    def _end_exists(self, key: str) -> None:
        if key not in self.ends:
            self.source.fault("unknown_end", f"there is no end {key[:40]}", end=key[:40])

    def _question(self, value: object) -> Question:
        source = self.source
        name = source.one_of(value.get("type") if isinstance(value, Mapping) else None, "type", TYPES)
        kind = TYPES[name]
        given = source.mapping(value, _QUESTION_FIELDS | kind.fields)
        if source.in_loop and kind.uses_rows:
            with source.at("type"):
                source.fault("not_in_a_loop", f"{name} cannot be asked for every item of a loop", type=name)
        question = kind(
            key=self._question_key(given),
            title=source.text(given, "title", needed=True),
            hint=source.text(given, "hint"),
            required=self._required(given),
            show_if=source.rule(given, "show_if"),
            role=self._role(given.get("role")),
            note=source.plain(given, "note", _LONGEST_NOTE),
            **kind.own_fields(source, given),
        )
        # Last, so that the rules above cannot refer to the question itself.
        if question.key:
            source.earlier[question.key] = question
        return question

    def _question_key(self, given: Mapping[str, object]) -> str:
        key = self.source.key(given.get("key"), self.source.earlier)
        if (key == "calc" and self.source.calculations) or (key == "item" and self.source.in_loop):
            with self.source.at("key"):
                self.source.fault("key_taken", f"{key} means something else in rules", key=key)
        return key

    def _required(self, given: Mapping[str, object]) -> bool | CompiledRule:
        required = given.get("required", False)
        return required if isinstance(required, bool) else self.source.rule(given, "required") or False

    def _role(self, value: object) -> Role | None:
        return None if value is None else cast(Role, self.source.one_of(value, "role", ROLES))

    def _calculation(self, value: object) -> Calculation:
        source = self.source
        given = source.mapping(value, ("key", "value"))
        key = source.key(given.get("key"), source.calculations)
        with source.at("value"):
            rule = source.compiled(given.get("value")) or _NEVER
            needs = self._needs(rule)
        if key:
            source.calculations[key] = needs
        return Calculation(key, rule, needs)

    def _needs(self, rule: CompiledRule) -> frozenset[str]:
        needs: set[str] = set()
        for path in sorted(rule.paths):
            earlier = self.source.calculations.get(".".join(path[1:])) if path[0] == "calc" else None
            if earlier is not None:
                needs |= earlier
            elif path[0] in self.source.all_keys:
                needs.add(path[0])
            else:
                name = ".".join(path)
                self.source.fault("unknown_question", f"there is no question or earlier calculation {name}", name=name)
        return frozenset(needs)

    def _ends(self, survey: Mapping[str, object]) -> tuple[End, ...]:
        taken: set[str] = set()
        return self.source.optional(survey, "ends", lambda each: self._end(each, taken), _MOST_PARTS)

    def _end(self, value: object, taken: set[str]) -> End:
        source = self.source
        end = source.mapping(value, ("key", "title", "text", "outcome", "redirect"))
        key = source.key(end.get("key"), taken)
        taken.add(key)
        return End(
            key=key,
            title=source.text(end, "title", needed=True),
            text=source.text(end, "text"),
            outcome=cast(Outcome, source.one_of(end.get("outcome", "completed"), "outcome", OUTCOMES)),
            redirect=self._redirect(end.get("redirect", "")),
        )

    def _redirect(self, value: object) -> str:
        if value == "" or (isinstance(value, str) and len(value) <= 500 and _REDIRECT.fullmatch(value)):
            return str(value)
        with self.source.at("redirect"):
            self.source.fault("address_expected", "an address that begins with https://")
        return ""

    def _quotas(self, survey: Mapping[str, object]) -> tuple[Quota, ...]:
        taken: set[str] = set()
        return self.source.optional(survey, "quotas", lambda each: self._quota(each, taken), _MOST_PARTS)

    def _quota(self, value: object, taken: set[str]) -> Quota:
        source = self.source
        quota = source.mapping(value, ("key", "limit", "if", "end", "hold_minutes"))
        key = source.key(quota.get("key"), taken)
        taken.add(key)
        condition = source.rule(quota, "if")
        if condition is None and quota.get("if") is None:
            source.fault("rule_expected", "a quota needs its rule; true for every submission")
        with source.at("end"):
            self._end_exists(str(quota.get("end")))
        return Quota(
            key=key,
            limit=source.number(quota, "limit", 0, 0, 100_000_000),
            condition=condition or _NEVER,
            end=str(quota.get("end")),
            hold_minutes=source.number(quota, "hold_minutes", 30, 1, 1440),
        )

    def _languages(self, value: object) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else []
        tags = tuple(tag for tag in listed if isinstance(tag, str) and _LANGUAGE.fullmatch(tag))
        if 0 < len(listed) == len(set(tags)) <= _MOST_LANGUAGES:
            return tags
        with self.source.at("languages"):
            self.source.fault("languages_expected", "language tags such as zh-Hans or fr, each once")
        return LANGUAGES[:1]

    def _theme(self, survey: Mapping[str, object]) -> Theme:
        source = self.source
        color = self._color(survey.get("color", ""))
        if survey.get("theme") is None:
            return Theme(color)
        with source.at("theme"):
            theme = source.mapping(survey["theme"], ("color", "logo", "cover", "progress", "screens"))
            return Theme(
                color=self._color(theme.get("color", "")) or color,
                logo=source.own_file(theme, "logo"),
                cover=source.own_file(theme, "cover"),
                progress=source.flag(theme, "progress", default=True),
                screens=cast(Screens, source.one_of(theme.get("screens", "pages"), "screens", SCREENS)),
            )

    def _color(self, value: object) -> str:
        if value == "" or (isinstance(value, str) and _COLOR.fullmatch(value)):
            return str(value)
        with self.source.at("color"):
            self.source.fault("color_expected", "a colour such as #b4232a")
        return ""

    def _tag(self, value: object) -> str:
        if isinstance(value, str) and 0 < len(value) <= 40:
            return value
        self.source.fault("text_expected", "a text of 1 to 40 characters", most=40)
        return ""


_NEVER = CompiledRule(False, lambda _data: False, frozenset())


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
