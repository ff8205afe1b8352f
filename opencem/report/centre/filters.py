"""Which responses of a survey are asked for, and what that means in rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from ninja import Field, Schema
from pydantic import field_validator

from opencem.listen.feedback.models import Flag
from opencem.listen.responses.models import Answer, Response, ResponseOutcome
from opencem.listen.surveys.models import Survey
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

from .questions import columns_of

ScoreGroup = Literal["promoter", "passive", "detractor"]
SCORE_GROUPS: dict[ScoreGroup, tuple[int, int]] = {"promoter": (9, 10), "passive": (7, 8), "detractor": (0, 6)}


Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2199, 12, 31))]


class AnswerFilter(Schema):
    """Every member narrows; lists mean "any of". `from` and `to` are dates at the unit, inclusive."""

    unit: str | None = Field(None, max_length=40, description="the subtree of this unit")
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    channel: list[str] = Field([])
    touchpoint: list[str] = Field([])
    version: int | None = Field(None, ge=1, le=2**31 - 1)
    language: str | None = Field(None, max_length=10)
    score_group: ScoreGroup | None = None
    score_min: int | None = Field(None, ge=0, le=10)
    score_max: int | None = Field(None, ge=0, le=10)
    flagged: bool | None = None
    authentic: bool = Field(False, description="leave out what is excluded from assessment")
    outcome: ResponseOutcome = Field(
        ResponseOutcome.COMPLETED, description="those screened out or over a quota are kept and count nowhere"
    )
    test: bool = Field(False, description="the test responses instead of the real ones")
    question: str | None = Field(None, max_length=81, description='"key", or "key.row" of a matrix')
    choice: str | None = Field(None, max_length=40)
    answer_min: float | None = Field(None, allow_inf_nan=False)
    answer_max: float | None = Field(None, allow_inf_nan=False)
    q: str | None = Field(None, max_length=100, description="words written in an answer, or an order number")

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        """PostgreSQL stores no NUL and refuses to compare with one."""
        if any(isinstance(each, str) and "\x00" in each for each in (value if isinstance(value, list) else [value])):
            raise ValueError("NUL")
        return value


def matching(wanted: AnswerFilter, survey: Survey, scope: Scope) -> QuerySet[Response]:
    """The responses the scope covers that the filter lets through, in no order. An unknown unit reads 404."""
    reach = organization.narrow(scope, wanted.unit) if wanted.unit else scope
    rows: QuerySet[Response] = Response.objects.visible_to(reach).filter(_own_fields(wanted), survey=survey)
    for condition in (_answers(wanted, survey, reach), _flags(wanted, reach)):
        if condition is not None:
            rows = rows.filter(condition)
    return rows


def _own_fields(wanted: AnswerFilter) -> Q:
    bounds: list[tuple[str, object]] = [
        ("local_date__gte", wanted.from_),
        ("local_date__lte", wanted.to),
        ("channel__in", wanted.channel or None),
        ("touchpoint_code__in", wanted.touchpoint or None),
        ("version__number", wanted.version),
        ("language", wanted.language),
        ("feedback__recommend__gte", wanted.score_min),
        ("feedback__recommend__lte", wanted.score_max),
    ]
    if wanted.score_group:
        low, high = SCORE_GROUPS[wanted.score_group]
        bounds += [("feedback__recommend__gte", low), ("feedback__recommend__lte", high)]
    if wanted.authentic:
        bounds.append(("feedback__excluded", False))
    return Q(*[bound for bound in bounds if bound[1] is not None]) & _kept(wanted) & _instants(wanted)


def _kept(wanted: AnswerFilter) -> Q:
    """Tests however they ended, or real responses that ended as asked for."""
    return Q(is_test=True) if wanted.test else Q(is_test=False, outcome=wanted.outcome)


def _instants(wanted: AnswerFilter) -> Q:
    """Local dates lie within a day of UTC's. Said of the instant too, a period far back is found by the index."""
    around = Q()
    if wanted.from_:
        around &= Q(submitted_at__gte=datetime.combine(wanted.from_, time(), UTC) - timedelta(days=1))
    if wanted.to:
        around &= Q(submitted_at__lt=datetime.combine(wanted.to, time(), UTC) + timedelta(days=2))
    return around


def _answers(wanted: AnswerFilter, survey: Survey, scope: Scope) -> Q | None:
    condition = Q()
    if wanted.question:
        answered = Q(Exists(_given(wanted, wanted.question, scope)))
        # A phone number is kept with its response, not among the answers.
        condition &= ~Q(contact="") if _asks_phone(survey, wanted.question) else answered
    if wanted.q and (words := wanted.q.strip()):
        said = Answer.objects.visible_to(scope).filter(response_id=OuterRef("pk"), text__icontains=words)
        condition &= Q(Exists(said)) | Q(order_number=words)
    return condition or None


def _asks_phone(survey: Survey, question: str) -> bool:
    return any(column.key == question and column.type == "phone" for column in columns_of(survey, ""))


def _given(wanted: AnswerFilter, question: str, scope: Scope) -> QuerySet[Answer]:
    key, _, row = question.partition(".")
    answers: QuerySet[Answer] = Answer.objects.visible_to(scope).filter(response_id=OuterRef("pk"), question=key)
    bounds: list[tuple[str, object]] = [
        ("row", row or None),
        ("choice", wanted.choice),
        ("number__gte", wanted.answer_min),
        ("number__lte", wanted.answer_max),
    ]
    return answers.filter(Q(*[bound for bound in bounds if bound[1] is not None]))


def _flags(wanted: AnswerFilter, scope: Scope) -> Q | None:
    if wanted.flagged is None:
        return None
    flags = Flag.objects.visible_to(scope).filter(feedback__response_id=OuterRef("pk"), reversed_at=None)
    return Q(Exists(flags)) if wanted.flagged else ~Q(Exists(flags))
