"""The one working draft of a survey: saved as it is, complete or not, and never over somebody else's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from opencem.kit.problems import Problem
from opencem.listen.surveys.definitions import MOST_BYTES
from opencem.listen.surveys.extending import renewed
from opencem.listen.surveys.models import Survey, SurveyDraft, SurveyVersion
from opencem.listen.surveys.queries import newest_version, versions_of, working_definition
from opencem.platform.accounts.service import names_of
from opencem.platform.audit.service import record

from .describing import DESCRIBED, describe

SITTING = timedelta(minutes=15)
"""Saves of one person no further apart than this are one sitting, and one line in the audit trail."""


def save_draft(
    *, survey: Survey, definition: Mapping[str, Any], revision: int, account: object, now: datetime
) -> SurveyDraft:
    """Stores the draft and returns it with its new revision. `definition` may be incomplete; its key is the survey's.

    `revision` is the one the writer saw (0: there was no draft). Raises Problem `draft_conflict` with who saved since
    and when, and `definition_too_large`. A repeated save that was stored already changes nothing.
    """
    kept = {**definition, "key": survey.key}
    _bound(kept)
    with transaction.atomic():
        Survey.objects.select_for_update().get(pk=survey.pk)
        draft = SurveyDraft.objects.select_for_update().filter(survey=survey).first()
        if draft is not None and _is_repeat(draft, kept, revision, account):
            return draft
        if revision != (draft.revision if draft else 0):
            raise refuse_conflict(draft)
        return _write(survey, draft, kept, account, now)


def take_up_version(
    *, survey: Survey, version: SurveyVersion, revision: int, account: object, now: datetime
) -> SurveyDraft:
    """Makes an earlier version the draft again; conflicts as `save_draft`."""
    with transaction.atomic():
        draft = save_draft(survey=survey, definition=version.definition, revision=revision, account=account, now=now)
        draft.based_on = version.number
        draft.save(update_fields=["based_on"])
        record(
            "survey.version_taken_up", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, after={"version": version.number, "revision": draft.revision},
        )  # fmt: skip
    return draft


def renew_draft(*, survey: Survey, revision: int, account: object, now: datetime) -> SurveyDraft:
    """Takes headquarters' newest questions into the draft of a survey that extends theirs; conflicts as `save_draft`.

    Raises Problem `survey_extends_none`.
    """
    if survey.extends is None:
        raise Problem("survey_extends_none", 409)
    versions = [version.definition for version in versions_of(survey.extends)]
    definition = renewed(working_definition(survey), versions)
    return save_draft(survey=survey, definition=definition, revision=revision, account=account, now=now)


def discard_draft(*, survey: Survey, account: object) -> None:
    """Back to the newest version. Raises Problem `survey_never_published` where there is none."""
    with transaction.atomic():
        newest = newest_version(survey)
        if newest is None:
            raise Problem("survey_never_published", 409)
        gone = SurveyDraft.objects.filter(survey=survey).first()
        if gone is None:
            return
        gone.delete()
        record(
            "survey.draft_discarded", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, before={"revision": gone.revision, "definition": gone.definition},
        )  # fmt: skip


def refuse_conflict(draft: SurveyDraft | None) -> Problem:
    """Says what is stored instead of what the writer saw."""
    by = draft.saved_by_id if draft else None
    name = names_of([by]).get(by, "") if by else ""
    return Problem(
        "draft_conflict",
        409,
        params={"name": name},
        extra={
            "revision": draft.revision if draft else 0,
            "saved_by": {"id": by, "name": name} if by else None,
            "saved_at": draft.saved_at.isoformat() if draft else None,
        },
    )


def _bound(definition: Mapping[str, Any]) -> None:
    if len(json.dumps(definition, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Problem("definition_too_large", 413, field="definition")


def _is_repeat(draft: SurveyDraft, definition: Mapping[str, Any], revision: int, account: object) -> bool:
    mine = draft.saved_by_id == getattr(account, "pk", None)
    return mine and draft.revision == revision + 1 and draft.definition == definition


def _write(
    survey: Survey, draft: SurveyDraft | None, definition: dict[str, Any], account: object, now: datetime
) -> SurveyDraft:
    newest = newest_version(survey)
    based_on = newest.number if newest else None
    if draft is None:
        draft = SurveyDraft(survey=survey, revision=0, based_on=based_on, saved_at=now - 2 * SITTING)
    same_sitting = draft.saved_by_id == getattr(account, "pk", None) and now - draft.saved_at < SITTING
    draft.definition, draft.revision = definition, draft.revision + 1
    draft.differs = newest is None or newest.definition != definition
    draft.saved_at, draft.saved_by_id = now, getattr(account, "pk", None)
    draft.save()
    survey.updated_at = now
    if newest is None:
        describe(survey, definition)
    survey.save(update_fields=[*DESCRIBED, "updated_at"])
    if not same_sitting:
        record(
            "survey.draft_saved", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, after={"revision": draft.revision},
        )  # fmt: skip
    return draft
