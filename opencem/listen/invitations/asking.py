"""What batches and triggers share when they are made or changed: checked against surveys, channels, words, units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opencem.kit.problems import Problem
from opencem.listen.invitations import problems, wording  # noqa: F401  problems registers the codes raised below
from opencem.listen.invitations.channels import CHANNELS
from opencem.listen.journeys.models import Touchpoint
from opencem.listen.surveys import queries as surveys
from opencem.listen.surveys.models import SurveyStatus
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope


@dataclass(frozen=True, slots=True)
class AskingWish:
    """A batch or trigger as somebody wants it. `unit`, `survey` and `touchpoint` are codes."""

    name: str
    survey: str
    unit: str
    channels: Sequence[str]
    touchpoint: str = ""
    message: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    share: float = 1.0
    expires_hours: int = 168
    reminder_hours: Sequence[int] = ()


def fields_of(wish: AskingWish, scope: Scope) -> dict[str, Any]:
    """The columns of a wish. Raises Problem: not_found (survey, unit), channel_unknown, touchpoint_unknown, message_…"""
    survey = surveys.survey_in(scope, wish.survey)
    if survey.status != SurveyStatus.PUBLISHED:
        raise Problem("survey_not_published", 422, field="survey")
    for channel in [*wish.channels, *wish.templates]:
        if channel not in CHANNELS:
            raise Problem("channel_unknown", 422, field="channels", params={"value": channel})
    wording.check(wish.message)
    return {
        "name": wish.name,
        "survey_id": survey.pk,
        "unit_id": organization.resolve(scope, wish.unit).id,
        "touchpoint_id": _touchpoint(wish.touchpoint),
        "channels": list(dict.fromkeys(wish.channels)),
        "message": {language: dict(texts) for language, texts in wish.message.items()},
        "templates": dict(wish.templates),
        "share": wish.share,
        "expires_hours": wish.expires_hours,
        "reminder_hours": sorted(set(wish.reminder_hours)),
    }


def _touchpoint(code: str) -> int | None:
    if not code:
        return None
    found = Touchpoint.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise Problem("touchpoint_unknown", 422, field="touchpoint")
    return found
