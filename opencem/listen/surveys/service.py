"""Publishing surveys: a definition is checked as a whole and becomes a version that never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from opencem.engines.survey_logic import DefinitionError, SurveyDefinition
from opencem.kit.problems import FieldError, Problem, register_problems
from opencem.listen.surveys.models import Survey, SurveyStatus, SurveyVersion
from opencem.platform.audit.service import record
from opencem.platform.events.service import publish

register_problems(
    {
        "survey_invalid": {"zh-hans": "问卷有错误，不能发布", "en": "The survey has errors and cannot be published"},
        "survey_part_invalid": {"zh-hans": "{message}", "en": "{message}"},
    }
)


def publish_survey(
    *, definition: Mapping[str, Any], owner_unit_id: int, account: object, now: datetime
) -> SurveyVersion:
    """Checks a definition and publishes it as the next version of the survey of that key.

    Publishing the definition that is in force already returns its version. Raises Problem `survey_invalid` with one
    error per fault (path, message).
    """
    parsed = parse(definition)
    with transaction.atomic():
        survey, _ = Survey.objects.get_or_create(
            key=parsed.key, defaults={"title": dict(definition["title"]), "owner_unit_id": owner_unit_id}
        )
        latest = survey.versions.order_by("-number").first()
        if latest is not None and latest.definition == definition:
            return latest
        version = _next_version(survey, definition, account, now)
        survey.title, survey.status = dict(definition["title"]), SurveyStatus.PUBLISHED
        survey.save(update_fields=["title", "status"])
        record(
            "survey.published", account=account, object_kind="survey", object_id=survey.key,
            after={"version": version.number},
        )  # fmt: skip
        publish("survey.published", version.pk, {"survey": survey.key})
    return version


def _next_version(survey: Survey, definition: Mapping[str, Any], account: object, now: datetime) -> SurveyVersion:
    number = (survey.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return SurveyVersion.objects.create(
        survey=survey,
        number=number,
        definition=dict(definition),
        published_at=now,
        published_by_id=getattr(account, "pk", None),
    )


def parse(definition: Mapping[str, Any]) -> SurveyDefinition:
    """The definition as the logic engine reads it. Raises Problem `survey_invalid`."""
    try:
        return SurveyDefinition.parse(dict(definition))
    except DefinitionError as error:
        faults = [
            FieldError(fault.path, "survey_part_invalid", {"message": fault.message}) for fault in error.errors
        ]
        raise Problem("survey_invalid", 422, errors=faults) from error
