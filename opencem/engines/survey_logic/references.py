"""Where a survey refers to its own questions: every rule, carried choice and placeholder, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .definition import Page, SurveyDefinition
from .jsonlogic import CompiledRule
from .question import Question
from .types.chosen import Chosen
from .wording import Text, placeholders

Kind = Literal["show", "require", "choice", "jump", "calculation", "quota", "carry", "pipe"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One place that reads answers.

    `path` leads to it in the definition's JSON; `owner` is what it decides on, as `question:KEY`, `page:KEY`,
    `end:KEY`, `calc:KEY` or `survey`; `questions` and `calculations` are what it reads.
    """

    path: str
    kind: Kind
    owner: str
    questions: frozenset[str]
    calculations: frozenset[str] = frozenset()
    rule: CompiledRule | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A place that would break if a question were removed."""

    path: str
    kind: Kind


def uses(definition: SurveyDefinition, question: str, choice: str = "") -> tuple[Use, ...]:
    """What refers to a question, also through a calculation; with `choice`, the rules that name that choice of it."""
    through = {each.key for each in definition.calculations if question in each.needs} if not choice else set()
    return tuple(
        Use(each.path, each.kind)
        for each in references(definition)
        if (question in each.questions and _names(each, question, choice)) or not through.isdisjoint(each.calculations)
    )


def _names(reference: Reference, question: str, choice: str) -> bool:
    if not choice:
        return True
    return reference.rule is not None and (question, choice) in named_choices(reference.rule.source)


def references(definition: SurveyDefinition) -> Iterator[Reference]:
    """Every reference, in the order of the definition."""
    for position, calculation in enumerate(definition.calculations):
        path, owner = f"calculations.{position}.value", f"calc:{calculation.key}"
        yield _of_rule(path, "calculation", owner, calculation.value)
    for position, page in enumerate(definition.pages):
        yield from references_of_page(f"pages.{position}", page)
    for position, end in enumerate(definition.ends):
        for name, text in (("title", end.title), ("text", end.text)):
            yield from _of_text(f"ends.{position}.{name}", f"end:{end.key}", text)
    yield from _of_text("thanks", "survey", definition.thanks)
    for position, quota in enumerate(definition.quotas):
        yield _of_rule(f"quotas.{position}.if", "quota", f"end:{quota.end}", quota.condition)


def references_of_page(path: str, page: Page) -> Iterator[Reference]:
    """Those of one page and its questions; `path` leads to the page."""
    owner = f"page:{page.key}"
    if page.show_if is not None:
        yield _of_rule(f"{path}.show_if", "show", owner, page.show_if)
    yield from _of_text(f"{path}.title", owner, page.title)
    for position, question in enumerate(page.questions):
        yield from _of_question(f"{path}.questions.{position}", question)
    for position, jump in enumerate(page.next):
        target = f"end:{jump.end}" if jump.end else f"page:{jump.to}"
        yield _of_rule(f"{path}.next.{position}.if", "jump", target, jump.condition)


def _of_question(path: str, question: Question) -> Iterator[Reference]:
    owner = f"question:{question.key}"
    if question.show_if is not None:
        yield _of_rule(f"{path}.show_if", "show", owner, question.show_if)
    if not isinstance(question.required, bool):
        yield _of_rule(f"{path}.required", "require", owner, question.required)
    if isinstance(question, Chosen) and question.carry is not None:
        yield Reference(f"{path}.carry", "carry", owner, frozenset({question.carry.question}))
    for place, rule in choice_rules(question):
        yield _of_rule(f"{path}.{place}", "choice", owner, rule)
    for place, text in texts_of(question):
        yield from _of_text(f"{path}.{place}", owner, text)


def choice_rules(question: Question) -> Iterator[tuple[str, CompiledRule]]:
    """The conditions of groups and choices that are written in the question, with their places."""
    for group in question.groups:
        if group.place and group.show_if is not None:
            yield f"{group.place.removesuffix('.choices')}.show_if", group.show_if
        for position, choice in enumerate(group.choices if group.place else ()):
            if choice.show_if is not None:
                yield f"{group.place}.{position}.show_if", choice.show_if


def texts_of(question: Question) -> Iterator[tuple[str, Text]]:
    """The texts of a question that may hold placeholders, with their places."""
    for name in ("title", "hint", "low_label", "high_label"):
        yield name, getattr(question, name)
    for group in question.groups:
        if group.place:
            yield f"{group.place.removesuffix('.choices')}.title", group.title
        for position, choice in enumerate(group.choices if group.place else ()):
            yield f"{group.place}.{position}.label", choice.label
    for position, row in enumerate(question.rows):
        yield f"{'items' if question.type == 'checklist' else 'rows'}.{position}.label", row.label
    if question.consent is not None:
        yield "consent.text", question.consent.text


def _of_rule(path: str, kind: Kind, owner: str, rule: CompiledRule) -> Reference:
    calculations = frozenset(".".join(each[1:]) for each in rule.paths if each[0] == "calc")
    return Reference(path, kind, owner, rule.dependencies - {"calc", "item"}, calculations, rule)


def _of_text(path: str, owner: str, text: Text) -> Iterator[Reference]:
    """One reference per text, whatever the number of its languages."""
    words = [each for each in text.by_language.values() if "{{" in each]
    if words:
        names = {tuple(name.partition(".")[::2]) for each in words for name in placeholders(each)}
        questions = frozenset(tail for head, tail in names if head == "q")
        calculations = frozenset(tail for head, tail in names if head == "calc")
        if questions or calculations:
            yield Reference(path, "pipe", owner, questions, calculations)


_EQUALITIES = ("==", "!=", "===", "!==")


def named_choices(rule: object) -> frozenset[tuple[str, str]]:
    """The (question, choice) pairs a rule names: `selected`, comparison with a text, membership."""
    return frozenset(_named_choices(rule))


def _named_choices(rule: object) -> Iterator[tuple[str, str]]:
    if isinstance(rule, list):
        for each in rule:
            yield from _named_choices(each)
    if not isinstance(rule, Mapping):
        return
    for operator, arguments in rule.items():
        if isinstance(arguments, list) and len(arguments) == 2:
            yield from _named_by(operator, arguments[0], arguments[1])
        yield from _named_choices(arguments)


def _named_by(operator: str, first: object, second: object) -> Iterator[tuple[str, str]]:
    if operator == "selected" and isinstance(first, str) and isinstance(second, str):
        yield first, second
    elif operator == "in" or operator in _EQUALITIES:
        for name, literals in ((_variable(first), second), (_variable(second), first)):
            if name:
                yield from ((name, each) for each in _texts(literals))


def _variable(part: object) -> str:
    name = part.get("var") if isinstance(part, Mapping) else None
    return name if isinstance(name, str) else ""


def _texts(part: object) -> list[str]:
    return [each for each in (part if isinstance(part, list) else [part]) if isinstance(each, str)]
