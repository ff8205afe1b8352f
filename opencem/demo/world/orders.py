"""Two years of orders, drawn from each member's rate, the seasons and the plot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .members import CHANNELS, Members
from .plot import Segment
from .products import PRODUCTS
from .seasons import online_days, seconds_of_day, store_days
from .size import DAY_S, LOCAL_OFFSET_S, Size
from .units import ONLINE, Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST_LINES = 3
_SKEW = {Segment.DEAR_BUT_BUYS: 0.62, Segment.BARGAIN_LEAVER: 1.75}
"""Exponents on the share of a member's time at which an order falls: under 1 they buy ever more, above 1 ever less."""


@dataclass(frozen=True)
class Orders:
    """One row per order, oldest first, as columns."""

    at: Ints
    """Seconds since the epoch."""
    day: Ints
    member: Ints
    place: Ints
    channel: Ints
    """Position in CHANNELS."""
    products: Ints
    """Orders × lines; −1 where there is no further line."""
    quantities: Ints
    amount: Floats
    discount: Floats
    promotion: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.at)


def draw_orders(size: Size, tree: Tree, members: Members, rng: np.random.Generator) -> Orders:
    """Draw every order of the span."""
    months = (members.last - members.first + 1) / (365.25 / 12)
    member = np.repeat(np.arange(len(members)), rng.poisson(members.rate * months))
    channel = _channels(members.channel_shares, member, rng)
    day = _days(size, members, member, channel, rng)
    at = day * DAY_S - LOCAL_OFFSET_S + _seconds(channel, rng)
    order = np.argsort(at, kind="stable")
    order = order[at[order] <= size.now_s - 60]
    member, channel, day, at = member[order], channel[order], day[order], at[order]
    products, quantities = _baskets(size, members.segment[member], day, rng)
    promotion = _promotions(members, member, day, channel, rng)
    amount, discount = _prices(products, quantities, promotion, rng)
    places = _places(tree, members.home[member], channel, day, rng)
    return Orders(at, day, member, places, channel, products, quantities, amount, discount, promotion)


def _channels(shares: Floats, member: Ints, rng: np.random.Generator) -> Ints:
    steps = np.cumsum(shares, axis=1)[member]
    drawn = (rng.random(len(member))[:, None] > steps).sum(axis=1)
    return np.asarray(np.minimum(drawn, len(CHANNELS) - 1))


def _days(size: Size, members: Members, member: Ints, channel: Ints, rng: np.random.Generator) -> Ints:
    """Days by the seasons of the channel, within each member's time, skewed for those who buy ever more or less."""
    share = rng.random(len(member))
    for segment, exponent in _SKEW.items():
        skewed = members.segment[member] == segment
        share[skewed] = share[skewed] ** exponent
    day = np.zeros(len(member), np.int64)
    for weights, chosen in ((store_days(size), channel < 2), (online_days(size), channel >= 2)):
        heights = np.concatenate([[0.0], np.cumsum(weights)])
        low = heights[members.first[member[chosen]] - size.first_day]
        high = heights[members.last[member[chosen]] - size.first_day + 1]
        target = low + share[chosen] * (high - low)
        day[chosen] = np.clip(np.searchsorted(heights, target, side="right") - 1, 0, size.days - 1)
    return np.asarray(day + size.first_day)


def _seconds(channel: Ints, rng: np.random.Generator) -> Ints:
    seconds = np.zeros(len(channel), np.int64)
    delivered = (channel == 1) | (channel == 5)
    for kind, chosen in (("store", channel == 0), ("delivery", delivered), ("online", (channel > 0) & ~delivered)):
        seconds[chosen] = seconds_of_day(rng, int(chosen.sum()), kind=kind)
    return seconds


def _baskets(size: Size, segment: Ints, day: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Up to three lines. Nothing is sold before its launch; those who say expensive reach for what is new."""
    count = len(day)
    weights = np.array([product.weight for product in PRODUCTS])
    lines = 1 + (rng.random(count) < 0.48) + (rng.random(count) < 0.2)
    products = rng.choice(len(PRODUCTS), size=(count, _MOST_LINES), p=weights / weights.sum())
    products = _curious(products, segment, rng)
    launched = np.array([size.first_day + product.launched * size.days for product in PRODUCTS])
    classics = rng.choice(20, size=products.shape)
    products = np.where(launched[products] > day[:, None], classics, products)
    products = np.where(np.arange(_MOST_LINES) < lines[:, None], products, -1)
    quantities = np.where(rng.random(products.shape) < 0.17, 2, 1)
    return products, quantities


def _curious(products: Ints, segment: Ints, rng: np.random.Generator) -> Ints:
    new = [position for position, product in enumerate(PRODUCTS) if product.is_new]
    reach = (segment == Segment.DEAR_BUT_BUYS) & (rng.random(len(segment)) < 0.34)
    products[reach, 0] = rng.choice(new, size=int(reach.sum()))
    return products


def _promotions(
    members: Members, member: Ints, day: Ints, channel: Ints, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """On promotion by the member's habit; a third of weeks are campaign weeks."""
    campaign = np.where((day // 7) % 3 == 0, 1.25, 0.9)
    online = np.where(channel >= 2, 1.15, 1.0)
    return np.asarray(rng.random(len(member)) < members.promotion[member] * campaign * online)


def _prices(
    products: Ints, quantities: Ints, promotion: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """What was paid, and what was taken off."""
    price = np.append([product.price for product in PRODUCTS], 0.0)
    full = (price[products] * quantities * (products >= 0)).sum(axis=1)
    discount = np.where(promotion, full * rng.uniform(0.08, 0.3, len(full)), 0.0).round(2)
    return (full - discount).round(2), discount


def _places(tree: Tree, home: Ints, channel: Ints, day: Ints, rng: np.random.Generator) -> Ints:
    """The member's own store, at times another of the same city; the online unit of the channel otherwise."""
    cities = np.array([unit.city for unit in tree.places])
    place = home.copy()
    visiting = rng.random(len(home)) < 0.12
    place[visiting] = _elsewhere(cities[: tree.stores], home[visiting], rng)
    place = np.where(tree.opened[place] > day, home, place)
    for offset, (_, _, _, order_channel) in enumerate(ONLINE):
        place = np.where(channel == CHANNELS.index(order_channel), tree.stores + offset, place)
    return place


def _elsewhere(cities: Ints, home: Ints, rng: np.random.Generator) -> Ints:
    """A store of the same city for each of `home`. Stores of a city stand together, so a range does."""
    first = np.searchsorted(cities, cities[home])
    past = np.searchsorted(cities, cities[home], side="right")
    return np.asarray(first + (rng.random(len(home)) * (past - first)).astype(np.int64))
