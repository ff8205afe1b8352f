"""The way a submission takes through a survey: which pages and questions it meets, and what its answers are worth."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from .context import NOTHING_KNOWN, Context, Item
from .definition import End, Page, SurveyDefinition
from .ordering import arms_of, order
from .question import Question
from .reading import NOT_ANSWERED, Answer, AnswerError, AnswersRefused, Reading, is_blank

MOST_ITEMS = 50
"""More items than this are not asked about."""

LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page on the way, for one item where it is repeated, with the questions now shown on it.

    `data` is what rules on the page see: for an item its own answers, not the list that later pages see.
    """

    page: Page
    questions: tuple[Question, ...]
    data: Mapping[str, object]
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """How a submission, perhaps unfinished, stands.

    `data` is what rules see (calculations under "calc"), `visible` the questions now shown, each once; `pages` the way
    through the survey as it is shown, `end` where it leads (None: the survey's thanks), `quotas` the keys of those it
    falls in, `arms` its side of each test.
    """

    answers: tuple[Answer, ...]
    errors: tuple[AnswerError, ...]
    visible: tuple[Question, ...]
    data: Mapping[str, object]
    pages: tuple[ShownPage, ...] = ()
    end: End | None = None
    quotas: tuple[str, ...] = ()
    arms: Mapping[str, str] = field(default_factory=dict)


def walk(
    definition: SurveyDefinition,
    raw: Mapping[str, object],
    context: Context = NOTHING_KNOWN,
    pages: int | None = None,
) -> Examination:
    """Go the way a submission's answers lead, checking each on the way; never raises."""
    names = answer_names(definition, context) if definition.loops else definition.by_key
    if len(raw) > len(names):
        limit = {"limit": len(names)}
        return Examination((), (AnswerError("", "too_many_answers", params=limit),), (), {})
    walker = _Walk(definition, raw, context, arms_of(definition, context.seed) if definition.arms else {})
    walker.errors += [AnswerError(str(key)[:40], "unknown_question") for key in raw if key not in names]
    walker.go(pages)
    return walker.examination()


def answer_names(definition: SurveyDefinition, context: Context) -> Mapping[str, Question]:
    """The keys raw answers may have: a question's, or `key@item code` on a page that is repeated."""
    names: dict[str, Question] = {}
    for key, question in definition.by_key.items():
        over = definition.loops.get(key)
        if over is None:
            names[key] = question
        else:
            names |= {answer_name(key, item): question for item in items_of(context, over)}
    return names


def answer_name(key: str, item: Item | None) -> str:
    """The key of a raw answer."""
    return key if item is None else f"{key}@{item.code}"


def items_of(context: Context, over: str) -> tuple[Item, ...]:
    """What a loop runs over: each code once, at most `MOST_ITEMS`; nothing where the caller knows none.

    An item whose code could not be stored with its answers is not asked about.
    """
    by_code: dict[str, Item] = {}
    for item in context.items.get(over, ()):
        if 0 < len(item.code) <= LONGEST_CODE:
            by_code.setdefault(item.code, item)
    return tuple(by_code.values())[:MOST_ITEMS]


