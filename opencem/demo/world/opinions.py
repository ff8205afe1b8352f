"""What people think: latent satisfaction per attribute, the scores they give for it, and the topics they bring up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .members import Members
from .plot import Plot, Segment, attribute_shifts
from .size import DAY_S, LOCAL_OFFSET_S
from .units import Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

TOPICS: tuple[str, ...] = (
    "taste", "freshness", "packaging", "quantity", "service", "environment", "cleanliness", "price", "promotion",
    "delivery", "waiting", "food_safety",
)  # fmt: skip
_ATTRIBUTE_OF_TOPIC = (0, 0, 0, 0, 1, 2, 2, 3, 3, 4, 4, 0)
"""Position in ATTRIBUTES of what each topic is about."""
_PRAISED = (1.7, 0.55, 0.28, 0.28, 0.85, 0.45, 0.30, 0.45, 0.30, 0.55, 0.18, 0.0)
_BLAMED = (0.75, 0.60, 0.30, 0.40, 0.90, 0.45, 0.45, 0.80, 0.25, 0.80, 0.80, 0.045)
"""How readily each topic is brought up in praise and in complaint, before satisfaction has its say."""

_USUAL_STARS = 4.3
_USUAL_SCORE = 8.7
_SCORE_PER_STAR = np.array([0.85, 0.75, 0.35, 0.30, 0.70])
_SHIFT_OF_SEGMENT: dict[Segment, tuple[float, ...]] = {
    Segment.DEAR_BUT_BUYS: (0.45, 0.15, 0.1, -1.55, 0.05),
    Segment.PRAISED_AND_GONE: (0.55, 0.5, 0.4, 0.35, 0.4),
    Segment.HOSTAGE: (-0.25, -0.35, -0.2, -0.45, -0.1),
    Segment.BARGAIN_LEAVER: (-0.35, -0.1, 0.0, -1.5, -0.1),
}
_SCORE_OF_SEGMENT = {Segment.PRAISED_AND_GONE: 0.9, Segment.HOSTAGE: -0.9, Segment.BARGAIN_LEAVER: -0.8}
_PACKAGING = TOPICS.index("packaging")
_PRICE = TOPICS.index("price")


@dataclass(frozen=True)
class Occasions:
    """The moments somebody has an opinion about, as columns. `member` is −1 for a stranger."""

    at: Ints
    place: Ints
    member: Ints
    delivered: Bools
    repacked: Bools
    """The basket holds the product with the new packaging."""


@dataclass(frozen=True)
class Opinions:
    """What they think of each occasion."""

    felt: Floats
    """Latent satisfaction, occasions × ATTRIBUTES, on the scale of stars but unrounded."""
    stars: Ints
    recommend: Ints
    topics: Ints
    """Occasions × 3: position in TOPICS, + len(TOPICS) when it is a complaint; −1 for none."""


def form_opinions(occasions: Occasions, tree: Tree, members: Members, plot: Plot, rng: np.random.Generator) -> Opinions:
    """Draw opinions for `occasions`."""
    count = len(occasions.at)
    segment = np.where(occasions.member < 0, -1, members.segment[occasions.member])
    mood = np.where(occasions.member < 0, rng.normal(0, 0.75, count), members.mood[occasions.member])
    felt = _felt(occasions, tree, plot, segment, mood, rng)
    score = _USUAL_SCORE + (felt - _USUAL_STARS) @ _SCORE_PER_STAR + 0.7 * mood + rng.normal(0, 0.9, count)
    for part, shift in _SCORE_OF_SEGMENT.items():
        score = score + np.where(segment == part, shift, 0.0)
    stars = np.clip(np.rint(felt + rng.normal(0, 0.35, felt.shape)), 1, 5).astype(np.int64)
    recommend = np.clip(np.rint(score), 0, 10).astype(np.int64)
    return Opinions(felt, stars, recommend, _topics(occasions, felt, recommend, segment, rng))


def _felt(
    occasions: Occasions, tree: Tree, plot: Plot, segment: Ints, mood: Floats, rng: np.random.Generator
) -> Floats:
    local = occasions.at + LOCAL_OFFSET_S
    cities = np.array([unit.city for unit in tree.places])
    felt = _USUAL_STARS + 0.6 * tree.skills[occasions.place] + 0.25 * mood[:, None]
    felt += rng.normal(0, 0.3, len(segment))[:, None] + rng.normal(0, 0.5, felt.shape)
    felt += attribute_shifts(
        plot,
        occasions.place,
        tree.regions[occasions.place],
        cities[occasions.place],
        local // DAY_S,
        local % DAY_S,
        occasions.delivered,
    )
    for part, shift in _SHIFT_OF_SEGMENT.items():
        felt[segment == part] += shift
    felt[occasions.repacked, 0] -= 0.35
    return felt


def _topics(occasions: Occasions, felt: Floats, recommend: Ints, segment: Ints, rng: np.random.Generator) -> Ints:
    """One to three topics each, drawn without replacement with weights that follow satisfaction (Gumbel top-k)."""
    weights = _topic_weights(occasions, felt, recommend, segment)
    with np.errstate(divide="ignore"):
        keys = np.log(weights) + rng.gumbel(size=weights.shape)
    best = np.argsort(-keys, axis=1)[:, :3]
    wanted = 1 + (rng.random(len(felt)) < 0.6) + (rng.random(len(felt)) < 0.25)
    best = np.where(np.arange(3) < wanted[:, None], best, -1)
    return _without_contradiction(best)


def _topic_weights(occasions: Occasions, felt: Floats, recommend: Ints, segment: Ints) -> Floats:
    delight = felt[:, _ATTRIBUTE_OF_TOPIC] - 3.55
    praise = np.array(_PRAISED) * np.exp(np.clip(1.9 * delight, -6, 2.2))
    blame = np.array(_BLAMED) * np.exp(np.clip(-1.9 * delight, -6, 4.0))
    blame[recommend >= 9] *= 0.4
    praise[recommend <= 6] *= 0.4
    delivery, waiting = TOPICS.index("delivery"), TOPICS.index("waiting")
    for weights in (praise, blame):
        weights[~occasions.delivered, delivery] *= 0.04
        weights[occasions.delivered, waiting] *= 0.25
        weights[occasions.delivered, TOPICS.index("environment")] *= 0.05
    blame[occasions.repacked, _PACKAGING] += 14.0
    dear, bargain = segment == Segment.DEAR_BUT_BUYS, segment == Segment.BARGAIN_LEAVER
    praise[dear, TOPICS.index("taste")] *= 3.5
    blame[dear, _PRICE] *= 5.0
    blame[bargain, _PRICE] *= 3.0
    praise[dear | bargain, _PRICE] *= 0.05
    return np.hstack([praise, blame])


def _without_contradiction(topics: Ints) -> Ints:
    """Drop a later topic that an earlier one of the same person already has with the other polarity."""
    bare = np.where(topics < 0, -1, topics % len(TOPICS))
    for later in (1, 2):
        for earlier in range(later):
            clash = (bare[:, later] == bare[:, earlier]) & (bare[:, later] >= 0)
            topics[clash, later] = -1
    return topics
