"""Reads of what texts say: scoped for people, by feedback for handlers and projections above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import QuerySet

from opencem.engines.text import TOPICS
from opencem.platform.scope.value import Scope
from opencem.understand.text.models import Mention, TextAnalysis

NAMES = {topic.key: {"zh-hans": topic.name_zh, "zh-hant": topic.name_zh_hant, "en": topic.name_en} for topic in TOPICS}


def visible_mentions(scope: Scope) -> QuerySet[Mention]:
    """The mentions of a scope, for the rooms above to filter further."""
    rows: QuerySet[Mention] = Mention.objects.visible_to(scope)
    return rows


def visible_analyses(scope: Scope) -> QuerySet[TextAnalysis]:
    rows: QuerySet[TextAnalysis] = TextAnalysis.objects.visible_to(scope)
    return rows


def analyses_of(feedback_ids: Collection[int]) -> Mapping[int, TextAnalysis]:
    """By feedback id; a feedback without text has none."""
    return {row.feedback_id: row for row in TextAnalysis.rows.filter(feedback_id__in=feedback_ids)}


def mentions_of(feedback_ids: Collection[int]) -> Mapping[int, Sequence[Mention]]:
    """By feedback id, in the order of the text."""
    found: dict[int, list[Mention]] = defaultdict(list)
    for mention in Mention.rows.filter(feedback_id__in=feedback_ids).order_by("feedback_id", "start", "pk"):
        found[mention.feedback_id].append(mention)
    return found


def projected_mentions(feedback_ids: Collection[int]) -> Mapping[int, Sequence[tuple[str, int]]]:
    """(topic, polarity) of each mention by feedback id, for the analytics dataset: plain values, since it reads them by the million."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = Mention.rows.filter(feedback_id__in=feedback_ids).order_by("feedback_id", "start", "pk")
    for feedback_id, topic, polarity in rows.values_list("feedback_id", "topic", "polarity"):
        found[feedback_id].append((topic, polarity))
    return found


def projected_readings(feedback_ids: Collection[int]) -> Mapping[int, tuple[float, str]]:
    """(sentiment, label) by feedback id, for the analytics dataset."""
    rows = TextAnalysis.rows.filter(feedback_id__in=feedback_ids).values_list("feedback_id", "sentiment", "label")
    return {feedback_id: (sentiment, label) for feedback_id, sentiment, label in rows}


def topic_name(key: str, language: str) -> str:
    """A topic's name for a reader; an unknown topic (of another model) shows its key."""
    names = NAMES.get(key, {})
    return names.get(language.lower()) or names.get("zh-hans") or key
