"""What was answered, question by question: how many answered, how the answers spread, and the figure of each question.

Counted in the analytics store: three questions of it, whatever the number of questions in the survey.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from opencem.engines import stats
from opencem.engines.query import Filter, Query, TimeRange
from opencem.listen.surveys.models import Survey
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import service as metrics

from ..filters import AnswerFilter, matching
from ..questions import QuestionColumn
from .figures import ALL_DAYS

MOST_SCORES = 21
BINS = 10
Counts = Mapping[tuple[str | None, float | None], int]
"""Responses by choice and number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which responses are summed up: those of a unit's subtree, of days at the unit (both included), of some channels."""

    unit: str | None = None
    first: date | None = None
    last: date | None = None
    channels: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    authentic: bool = False

    def query(self, survey_key: str, metric: str, split: tuple[str, ...]) -> Query:
        filters = [Filter("survey", "eq", survey_key)]
        if self.channels:
            filters.append(Filter("channel", "in", self.channels))
        if self.touchpoints:
            filters.append(Filter("touchpoint", "in", self.touchpoints))
        time = TimeRange(self.first or ALL_DAYS.start, self.last or ALL_DAYS.end)
        return Query((metric,), time, split, tuple(filters), unit=self.unit, authentic=self.authentic)


@dataclass(frozen=True, slots=True)
class Spread:
    """One bar: a choice, a score, or a bin of numbers from `low` to under `high`.

    `share` is of the responses that answered the question. `mean`: of the numbers given to a choice (its place when
    choices were ranked, its part when a sum was shared out).
    """

    key: str
    label: str
    share: stats.Figure
    count: int
    low: float | None = None
    high: float | None = None
    mean: stats.Figure | None = None


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """`n`: responses that answered. `figure` is what `metric` names (nps, csat, mean); None where words or choices answer."""

    column: QuestionColumn
    n: int
    spread: Sequence[Spread]
    metric: str = ""
    figure: stats.Figure | None = None


def summarise(
    survey: Survey, columns: Sequence[QuestionColumn], asked: Asked, scope: Scope, now: datetime
) -> tuple[int, list[QuestionSummary]]:
    """Responses in all, and each question's answers in the order of `columns`. Problem `not_found`: unit out of scope."""

    def rows(metric: str, *split: str) -> Sequence[Mapping[str, Any]]:
        return metrics.query(asked.query(survey.key, metric, split), scope, now).rows

    by_key = {column.key: column for column in columns}
    answered: Counter[str] = Counter()
    for row in rows("answers", "question"):
        answered[_column_of(row["question"], by_key)] += row["answers"].n
    counts: dict[str, Counter[tuple[str | None, float | None]]] = defaultdict(Counter)
    for row in rows("answers", "question", "choice", "number"):
        counts[_column_of(row["question"], by_key)][row["choice"], row["number"]] += row["answers"].n
    if any(column.type == "phone" for column in columns):
        left = _contacts_left(survey, asked, scope)
        answered.update({column.key: left for column in columns if column.type == "phone"})
    total = sum(row["responses"].n for row in rows("responses"))
    return total, [summary_of(column, answered[column.key], counts[column.key]) for column in columns]


def _contacts_left(survey: Survey, asked: Asked, scope: Scope) -> int:
    """A phone number is kept with its response alone and never carried into the analytics store."""
    fields = {"unit": asked.unit, "from": asked.first, "to": asked.last, "authentic": asked.authentic}
    wanted = AnswerFilter.model_validate({**fields, "channel": asked.channels, "touchpoint": asked.touchpoints})
    return matching(wanted, survey, scope).exclude(contact="").count()


def _column_of(question: str, by_key: Mapping[str, QuestionColumn]) -> str:
    """Lines that are no column of their own belong to their question: each item of a loop is one answer to it; of a path
    of units the first level stands for it, since all who answered gave that.
    """
    key, _, line = question.partition(".")
    if question in by_key or key not in by_key:
        return question
    return "" if by_key[key].type == "cascade" and line != "1" else key


def summary_of(column: QuestionColumn, n: int, counts: Counts) -> QuestionSummary:
    """The summary of a question from who gave which choice and number."""
    if column.personal:
        return QuestionSummary(column, n, ())
    if any(choice for choice, _ in counts):
        return QuestionSummary(column, n, _choices(column, n, counts))
    scores = Counter({number: count for (_, number), count in counts.items() if number is not None})
    if not scores:
        return QuestionSummary(column, n, ())
    metric, figure = _figure(column, scores)
    return QuestionSummary(column, n, _scores(column, n, scores), metric, figure)


def _choices(column: QuestionColumn, n: int, counts: Counts) -> list[Spread]:
    """In the order of the survey; choices nobody made have their bar of 0, those of no known version stand last."""
    numbers: dict[str, Counter[float]] = defaultdict(Counter)
    made: Counter[str] = Counter()
    for (choice, number), count in counts.items():
        if choice:
            made[choice] += count
            if number is not None:
                numbers[choice][number] += count
    return [
        Spread(key, column.word(key), stats.share(min(made[key], n), n), made[key], mean=_mean(numbers[key]))
        for key in dict.fromkeys((*column.choices, *made))
    ]


def _scores(column: QuestionColumn, n: int, scores: Counter[float]) -> list[Spread]:
    if len(scores) > MOST_SCORES:
        return _bins(n, scores)
    low, high = column.scale
    scale = range(low, high + 1) if column.type not in _OPEN_SCALES else ()
    return [
        Spread(f"{score:g}", f"{score:g}", stats.share(min(scores[score], n), n), scores[score], score, score)
        for score in sorted({*map(float, scale), *scores})
    ]


_OPEN_SCALES = frozenset({"number", "slider"})


def _bins(n: int, scores: Counter[float]) -> list[Spread]:
    first, last = min(scores), max(scores)
    width = (last - first) / BINS
    counts = Counter(dict.fromkeys(range(BINS), 0))
    for score, count in scores.items():
        counts[min(int((score - first) / width), BINS - 1)] += count
    bounds = [first + width * place for place in range(BINS)] + [last]
    return [
        Spread(
            f"{bounds[place]:g}-{bounds[place + 1]:g}", f"{bounds[place]:g}–{bounds[place + 1]:g}",
            stats.share(min(counts[place], n), n), counts[place], bounds[place], bounds[place + 1],
        )
        for place in range(BINS)
    ]  # fmt: skip


def _figure(column: QuestionColumn, scores: Counter[float]) -> tuple[str, stats.Figure | None]:
    n = scores.total()
    if column.role == "recommend":
        promoters = sum(count for score, count in scores.items() if score >= 9)
        detractors = sum(count for score, count in scores.items() if score <= 6)
        return "nps", stats.nps(stats.NpsCounts(promoters, detractors, n))
    if column.role == "csat":
        low, high = column.scale
        try:
            threshold = stats.top_box_threshold(high - low + 1)
        except ValueError:
            return "mean", _mean(scores)  # a scale for which no top boxes are defined has a mean and no CSAT
        return "csat", stats.share(sum(c for score, c in scores.items() if score - low + 1 >= threshold), n)
    return "mean", _mean(scores)


def _mean(scores: Counter[float]) -> stats.Figure | None:
    if not scores:
        return None
    total = sum(score * count for score, count in scores.items())
    squares = sum(score * score * count for score, count in scores.items())
    return stats.mean_from_moments(scores.total(), total, squares)
