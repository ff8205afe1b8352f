"""The datasets of the rooms below: response, answer, feedback, mention, order, unit. Loaded by `config.wiring`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from opencem.engines.query.tables import DEEPEST_LEVEL
from opencem.engines.stats import top_box_threshold
from opencem.engines.survey_logic import Question
from opencem.listen.feedback import queries as feedback
from opencem.listen.feedback.queries import ProjectedFeedback
from opencem.listen.orders import queries as orders
from opencem.listen.responses import queries as responses
from opencem.listen.responses.queries import ProjectedResponse
from opencem.listen.surveys.queries import live
from opencem.platform.events.service import EventView
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView
from opencem.understand.metrics.datasets import Dataset, register, subjects
from opencem.understand.metrics.ports import Row
from opencem.understand.text import queries as texts

_FEEDBACK_EVENTS = ("feedback.created", "feedback.changed", "feedback.flagged", "feedback.unflagged")


def _voice(row: ProjectedResponse, excluded: bool) -> tuple[object, ...]:
    return (
        row.id, row.unit_id, row.local_date, row.submitted_at, row.channel, row.touchpoint or None, row.survey,
        row.customer_id, excluded,
    )  # fmt: skip


def response_rows(ids: Collection[int]) -> Sequence[Row]:
    excluded, items = feedback.excluded_responses(ids), _items(feedback.orders_of_responses(ids))
    return [
        (*_voice(row, row.id in excluded), row.duration_s, row.language, _recommendation(row), *items(row.id))
        for row in responses.projection_rows(ids)
    ]


def _items(order_of: Mapping[int, int]) -> Callable[[int], tuple[object, object]]:
    """Products and categories of the order behind a record, by the record's id; nothing where no order is known."""
    products = orders.products_of_orders(set(order_of.values()))
    known = {record: orders.columns_of(products[order]) for record, order in order_of.items() if order in products}
    return lambda record: known.get(record, (None, None))


def _recommendation(row: ProjectedResponse) -> int | None:
    by_key = live(row.version_id).definition.by_key
    for question, _, _, number in row.answers:
        if number is not None and question in by_key and by_key[question].role == "recommend":
            return int(number)
    return None


def answer_rows(ids: Collection[int]) -> Sequence[Row]:
    excluded, items = feedback.excluded_responses(ids), _items(feedback.orders_of_responses(ids))
    return [
        (*_voice(row, row.id in excluded), *answer, *items(row.id))
        for row in responses.projection_rows(ids)
        for answer in _answers(row)
    ]


def _answers(row: ProjectedResponse) -> Sequence[tuple[object, ...]]:
    """Every answer once. What was said in words is read as feedback, and where somebody stood is personal: both only
    count as answered.
    """
    by_key = live(row.version_id).definition.by_key
    found: list[tuple[object, ...]] = []
    rated: set[tuple[object, ...]] = set()
    for key, line, choice, number in row.answers:
        question = by_key.get(key)
        name = f"{key}.{line}" if line else key
        role = question.role if question else None
        figure = None if question is not None and question.analysis == "place" else number
        satisfied = _satisfied(question, number)
        rates = satisfied is not None if role == "csat" else role == "ces" and number is not None
        firsts = [rates and mark not in rated for mark in ((role,), (role, line))]
        rated |= {(role,), (role, line)} if rates else set()
        found.append((name, line or None, role, choice or None, figure, satisfied, *firsts))
    return found


def _satisfied(question: Question | None, number: float | None) -> bool | None:
    """Whether an answer is in the top boxes of its scale; None for what is not a satisfaction score."""
    if question is None or question.role != "csat" or number is None:
        return None
    lowest, highest = question.scale
    try:
        threshold = top_box_threshold(highest - lowest + 1)
    except ValueError:
        return None  # a scale for which no top boxes are defined has a mean and no CSAT
    return number - lowest + 1 >= threshold


