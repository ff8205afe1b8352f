"""Where people leave: forms that were begun, never sent, and have run out, counted by page before they are forgotten.

Only surveys of more than two screens keep such forms (`service.keeps_drafts`), from the second screen on: whoever leaves
the first screen has told nothing and is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F

from opencem.engines.survey_logic import SurveyDefinition
from opencem.kit.problems import Problem
from opencem.listen.distribution.queries import Filed, filed_at
from opencem.listen.responses import drafts, keys
from opencem.listen.responses.models import Left, ResponseDraft
from opencem.listen.surveys.queries import live

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Leaving:
    """`page`: key of the page that stood open; `question`: the last one answered, in the order of the survey."""

    survey_id: int
    version_id: int
    unit_id: int
    channel: str
    left_on: date
    page: str
    question: str


def count_expired(now: datetime) -> int:
    """Counts forms that nobody came back to and forgets them; returns how many, at most `AT_ONCE`."""
    with transaction.atomic():
        rows = ResponseDraft.objects.select_for_update().filter(expires_at__lte=now).order_by("pk")
        expired = list(rows[:AT_ONCE])
        begun = [(draft, key) for draft in expired if (key := _key_of(draft)) is not None]
        collectors = filed_at({key.collector_id for _, key in begun})
        found = (_leaving(draft, key, collectors) for draft, key in begun)
        for leaving, people in Counter(each for each in found if each).items():
            _add(leaving, people)
        ResponseDraft.objects.filter(pk__in=[draft.pk for draft in expired]).delete()
    return len(expired)


def _key_of(draft: ResponseDraft) -> keys.SubmissionKey | None:
    try:
        return keys.read(draft.submission_key, draft.expires_at - drafts.LIFE)
    except Problem:
        return None


def _leaving(draft: ResponseDraft, key: keys.SubmissionKey, collectors: Mapping[int, Filed]) -> _Leaving | None:
    filed = collectors.get(key.collector_id)
    if filed is None:
        return None
    definition = live(key.version_id).definition
    page, left_at = _page(definition, draft.place), draft.expires_at - drafts.LIFE
    left_on = left_at.astimezone(ZoneInfo(filed.timezone or settings.TIME_ZONE)).date()
    question = _last_answered(definition, draft.raw)
    return _Leaving(filed.survey_id, key.version_id, filed.unit_id, filed.channel, left_on, page, question)


def _page(definition: SurveyDefinition, place: str) -> str:
    """The page of a place, whose text begins with its position."""
    digits = place.partition("/")[0].partition("@")[0]
    position = int(digits) if digits.isdigit() else 0
    return definition.pages[min(position, len(definition.pages) - 1)].key


def _last_answered(definition: SurveyDefinition, answered: Collection[str]) -> str:
    keys_ = {name.partition("@")[0] for name in answered}
    return next((each.key for each in reversed(definition.questions) if each.key in keys_), "")


def _add(leaving: _Leaving, people: int) -> None:
    known = {name: getattr(leaving, name) for name in leaving.__slots__}
    row, _ = Left.rows.select_for_update().get_or_create(**known)
    Left.rows.filter(pk=row.pk).update(people=F("people") + people)
