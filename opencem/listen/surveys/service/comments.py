"""Remarks on a survey while it is made."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opencem.kit.problems import Problem, not_found
from opencem.listen.surveys.models import Survey, SurveyComment
from opencem.platform.audit.service import record


def comment(*, survey: Survey, question: str, text: str, account: object, now: datetime) -> SurveyComment:
    """Writes a remark on one question, or with `question` empty on the survey."""
    if not (kept := text.strip()):
        raise Problem("text_expected", 422, field="text")
    with transaction.atomic():
        made = SurveyComment.objects.create(
            survey=survey, question=question, text=kept, by_id=getattr(account, "pk", None), at=now
        )
        _record("added", made, account)
    return made


def resolve_comment(*, comment: SurveyComment, account: object, now: datetime) -> None:
    """Settled; doing so twice keeps who settled it first."""
    if comment.resolved_at is None:
        _settle(comment, now, getattr(account, "pk", None), "resolved", account)


def reopen_comment(*, comment: SurveyComment, account: object) -> None:
    if comment.resolved_at is not None:
        _settle(comment, None, None, "reopened", account)


def delete_comment(*, comment: SurveyComment, account: object) -> None:
    """Takes back one's own remark; another's does not exist for this."""
    if comment.by_id is None or comment.by_id != getattr(account, "pk", None):
        raise not_found()
    with transaction.atomic():
        _record("deleted", comment, account)
        comment.delete()


def _settle(comment: SurveyComment, at: datetime | None, by_id: int | None, verb: str, account: object) -> None:
    with transaction.atomic():
        comment.resolved_at, comment.resolved_by_id = at, by_id
        comment.save(update_fields=["resolved_at", "resolved_by_id"])
        _record(verb, comment, account)


def _record(verb: str, comment: SurveyComment, account: object) -> None:
    record(
        f"survey_comment.{verb}", account=account, object_kind="survey", object_id=comment.survey.key,
        unit_id=comment.survey.owner_unit_id,
        after={"comment": comment.pk, "question": comment.question, "text": comment.text},
    )  # fmt: skip
