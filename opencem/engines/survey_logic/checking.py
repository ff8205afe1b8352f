"""What an editor is told of a survey: its flow as a graph, and what is allowed but surely not meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple

from .definition import Page, SurveyDefinition
from .jsonlogic import CompiledRule
from .parsing import read_definition
from .possible import can_hold
from .question import Question
from .references import Reference, choice_rules, named_choices, references
from .source import DefinitionFault

THANKS = "end:"
"""The node of the end that everyone comes to who is not led elsewhere."""


@dataclass(frozen=True, slots=True)
class Node:
    """`id` is the kind, a colon and the key; `path` leads to it in the definition's JSON."""

    id: str
    kind: Literal["page", "question", "end"]
    path: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A way on (`next`), a jump, a full quota's way out, or a question's answer deciding on something (`show` …).

    `rule` is the condition's JSON; None where there is none.
    """

    source: str
    target: str
    kind: str
    path: str
    rule: object = None


@dataclass(frozen=True, slots=True)
class Flow:
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    def as_json(self) -> dict[str, object]:
        """`{"nodes": [...], "edges": [...]}` with the fields of `Node` and `Edge`."""
        return asdict(self)


class DefinitionWarning(NamedTuple):
    """What is odd: where, a stable code, words for a person, and what they name."""

    path: str
    code: str
    message: str
    params: Mapping[str, object] = MappingProxyType({})


class Inspection(NamedTuple):
    """`flow` is None and there are no warnings where too much is wrong for anything to be drawn."""

    faults: tuple[DefinitionFault, ...]
    warnings: tuple[DefinitionWarning, ...]
    flow: Flow | None


def inspect(source: object) -> Inspection:
    """Look at a draft: faults forbid publishing, warnings do not. A survey of 300 questions takes under 100 ms."""
    definition, faults = read_definition(source)
    if definition is None:
        return Inspection(faults, (), None)
    checker = _Checker(definition)
    flow = checker.flow()
    return Inspection(faults, tuple(checker.warnings()), flow)


class _Possible:
    """Whether rules can hold together, each combination worked out once."""

    def __init__(self, definition: SurveyDefinition) -> None:
        self.definition = definition
        self.known: dict[tuple[int, ...], bool] = {}

    def __call__(self, *rules: CompiledRule | None) -> bool:
        given = [rule for rule in rules if rule is not None]
        which = tuple(sorted(map(id, given)))
        if which not in self.known:
            self.known[which] = can_hold(given, self.definition.by_key, self.definition.loops)
        return self.known[which]


class _Checker:
    def __init__(self, definition: SurveyDefinition) -> None:
        self.definition = definition
        self.references = tuple(references(definition))
        self.possible = _Possible(definition)
        self.reached = _Reach(definition, self.possible)

    def flow(self) -> Flow:
        return Flow((*self._page_nodes(), *self._end_nodes()), (*self._ways(), *self._decisions()))

    def _page_nodes(self) -> Iterator[Node]:
        for position, page in enumerate(self.definition.pages):
            reachable = page.key in self.reached.pages
            yield Node(f"page:{page.key}", "page", f"pages.{position}", reachable)
            for place, question in enumerate(page.questions):
                shown = reachable and self.possible(page.show_if, question.show_if)
                yield Node(f"question:{question.key}", "question", f"pages.{position}.questions.{place}", shown)

    def _end_nodes(self) -> Iterator[Node]:
        for position, end in enumerate(self.definition.ends):
            yield Node(f"end:{end.key}", "end", f"ends.{position}", end.key in self.reached.ends)
        yield Node(THANKS, "end", "thanks", self.reached.thanks)

    def _ways(self) -> Iterator[Edge]:
        pages = self.definition.pages
        for position, page in enumerate(pages):
            for place, jump in enumerate(page.next):
                target = f"end:{jump.end}" if jump.end else f"page:{jump.to}"
                path = f"pages.{position}.next.{place}"
                yield Edge(f"page:{page.key}", target, "jump", path, jump.condition.source)
            following = f"page:{pages[position + 1].key}" if position + 1 < len(pages) else THANKS
            if not _leads_away(page):
                yield Edge(f"page:{page.key}", following, "next", f"pages.{position}")

    def _decisions(self) -> Iterator[Edge]:
        for each in self.references:
            rule = None if each.rule is None else each.rule.source
            for question in sorted(each.questions):
                yield Edge(f"question:{question}", each.owner, each.kind, each.path, rule)

    def warnings(self) -> Iterator[DefinitionWarning]:
        for position, page in enumerate(self.definition.pages):
            yield from self._of_page(f"pages.{position}", page)
        for position, end in enumerate(self.definition.ends):
            if end.key not in self.reached.ends:
                yield DefinitionWarning(f"ends.{position}", "end_never_reached", "no page and no quota leads here")
        for position, quota in enumerate(self.definition.quotas):
            yield from self._never(f"quotas.{position}.if", quota.condition)
        for group, arms in self.definition.arms.items():
            if len(arms) == 1:
                yield DefinitionWarning(
                    "pages", "one_arm", f"{group} has one arm only, so nothing is compared", {"group": group}
                )
        for reference in self.references:
            yield from self._unknown_choices(reference)

    def _of_page(self, path: str, page: Page) -> Iterator[DefinitionWarning]:
        if not self.possible(page.show_if):
            yield from self._never(f"{path}.show_if", page.show_if)
        elif page.key not in self.reached.pages:
            yield DefinitionWarning(path, "unreachable_page", "every way leads past this page", {"page": page.key})
        for place, jump in enumerate(page.next):
            yield from self._never(f"{path}.next.{place}.if", jump.condition, page.show_if)
        keys = {question.key for question in page.questions}
        for place, question in enumerate(page.questions):
            yield from self._of_question(f"{path}.questions.{place}", page, question)
            if page.order == "random" and question.show_if is not None and keys & question.show_if.dependencies:
                words = "in a random order this may be shown before what it depends on"
                yield DefinitionWarning(f"{path}.questions.{place}.show_if", "depends_on_random_order", words)

    def _of_question(self, path: str, page: Page, question: Question) -> Iterator[DefinitionWarning]:
        if page.show_if is None or self.possible(page.show_if):
            yield from self._never(f"{path}.show_if", question.show_if, page.show_if)
        if self.possible(page.show_if, question.show_if):
            for place, rule in choice_rules(question):
                yield from self._never(f"{path}.{place}", rule, question.show_if, page.show_if)

    def _never(self, path: str, rule: CompiledRule | None, *given: CompiledRule | None) -> Iterator[DefinitionWarning]:
        """A rule that cannot hold where it stands, though what it stands under can."""
        if rule is not None and not self.possible(rule, *given):
            yield DefinitionWarning(path, "never_holds", "this condition can never be met")

    def _unknown_choices(self, reference: Reference) -> Iterator[DefinitionWarning]:
        if reference.rule is None:
            return
        for key, choice in sorted(named_choices(reference.rule.source)):
            question = self.definition.by_key.get(key)
            if question is not None and question.groups and choice not in question.choice_keys:
                words = f"{key} has no choice {choice}"
                yield DefinitionWarning(reference.path, "unknown_choice", words, {"question": key, "choice": choice})


@dataclass(slots=True)
class _Reach:
    """The pages and ends that some answers lead to."""

    definition: SurveyDefinition
    possible: _Possible
    pages: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    thanks: bool = False

    def __post_init__(self) -> None:
        waiting = {0}
        self.ends |= {quota.end for quota in self.definition.quotas if self.possible(quota.condition)}
        for position, page in enumerate(self.definition.pages):
            if position in waiting:
                waiting |= self._beyond(position, page)
        self.thanks = len(self.definition.pages) in waiting

    def _beyond(self, position: int, page: Page) -> set[int]:
        """The positions a reached page leads to; one past the last is the thanks."""
        if page.show_if is not None and not self.possible(page.show_if):
            return {position + 1}
        self.pages.add(page.key)
        beyond = set() if _leads_away(page) else {position + 1}
        for jump in page.next:
            if not self.possible(jump.condition, page.show_if):
                continue
            if jump.end:
                self.ends.add(jump.end)
            elif jump.to in self.definition.place:
                beyond.add(self.definition.place[jump.to])
        return beyond


def _leads_away(page: Page) -> bool:
    """Whether everyone who comes to the page is led on by a jump that always holds, never to the page after it."""
    if page.show_if is not None or page.ab is not None or page.loop is not None:
        return False
    return any(not jump.condition.paths and jump.condition.holds({}) for jump in page.next)
