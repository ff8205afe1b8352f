"""Publishing: a definition is checked as a whole and becomes a version that never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from opencem.engines.survey_logic import DefinitionError, SurveyDefinition, compare
from opencem.kit.problems import FieldError, Problem
from opencem.listen.surveys.extending import broken_locks
from opencem.listen.surveys.faults import field_error
from opencem.listen.surveys.models import Survey, SurveyDraft, SurveyStatus, SurveyVersion
from opencem.listen.surveys.queries import base_of, live, newest_version
from opencem.platform.audit.service import record
from opencem.platform.events.service import publish
from opencem.platform.scope.value import Scope

from .describing import DESCRIBED, describe
from .drafts import refuse_conflict
from .standing import refuse_at_rest
from .starting import RESERVED


def publish_survey(
    *, definition: Mapping[str, Any], owner_unit_id: int, account: object, now: datetime
) -> SurveyVersion:
    """Checks a definition and publishes it as the next version of the survey of that key, made if it is not there.

    Publishing the definition that is in force already returns its version. Raises Problem `survey_invalid` with one
    error per fault (path, message), and `scale_changed` for a question that had another type or scale before.
    """
    parsed = parse(definition)
    with transaction.atomic():
        survey, _ = Survey.objects.get_or_create(
            key=parsed.key,
            defaults={"title": {}, "owner_unit_id": owner_unit_id, "owner_id": getattr(account, "pk", None)},
        )
        latest = survey.versions.order_by("-number").first()
        if latest is not None and latest.definition == definition:
            return latest
        return _publish(survey, parsed, dict(definition), account, now)


def publish_definition(
    *, definition: Mapping[str, Any], owner_unit_id: int, scope: Scope, account: object, now: datetime
) -> SurveyVersion:
    """`publish_survey` for a person: a survey that is there already must be one they may write.

    Raises Problem `survey_key_taken` otherwise, whether or not they can read it.
    """
    key = definition.get("key")
    there = Survey.objects.filter(key=key).first() if isinstance(key, str) else None
    if key in RESERVED or (there is not None and not scope.covers(there.owner_unit_id)):
        raise Problem("survey_key_taken", 409, field="definition.key", params={"key": key})
    if there is not None:
        refuse_at_rest(there, now)
    return publish_survey(definition=definition, owner_unit_id=owner_unit_id, account=account, now=now)


def publish_draft(*, survey: Survey, revision: int, account: object, now: datetime) -> SurveyVersion:
    """Publishes the draft somebody saw as `revision`.

    A draft equal to the version in force returns that version. Raises Problem `draft_conflict` when it was saved since,
    `draft_expected`, what `publish_survey` raises, and `survey_state` or `survey_over` when the survey is archived or
    its end has passed.
    """
    with transaction.atomic():
        survey = Survey.objects.select_for_update().get(pk=survey.pk)
        draft = SurveyDraft.objects.filter(survey=survey).first()
        if draft is None:
            raise Problem("draft_expected", 409)
        if draft.revision != revision:
            raise refuse_conflict(draft)
        refuse_at_rest(survey, now)
        newest = newest_version(survey)
        if newest is not None and newest.definition == draft.definition:
            return newest
        version = _publish(survey, parse(draft.definition), draft.definition, account, now)
        draft.based_on, draft.differs = version.number, False
        draft.save(update_fields=["based_on", "differs"])
    return version


def _publish(
    survey: Survey, parsed: SurveyDefinition, definition: dict[str, Any], account: object, now: datetime
) -> SurveyVersion:
    _keep_locks(survey, definition)
    _keep_scales(survey, parsed)
    version = _next_version(survey, definition, account, now)
    describe(survey, definition)
    survey.status, survey.updated_at = SurveyStatus.PUBLISHED, now
    survey.save(update_fields=[*DESCRIBED, "status", "updated_at"])
    record(
        "survey.published", account=account, object_kind="survey", object_id=survey.key, unit_id=survey.owner_unit_id,
        after={"version": version.number},
    )  # fmt: skip
    publish("survey.published", version.pk, {"survey": survey.key})
    return version


def _keep_locks(survey: Survey, definition: Mapping[str, Any]) -> None:
    base = base_of(survey)
    broken = broken_locks(definition, base) if base is not None else []
    if broken:
        raise Problem("survey_invalid", 422, errors=[field_error(fault) for fault in broken])


def _keep_scales(survey: Survey, parsed: SurveyDefinition) -> None:
    """Against every version: a question may have been away for a while."""
    versions = survey.versions.values_list("pk", flat=True)
    breaks = {fault.path: fault for pk in versions for fault in compare(live(pk).definition, parsed).breaks}
    if breaks:
        errors = [FieldError(path, "scale_changed", fault.params) for path, fault in breaks.items()]
        raise Problem("survey_invalid", 422, errors=errors)


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
        raise Problem("survey_invalid", 422, errors=[field_error(fault) for fault in error.errors]) from error
