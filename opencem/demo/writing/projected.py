"""The large analytics tables straight from the columns just written, instead of a million rows read back.

Tests compare the result with `understand.metrics.projector.rebuild`, row for row. A table whose shape is not the one
known here is left to the rebuild.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opencem.demo.world.units import ATTRIBUTES
from opencem.engines.query import TABLES
from opencem.engines.stats import top_box_threshold
from opencem.engines.survey_logic import SurveyDefinition
from opencem.listen.feedback.service import EXCLUDE_AT
from opencem.listen.orders.lines import Basket
from opencem.listen.orders.queries import columns_of
from opencem.understand.metrics.ports import Row

from .answers import answer_facts, response_facts
from .buyers import order_facts
from .company import survey_definition
from .doubts import suspicions
from .history import Book
from .table import Columns
from .voices import feedback_facts, suspicion_of

_ROWS_AT_ONCE = 10_000


def batches_of(book: Book, table: str) -> Iterator[Sequence[Row]] | None:
    """The rows of one table in batches; None when it is none of the large ones, or of another shape."""
    if table not in _TABLES:
        return None
    columns = _TABLES[table](book)
    if set(columns) != set(TABLES[table].columns):
        return None
    return _batches(zip(*(columns[name] for name in TABLES[table].columns), strict=True))


def _batches(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        yield batch


def _orders(book: Book) -> Columns:
    facts = order_facts(book.world, book.company, book.first_customer)
    ids = range(book.first_order, book.first_order + len(book.world.orders))
    return {"order_id": list(ids), "at": facts.pop("ordered_at"), **facts, **_bought(book, facts["amount"])}


def _bought(book: Book, paid: list[float]) -> Columns:
    """What each order holds and what was paid for it."""
    return {
        **_items(book.baskets),
        "item_amounts": [basket.amounts(amount) for basket, amount in zip(book.baskets, paid, strict=True)],
    }


def _items(baskets: Sequence[Basket | None]) -> Columns:
    """Products and categories; None where no order is known."""
    # `baskets_of` shares the baskets that are alike, so what an object is need be read once.
    different = {id(basket): basket for basket in baskets}
    read = {key: columns_of(basket.products) if basket else (None, None) for key, basket in different.items()}
    columns = [read[id(basket)] for basket in baskets]
    return {"products": [products for products, _ in columns], "categories": [categories for _, categories in columns]}


def _items_behind(book: Book, orders: NDArray[np.int64]) -> Columns:
    """Products and categories of the orders at these positions; nothing where the position is negative."""
    return _items([book.baskets[order] if order >= 0 else None for order in orders.tolist()])


def _responses(book: Book) -> Columns:
    facts = response_facts(book.world, book.company, book.first_customer)
    count = len(book.world.responses)
    excluded = suspicions(book.flags, count) >= EXCLUDE_AT
    return {
        "response_id": list(range(book.ids.response, book.ids.response + count)),
        "at": facts.pop("submitted_at"),
        "touchpoint": facts.pop("touchpoint_code"),
        "source": [book.company.version.survey.key] * count,
        "excluded": excluded.tolist(),
        "recommend": book.world.responses.recommend.tolist(),
        **_items_behind(book, book.world.responses.order),
        **facts,
    }


def _answers(book: Book) -> Columns:
    """Numbers and choices; of words that there were some."""
    answer = answer_facts(book.world)
    responses = _responses(book)
    of_response = {
        name: [values[position] for position in answer["response"]]
        for name, values in responses.items()
        if name not in ("duration_s", "language", "recommend")
    }
    definition = SurveyDefinition.parse(survey_definition())
    roles = {question.key: question.role for question in definition.questions}
    threshold = top_box_threshold(5)
    return {
        **of_response,
        "question": [f"{q}.{row}" if row else q for q, row in zip(answer["question"], answer["row"], strict=True)],
        "row": [row or None for row in answer["row"]],
        "role": [roles[question] for question in answer["question"]],
        "choice": [choice or None for choice in answer["choice"]],
        "number": answer["number"],
        "satisfied": [
            number >= threshold if row else None for row, number in zip(answer["row"], answer["number"], strict=True)
        ],
        "first_rated": [row == ATTRIBUTES[0] for row in answer["row"]],
        "first_of_row": [bool(row) for row in answer["row"]],
    }


def _feedback(book: Book) -> Columns:
    facts = _heard(book)
    analyses = [book.analyses.get(number) for number in range(len(book.voices))]
    return {
        **facts,
        "has_text": [bool(text.strip()) for text in book.voices.texts],
        "sentiment": [analysis.sentiment if analysis else None for analysis in analyses],
        "label": [analysis.label if analysis else None for analysis in analyses],
    }


def _heard(book: Book) -> Columns:
    suspicion = suspicion_of(book.world, book.voices, book.flags)
    facts = feedback_facts(book.world, book.company, book.voices, suspicion, book.first_customer)
    ids = range(book.first_feedback, book.first_feedback + len(book.voices))
    return {
        "feedback_id": list(ids),
        "at": facts.pop("occurred_at"),
        "touchpoint": facts.pop("touchpoint_code"),
        **_items_behind(book, book.voices.order),
        **facts,
    }


def _mentions(book: Book) -> Columns:
    """One row per feedback, topic and polarity."""
    rows = list(_counted(book))
    numbers = [row[0] for row in rows]
    heard = {name: [values[n] for n in numbers] for name, values in _heard(book).items() if name != "rating"}
    names = ("topic", "polarity", "mentions", "first_of_topic")
    return {**heard, **{name: [row[place] for row in rows] for place, name in enumerate(names, start=1)}}


def _counted(book: Book) -> Iterator[tuple[int, str, int, int, bool]]:
    for number, analysis in book.analyses.items():
        topics: set[str] = set()
        for (topic, polarity), count in Counter((m.topic, m.polarity) for m in analysis.mentions).items():
            yield number, topic, polarity, count, topic not in topics
            topics.add(topic)


_TABLES: Mapping[str, Callable[[Book], dict[str, list[Any]]]] = {
    "order": _orders,
    "response": _responses,
    "answer": _answers,
    "feedback": _feedback,
    "mention": _mentions,
}
