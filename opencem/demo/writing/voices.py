"""Feedback of every source as one stream, oldest first, with its texts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from opencem.demo.world import World
from opencem.demo.world.members import CHANNELS
from opencem.demo.world.opinions import TOPICS
from opencem.demo.world.outside import SOURCES
from opencem.demo.world.products import PRODUCTS, REPACKED
from opencem.demo.world.responses import LANGUAGES
from opencem.demo.world.size import local_days
from opencem.engines.authenticity import Flag as Doubt
from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.feedback.service import EXCLUDE_AT

from .buyers import order_numbers_of
from .company import TOUCHPOINT_OF_CHANNEL, Company
from .doubts import suspicions
from .table import Columns, days, instants, maybe, named, write

Ints = NDArray[np.int64]
Mentions = list[tuple[str, int]]

_KINDS = ("survey", "review", "call")
_HOTLINE_LAG_S = 240
_REVIEW_LAG_S = 1800


class Speaker(Protocol):
    """What puts opinions into words: `opencem.demo.voices.Voices`."""

    def comment(self, topics: Mentions, product: str, score: int) -> str: ...

    def review(self, rating: int, topics: Mentions, product: str) -> str: ...

    def call(self, topics: Mentions, product: str) -> str: ...


@dataclass(frozen=True)
class Voices:
    """All feedback as columns, oldest first."""

    at: Ints
    kind: Ints
    """0 survey, 1 review, 2 call."""
    position: Ints
    """Position among the responses, reviews or calls."""
    place: Ints
    member: Ints
    order: Ints
    """−1 where the order is not known."""
    recommend: Ints
    """−1 where nobody asked."""
    texts: list[str]

    def __len__(self) -> int:
        return len(self.at)


def gather(world: World, comments: Sequence[str], reviews: Sequence[str], calls: Sequence[str]) -> Voices:
    """Bring the three kinds together in the order of time."""
    r, v, c = world.responses, world.reviews, world.calls
    sizes = (len(r), len(v), len(c))
    review_order = np.where(v.known, v.order, -1)
    call_order = np.where(c.known, c.order, -1)
    at = np.concatenate([r.at, v.at, c.at])
    order = np.concatenate([r.order, review_order, call_order])
    outside = np.concatenate([review_order, call_order])
    member = np.concatenate([r.member, np.where(outside >= 0, world.orders.member[outside], -1)])
    sorting = np.argsort(at, kind="stable")
    texts = [*comments, *reviews, *calls]
    return Voices(
        at=at[sorting],
        kind=np.repeat(np.arange(3), sizes)[sorting],
        position=np.concatenate([np.arange(size) for size in sizes])[sorting],
        place=np.concatenate([r.place, v.place, c.place])[sorting],
        member=member[sorting],
        order=order[sorting],
        recommend=np.concatenate([r.recommend, np.full(sizes[1] + sizes[2], -1)])[sorting],
        texts=[texts[number] for number in sorting.tolist()],
    )


@dataclass(frozen=True)
class Ids:
    """The first ids of what voices refer to."""

    response: int
    customer: int
    order: int


def suspicion_of(world: World, voices: Voices, flags: dict[int, tuple[Doubt, ...]]) -> NDArray[np.float64]:
    """How doubtful each voice is; only responses can be."""
    asked = voices.kind == 0
    return np.where(asked, suspicions(flags, len(world.responses))[np.where(asked, voices.position, 0)], 0.0)


def write_feedback(
    world: World, company: Company, voices: Voices, flags: dict[int, tuple[Doubt, ...]], ids: Ids
) -> int:
    """Write all feedback and its flags; returns the id of the first. Voice i has id first + i."""
    suspicion = suspicion_of(world, voices, flags)
    lag = np.array([0, _REVIEW_LAG_S, _HOTLINE_LAG_S])[voices.kind]
    first = write(
        Feedback,
        len(voices),
        **feedback_facts(world, company, voices, suspicion, ids.customer),
        external_id=_external_ids(voices, ids.response),
        response_id=maybe(np.where(voices.kind == 0, voices.position, -1), ids.response),
        received_at=instants(np.minimum(voices.at + lag, world.size.now_s)),
        text=voices.texts,
        language=_languages(world, voices),
        author=_authors(voices),
        order_number=order_numbers_of(world, voices.order),
        order_id=maybe(voices.order, ids.order),
        suspicion=suspicion.tolist(),
    )
    _write_flags(voices, flags, first)
    return first


def feedback_facts(
    world: World, company: Company, voices: Voices, suspicion: NDArray[np.float64], first_customer: int
) -> Columns:
    """The columns of feedback that the analytics store keeps too."""
    return {
        "kind": named(_KINDS, voices.kind),
        "source": list(_sources(world, voices)),
        "unit_id": company.unit_ids[voices.place].tolist(),
        "channel": list(_channels(world, voices)),
        "touchpoint_code": list(_touchpoints(world, voices)),
        "occurred_at": instants(voices.at),
        "local_date": days(local_days(voices.at)),
        "recommend": maybe(voices.recommend, 0),
        "rating": list(_ratings(world, voices)),
        "customer_id": maybe(voices.member, first_customer),
        "excluded": (suspicion >= EXCLUDE_AT).tolist(),
    }


def _write_flags(voices: Voices, flags: dict[int, tuple[Doubt, ...]], first_feedback: int) -> None:
    feedback_of = {
        position: number for number, position in enumerate(voices.position.tolist()) if voices.kind[number] == 0
    }
    rows = [(feedback_of[position], flag) for position, raised in flags.items() for flag in raised]
    write(
        Flag,
        len(rows),
        feedback_id=(number + first_feedback for number, _ in rows),
        kind=(flag.kind for _, flag in rows),
        weight=(flag.weight for _, flag in rows),
        evidence=(json.dumps(dict(flag.evidence)) for _, flag in rows),
        raised_at=instants(voices.at[[number for number, _ in rows]]) if rows else [],
    )


def _sources(world: World, voices: Voices) -> Iterable[str]:
    of_review = named(SOURCES, world.reviews.source)
    for kind, position in zip(voices.kind.tolist(), voices.position.tolist(), strict=True):
        yield "post_purchase" if kind == 0 else of_review[position] if kind == 1 else "hotline"


def _external_ids(voices: Voices, first_response: int) -> Iterable[str]:
    for kind, position in zip(voices.kind.tolist(), voices.position.tolist(), strict=True):
        yield str(first_response + position) if kind == 0 else f"{'vc'[kind - 1]}{position + 1:07d}"


def _channels(world: World, voices: Voices) -> Iterable[str]:
    """Where it was bought; the hotline is a channel of its own."""
    of_response = named(CHANNELS, world.responses.channel)
    of_review = named(CHANNELS, world.orders.channel[world.reviews.order])
    for kind, position in zip(voices.kind.tolist(), voices.position.tolist(), strict=True):
        yield of_response[position] if kind == 0 else of_review[position] if kind == 1 else "hotline"


def _touchpoints(world: World, voices: Voices) -> Iterable[str]:
    of_response = named([TOUCHPOINT_OF_CHANNEL[channel] for channel in CHANNELS], world.responses.channel)
    for kind, position in zip(voices.kind.tolist(), voices.position.tolist(), strict=True):
        yield of_response[position] if kind == 0 else ("review", "hotline")[kind - 1]


def _ratings(world: World, voices: Voices) -> Iterable[float | None]:
    """A review's stars, the mean of a survey's rows."""
    means, stars = world.responses.stars.mean(axis=1).tolist(), world.reviews.rating.tolist()
    for kind, position in zip(voices.kind.tolist(), voices.position.tolist(), strict=True):
        yield means[position] if kind == 0 else float(stars[position]) if kind == 1 else None


def _languages(world: World, voices: Voices) -> Iterable[str]:
    of_response = named(LANGUAGES, world.responses.language)
    for kind, position in zip(voices.kind.tolist(), voices.position.tolist(), strict=True):
        yield of_response[position] if kind == 0 else "zh-Hans"


def _authors(voices: Voices) -> Iterable[str]:
    """Marketplaces show the first and the last sign of a nickname only."""
    signs = "馋猫小鱼干豆栗子花阿吃货米团圆橙青禾木易南北夏"
    for kind, position in zip(voices.kind.tolist(), voices.position.tolist(), strict=True):
        first, last = signs[position % len(signs)], signs[position * 7 % len(signs)]
        yield f"{first}***{last}" if kind == 1 else ""


def speak(world: World, speaker: Speaker) -> tuple[list[str], list[str], list[str]]:
    """The texts of all responses ("" where nothing was said), reviews and calls."""
    r, v, c = world.responses, world.reviews, world.calls
    pick = random.Random(world.size.seed)
    heads = _main_products(world)

    def product(order: int) -> str:
        return PRODUCTS[heads[order] if order >= 0 else pick.randrange(20)].name

    comments = [
        speaker.comment(topics=topics, product=product(order), score=score) if says else ""
        for topics, order, score, says in zip(
            _mentions(r.topics), r.order.tolist(), r.recommend.tolist(), r.says.tolist(), strict=True
        )
    ]
    reviews = [
        speaker.review(rating, topics=topics, product=product(order)) if says else ""
        for topics, order, rating, says in zip(
            _mentions(v.topics), v.order.tolist(), v.rating.tolist(), v.says.tolist(), strict=True
        )
    ]
    calls = [
        speaker.call(topics=topics, product=product(order))
        for topics, order in zip(_mentions(c.topics), c.order.tolist(), strict=True)
    ]
    return comments, reviews, calls


def _main_products(world: World) -> list[int]:
    """The product of each order that people talk about: the one with the new packaging if it is there, else the first."""
    products = world.orders.products
    repacked = (products == REPACKED).any(axis=1) & (world.orders.day >= world.plot.repacked_from)
    heads: list[int] = np.where(repacked, REPACKED, products[:, 0]).tolist()
    return heads


def _mentions(topics: Ints) -> list[Mentions]:
    """Coded topics as (topic, polarity)."""
    count = len(TOPICS)
    table = [*((topic, 1) for topic in TOPICS), *((topic, -1) for topic in TOPICS)]
    assert len(table) == 2 * count
    return [[table[code] for code in row if code >= 0] for row in topics.tolist()]
