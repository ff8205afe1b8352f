"""Answers of a form that is not finished, so that the person may go on later on the same link."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from opencem.engines.survey_logic import SurveyDefinition
from opencem.listen.responses.models import ResponseDraft

LIFE = timedelta(days=7)
_LEFT_OUT = frozenset({"phone", "email", "identifier", "file", "signature", "location"})
"""What tells who or where somebody is: the next person at the same device must not find it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """How far a form has come. `place` is the caller's own word for the page."""

    submission_key: str
    raw: Mapping[str, Any]
    seen: frozenset[str]
    place: str
    language: str


def keep(
    *,
    key: str,
    definition: SurveyDefinition,
    raw: Mapping[str, object],
    seen: Collection[str],
    place: str,
    language: str,
    invitation: str,
    now: datetime,
) -> None:
    """Keeps the answers so far under their submission key, in place of what was kept before."""
    kept = {name: value for name, value in raw.items() if _is_kept(definition, name)}
    fields = {
        "raw": kept, "seen": sorted(seen)[: len(definition.questions) * 50], "place": place, "language": language,
        "invitation": invitation, "expires_at": now + LIFE,
    }  # fmt: skip
    ResponseDraft.objects.bulk_create(
        [ResponseDraft(submission_key=key, **fields)],
        update_conflicts=True,
        unique_fields=["submission_key"],
        update_fields=list(fields),
    )


def _is_kept(definition: SurveyDefinition, name: str) -> bool:
    question = definition.by_key.get(name.partition("@")[0])
    return question is not None and question.type not in _LEFT_OUT


def kept(key: str, now: datetime) -> Draft | None:
    """What was kept under a submission key."""
    return _draft(ResponseDraft.objects.filter(submission_key=key, expires_at__gt=now).first())


def newest_of(invitation: str, now: datetime) -> Draft | None:
    """The latest form that was begun from a personal link, on whatever device."""
    if not invitation:
        return None
    return _draft(ResponseDraft.objects.filter(invitation=invitation, expires_at__gt=now).order_by("-pk").first())


def _draft(found: ResponseDraft | None) -> Draft | None:
    if found is None:
        return None
    return Draft(found.submission_key, found.raw, frozenset(found.seen), found.place, found.language)
