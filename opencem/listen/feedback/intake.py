"""Reads a survey response as feedback: its score, its satisfaction, its words, whose it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from opencem.engines.survey_logic import SurveyDefinition
from opencem.listen.customers import service as customers
from opencem.listen.customers.identity import PRECEDENCE
from opencem.listen.feedback.service import NewFeedback
from opencem.listen.invitations.queries import customers_behind
from opencem.listen.orders import queries as orders_queries
from opencem.listen.orders.models import Order
from opencem.listen.responses.models import Answer, Response
from opencem.listen.responses.queries import vouched_for
from opencem.listen.surveys.queries import live

ORDER_WINDOW = timedelta(days=60)


def feedback_of(response: Response, refused: Collection[int] = ()) -> NewFeedback:
    """The feedback a response is. Roles of its survey's questions say which answer is the score and which the words.

    The order number stays as a claim until its order comes, except of responses in `refused` (ids), whose claim is false.
    """
    survey = live(response.asked_by)
    answers = list(response.answers.all())
    return NewFeedback(
        kind="survey",
        source=survey.definition.key,
        external_id=str(response.pk),
        unit_id=response.unit_id,
        channel=response.channel,
        touchpoint_code=response.touchpoint_code,
        occurred_at=response.submitted_at,
        local_date=response.local_date,
        text=_words(survey.definition, answers),
        recommend=_score(survey.definition, answers),
        rating=_satisfaction(survey.definition, answers),
        language=response.language,
        order_number=response.order_number if response.pk not in refused else "",
        customer_id=response.customer_id,
        order_id=response.order_id,
        response_id=response.pk,
    )


def _of_role(definition: SurveyDefinition, answers: Sequence[Answer], role: str) -> list[Answer]:
    return [answer for answer in answers if definition.by_key[answer.question].role == role]


def _score(definition: SurveyDefinition, answers: Sequence[Answer]) -> int | None:
    numbers = [a.number for a in _of_role(definition, answers, "recommend") if a.number is not None]
    return int(numbers[0]) if numbers else None


def _satisfaction(definition: SurveyDefinition, answers: Sequence[Answer]) -> float | None:
    numbers = [a.number for a in _of_role(definition, answers, "csat") if a.number is not None]
    return sum(numbers) / len(numbers) if numbers else None


def _words(definition: SurveyDefinition, answers: Sequence[Answer]) -> str:
    return "\n".join(a.text for a in _of_role(definition, answers, "verbatim") if a.text)


def link_people(responses: Sequence[Response]) -> set[int]:
    """Finds whose the responses are: their order (by number, of this unit, recent), their customer (of the order, else
    whoever the personal link was made for, else by phone). Both ids are set but not saved.

    An order number in a link is only a claim: one of another unit or long ago is left aside, unless the link was signed. A
    key of a person in a link counts only when it was signed. Returns the ids of the responses that made a false claim.
    """
    refused = set()
    vouched = vouched_for([r.pk for r in responses])
    named = customers.known_by([key for signed in vouched.values() for key in signed.items()])
    orders = {o.number: o for o in orders_queries.by_numbers([r.order_number for r in responses if r.order_number])}
    people = customers.identify_many("phone", [r.contact for r in responses if r.contact])
    invited = customers_behind({r.invitation for r in responses if r.invitation})
    for response in responses:
        order = orders.get(response.order_number) if response.order_number else None
        signed = vouched.get(response.pk, {})
        if order is not None and "order" not in signed and not _is_likely(order, response):
            refused.add(response.pk)
            order = None
        response.order_id = order.pk if order else None
        of_order = order.customer_id if order else None
        by_link = invited.get(response.invitation) or _named(signed, named)
        response.customer_id = of_order or by_link or people.get(response.contact)
    return refused


def _is_likely(order: Order, response: Response) -> bool:
    return is_plausible(order, response.unit_id, response.submitted_at)


def _named(signed: Mapping[str, str], known: Mapping[tuple[str, str], int]) -> int | None:
    """Whom a signed link names, by the strongest of its keys."""
    keys = ((kind, signed[kind]) for kind in PRECEDENCE if kind in signed)
    return next((known[key] for key in keys if key in known), None)


def is_plausible(order: Order, unit_id: int, answered_at: datetime) -> bool:
    """Whether somebody who answered there and then may have been asked about this order."""
    age = answered_at - order.ordered_at
    return order.unit_id == unit_id and timedelta(0) <= age <= ORDER_WINDOW
