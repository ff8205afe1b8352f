"""What is known of feedback when rules are held against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from opencem.engines.rules import FeedbackFacts, MentionFacts
from opencem.listen.feedback.models import Feedback, Flag
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope
from opencem.understand.text.models import Mention, TextAnalysis

_POLARITY = {-1: "negative", 0: "neutral", 1: "positive"}


@dataclass(frozen=True, slots=True)
class Known:
    """A feedback with its facts; `text_is_read` is false while its text still waits for analysis."""

    feedback: Feedback
    facts: FeedbackFacts
    text_is_read: bool


def known_of(scope: Scope, feedback_ids: Collection[int], since: datetime) -> list[Known]:
    """Facts of the feedback among `feedback_ids` that occurred at or after `since`, in the order of their ids."""
    rows = Feedback.objects.visible_to(scope).filter(pk__in=feedback_ids, occurred_at__gte=since)
    feedback = list(rows.select_related("response").order_by("pk"))
    ids = [one.pk for one in feedback]
    analyses = {row.feedback_id: row for row in TextAnalysis.objects.visible_to(scope).filter(feedback_id__in=ids)}
    mentions, flags = _mentions(scope, ids), _flags(scope, ids)
    units = organization.tree().by_id
    return [
        _known(one, units[one.unit_id].kind, analyses.get(one.pk), mentions[one.pk], flags[one.pk]) for one in feedback
    ]


def _mentions(scope: Scope, ids: Sequence[int]) -> dict[int, list[MentionFacts]]:
    found: dict[int, list[MentionFacts]] = defaultdict(list)
    for row in Mention.objects.visible_to(scope).filter(feedback_id__in=ids).order_by("start"):
        found[row.feedback_id].append(MentionFacts(row.topic, _POLARITY[row.polarity], row.start, row.end))
    return found


def _flags(scope: Scope, ids: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    standing = Flag.objects.visible_to(scope).filter(feedback_id__in=ids, reversed_at=None)
    for feedback_id, kind in standing.values_list("feedback_id", "kind"):
        found[feedback_id].add(kind)
    return found


def _known(
    feedback: Feedback,
    unit_kind: str,
    analysis: TextAnalysis | None,
    mentions: Sequence[MentionFacts],
    flags: Collection[str],
) -> Known:
    facts = FeedbackFacts(
        scores={} if feedback.recommend is None else {"recommend": feedback.recommend},
        rating=feedback.rating,
        sentiment=analysis.sentiment if analysis else None,
        sentiment_label=analysis.label if analysis else None,
        suspicion=feedback.suspicion,
        channel=feedback.channel or None,
        source=feedback.source,
        unit_kind=unit_kind,
        touchpoint=feedback.touchpoint_code or None,
        language=feedback.language or None,
        has_text=bool(feedback.text),
        has_contact=bool(feedback.response and feedback.response.contact),
        flags=frozenset(flags),
        mentions=tuple(mentions),
    )
    return Known(feedback, facts, text_is_read=analysis is not None or not feedback.text)
