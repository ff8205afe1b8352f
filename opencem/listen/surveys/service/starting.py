"""How a survey comes to be: blank, from a template, as a copy, from a file."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from opencem.kit.problems import Problem
from opencem.listen.surveys.definitions import title_of
from opencem.listen.surveys.models import Survey, SurveyFolder
from opencem.platform.audit.service import record

from .drafts import save_draft

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
RESERVED = ("facets", "import")
"""What stands where a key would in the API's addresses."""
_NOT_OF_A_KEY = re.compile(r"[^a-z0-9]+")
_READABLE = 28
LONGEST_SCENE = 40
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def start_survey(
    *,
    definition: Mapping[str, Any],
    title: Mapping[str, str] | None = None,
    key: str = "",
    origin: str,
    owner_unit_id: int,
    folder: SurveyFolder | None = None,
    extends: Survey | None = None,
    account: object,
    now: datetime,
) -> Survey:
    """A new survey with `definition` as its draft. `origin` is for the audit trail: blank, template:KEY, copy:KEY …

    `extends`: the survey whose questions are locked in this one. `title` replaces the definition's. Without `key` one is made that can be read. Raises Problem `survey_key_invalid`,
    `survey_key_taken`, `definition_too_large`.
    """
    words = dict(title or title_of(definition))
    with transaction.atomic():
        survey = Survey(
            key=_own_key(key) if key else free_key(words),
            title=words,
            owner_unit_id=owner_unit_id,
            owner_id=getattr(account, "pk", None),
            folder=folder,
            extends=extends,
            scene=_scene_of(definition),
            updated_at=now,
        )
        survey.save(force_insert=True)
        record(
            "survey.created", account=account, object_kind="survey", object_id=survey.key, unit_id=owner_unit_id,
            after={"origin": origin, "title": words},
        )  # fmt: skip
        save_draft(survey=survey, definition={**definition, "title": words}, revision=0, account=account, now=now)
    return survey


def delete_unpublished(*, survey: Survey, account: object) -> None:
    """Deletes a survey that never had a version; no answer can hang on it. Raises Problem `survey_published`."""
    with transaction.atomic():
        if survey.versions.exists():
            raise Problem("survey_published", 409)
        record(
            "survey.deleted", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, before={"title": survey.title},
        )  # fmt: skip
        survey.coupons.all().delete()
        survey.delete()


def free_key(title: Mapping[str, str]) -> str:
    """A key nobody has: the words of a title that are in Latin letters, and some random signs after them."""
    latin = (_as_key(title[tag]) for tag in sorted(title, key=lambda tag: tag != "en"))
    stem = next((words for words in latin if len(words) > 2), "survey")
    while Survey.objects.filter(key=(key := f"{stem}_{_random_signs()}")).exists():
        continue
    return key


def _scene_of(definition: Mapping[str, Any]) -> str:
    scene = definition.get("scene")
    return scene if isinstance(scene, str) and len(scene) <= LONGEST_SCENE else ""


def _as_key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return _NOT_OF_A_KEY.sub("_", plain).strip("_0123456789")[:_READABLE].strip("_")


def _random_signs() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(5))


def _own_key(key: str) -> str:
    if not KEY.fullmatch(key):
        raise Problem("survey_key_invalid", 422, field="key")
    if key in RESERVED or Survey.objects.filter(key=key).exists():
        raise Problem("survey_key_taken", 409, field="key", params={"key": key})
    return key
