"""Doubts that no rule raises by itself, laid on feedback that is there: as rows, with the event that tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.feedback.service import EXCLUDE_AT
from opencem.platform.events.service import publish


def lay_doubts(found: Mapping[int, Sequence[tuple[str, float, Mapping[str, Any]]]], at: datetime) -> None:
    """Kind, weight and evidence by feedback id."""
    for pk, doubts in found.items():
        for kind, weight, evidence in doubts:
            told = {"weight": weight, "evidence": dict(evidence), "raised_at": at}
            Flag.rows.get_or_create(feedback_id=pk, kind=kind, defaults=told)
        one = Feedback.rows.get(pk=pk)
        one.suspicion = min(1.0, sum(flag.weight for flag in one.flags.all()))
        one.excluded = one.suspicion >= EXCLUDE_AT
        one.save(update_fields=["suspicion", "excluded"])
        about = {"unit": one.unit_id, "response": one.response_id, "date": one.local_date.isoformat()}
        publish("feedback.flagged", pk, about)
