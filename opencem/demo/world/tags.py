"""The reason tags of the survey that stand for each topic."""

from __future__ import annotations

from collections.abc import Iterable

from .opinions import TOPICS

PROMOTER, DETRACTOR = 9, 6
"""From 9 on the survey asks what went well, up to 8 what could be better, up to 6 whether something serious happened."""

PRAISE_TAGS: dict[str, str] = {
    "taste": "tasty",
    "freshness": "fresh",
    "packaging": "nice_packaging",
    "quantity": "good_value",
    "service": "friendly",
    "environment": "tidy",
    "cleanliness": "tidy",
    "price": "good_value",
    "promotion": "good_value",
    "delivery": "quick",
    "waiting": "quick",
    "food_safety": "fresh",
}
GRIPE_TAGS: dict[str, str] = {
    "taste": "taste",
    "freshness": "stale",
    "packaging": "packaging",
    "quantity": "expensive",
    "service": "staff",
    "environment": "untidy",
    "cleanliness": "untidy",
    "price": "expensive",
    "promotion": "expensive",
    "delivery": "slow",
    "waiting": "slow",
    "food_safety": "stale",
}
UNSAFE = "unsafe"


def tags_for(codes: Iterable[int], recommend: int) -> list[str]:
    """The tags somebody picks: those of the topics (coded as in `Opinions.topics`) that the score makes the survey offer."""
    return list(dict.fromkeys(tag for code in codes if (tag := _tag(code, recommend))))


def _tag(code: int, recommend: int) -> str:
    if code < 0 or (code < len(TOPICS)) != (recommend >= PROMOTER):
        return ""
    topic = TOPICS[code % len(TOPICS)]
    if topic == "food_safety" and recommend <= DETRACTOR:
        return UNSAFE
    return (PRAISE_TAGS if code < len(TOPICS) else GRIPE_TAGS)[topic]
