"""The survey centre's figures, answers and exports over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from opencem.listen.uploads.schemas import SentFileOut
from opencem.platform.accounts.http import UnitRef

from .filters import Day

Cell = str | float | None


class CentreFigureOut(Schema):
    """`state`: `none` no data, `low_sample` fewer answers than the minimum n."""

    value: float | None
    n: int
    low: float | None
    high: float | None
    state: Literal["ok", "low_sample", "none"]


class SurveyFiguresOut(Schema):
    """null is unknown, never 0: rates are known only where people were invited."""

    key: str
    responses: int
    responses_today: int
    duration: CentreFigureOut = Field(description="median seconds from the first page to the submission")
    response_rate: CentreFigureOut | None = Field(description="invitations completed ÷ delivered")
    completion_rate: CentreFigureOut | None = Field(description="invitations completed ÷ started")


class FiguresOut(Schema):
    items: list[SurveyFiguresOut]
    as_of: datetime | None


class QuestionColumnOut(Schema):
    key: str
    question: str
    row: str
    title: str
    line: str = Field(description="the words of a matrix's line alone")
    type: str
    role: str | None
    personal: bool
    versions: list[int]


class ColumnsOut(Schema):
    items: list[QuestionColumnOut]


class AnswerRowOut(Schema):
    """One response. `score` is null until it has been read as feedback, or where nothing asks for one."""

    id: int
    at: datetime
    unit: UnitRef
    channel: str
    touchpoint: str
    score: int | None
    duration_s: int | None
    language: str
    version: int
    flags: list[str]
    excluded: bool
    feedback_id: int | None
    cells: dict[str, Cell]


class AnswerPage(Schema):
    items: list[AnswerRowOut]
    next_cursor: str | None
    total: int | None = Field(description="comes with the first page; null above 100,000")


class TitledAnswerOut(Schema):
    key: str
    title: str
    type: str
    value: Cell
    files: list[SentFileOut]


class FlagHistoryOut(Schema):
    """Something that happened to a response after it came in; it itself never changes."""

    at: datetime
    what: Literal["received", "flagged", "reversed"]
    who: str = ""
    flag: str = ""
    weight: float | None = None
    note: str = ""
    evidence: dict[str, Any] = Field(default_factory=dict)


class AnswerDetailOut(AnswerRowOut):
    answers: list[TitledAnswerOut]
    customer: str | None = Field(description="masked without the right to personal data")
    customer_id: str | None
    order_number: str
    consent_version: str
    collector: str
    device: str = Field(description="the same letters: the same device; nothing more can be read from them")
    is_test: bool
    outcome: Literal["completed", "screened_out", "over_quota"]
    suspicion: float
    history: list[FlagHistoryOut]


class TestsDeletedOut(Schema):
    deleted: int


class SpreadOut(Schema):
    key: str
    label: str
    count: int
    share: CentreFigureOut
    low: float | None
    high: float | None
    mean: CentreFigureOut | None


class QuestionSummaryOut(Schema):
    key: str
    title: str
    type: str
    role: str | None
    n: int
    metric: str
    figure: CentreFigureOut | None
    spread: list[SpreadOut]


class AnswerSummaryOut(Schema):
    responses: int
    as_of: datetime | None
    questions: list[QuestionSummaryOut]


class ReachOut(Schema):
    """`answered`: share of the responses in the sample that were shown the question; its n is how many they are."""

    question: str
    answered: CentreFigureOut


class DropOffOut(Schema):
    sample: int = Field(description="the newest responses looked at, at most 1,000")
    questions: list[ReachOut]


class SummaryIn(Schema):
    unit: str | None = Field(None, max_length=40)
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    channel: list[str] = Field([], max_length=50)
    touchpoint: list[str] = Field([], max_length=50)
    authentic: bool = False


class LeavingIn(Schema):
    unit: str | None = Field(None, max_length=40)
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    channel: list[str] = Field([], max_length=50)
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class PageLeftOut(Schema):
    """`left`: share of those who came to this page or a later one; its n is how many they are."""

    page: str
    number: int
    title: str
    people: int
    left: CentreFigureOut


class QuestionLeftOut(Schema):
    question: str
    title: str
    people: int


class ChannelLeftOut(Schema):
    channel: str
    people: int


class LeavingOut(Schema):
    """`sent`: forms sent, however they ended; `people`: who left and never came back within seven days.
    Only surveys of more than two screens keep unfinished forms, from the second screen on.
    """

    sent: int
    people: int
    pages: list[PageLeftOut]
    questions: list[QuestionLeftOut] = Field(description="the last one answered before leaving")
    channels: list[ChannelLeftOut]


class ExportOut(Schema):
    id: str
    survey: str
    state: Literal["running", "done", "failed"]
    rows_done: int
    rows_total: int
    error: str
    created_at: datetime
    finished_at: datetime | None


class ExportsOut(Schema):
    items: list[ExportOut]
