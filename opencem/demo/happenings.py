"""What can happen on a day: somebody buys, answers, writes a review; somebody takes, works on, closes a ticket."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opencem.kit.ids import new_id
from opencem.listen.customers.service import identify
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import door
from opencem.listen.feedback.service import NewFeedback
from opencem.listen.feedback.service import record_many as record_feedback
from opencem.listen.orders.service import NewOrder
from opencem.listen.orders.service import record_many as record_orders
from opencem.listen.responses import keys
from opencem.listen.responses.service import Visit, submit
from opencem.platform.accounts.service import system_scope
from opencem.platform.organization import queries as organization

from .desk import work_on_a_ticket
from .voices import Voices
from .world import Size, enrol_members, set_stage
from .world.members import CHANNELS, Members
from .world.opinions import TOPICS, Occasions, Opinions, form_opinions
from .world.plot import Plot
from .world.products import PRODUCTS
from .world.tags import tags_for
from .world.units import ATTRIBUTES, Tree
from .writing.buyers import line_of, member_number

_ONLINE_PLACE = {"app": 3, "tmall": 0, "jd": 1, "meituan": 2}
"""Offset of the unit of each online channel behind the stores, as in `world.units.ONLINE`."""


@dataclass(frozen=True)
class Bought:
    """An order just placed, that may still be spoken of."""

    number: str
    member: int
    place: int
    channel: str
    product: str


@dataclass
class Scene:
    """The company and its members, and what has just been bought."""

    tree: Tree
    plot: Plot
    members: Members
    rng: np.random.Generator
    speaker: Voices
    recent: deque[Bought] = field(default_factory=lambda: deque(maxlen=60))

    @classmethod
    def of(cls, size: Size, rng: np.random.Generator) -> Scene:
        """The scene of the demo of this size, as far as it can be acted on."""
        tree, plot = set_stage(size)
        return cls(tree, plot, enrol_members(size, tree, plot), rng, Voices(random.Random(int(rng.integers(2**31)))))

    def unit_id(self, place: int) -> int:
        code = self.tree.places[place].code
        return organization.by_code([code])[code].id

    def opinion(self, place: int, member: int, delivered: bool, now: datetime) -> Opinions:
        """What this person thinks now; member −1 for a stranger."""
        occasions = Occasions(
            at=np.array([int(now.timestamp())]),
            place=np.array([place]),
            member=np.array([member]),
            delivered=np.array([delivered]),
            repacked=np.array([False]),
        )
        return form_opinions(occasions, self.tree, self.members, self.plot, self.rng)


def happen(scene: Scene, now: datetime) -> str:
    """Let one thing happen; returns a line that tells it, "" when there was nothing to do."""
    chances = np.array([chance for _, chance in _HAPPENINGS])
    chosen = int(scene.rng.choice(len(_HAPPENINGS), p=chances / chances.sum()))
    return _HAPPENINGS[chosen][0](scene, now)


def buy(scene: Scene, now: datetime) -> str:
    """A member buys something."""
    member = int(scene.rng.integers(len(scene.members)))
    channel = CHANNELS[int(scene.rng.choice(len(CHANNELS), p=scene.members.channel_shares[member]))]
    place = _place(scene, member, channel)
    product = PRODUCTS[int(scene.rng.integers(len(PRODUCTS)))]
    promotion = bool(scene.rng.random() < scene.members.promotion[member])
    price = Decimal(str(product.price))
    discount = (price * Decimal("0.15")).quantize(Decimal("0.01")) if promotion else Decimal(0)
    order = NewOrder(
        number=f"L{now:%y%m%d}{new_id()[:10]}",
        unit_id=scene.unit_id(place),
        ordered_at=now,
        amount=price - discount,
        channel=channel,
        discount=discount,
        promotion=promotion,
        items=[line_of(product, 1)],
        customer_id=identify("member", member_number(member)),
    )
    record_orders([order], now=now)
    scene.recent.append(Bought(order.number, member, place, channel, product.name))
    return f"{scene.tree.places[place].name}:{product.name} ¥{order.amount}"


def answer(scene: Scene, now: datetime) -> str:
    """Somebody answers the survey: after an order just placed, or a stranger at the counter."""
    if scene.recent and scene.rng.random() < 0.7:
        bought = scene.recent.popleft()
        place, member, channel, product, number = (
            bought.place, bought.member, bought.channel, bought.product, bought.number,
        )  # fmt: skip
    else:
        place, member, channel, number = _counter(scene), -1, "store", ""
        product = PRODUCTS[int(scene.rng.integers(20))].name
    opinion = scene.opinion(place, member, channel != "store", now)
    raw = _raw_answers(scene, opinion, product)
    opened = now - timedelta(seconds=float(scene.rng.uniform(20, 90)))
    entrance = door(_token(scene.unit_id(place), channel))
    if entrance is None:
        return ""
    key = keys.mint(entrance.collector_id, entrance.version_id, opened)
    visit = Visit(device=new_id(), address=f"live {scene.rng.integers(10**6)}", order_number=number)
    submit(door=entrance, key=key, raw=raw, visit=visit, now=now)
    return f"{scene.tree.places[place].name}:{raw['recommend']} 分 {raw.get('comment', '')}"


def _raw_answers(scene: Scene, opinion: Opinions, product: str) -> Mapping[str, Any]:
    """The answers as the page would send them."""
    recommend, codes = int(opinion.recommend[0]), opinion.topics[0].tolist()
    raw: dict[str, Any] = {
        "recommend": recommend,
        "reasons": tags_for(codes, recommend),
        "satisfaction": dict(zip(ATTRIBUTES, opinion.stars[0].tolist(), strict=True)),
    }
    if scene.rng.random() < 0.6:
        raw["comment"] = scene.speaker.comment(topics=_topics(codes), product=product, score=recommend)
    return raw


def review(scene: Scene, now: datetime) -> str:
    """A review on a marketplace of something bought there or delivered."""
    bought = next((one for one in scene.recent if one.channel != "store"), None)
    if bought is None:
        return buy(scene, now)
    scene.recent.remove(bought)
    opinion = scene.opinion(bought.place, bought.member, True, now)
    rating = int(np.clip(round(float(opinion.stars[0].mean())), 1, 5))
    text = scene.speaker.review(rating, topics=_topics(opinion.topics[0].tolist()), product=bought.product)
    unit_id = scene.unit_id(bought.place)
    row = NewFeedback(
        kind="review",
        source=bought.channel if bought.channel in ("tmall", "jd") else "meituan",
        external_id=f"live-{new_id()}",
        unit_id=unit_id,
        channel=bought.channel,
        occurred_at=now,
        local_date=organization.local_date(unit_id, now),
        text=text,
        rating=float(rating),
        touchpoint_code="review",
        language="zh-Hans",
        author="馋***猫",
        order_number=bought.number,
        customer_id=identify("member", member_number(bought.member)),
    )
    record_feedback([row], now=now)
    return f"{scene.tree.places[bought.place].name}:{rating} 星 {text}"


def work(scene: Scene, now: datetime) -> str:
    """Somebody of the service team takes the next step on a ticket."""
    return work_on_a_ticket(scene.rng, now)


def _topics(codes: list[int]) -> list[tuple[str, int]]:
    return [(TOPICS[code % len(TOPICS)], 1 if code < len(TOPICS) else -1) for code in codes if code >= 0]


def _place(scene: Scene, member: int, channel: str) -> int:
    if channel in _ONLINE_PLACE:
        return scene.tree.stores + _ONLINE_PLACE[channel]
    return int(scene.members.home[member])


def _counter(scene: Scene) -> int:
    weights: NDArray[np.float64] = scene.tree.busy
    return int(scene.rng.choice(scene.tree.stores, p=weights / weights.sum()))


def _token(unit_id: int, channel: str) -> str:
    rows = Collector.objects.visible_to(system_scope("demo")).filter(unit_id=unit_id, channel=channel)
    return rows.values_list("token", flat=True).first() or ""


_HAPPENINGS: tuple[tuple[Callable[[Scene, datetime], str], float], ...] = (
    (buy, 0.40),
    (answer, 0.32),
    (review, 0.08),
    (work, 0.20),
)
