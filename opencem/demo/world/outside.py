"""Voices that come from outside the survey: marketplace reviews and hotline calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .members import Members
from .opinions import TOPICS, Occasions, Opinions, form_opinions
from .orders import Orders
from .plot import Plot
from .products import REPACKED
from .size import Size
from .units import Tree

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SOURCES: tuple[str, ...] = ("tmall", "jd", "meituan", "dianping")
_SOURCE_OF_CHANNEL = np.array([3, 2, 0, 0, 1, 2])
"""Where the buyers of each of CHANNELS write."""
_REVIEWED = np.array([0.10, 0.75, 0.0, 1.9, 1.9, 0.9])
"""Relative readiness to write a review, by CHANNELS: few write about a visit, many about a parcel."""
_DAY_S = 86_400
_CANDIDATES_PER_CALL = 14


@dataclass(frozen=True)
class Reviews:
    """One row per review, oldest first, as columns."""

    at: Ints
    place: Ints
    source: Ints
    """Position in SOURCES."""
    order: Ints
    known: Bools
    """The order number came with the review."""
    rating: Ints
    topics: Ints
    says: Bools

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Calls:
    """One row per hotline call, oldest first, as columns."""

    at: Ints
    place: Ints
    order: Ints
    known: Bools
    """The caller's phone is a member's."""
    topics: Ints

    def __len__(self) -> int:
        return len(self.at)


def draw_reviews(
    size: Size, tree: Tree, plot: Plot, members: Members, orders: Orders, rng: np.random.Generator
) -> Reviews:
    """Draw exactly `size.reviews`."""
    at = orders.at + (_DAY_S * rng.uniform(0.3, 7, len(orders))).astype(np.int64)
    weights = _REVIEWED[orders.channel] * (at <= size.now_s)
    chosen = rng.choice(len(orders), size=size.reviews, replace=False, p=weights / weights.sum())
    chosen = chosen[np.argsort(at[chosen], kind="stable")]
    opinions = _opinions(chosen, at, tree, plot, members, orders, rng)
    return Reviews(
        at=at[chosen],
        place=orders.place[chosen],
        source=_SOURCE_OF_CHANNEL[orders.channel[chosen]],
        order=chosen,
        known=rng.random(len(chosen)) < 0.82,
        rating=_rating(opinions.recommend, rng),
        topics=opinions.topics,
        says=rng.random(len(chosen)) < 0.88,
    )


def draw_calls(size: Size, tree: Tree, plot: Plot, members: Members, orders: Orders, rng: np.random.Generator) -> Calls:
    """Draw exactly `size.calls`: the unhappiest of a larger sample, and some who only ask."""
    at = orders.at + (_DAY_S * rng.uniform(0.05, 3, len(orders))).astype(np.int64)
    possible = np.flatnonzero(at <= size.now_s)
    sample = rng.choice(possible, size=min(len(possible), size.calls * _CANDIDATES_PER_CALL), replace=False)
    opinions = _opinions(sample, at, tree, plot, members, orders, rng)
    unrest = opinions.recommend + rng.gumbel(0, 0.8, len(sample))
    picked = np.argsort(unrest, kind="stable")[: size.calls]
    picked = picked[np.argsort(at[sample[picked]], kind="stable")]
    chosen = sample[picked]
    return Calls(
        at=at[chosen],
        place=orders.place[chosen],
        order=chosen,
        known=rng.random(len(chosen)) < 0.6,
        topics=_complaints_first(opinions.topics[picked]),
    )


def _complaints_first(topics: Ints) -> Ints:
    """Nobody who calls to complain begins with praise: where there is a complaint, the praise goes."""
    complaint = topics >= len(TOPICS)
    return np.where(complaint.any(axis=1, keepdims=True) & ~complaint, -1, topics)


def _opinions(
    chosen: Ints, at: Ints, tree: Tree, plot: Plot, members: Members, orders: Orders, rng: np.random.Generator
) -> Opinions:
    repacked = (orders.products[chosen] == REPACKED).any(axis=1) & (orders.day[chosen] >= plot.repacked_from)
    occasions = Occasions(
        at=at[chosen],
        place=orders.place[chosen],
        member=orders.member[chosen],
        delivered=orders.channel[chosen] > 0,
        repacked=repacked,
    )
    return form_opinions(occasions, tree, members, plot, rng)


def _rating(recommend: Ints, rng: np.random.Generator) -> Ints:
    """Stars of a review: kinder than the 0–10 scale at the top, as harsh at the bottom."""
    stars = np.array([1, 1, 1, 1, 2, 3, 3, 4, 4, 5, 5])[recommend]
    return np.asarray(np.clip(stars + (rng.random(len(stars)) < 0.25), 1, 5))
