"""Whether a survey takes answers: pause, resume, close, archive, restore. Publishing is in `publishing`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opencem.kit.problems import Problem
from opencem.listen.surveys.models import Survey, SurveyStatus
from opencem.platform.audit.service import record
from opencem.platform.events.service import publish

_RUNNING = (SurveyStatus.PUBLISHED, SurveyStatus.PAUSED)


def pause(*, survey: Survey, account: object, now: datetime) -> None:
    """No answers until it is resumed. Raises Problem `survey_state`, as all of these do."""
    _move(survey, (SurveyStatus.PUBLISHED,), SurveyStatus.PAUSED, "paused", account, now)


def resume(*, survey: Survey, account: object, now: datetime) -> None:
    """Takes answers again, also after it was closed. Raises Problem `survey_over` when its end has passed."""
    refuse_at_rest(survey, now)
    _move(survey, (SurveyStatus.PAUSED, SurveyStatus.CLOSED), SurveyStatus.PUBLISHED, "resumed", account, now)


def close(*, survey: Survey, account: object, now: datetime) -> None:
    """Its end."""
    _move(survey, _RUNNING, SurveyStatus.CLOSED, "closed", account, now)


def archive(*, survey: Survey, account: object, now: datetime) -> None:
    """Out of the lists; a running survey is closed first."""
    with transaction.atomic():
        locked = _locked(survey)
        if locked.archived_at is not None:
            raise _refused(locked)
        if locked.status in _RUNNING:
            close(survey=locked, account=account, now=now)
        _shelve(locked, now, "archived", account)
    survey.refresh_from_db()


def restore(*, survey: Survey, account: object, now: datetime) -> None:
    """Back into the lists, as it was when archived."""
    with transaction.atomic():
        locked = _locked(survey)
        if locked.archived_at is None:
            raise _refused(locked)
        _shelve(locked, None, "restored", account)
    survey.refresh_from_db()


def refuse_at_rest(survey: Survey, now: datetime) -> None:
    """An archived survey, or one whose end has passed, takes no answers whatever its status."""
    if survey.archived_at is not None:
        raise _refused(survey)
    if survey.closes_at is not None and survey.closes_at <= now:
        raise Problem("survey_over", 409)


def close_due(now: datetime) -> int:
    """Closes the running surveys whose end has come; returns how many."""
    due = list(Survey.objects.filter(status__in=_RUNNING, closes_at__lte=now))
    for survey in due:
        close(survey=survey, account=None, now=now)
    return len(due)


def _move(
    survey: Survey, origins: tuple[str, ...], to: SurveyStatus, verb: str, account: object, now: datetime
) -> None:
    with transaction.atomic():
        locked = _locked(survey)
        if locked.status not in origins or locked.archived_at is not None:
            raise _refused(locked)
        before, locked.status, locked.updated_at = locked.status, to, now
        locked.save(update_fields=["status", "updated_at"])
        record(
            f"survey.{verb}", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, before={"status": before}, after={"status": to},
        )  # fmt: skip
        publish(f"survey.{verb}", survey.pk, {"survey": survey.key})
    survey.status, survey.updated_at = locked.status, locked.updated_at


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update().get(pk=survey.pk)


def _shelve(survey: Survey, at: datetime | None, verb: str, account: object) -> None:
    survey.archived_at = at
    survey.save(update_fields=["archived_at"])
    record(f"survey.{verb}", account=account, object_kind="survey", object_id=survey.key, unit_id=survey.owner_unit_id)


def _refused(survey: Survey) -> Problem:
    return Problem("survey_state", 409, extra={"from": "archived" if survey.archived_at else survey.status})
