"""The door of text analysis: what a text says, kept beside its feedback for as long as the text stands."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opencem.engines.text import MODEL_VERSION, Analysis, analyse_many
from opencem.listen.feedback.models import Feedback
from opencem.listen.feedback.queries import by_ids
from opencem.platform.events.service import publish_many
from opencem.understand.text.inserting import Row, insert, instant
from opencem.understand.text.models import Mention, TextAnalysis

# A megabyte of "好吃" would make half a million rows of one text; nobody reads further than this.
MENTIONS_KEPT = 200
ANALYSIS_COLUMNS = ("feedback_id", "sentiment", "label", "version", "text_hash", "analysed_at")
MENTION_COLUMNS = ("feedback_id", "topic", "polarity", "start", "end", "clause_start", "clause_end")


@dataclass(frozen=True, slots=True)
class Readings:
    """What texts say, not kept yet: `stale` feedback has no reading of its present text, `outdated` has one of another."""

    stale: Sequence[Feedback]
    outdated: Sequence[int]
    analyses: Sequence[tuple[Feedback, Analysis]]


def analyse_feedback(ids: Collection[int], *, now: datetime) -> int:
    """Reads the current text of each feedback and keeps what it says; returns how many readings changed."""
    return keep_readings(read_texts(ids), now=now)


def read_texts(ids: Collection[int]) -> Readings:
    """Reads the texts that have no reading yet: of these words, by this model. Writes nothing."""
    rows = by_ids(ids)
    known = _readings([row.pk for row in rows])
    stale = [row for row in rows if known.get(row.pk) != _reading_of(row)]
    with_text = [row for row in stale if _has_text(row)]
    analyses = list(zip(with_text, analyse_many([row.text for row in with_text]), strict=True))
    return Readings(stale, [row.pk for row in stale if row.pk in known], analyses)


def keep_readings(readings: Readings, *, now: datetime) -> int:
    """Keeps what was read; returns how many readings changed.

    A text that changed loses its old reading; a text that was emptied has none. Publishes `feedback.analysed` for each.
    """
    with transaction.atomic():
        _forget(readings.outdated)
        _keep(readings.analyses, now)
        publish_many("feedback.analysed", [(row.pk, _payload(row)) for row in readings.stale])
    return len(readings.stale)


def text_hash(text: str) -> str:
    """Names a text, to tell whether a stored reading is of it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _has_text(row: Feedback) -> bool:
    return bool(row.text.strip())


def _reading_of(row: Feedback) -> tuple[str, str] | None:
    return (text_hash(row.text), MODEL_VERSION) if _has_text(row) else None


def _readings(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    found = TextAnalysis.rows.filter(feedback_id__in=ids).values_list("feedback_id", "text_hash", "version")
    return {feedback: (hashed, version) for feedback, hashed, version in found}


def _forget(ids: Collection[int]) -> None:
    if ids:
        Mention.rows.filter(feedback_id__in=ids).delete()
        TextAnalysis.rows.filter(feedback_id__in=ids).delete()


def _keep(analyses: Sequence[tuple[Feedback, Analysis]], now: datetime) -> None:
    at = instant(now)
    insert(TextAnalysis, ANALYSIS_COLUMNS, (_analysis_row(row, analysis, at) for row, analysis in analyses))
    insert(
        Mention, MENTION_COLUMNS, (mention for row, analysis in analyses for mention in _mention_rows(row, analysis))
    )


def _analysis_row(row: Feedback, analysis: Analysis, at: object) -> Row:
    return row.pk, analysis.sentiment, analysis.label, analysis.version, text_hash(row.text), at


def _mention_rows(row: Feedback, analysis: Analysis) -> list[Row]:
    return [
        (row.pk, m.topic, m.polarity, m.start, m.end, m.clause_start, m.clause_end)
        for m in analysis.mentions[:MENTIONS_KEPT]
    ]


def _payload(row: Feedback) -> dict[str, object]:
    return {"unit": row.unit_id, "kind": row.kind, "date": row.local_date.isoformat()}
