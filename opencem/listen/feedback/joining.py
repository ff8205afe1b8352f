"""Feedback that named an order before the order was known is joined to it when it comes."""

from __future__ import annotations

from collections.abc import Collection

from opencem.kit.bulk import among
from opencem.listen.feedback.intake import is_plausible
from opencem.listen.feedback.models import Feedback
from opencem.listen.orders import queries as orders
from opencem.listen.orders.models import Order
from opencem.listen.responses import queries as responses
from opencem.platform.events.service import publish_many


def join_orders(order_ids: Collection[int]) -> int:
    """Files waiting feedback under these orders and their customers; returns how much was joined.

    Only feedback of the order's own unit, and a survey's only soon after the order: a number in a file or a link is a claim, and
    must not open another unit's customer to whoever makes it, unless the link was signed. Publishes `feedback.changed`.
    """
    by_number = {order.number: order for order in orders.by_ids(order_ids)}
    named = Feedback.rows.filter(order_number__in=among(by_number))
    # Whether it waits is asked here: SQLite would rather go through everything that has no order.
    waiting = [feedback for feedback in named.select_related("response") if feedback.order_id is None]
    signed = responses.vouched_for([feedback.response_id for feedback in waiting if feedback.response_id])
    joined = [
        feedback
        for feedback in waiting
        if "order" in signed.get(feedback.response_id or 0, {}) or _belongs(feedback, by_number[feedback.order_number])
    ]
    for feedback in joined:
        order = by_number[feedback.order_number]
        feedback.order_id = order.pk
        feedback.customer_id = feedback.customer_id or order.customer_id
        if feedback.response:
            feedback.response.customer_id, feedback.response.order_id = feedback.customer_id, order.pk
    responses.link([feedback.response for feedback in joined if feedback.response])
    Feedback.rows.bulk_update(joined, ["order_id", "customer_id"], batch_size=200)
    publish_many("feedback.changed", [(feedback.pk, {"unit": feedback.unit_id}) for feedback in joined])
    return len(joined)


def _belongs(feedback: Feedback, order: Order) -> bool:
    if feedback.response_id is None:
        return order.unit_id == feedback.unit_id
    return is_plausible(order, feedback.unit_id, feedback.occurred_at)
