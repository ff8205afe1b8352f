"""What a survey is filed under and on what terms it takes answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from opencem.kit.problems import Problem
from opencem.listen.journeys.models import Touchpoint
from opencem.listen.surveys.models import Reward, Survey, SurveyTag
from opencem.listen.surveys.shelves import folder_in
from opencem.platform.accounts.queries import accounts_in
from opencem.platform.audit.service import record
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

from .describing import searchable

PLAIN: Mapping[str, str | None] = {
    "scene": "",
    "target_group": "",
    "opens_at": None,
    "closes_at": None,
    "answer_limit": None,
    "device_limit": None,
    "redirect": "",
    "reward": Reward.NONE,
    "points_webhook": "",
}
"""Changes that are taken over as they are, with what stands for nothing."""


def organise(*, survey: Survey, changes: Mapping[str, Any], scope: Scope, account: object, now: datetime) -> Survey:
    """Applies some of: folder (id), tags, touchpoint (code), owner (account id), unit (code), password, and `PLAIN`.

    What is named is resolved in `scope`, the writer's. Raises Problem `survey_schedule_order`, `survey_address_expected`,
    `survey_owner_unknown`, `survey_touchpoint_unknown`, `not_found`.
    """
    with transaction.atomic():
        survey = Survey.objects.select_for_update(of=("self",)).select_related("folder", "touchpoint").get(pk=survey.pk)
        before = _told(survey)
        for name, nothing in PLAIN.items():
            if name in changes:
                setattr(survey, name, nothing if changes[name] is None else changes[name])
        for name, change in _RESOLVED.items():
            if name in changes:
                change(survey, changes[name], scope)
        _check(survey)
        survey.updated_at = now
        survey.save()
        record(
            "survey.organised", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, before=before, after=_told(survey),
        )  # fmt: skip
    return survey


def password_matches(survey_id: int, word: str) -> bool:
    """Whether `word` opens the survey; a survey without a password is open. Slow on purpose (Argon2)."""
    stored = Survey.objects.values_list("password_hash", flat=True).get(pk=survey_id)
    return not stored or (len(word) <= 128 and check_password(word, stored))


def _into_folder(survey: Survey, folder_id: int | None, scope: Scope) -> None:
    survey.folder = folder_in(scope, folder_id) if folder_id else None


def _tag(survey: Survey, names: Sequence[str], scope: Scope) -> None:
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    survey.tags.exclude(name__in=wanted).delete()
    SurveyTag.objects.bulk_create([SurveyTag(survey=survey, name=name) for name in wanted], ignore_conflicts=True)
    survey.searchable = searchable(survey.key, survey.title, wanted)


def _at_touchpoint(survey: Survey, code: str | None, scope: Scope) -> None:
    found = Touchpoint.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise Problem("survey_touchpoint_unknown", 422, field="touchpoint")
    survey.touchpoint = found


def _give_to(survey: Survey, account_id: int | None, scope: Scope) -> None:
    if account_id is not None and account_id not in {account.pk for account in accounts_in(scope)}:
        raise Problem("survey_owner_unknown", 422, field="owner")
    survey.owner_id = account_id


def _to_unit(survey: Survey, code: str | None, scope: Scope) -> None:
    if code:
        survey.owner_unit_id = organization.resolve(scope, code).id


def _lock(survey: Survey, word: str | None, scope: Scope) -> None:
    survey.password_hash = make_password(word) if word else ""


_RESOLVED: Mapping[str, Callable[[Survey, Any, Scope], None]] = {
    "folder": _into_folder,
    "tags": _tag,
    "touchpoint": _at_touchpoint,
    "owner": _give_to,
    "unit": _to_unit,
    "password": _lock,
}


def _check(survey: Survey) -> None:
    if survey.opens_at and survey.closes_at and survey.closes_at <= survey.opens_at:
        raise Problem("survey_schedule_order", 422, field="closes_at")
    for name in ("redirect", "points_webhook"):
        if (address := getattr(survey, name)) and not _is_web_address(address):
            raise Problem("survey_address_expected", 422, field=name)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and address.isprintable() and " " not in address


def _told(survey: Survey) -> dict[str, Any]:
    """For the audit trail; of the password only whether there is one."""
    plain = {name: getattr(survey, name) for name in PLAIN}
    return {
        **{name: value.isoformat() if isinstance(value, datetime) else value for name, value in plain.items()},
        "folder": survey.folder_id,
        "tags": sorted(survey.tags.values_list("name", flat=True)),
        "touchpoint": survey.touchpoint.code if survey.touchpoint else None,
        "owner": survey.owner_id,
        "unit_id": survey.owner_unit_id,
        "has_password": bool(survey.password_hash),
    }
