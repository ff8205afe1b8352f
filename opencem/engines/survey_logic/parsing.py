"""From a survey's JSON to a `SurveyDefinition`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from .bounds import oversize
from .definition import LANGUAGES, Page, SurveyDefinition
from .jsonlogic import CompiledRule
from .question import ROLES, Question, Role
from .shuffling import check_shuffled
from .source import DefinitionFault, Source, TooManyFaults
from .survey_parts import languages_of, tag_of, theme_of
from .types import TYPES
from .way_parts import MOST_PARTS, Arms, calculation_of, end_of, jump_of, loop_of, quota_of
from .wording import Text

MOST_QUESTIONS = 500
"""Also of pages; the largest survey that the editor, the checks and the answer page are measured with has 300."""

_MOST_JUMPS = 50
_LONGEST_NOTE = 2000
_SURVEY_FIELDS = frozenset({
    "key", "title", "intro", "thanks", "languages", "pages", "color",
    "theme", "ends", "calculations", "quotas", "tags", "scene",
})  # fmt: skip
_PAGE_FIELDS = frozenset({"key", "title", "questions", "show_if", "next", "order", "loop", "ab", "shuffle"})
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


def read_definition(value: object) -> ReadDefinition:
    """Read a survey that may still be a draft: what is faulty is left out, and told."""
    too_much = oversize(value)
    if too_much is not None:
        return ReadDefinition(None, (DefinitionFault("", *too_much),))
    source = Source()
    try:
        return ReadDefinition(_survey(source, value), tuple(source.faults))
    except TooManyFaults:
        return ReadDefinition(None, tuple(source.faults))


def _survey(source: Source, value: object) -> SurveyDefinition:
    """Reads in the order in which a respondent meets the parts, so that `earlier` is always what rules may read."""
    survey = source.mapping(value, _SURVEY_FIELDS)
    source.languages = languages_of(source, survey.get("languages", list(LANGUAGES[:1])))
    _look_ahead(source, survey)
    key = source.key(survey.get("key"), ())
    title, intro = source.text(survey, "title", needed=True), source.text(survey, "intro")
    calculations = source.optional(survey, "calculations", lambda each: calculation_of(source, each), MOST_PARTS)
    pages = _pages(source, survey)
    check_shuffled(source, pages, calculations)
    theme = theme_of(source, survey)
    ends: set[str] = set()
    quotas: set[str] = set()
    return SurveyDefinition(
        key=key,
        title=title,
        intro=intro,
        thanks=source.text(survey, "thanks"),
        languages=source.languages,
        pages=pages,
        color=theme.color,
        theme=theme,
        ends=source.optional(survey, "ends", lambda each: end_of(source, each, ends), MOST_PARTS),
        calculations=calculations,
        quotas=source.optional(survey, "quotas", lambda each: quota_of(source, each, quotas), MOST_PARTS),
        tags=source.optional(survey, "tags", lambda each: tag_of(source, each), MOST_PARTS),
        scene=source.word(survey, "scene"),
    )


def _look_ahead(source: Source, survey: Mapping[str, object]) -> None:
    """Keys that are referred to before they are read."""
    pages = _mappings(survey.get("pages"))
    source.page_keys = tuple(str(page.get("key")) for page in pages)
    source.end_keys = frozenset(str(end.get("key")) for end in _mappings(survey.get("ends")))
    source.all_keys = frozenset(
        str(question.get("key")) for page in pages for question in _mappings(page.get("questions"))
    )


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _pages(source: Source, survey: Mapping[str, object]) -> tuple[Page, ...]:
    taken: set[str] = set()
    arms = Arms()
    pages = source.each(survey, "pages", lambda each: _page(source, each, taken, arms), 1, MOST_QUESTIONS)
    if len(source.earlier) > MOST_QUESTIONS:
        source.fault("too_many_questions", f"at most {MOST_QUESTIONS} questions", most=MOST_QUESTIONS)
    return pages


def _page(source: Source, value: object, taken: set[str], arms: Arms) -> Page:
    page = source.mapping(value, _PAGE_FIELDS)
    key = source.new_key(page, taken)
    shown = source.rule(page, "show_if")
    loop = loop_of(source, page)
    title, questions = _on_page(source, page, loop)
    mixed = source.one_of(page.get("order", "fixed"), "order", ("fixed", "random")) == "random"
    return Page(
        key=key,
        title=title,
        questions=questions,
        show_if=shown,
        next=source.optional(page, "next", lambda each: jump_of(source, each, key), _MOST_JUMPS),
        order="random" if mixed else "fixed",
        loop=loop,
        ab=arms.of_page(source, page),
        shuffle=source.word(page, "shuffle"),
    )


def _on_page(source: Source, page: Mapping[str, object], loop: str | None) -> tuple[Text, tuple[Question, ...]]:
    """The title and the questions; what reads calculations over them must come after the page."""
    before = set(source.earlier)
    source.in_loop = loop is not None
    title = source.text(page, "title")
    questions = source.each(page, "questions", lambda each: _question(source, each), 1, MOST_QUESTIONS)
    asked = source.earlier.keys() - before
    source.settled |= asked
    source.loop_keys |= asked if source.in_loop else set()
    source.in_loop = False
    return title, questions


def _question(source: Source, value: object) -> Question:
    name = source.one_of(value.get("type") if isinstance(value, Mapping) else None, "type", TYPES)
    kind = TYPES[name]
    given = source.mapping(value, _QUESTION_FIELDS | kind.fields)
    if source.in_loop and kind.uses_rows:
        with source.at("type"):
            source.fault("not_in_a_loop", f"{name} cannot be asked for every item of a loop", type=name)
    question = kind(
        key=_question_key(source, given),
        title=source.text(given, "title", needed=True),
        hint=source.text(given, "hint"),
        required=_required(source, given),
        show_if=source.rule(given, "show_if"),
        role=_role(source, given.get("role")),
        note=source.plain(given, "note", _LONGEST_NOTE),
        **kind.own_fields(source, given),
    )
    # Last, so that the rules above cannot refer to the question itself.
    if question.key:
        source.earlier[question.key] = question
    return question


def _question_key(source: Source, given: Mapping[str, object]) -> str:
    key = source.key(given.get("key"), source.earlier)
    if (key == "calc" and source.calculations) or (key == "item" and source.in_loop):
        with source.at("key"):
            source.fault("key_taken", f"{key} means something else in rules", key=key)
    return key


def _required(source: Source, given: Mapping[str, object]) -> bool | CompiledRule:
    required = given.get("required", False)
    return required if isinstance(required, bool) else source.rule(given, "required") or False


def _role(source: Source, value: object) -> Role | None:
    return None if value is None else cast(Role, source.one_of(value, "role", ROLES))