def feedback_rows(ids: Collection[int]) -> Sequence[Row]:
    readings = texts.projected_readings(ids)
    rows, found = [], feedback.projection_rows(ids)
    items = _items_behind(found)
    for row in found:
        read = readings.get(row.id, (None, None))
        rows.append((*_heard(row), row.kind, row.rating, row.recommend, bool(row.text.strip()), *read, *items(row.id)))
    return rows


def mention_rows(ids: Collection[int]) -> Sequence[Row]:
    mentions = texts.projected_mentions(ids)
    rows: list[Row] = []
    found = feedback.projection_rows(ids)
    items = _items_behind(found)
    for row in found:
        counts = Counter(mentions.get(row.id, ()))
        topics: set[str] = set()
        for (topic, polarity), count in counts.items():
            rows.append(
                (*_heard(row), row.kind, row.recommend, topic, polarity, count, topic not in topics, *items(row.id))
            )
            topics.add(topic)
    return rows


def _items_behind(found: Sequence[ProjectedFeedback]) -> Callable[[int], tuple[object, object]]:
    return _items({row.id: row.order_id for row in found if row.order_id is not None})


def _heard(row: ProjectedFeedback) -> tuple[object, ...]:
    return (
        row.id, row.unit_id, row.local_date, row.occurred_at, row.channel, row.touchpoint or None, row.source,
        row.customer_id, row.excluded,
    )  # fmt: skip


def unit_rows(ids: Collection[int]) -> Sequence[Row]:
    """The whole tree whatever is asked: a move changes the ancestors and the order of many."""
    by_id = {unit.id: unit for unit in organization.projection_rows()}
    return [_unit(unit, by_id, position) for position, unit in enumerate(by_id.values()) if unit.id in ids]


def _unit(unit: UnitView, by_id: dict[int, UnitView], position: int) -> Row:
    line = [unit]
    while (parent := line[-1].parent_id) is not None:
        line.append(by_id[parent])
    levels = [above.id for above in reversed(line)][: DEEPEST_LEVEL + 1]
    levels_padded = [*levels, *[None] * (DEEPEST_LEVEL + 1 - len(levels))]
    nearest = {above.kind: above.id for above in reversed(line)}
    attributes = {name: str(value) for name, value in unit.attributes.items()}
    return (
        unit.id, unit.code, unit.name, unit.kind, unit.status, len(line) - 1, *levels_padded, nearest.get("region"),
        nearest.get("city"), position, attributes,
    )  # fmt: skip


def _all_units(after_id: int, limit: int) -> Sequence[int]:
    return sorted(unit.id for unit in organization.projection_rows() if unit.id > after_id)[:limit]


def _every_unit(_: Sequence[EventView]) -> Collection[int]:
    return {unit.id for unit in organization.projection_rows()}


def _responses_of_feedback(events: Sequence[EventView]) -> Collection[int]:
    return feedback.responses_of(subjects(events))


def _said_of_orders(events: Sequence[EventView]) -> Collection[int]:
    """What was said of orders whose products may have changed."""
    return feedback.of_orders(subjects(events))


def _responses_of_orders(events: Sequence[EventView]) -> Collection[int]:
    return feedback.responses_of(_said_of_orders(events))


_RESPONSES = {
    "response.submitted": subjects,
    **dict.fromkeys(_FEEDBACK_EVENTS, _responses_of_feedback),
    "order.recorded": _responses_of_orders,
}
_VOICES = {
    **dict.fromkeys((*_FEEDBACK_EVENTS, "feedback.analysed"), subjects),
    "order.recorded": _said_of_orders,
}

register(Dataset("unit", {"unit.changed": _every_unit}, unit_rows, _all_units))
register(Dataset("response", _RESPONSES, response_rows, responses.ids_after))
register(Dataset("answer", _RESPONSES, answer_rows, responses.ids_after))
register(Dataset("feedback", _VOICES, feedback_rows, feedback.ids_after))
register(Dataset("mention", _VOICES, mention_rows, feedback.ids_after))
register(Dataset("order", {"order.recorded": subjects}, orders.projection_rows, orders.ids_after))
