"""What all questions have in common. Each type is a subclass in `types/`, registered in `types/__init__.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from .context import Context
from .jsonlogic import CompiledRule
from .reading import Answer, AnswerError, AnswersRefused, NotStorable, Reading, clean_text
from .wording import NO_TEXT, Text

if TYPE_CHECKING:
    from .source import Source

Role = Literal["recommend", "csat", "ces", "verbatim", "reason", "contact"]
ROLES: tuple[Role, ...] = ("recommend", "csat", "ces", "verbatim", "reason", "contact")
"""What a question means to metrics and alerts, whatever its key."""

Analysis = Literal[
    "score", "number", "choice", "choices", "matrix_score", "matrix_choice", "ranking", "shares", "text", "moment",
    "path", "contact", "file", "place", "consent", "checklist", "parameter", "none",
]  # fmt: skip
"""How the answers of a type are summed up: what `Answer` rows hold and which figure stands for them."""

Order = Literal["fixed", "random", "rotate"]
ORDERS: tuple[Order, ...] = ("fixed", "random", "rotate")

Data: TypeAlias = Mapping[str, object]
"""The answers so far as rules see them, keyed by question."""

DEFAULT_MAX_LENGTH = 2000
NPS_SCALE = (0, 10)


@dataclass(frozen=True, slots=True)
class Choice:
    """`open`: a free text may stand beside it. `fixed`: keeps its place in a random order. `exclusive`: none beside it."""

    key: str
    label: Text
    show_if: CompiledRule | None = None
    image: str = ""
    open: bool = False
    fixed: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices shown together under one condition, such as what detractors may complain about.

    `place` is where they stand in the question's JSON; "" for those carried over from another question.
    """

    choices: tuple[Choice, ...]
    title: Text
    show_if: CompiledRule | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix or a checklist."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Consent:
    """The words a person agrees to; a changed text is a new version."""

    version: str
    text: Text


@dataclass(frozen=True, slots=True)
class UploadTerms:
    """What may be sent for one slot: kinds of file, MiB of one, how many. `is_drawing`: its lines must stay sharp."""

    accept: tuple[str, ...]
    max_mb: int
    most: int
    is_drawing: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `required` and `show_if` are rules over the answers to earlier questions; `note` is the editor's.

    What several types share stands here with the value of those that lack it, so that readers need not know the type.
    """

    type: ClassVar[str]
    analysis: ClassVar[Analysis]
    fields: ClassVar[frozenset[str]] = frozenset()
    """Names of the type's own fields in a definition's JSON."""
    scale_fields: ClassVar[tuple[str, ...]] = ()
    """Attributes that a published question can't change: with another value its answers mean something else."""
    takes_answers: ClassVar[bool] = True
    uses_rows: ClassVar[bool] = False
    """Whether stored answers use `row`, which a loop needs for its item."""

    key: str
    title: Text
    hint: Text = NO_TEXT
    required: bool | CompiledRule = False
    show_if: CompiledRule | None = None
    role: Role | None = None
    note: str = ""
    groups: tuple[ChoiceGroup, ...] = ()
    rows: tuple[Row, ...] = ()
    scale: tuple[int, int] = NPS_SCALE
    low_label: Text = NO_TEXT
    high_label: Text = NO_TEXT
    least_choices: int | None = None
    most_choices: int | None = None
    order: Order = "fixed"
    max_length: int = DEFAULT_MAX_LENGTH
    consent: Consent | None = None

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        """The type's own attributes from its JSON; faults go to `source`."""
        return {}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        """One value that is not blank, from untrusted JSON; raises `AnswersRefused`."""
        raise NotImplementedError

    def rows_left_out(self, answers: tuple[Answer, ...]) -> list[str]:
        """Rows without an answer, where a required question needs every row."""
        return []

    @property
    def uploads(self) -> Mapping[str, UploadTerms]:
        """What files it takes, by row ("" for a question without rows)."""
        return {}

    def slot(self, row: str = "") -> str:
        """What an upload is sent for: the question, or one of its rows."""
        return f"{self.key}.{row}" if row else self.key

    def is_upload(self, choice: str) -> bool:
        """Whether the text of a stored answer with this choice is the id of an upload."""
        return False

    def words(self, value: object, texts: Mapping[str, str], language: str) -> str:
        """An answer's value as words, for piping; `texts` are free texts by choice. "" for what has no words."""
        return ""

    def refused(self, code: str, row: str = "", **params: object) -> AnswersRefused:
        """The exception for a single fault."""
        return AnswersRefused((AnswerError(self.key, code, row, params),))

    def clean(self, value: object, max_length: int) -> str:
        """A text as it is stored; raises `AnswersRefused`."""
        try:
            return clean_text(value, max_length)
        except NotStorable as error:
            raise AnswersRefused((AnswerError(self.key, error.code, params=error.params),)) from error

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice of every group, offered or not."""
        return tuple(choice for group in self.groups for choice in group.choices)

    @cached_property
    def choice_by_key(self) -> Mapping[str, Choice]:
        return {choice.key: choice for choice in self.choices}

    @cached_property
    def choice_keys(self) -> frozenset[str]:
        return frozenset(choice.key for choice in self.choices)

    @cached_property
    def row_keys(self) -> frozenset[str]:
        return frozenset(row.key for row in self.rows)

    @cached_property
    def conditional_choices(self) -> bool:
        """Whether what is offered depends on earlier answers."""
        conditions = [*(group.show_if for group in self.groups), *(choice.show_if for choice in self.choices)]
        return any(condition is not None for condition in conditions)

    def is_required(self, answers: Data) -> bool:
        """Whether the question needs an answer, given the answers so far."""
        return self.required if isinstance(self.required, bool) else self.required.holds(answers)

    def is_shown(self, answers: Data) -> bool:
        """Whether the question is shown, given the answers so far."""
        return self.show_if is None or self.show_if.holds(answers)

    def offered(self, answers: Data) -> tuple[ChoiceGroup, ...]:
        """The groups shown now, each with only the choices shown now."""
        if not self.conditional_choices:
            return self.groups
        shown = (
            ChoiceGroup(tuple(choice for choice in group.choices if _holds(choice.show_if, answers)), group.title)
            for group in self.groups
            if _holds(group.show_if, answers)
        )
        return tuple(group for group in shown if group.choices)

    def offered_keys(self, answers: Data) -> frozenset[str]:
        """Keys of the choices a respondent can pick now."""
        if not self.conditional_choices:
            return self.choice_keys
        offered: set[str] = set()
        for condition, always, sometimes in self._parts:
            if condition is None or condition.holds(answers):
                offered |= always
                offered.update(choice.key for choice in sometimes if _holds(choice.show_if, answers))
        return frozenset(offered)

    @cached_property
    def _parts(self) -> tuple[tuple[CompiledRule | None, frozenset[str], tuple[Choice, ...]], ...]:
        """Of each group its condition, the keys without a condition of their own, and the choices with one."""
        return tuple(
            (
                group.show_if,
                frozenset(choice.key for choice in group.choices if choice.show_if is None),
                tuple(choice for choice in group.choices if choice.show_if is not None),
            )
            for group in self.groups
        )


def _holds(condition: CompiledRule | None, answers: Data) -> bool:
    return condition is None or condition.holds(answers)
