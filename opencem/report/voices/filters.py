"""What can be asked of the stream of feedback, and what that means in rows."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from ninja import Field, Schema
from pydantic import field_validator

from opencem.listen.feedback.models import Feedback, FeedbackKind, Flag
from opencem.listen.orders import queries as orders
from opencem.listen.responses.models import Answer
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope
from opencem.understand.text.models import Mention

Label = Literal["negative", "neutral", "positive", "mixed"]
ScoreGroup = Literal["promoter", "passive", "detractor"]
SCORE_GROUPS: dict[ScoreGroup, tuple[int, int]] = {"promoter": (9, 10), "passive": (7, 8), "detractor": (0, 6)}


class FeedbackFilter(Schema):
    """A closed vocabulary; every member narrows. Lists mean "any of". `from` and `to` are dates at the unit, inclusive."""

    unit: str | None = Field(None, max_length=40, description="the subtree of this unit")
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    kind: list[FeedbackKind] = Field([])
    source: list[str] = Field([])
    channel: list[str] = Field([])
    touchpoint: list[str] = Field([])
    topic: list[str] = Field([])
    polarity: int | None = Field(None, ge=-1, le=1)
    product: list[str] = Field([], description="codes; the order that the feedback is joined to has one of them")
    product_category: list[str] = Field([], description="the same of the categories of its products")
    score_min: int | None = Field(None, ge=0, le=10)
    score_max: int | None = Field(None, ge=0, le=10)
    score_group: ScoreGroup | None = None
    rating_min: float | None = Field(None, ge=1, le=5, allow_inf_nan=False)
    rating_max: float | None = Field(None, ge=1, le=5, allow_inf_nan=False)
    question: str | None = Field(None, max_length=81, description='"key", or "key.row" of a matrix')
    choice: str | None = Field(None, max_length=40)
    answer_min: float | None = Field(None, allow_inf_nan=False)
    answer_max: float | None = Field(None, allow_inf_nan=False)
    customer: str | None = Field(None, max_length=40)
    q: str | None = Field(None, max_length=100, description="words said, or an order number")
    label: Label | None = None
    flagged: bool | None = None
    has_text: bool | None = Field(None, description="with words, or a score alone")
    authentic: bool = Field(False, description="leave out what is excluded from assessment")

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        """PostgreSQL stores no NUL and refuses to compare with one."""
        if any(isinstance(each, str) and "\x00" in each for each in (value if isinstance(value, list) else [value])):
            raise ValueError("NUL")
        return value


def matching(wanted: FeedbackFilter, scope: Scope) -> QuerySet[Feedback]:
    """The feedback the scope covers that the filter lets through, in no order. An unknown unit reads 404."""
    reach = organization.narrow(scope, wanted.unit) if wanted.unit else scope
    rows = Feedback.objects.visible_to(reach).filter(_own_fields(wanted))
    for condition in (_mentions(wanted, reach), _orders(wanted, reach), _answers(wanted, reach), _flags(wanted, reach)):
        if condition is not None:
            rows = rows.filter(condition)
    return rows


def _own_fields(wanted: FeedbackFilter) -> Q:
    condition = _dates(wanted) & _scores(wanted)
    for lookup, values in (
        ("kind__in", wanted.kind),
        ("source__in", wanted.source),
        ("channel__in", wanted.channel),
        ("touchpoint_code__in", wanted.touchpoint),
    ):
        if values:
            condition &= Q((lookup, values))
    if wanted.q and (words := wanted.q.strip()):
        condition &= Q(text__icontains=words) | Q(order_number=words)
    if wanted.label:
        condition &= Q(analysis__label=wanted.label)
    if wanted.customer:
        condition &= Q(customer__public_id=wanted.customer)
    if wanted.has_text is not None:
        condition &= ~Q(text="") if wanted.has_text else Q(text="")
    if wanted.authentic:
        condition &= Q(excluded=False)
    return condition


def _dates(wanted: FeedbackFilter) -> Q:
    condition = Q()
    if wanted.from_:
        condition &= Q(local_date__gte=wanted.from_)
    if wanted.to:
        condition &= Q(local_date__lte=wanted.to)
    return condition


def _scores(wanted: FeedbackFilter) -> Q:
    bounds: list[tuple[str, float | None]] = [
        ("recommend__gte", wanted.score_min),
        ("recommend__lte", wanted.score_max),
        ("rating__gte", wanted.rating_min),
        ("rating__lte", wanted.rating_max),
    ]
    if wanted.score_group:
        low, high = SCORE_GROUPS[wanted.score_group]
        bounds += [("recommend__gte", low), ("recommend__lte", high)]
    return Q(*[bound for bound in bounds if bound[1] is not None])


def _mentions(wanted: FeedbackFilter, scope: Scope) -> Exists | None:
    """One mention must have both the topic and the polarity."""
    if not wanted.topic and wanted.polarity is None:
        return None
    mentions = Mention.objects.visible_to(scope).filter(feedback_id=OuterRef("pk"))
    if wanted.topic:
        mentions = mentions.filter(topic__in=wanted.topic)
    if wanted.polarity is not None:
        mentions = mentions.filter(polarity=wanted.polarity)
    return Exists(mentions)


def _orders(wanted: FeedbackFilter, scope: Scope) -> Exists | None:
    """One product of the order must meet both, as in the figures."""
    if not wanted.product and not wanted.product_category:
        return None
    held = orders.holding(scope, products=wanted.product, categories=wanted.product_category)
    return Exists(held.filter(pk=OuterRef("order_id")))


def _answers(wanted: FeedbackFilter, scope: Scope) -> Exists | None:
    if not wanted.question:
        return None
    key, _, row = wanted.question.partition(".")
    answers = Answer.objects.visible_to(scope).filter(response_id=OuterRef("response_id"), question=key, row=row)
    if wanted.choice is not None:
        answers = answers.filter(choice=wanted.choice)
    if wanted.answer_min is not None:
        answers = answers.filter(number__gte=wanted.answer_min)
    if wanted.answer_max is not None:
        answers = answers.filter(number__lte=wanted.answer_max)
    return Exists(answers)


def _flags(wanted: FeedbackFilter, scope: Scope) -> Q | None:
    if wanted.flagged is None:
        return None
    standing = Exists(Flag.objects.visible_to(scope).filter(feedback_id=OuterRef("pk"), reversed_at=None))
    return Q(standing) if wanted.flagged else ~Q(standing)
