"""One piece of feedback, opened: its answers in the order of the questionnaire, its order, its customer, what it set off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from opencem.act.alerts.models import Alert
from opencem.engines.survey_logic import Question
from opencem.kit.problems import not_found
from opencem.listen.customers.models import Customer, Identity, IdentityKind
from opencem.listen.feedback.models import Feedback
from opencem.listen.orders.models import Order
from opencem.listen.responses.models import Answer, Response
from opencem.listen.surveys.queries import live
from opencem.listen.uploads.models import Upload
from opencem.listen.uploads.queries import submitted
from opencem.platform.scope.value import Scope

from .listing import Voice, with_surroundings


@dataclass(frozen=True, slots=True)
class TitledAnswer:
    """An answer with the words the respondent saw. `contact` marks personal data."""

    question: str
    title: str
    row: str
    row_title: str
    choice: str
    choice_title: str
    number: float | None
    text: str | None
    contact: bool
    file: Upload | None = None


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer with the phone on record ("" if none) and what was bought within the scope."""

    customer: Customer
    phone: str
    orders: int
    revenue: Decimal


@dataclass(frozen=True, slots=True)
class OpenedVoice:
    """The voice and everything beside it that the drawer shows."""

    voice: Voice
    answers: Sequence[TitledAnswer]
    order: Order | None
    customer: KnownCustomer | None
    alerts: Sequence[Alert]


def get_voice(scope: Scope, feedback_id: int, *, language: str) -> OpenedVoice:
    """The feedback with that id, or `not_found` when there is none within the scope."""
    rows = Feedback.objects.visible_to(scope).select_related("unit", "customer", "analysis")
    feedback = rows.filter(pk=feedback_id).first()
    if feedback is None:
        raise not_found()
    return OpenedVoice(
        voice=with_surroundings([feedback], scope)[0],
        answers=_answers(scope, feedback.response_id, language),
        order=_order(scope, feedback),
        customer=known_customer(scope, feedback.customer) if feedback.customer else None,
        alerts=list(Alert.objects.visible_to(scope).filter(feedback=feedback).select_related("rule").order_by("pk")),
    )


def known_customer(scope: Scope, customer: Customer) -> KnownCustomer:
    """Orders and revenue count what was bought within the scope only."""
    totals = Order.objects.visible_to(scope).filter(customer=customer).aggregate(n=Count("pk"), spent=Sum("amount"))
    phone = Identity.objects.filter(customer=customer, kind=IdentityKind.PHONE).order_by("pk").first()
    return KnownCustomer(customer, phone.value if phone else "", totals["n"], totals["spent"] or Decimal(0))


def _order(scope: Scope, feedback: Feedback) -> Order | None:
    if feedback.order_id is None:
        return None
    order: Order | None = Order.objects.visible_to(scope).filter(pk=feedback.order_id).first()
    return order


def _answers(scope: Scope, response_id: int | None, language: str) -> list[TitledAnswer]:
    if response_id is None:
        return []
    response = Response.objects.visible_to(scope).get(pk=response_id)
    questions = live(response.asked_by).definition.by_key
    places = {key: place for place, key in enumerate(questions)}
    answers = list(Answer.objects.visible_to(scope).filter(response_id=response_id).order_by("pk"))
    answers.sort(key=lambda answer: places.get(answer.question, len(places)))
    files = _files(scope, answers, questions)
    return [_titled(answer, questions.get(answer.question), files, language) for answer in answers]


def _files(scope: Scope, answers: Sequence[Answer], questions: Mapping[str, Question]) -> Mapping[str, Upload]:
    """The files among the answers, by the id that stands there."""
    asked = ((answer, questions.get(answer.question)) for answer in answers)
    ids = {answer.text or "" for answer, question in asked if question and question.is_upload(answer.choice)}
    return submitted(scope, ids)


def _titled(answer: Answer, question: Question | None, files: Mapping[str, Upload], language: str) -> TitledAnswer:
    """Words fall back to the key when the published version does not know it."""
    rows = {row.key: row.label.in_language(language) for row in question.rows} if question else {}
    choices = {choice.key: choice.label.in_language(language) for choice in question.choices} if question else {}
    signed = question is not None and question.type == "signature"
    return TitledAnswer(
        question=answer.question,
        title=question.title.in_language(language) if question else answer.question,
        row=answer.row,
        row_title=rows.get(answer.row, answer.row),
        choice=answer.choice,
        choice_title=choices.get(answer.choice, answer.choice),
        number=answer.number,
        text=answer.text,
        contact=question is not None and (question.analysis == "contact" or question.role == "contact" or signed),
        file=files.get(answer.text or ""),
    )
