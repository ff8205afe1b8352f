"""From rows to what goes over HTTP. Personal data passes `personal(scope, …)` here and nowhere later."""

from __future__ import annotations

from typing import Any

from opencem.act.alerts.models import Alert
from opencem.act.tickets.models import Ticket
from opencem.listen.customers.models import Customer
from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.orders.models import Order
from opencem.listen.uploads.schemas import sent_file_out
from opencem.platform.organization.models import OrgUnit
from opencem.platform.privacy.service import mask_name, mask_phone, personal
from opencem.platform.scope.value import Scope

from .queries.detail import KnownCustomer, OpenedVoice, TitledAnswer
from .queries.listing import Voice
from .queries.search import Hit
from .queries.timeline import Moment
from .schemas import (
    CustomerOut,
    CustomerRef,
    FeedbackDetail,
    FeedbackOut,
    FiredRuleOut,
    FlagOut,
    GivenAnswerOut,
    HitOut,
    MentionOut,
    MomentOut,
    OrderOut,
    SpokenOut,
    TicketRef,
    UnitRef,
    WorkedOut,
)


def feedback_out(voice: Voice, scope: Scope) -> FeedbackOut:
    customer = voice.feedback.customer
    return FeedbackOut(
        **_verbatim(voice),
        customer=_customer_ref(customer, scope) if customer else None,
        flags=[flag.kind for flag in voice.flags if flag.reversed_at is None],
    )


def feedback_detail(opened: OpenedVoice, scope: Scope, *, language: str) -> FeedbackDetail:
    return FeedbackDetail(
        **_verbatim(opened.voice),
        answers=[_answer(answer, scope) for answer in opened.answers],
        flags=[_flag(flag) for flag in opened.voice.flags],
        order=order_out(opened.order) if opened.order else None,
        customer=customer_out(opened.customer, scope) if opened.customer else None,
        alerts=[_alert(alert, language) for alert in opened.alerts],
    )


def _verbatim(voice: Voice) -> dict[str, Any]:
    feedback = voice.feedback
    analysis = getattr(feedback, "analysis", None)
    return {
        "id": feedback.pk,
        "kind": feedback.kind,
        "source": feedback.source,
        "unit": unit_ref(feedback.unit),
        "at": feedback.occurred_at,
        "channel": feedback.channel,
        "touchpoint": feedback.touchpoint_code,
        "recommend": feedback.recommend,
        "rating": feedback.rating,
        "text": feedback.text,
        "label": analysis.label if analysis else None,
        "sentiment": analysis.sentiment if analysis else None,
        "mentions": [MentionOut(topic=m.topic, polarity=m.polarity, start=m.start, end=m.end) for m in voice.mentions],
        "order_number": feedback.order_number or None,
        "suspicion": feedback.suspicion,
        "excluded": feedback.excluded,
        "ticket": _ticket_ref(voice.ticket) if voice.ticket else None,
    }


def unit_ref(unit: OrgUnit) -> UnitRef:
    return UnitRef(code=unit.code, name=unit.name)


def _ticket_ref(ticket: Ticket) -> TicketRef:
    return TicketRef(id=ticket.number, number=ticket.number, state=ticket.state)


def _customer_ref(customer: Customer, scope: Scope) -> CustomerRef:
    return CustomerRef(id=customer.public_id, name=personal(scope, customer.name, mask_name))


def customer_out(known: KnownCustomer, scope: Scope) -> CustomerOut:
    return CustomerOut(
        id=known.customer.public_id,
        name=personal(scope, known.customer.name, mask_name),
        level=known.customer.level,
        phone=personal(scope, known.phone, mask_phone) or None,
        orders=known.orders,
        revenue=float(known.revenue),
    )


def _answer(answer: TitledAnswer, scope: Scope) -> GivenAnswerOut:
    file = sent_file_out(answer.file, scope) if answer.file else None
    text = file.name if file else answer.text
    if answer.contact and text and not file:
        text = personal(scope, text, mask_phone)
    return GivenAnswerOut(
        question=answer.question,
        title=answer.title,
        row=answer.row,
        row_title=answer.row_title,
        choice=answer.choice,
        choice_title=answer.choice_title,
        number=answer.number,
        text=text,
        file=file,
    )


def _flag(flag: Flag) -> FlagOut:
    return FlagOut(
        id=flag.pk,
        kind=flag.kind,
        weight=flag.weight,
        evidence=flag.evidence,
        raised_at=flag.raised_at,
        reversed=flag.reversed_at is not None,
        reversed_at=flag.reversed_at,
        reversed_reason=flag.reversed_reason,
    )


def order_out(order: Order) -> OrderOut:
    return OrderOut(
        number=order.number,
        at=order.ordered_at,
        amount=float(order.amount),
        discount=float(order.discount),
        promotion=order.promotion,
        channel=order.channel,
        items=order.items,
    )


def _alert(alert: Alert, language: str) -> FiredRuleOut:
    name = alert.rule.name_en if language.startswith("en") else alert.rule.name_zh
    return FiredRuleOut(rule=alert.rule.key, name=name, fired_at=alert.fired_at, reasons=alert.reasons)


def moment_out(moment: Moment) -> MomentOut:
    row = moment.row
    shaped = MomentOut(kind=moment.kind, at=moment.at, unit=unit_ref(row.unit))
    if isinstance(row, Order):
        shaped.order = order_out(row)
    elif isinstance(row, Feedback):
        shaped.feedback = _spoken(row)
    else:
        shaped.ticket = WorkedOut(number=row.number, title=row.title, state=row.state)
    return shaped


def _spoken(feedback: Feedback) -> SpokenOut:
    return SpokenOut(
        id=feedback.pk,
        kind=feedback.kind,
        source=feedback.source,
        recommend=feedback.recommend,
        rating=feedback.rating,
        text=feedback.text,
    )


def hit_out(hit: Hit) -> HitOut:
    return HitOut(id=hit.id, title=hit.title, subtitle=hit.subtitle, link=hit.link, parameters=hit.parameters)
