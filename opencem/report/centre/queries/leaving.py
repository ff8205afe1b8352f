"""Abandonment by page: of those who came to a page, how many went no further and never sent their form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from opencem.engines import stats
from opencem.engines.survey_logic import SurveyDefinition
from opencem.listen.responses.models import Left, Response
from opencem.listen.surveys.models import Survey
from opencem.listen.surveys.queries import live, version_of, versions_of
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

from ..filters import AnswerFilter


@dataclass(frozen=True, slots=True)
class PageLeft:
    """`left`: share of those who came to this page or a later one; its n is how many they are."""

    page: str
    number: int
    title: str
    people: int
    left: stats.Figure


@dataclass(frozen=True, slots=True)
class QuestionLeft:
    """The last question that people answered before they left."""

    question: str
    title: str
    people: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """`sent`: forms of the same versions that were sent, however they ended. `channels`: how many left, by channel."""

    sent: int
    people: int
    pages: Sequence[PageLeft]
    questions: Sequence[QuestionLeft]
    channels: Sequence[tuple[str, int]]


def leaving_of(scope: Scope, survey: Survey, wanted: AnswerFilter, language: str) -> Leaving:
    """Pages as in the newest version asked about (`wanted.version`, else all together). Problem `not_found`: unit, version.

    Pages are put in their order; whoever a jump led past a page counts as having come to it.
    """
    reach = organization.narrow(scope, wanted.unit) if wanted.unit else scope
    shown = version_of(survey, wanted.version) if wanted.version else next(iter(versions_of(survey)), None)
    rows = Left.objects.visible_to(reach).filter(_within(wanted, "left_on"), survey=survey)
    answered = Response.objects.visible_to(reach).filter(_within(wanted, "local_date"), survey=survey, is_test=False)
    sent = answered.aggregate(n=Count("pk"))["n"]
    pages, questions, channels = (_people(rows, name) for name in ("page", "question", "channel"))
    people = sum(pages.values())
    definition = live(shown.pk).definition if shown else None
    return Leaving(
        sent,
        people,
        _pages(definition, pages, sent, language) if definition else [],
        _questions(definition, questions, language) if definition else [],
        channels.most_common(),
    )


def _within(wanted: AnswerFilter, day: str) -> Q:
    bounds: list[tuple[str, object]] = [
        (f"{day}__gte", wanted.from_),
        (f"{day}__lte", wanted.to),
        ("channel__in", wanted.channel or None),
        ("version__number", wanted.version),
    ]
    return Q(*[bound for bound in bounds if bound[1] is not None])


def _people(rows: object, name: str) -> Counter[str]:
    counted = rows.order_by().values_list(name).annotate(n=Sum("people"))  # type: ignore[attr-defined]  # a QuerySet
    return Counter(dict(counted))


def _pages(definition: SurveyDefinition, left: Counter[str], sent: int, language: str) -> list[PageLeft]:
    """From the last page back: who came to a page either left there, or came to the next."""
    came, found = sent, []
    for position, page in reversed(list(enumerate(definition.pages))):
        came += left[page.key]
        title = page.title.in_language(language)
        found.append(PageLeft(page.key, position + 1, title, left[page.key], stats.share(left[page.key], came)))
    return found[::-1]


def _questions(definition: SurveyDefinition, left: Counter[str], language: str) -> list[QuestionLeft]:
    titles = {question.key: question.title.in_language(language) for question in definition.questions}
    return [QuestionLeft(key, titles.get(key, key), people) for key, people in left.most_common() if key]
