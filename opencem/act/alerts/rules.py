"""Stored rules as conditions ready to be matched, and why one fired as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from opencem.act.alerts.facts import Known
from opencem.act.alerts.models import AlertRule
from opencem.engines.rules import Condition, Leaf, Match, Not, Reason, matches, parse

_OF_THE_TEXT = {"mention", "sentiment", "sentiment_label"}
BUILT_IN: Mapping[str, Mapping[str, Any]] = {
    "unhappy": {
        "name_zh": "低分或食品安全",
        "name_en": "Low score or food safety",
        "priority": "normal",
        "condition": {
            "any": [
                {"field": "score.recommend", "op": "<=", "value": 6},
                {"field": "mention", "op": "includes", "value": {"topic": "food_safety", "polarity": "negative"}},
            ]
        },
    },
    "low_rating": {
        "name_zh": "低星评价",
        "name_en": "Low rating",
        "priority": "normal",
        "active": False,
        "condition": {"field": "rating", "op": "<=", "value": 2},
    },
}


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A stored rule and its condition."""

    stored: AlertRule
    condition: Condition

    def match(self, known: Known, now: datetime) -> Match | None:
        """Why it fires on this feedback, or None: it does not hold, is not known yet, or the feedback is history."""
        if known.feedback.occurred_at < now - timedelta(days=self.stored.max_age_days):
            return None
        if not known.text_is_read and _denies_text(self.condition):
            return None
        return matches(self.condition, known.facts)


def active_rules() -> list[ActiveRule]:
    return [ActiveRule(rule, parse(rule.condition)) for rule in AlertRule.objects.filter(active=True).order_by("pk")]


def _denies_text(condition: Condition, *, denied: bool = False) -> bool:
    """Whether something must be absent from the text, which an unread text would seem to fulfil."""
    if isinstance(condition, Leaf):
        return denied and condition.field in _OF_THE_TEXT
    if isinstance(condition, Not):
        return _denies_text(condition.part, denied=True)
    return any(_denies_text(part, denied=denied) for part in condition.parts)


def reasons_as_data(match: Match, text: str) -> list[dict[str, Any]]:
    """Each leaf that made the rule fire: asked, found, and the words it was found in with their offsets."""
    return [_reason(reason, text) for reason in match.reasons]


def _reason(reason: Reason, text: str) -> dict[str, Any]:
    data: dict[str, Any] = {"field": reason.field, "op": reason.op, "actual": reason.actual, "negated": reason.negated}
    if reason.mentions:
        words = [{"words": text[m.start : m.end], "start": m.start, "end": m.end} for m in reason.mentions]
        return {**data, "topic": reason.mentions[0].topic, "mentions": words}
    return {**data, "expected": _plain(reason.expected)}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return value if isinstance(value, (str, int, float, bool)) else str(value)