@dataclass(slots=True)
class _Walk:
    """Questions in order: a rule sees only what earlier, visible questions were validly answered."""

    definition: SurveyDefinition
    raw: Mapping[str, object]
    context: Context
    arms: Mapping[str, str]
    answers: list[Answer] = field(default_factory=list)
    errors: list[AnswerError] = field(default_factory=list)
    visible: list[Question] = field(default_factory=list)
    data: dict[str, object] = field(default_factory=dict)
    steps: list[ShownPage] = field(default_factory=list)
    skip_to: int = 0
    end: End | None = None

    def go(self, pages: int | None) -> None:
        self._calculate(-1)
        for position, page in enumerate(self.definition.pages[:pages]):
            on_the_way = self.end is None and position >= self.skip_to and (page.is_plain or self._leads_to(page))
            if not on_the_way:
                self._pass_by(page)
            elif page.loop is not None:
                self._repeat(page, page.loop)
            else:
                self._show(page)
            self._calculate(position)
            if on_the_way and page.next:
                self._jump(page)

    def examination(self) -> Examination:
        quotas = tuple(quota.key for quota in self.definition.quotas if quota.condition.holds(self.data))
        steps = _mixed(self.steps, self.context.seed) if self.definition.shuffles else self.steps
        return Examination(
            tuple(self.answers), tuple(self.errors), tuple(self.visible), self.data,
            tuple(steps), self.end, quotas, self.arms,
        )  # fmt: skip

    def _leads_to(self, page: Page) -> bool:
        if page.ab is not None and self.arms.get(page.ab.group) != page.ab.arm:
            return False
        return page.show_if is None or page.show_if.holds(self.data)

    def _jump(self, page: Page) -> None:
        for jump in page.next:
            if jump.condition.holds(self.data):
                self.end = self.definition.end_by_key.get(jump.end) if jump.end else None
                self.skip_to = 0 if jump.end else self.definition.place[jump.to]
                return

    def _calculate(self, position: int) -> None:
        if not self.definition.calculations:
            return
        for calculation in self.definition.due.get(position, ()):
            made = self.data.setdefault("calc", {})
            assert isinstance(made, dict)
            made[calculation.key] = calculation.value(self.data)

    def _pass_by(self, page: Page) -> None:
        items: tuple[Item | None, ...] = items_of(self.context, page.loop) if page.loop else (None,)
        for item in items:
            for question in page.questions:
                self._hidden(question, answer_name(question.key, item))

    def _show(self, page: Page) -> None:
        shown = []
        for question in page.questions:
            if self._ask(question, question.key, self.data):
                shown.append(question)
        self.visible += shown
        self.steps.append(ShownPage(page, tuple(shown), self.data))

    def _repeat(self, page: Page, over: str) -> None:
        """For each item with its own answers; afterwards rules see a list of the answers, in the order of the items."""
        collected: dict[str, list[object]] = {}
        seen: dict[str, Question] = {}
        for item in items_of(self.context, over):
            here = {**self.data, "item": {**item.facts, "code": item.code, "name": item.name}}
            shown = [each for each in page.questions if self._ask(each, answer_name(each.key, item), here, item.code)]
            self.steps.append(ShownPage(page, tuple(shown), here, item))
            for question in shown:
                seen[question.key] = question
                if question.key in here:
                    collected.setdefault(question.key, []).append(here[question.key])
        self.visible += [question for question in page.questions if question.key in seen]
        self.data.update(collected)

    def _hidden(self, question: Question, name: str) -> None:
        if not is_blank(self.raw.get(name)):
            self.errors.append(AnswerError(name, "hidden_question"))

    def _ask(self, question: Question, name: str, data: dict[str, object], row: str = "") -> bool:
        """Reads one answer into `data`; returns whether the question is shown."""
        if question.show_if is not None and not question.show_if.holds(data):
            self._hidden(question, name)
            return False
        value = self.raw.get(name)
        try:
            reading = NOT_ANSWERED if is_blank(value) else question.read(value, data, self.context)
        except AnswersRefused as refusal:
            self.errors += _renamed(refusal.errors, name) if row else refusal.errors
            return True
        self.answers += _of_item(reading.answers, row) if row else reading.answers
        if reading.value is not None:
            data[question.key] = reading.value
        if question.required is not False and question.takes_answers and question.is_required(data):
            self._require(question, name, reading)
        return True

    def _require(self, question: Question, name: str, reading: Reading) -> None:
        if reading.value is None:
            self.errors.append(AnswerError(name, "required"))
        elif question.uses_rows:
            left_out = question.rows_left_out(reading.answers)
            self.errors += [AnswerError(name, "required", row) for row in left_out]


def _mixed(steps: list[ShownPage], seed: str) -> list[ShownPage]:
    """The steps as they are shown: neighbouring pages of one shuffle change places, each with all its items."""
    mixed: list[ShownPage] = []
    for name, run in itertools.groupby(steps, lambda step: step.page.shuffle):
        together = list(run)
        if name:
            keys = order(tuple(dict.fromkeys(step.page.key for step in together)), f"{name}\x1f{seed}")
            together.sort(key=lambda step: keys.index(step.page.key))
        mixed += together
    return mixed


def _renamed(errors: tuple[AnswerError, ...], name: str) -> list[AnswerError]:
    return [AnswerError(name, error.code, error.row, error.params) for error in errors]


def _of_item(answers: tuple[Answer, ...], row: str) -> list[Answer]:
    return [Answer(each.question, row, each.choice, each.number, each.text) for each in answers]
