"""Who answers the survey, through which channel, how fast, on which device; and the store that answers its own."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from .members import CHANNELS, Members
from .opinions import TOPICS, Occasions, Opinions, form_opinions
from .orders import Orders
from .plot import Plot, Segment
from .products import REPACKED
from .seasons import seconds_of_day, store_days
from .size import DAY_S, LOCAL_OFFSET_S, Size, as_date, as_day
from .units import ATTRIBUTES, Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LANGUAGES: tuple[str, ...] = ("zh-Hans", "zh-Hant", "en")
STAFF_DEVICES = 3
_FROM_ORDERS = 0.74
_SHORTEST_S = 15
_LAG_S = {"store": (60, 3600), "delivery": (1800, 20 * 3600), "app": (6 * 3600, 3 * 86_400)}
_PARCEL_LAG_S = (2 * 86_400, 6 * 86_400)
_WILLING = {Segment.DEAR_BUT_BUYS: 1.5, Segment.PRAISED_AND_GONE: 2.2, Segment.HOSTAGE: 1.6, Segment.FADED: 0.4}


@dataclass(frozen=True)
class Responses:
    """One row per response, oldest first, as columns."""

    at: Ints
    place: Ints
    channel: Ints
    member: Ints
    """−1: nobody known."""
    order: Ints
    """Position in Orders; −1: came without one."""
    stars: Ints
    recommend: Ints
    topics: Ints
    """As in `Opinions.topics`."""
    duration: Ints
    language: Ints
    device: Ints
    """A number that stands for one phone; negative for the staff's own."""
    says: Bools
    """Leaves a comment."""
    leaves_phone: Bools
    staff: Bools
    """Answered by the store's own people."""

    def __len__(self) -> int:
        return len(self.at)

    def taken(self, rows: NDArray[np.generic]) -> Responses:
        """The chosen rows."""
        return replace(self, **{column.name: getattr(self, column.name)[rows] for column in fields(self)})


def draw_responses(
    size: Size, tree: Tree, plot: Plot, members: Members, orders: Orders, rng: np.random.Generator
) -> Responses:
    """Draw exactly `size.responses`."""
    staff = _staff_answers(size, plot, rng)
    honest = size.responses - len(staff)
    buyers = _from_orders(size, tree, plot, members, orders, round(honest * _FROM_ORDERS), rng)
    strangers = _from_walk_ins(size, tree, plot, members, honest - len(buyers), rng)
    together = _joined([staff, buyers, strangers])
    return together.taken(np.argsort(together.at, kind="stable"))


def _from_orders(
    size: Size, tree: Tree, plot: Plot, members: Members, orders: Orders, count: int, rng: np.random.Generator
) -> Responses:
    at = orders.at + _lags(orders.channel, rng)
    weights = _willingness(tree, plot, members, orders) * (at <= size.now_s)
    chosen = rng.choice(len(orders), size=count, replace=False, p=weights / weights.sum())
    occasions = Occasions(
        at=at[chosen],
        place=orders.place[chosen],
        member=orders.member[chosen],
        delivered=orders.channel[chosen] > 0,
        repacked=_repacked(orders, plot)[chosen],
    )
    opinions = form_opinions(occasions, tree, members, plot, rng)
    return _responses(occasions, opinions, orders.channel[chosen], chosen, rng)


def _from_walk_ins(
    size: Size, tree: Tree, plot: Plot, members: Members, count: int, rng: np.random.Generator
) -> Responses:
    """Strangers who scan the code on the counter. A few more are drawn than asked for: stores not yet open, hours not yet come."""
    drawn = count * 2
    weights = tree.busy * _store_willingness(tree, plot)
    place = rng.choice(tree.stores, size=drawn, p=weights / weights.sum())
    days = store_days(size)
    day = size.first_day + rng.choice(size.days, size=drawn, p=days / days.sum())
    at = day * DAY_S - LOCAL_OFFSET_S + seconds_of_day(rng, drawn, kind="store")
    possible = np.flatnonzero((tree.opened[place] <= day) & (at <= size.now_s))[:count]
    nobody, no = np.full(count, -1), np.zeros(count, bool)
    occasions = Occasions(at[possible], place[possible], nobody, no, rng.random(count) < 0.09)
    occasions = replace(occasions, repacked=occasions.repacked & (day[possible] >= plot.repacked_from))
    opinions = form_opinions(occasions, tree, members, plot, rng)
    return _responses(occasions, opinions, np.zeros(count, np.int64), nobody, rng)


def _lags(channel: Ints, rng: np.random.Generator) -> Ints:
    """Seconds from the order to the answer: minutes at the counter, days for a parcel."""
    bounds = np.array([_LAG_S.get(code, _PARCEL_LAG_S) for code in CHANNELS])
    bounds[CHANNELS.index("meituan")] = _LAG_S["delivery"]
    low, high = bounds[channel].T
    return np.asarray(low + (rng.random(len(channel)) ** 2 * (high - low)).astype(np.int64))


def _willingness(tree: Tree, plot: Plot, members: Members, orders: Orders) -> Floats:
    weights = np.array([1.0, 1.15, 1.3, 0.9, 0.9, 0.9])[orders.channel]
    segment = members.segment[orders.member]
    for part, factor in _WILLING.items():
        weights = np.where(segment == part, weights * factor, weights)
    # Those who buy seldom would hardly ever be heard if every order asked with the same success.
    weights /= np.sqrt(0.4 + members.rate[orders.member])
    return np.asarray(
        weights * np.append(_store_willingness(tree, plot), np.ones(len(tree.places) - tree.stores))[orders.place]
    )


def _store_willingness(tree: Tree, plot: Plot) -> Floats:
    """Some stores ask for answers, some hide the code; fixed per store, between ½ and 2."""
    willingness = np.exp2(np.sin(np.arange(tree.stores) * 12.9898) * 0.9)
    willingness[plot.self_answering] = 0.9
    return np.asarray(willingness)


def _repacked(orders: Orders, plot: Plot) -> Bools:
    return np.asarray((orders.products == REPACKED).any(axis=1) & (orders.day >= plot.repacked_from))


def _responses(
    occasions: Occasions, opinions: Opinions, channel: Ints, order: Ints, rng: np.random.Generator
) -> Responses:
    count = len(channel)
    language = rng.choice(3, size=count, p=(0.965, 0.022, 0.013))
    chance = 0.27 + 0.2 * (opinions.recommend <= 6) + 0.12 * (opinions.recommend >= 10)
    says = (rng.random(count) < chance) & (language == 0)
    known = occasions.member >= 0
    return Responses(
        at=occasions.at,
        place=occasions.place,
        channel=channel,
        member=np.where(known & (rng.random(count) < 0.9), occasions.member, -1),
        order=order,
        stars=opinions.stars,
        recommend=opinions.recommend,
        topics=opinions.topics,
        duration=np.maximum(_SHORTEST_S, rng.lognormal(3.7, 0.45, count) + 22 * says).astype(np.int64),
        language=language,
        device=np.where(known, occasions.member, 10**9 + rng.permutation(count)),
        says=says,
        leaves_phone=rng.random(count) < np.where(opinions.recommend <= 6, 0.16, 0.03),
        staff=np.zeros(count, bool),
    )


def _staff_answers(size: Size, plot: Plot, rng: np.random.Generator) -> Responses:
    """Bursts in the last days of each month from a few phones: all tens and fives, in seconds, without a word."""
    at = np.concatenate([_burst(end, rng) for end in _month_ends(size)] or [np.zeros(0, np.int64)])
    at = np.sort(at[at <= size.now_s])
    count = len(at)
    topics = np.full((count, 3), -1)
    topics[:, 0] = rng.choice([TOPICS.index("taste"), TOPICS.index("service")], count)
    nobody = np.full(count, -1)
    return Responses(
        at=at,
        place=np.full(count, plot.self_answering),
        channel=np.zeros(count, np.int64),
        member=nobody,
        order=nobody,
        stars=np.full((count, len(ATTRIBUTES)), 5),
        recommend=np.where(rng.random(count) < 0.93, 10, 9),
        topics=topics,
        duration=rng.integers(4, 12, count),
        language=np.zeros(count, np.int64),
        device=-1 - rng.integers(0, STAFF_DEVICES, count),
        says=np.zeros(count, bool),
        leaves_phone=np.zeros(count, bool),
        staff=np.ones(count, bool),
    )


def _month_ends(size: Size) -> list[int]:
    """The last local day of each month of the span."""
    days = range(size.first_day, size.today + 1)
    return [day for day in days if as_date(day + 1).day == 1 and as_day(as_date(day)) - 3 >= size.first_day]


def _burst(end: int, rng: np.random.Generator) -> Ints:
    """One evening's worth on each of three days, minutes apart."""
    count = int(rng.integers(22, 33))
    day = end - rng.choice(3, size=count, p=(0.5, 0.3, 0.2))
    return np.asarray(day * DAY_S - LOCAL_OFFSET_S + 20 * 3600 + 1800 + rng.integers(0, 2700, count))


def _joined(parts: list[Responses]) -> Responses:
    return Responses(**{c.name: np.concatenate([getattr(part, c.name) for part in parts]) for c in fields(Responses)})
