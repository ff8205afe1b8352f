"""Reads of surveys. A survey belongs to a unit: whoever's scope covers that unit, or lies below it, may read it.

Its answers belong to the units where they were given and are scoped elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from opencem.engines.survey_logic import SurveyDefinition
from opencem.kit.problems import Problem, not_found
from opencem.listen.surveys.models import Survey, SurveyStatus, SurveyVersion
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope


@dataclass(frozen=True, slots=True)
class LiveSurvey:
    """The version in force with its parsed definition, kept in memory: versions never change."""

    survey_id: int
    version_id: int
    number: int
    definition: SurveyDefinition


@dataclass(frozen=True, slots=True)
class SurveyTerms:
    """On what terms a survey takes answers, beside what its collectors say."""

    opens_at: datetime | None
    closes_at: datetime | None
    answer_limit: int | None
    device_limit: int | None
    has_password: bool
    redirect: str
    reward: str
    points_webhook: str
    signed_params: frozenset[str] = frozenset()
    refuses_unsigned: bool = False
    link_round: int = 1

    def closed_because(self, now: datetime) -> str:
        """Empty when its schedule lets it take answers; else not_open_yet or expired."""
        if self.opens_at and now < self.opens_at:
            return "not_open_yet"
        return "expired" if self.closes_at and now >= self.closes_at else ""


def readable_units(scope: Scope) -> frozenset[int] | None:
    """The units whose surveys a scope may read: its own and all above it. None: every unit."""
    if scope.unit_ids is None:
        return None
    above = (unit.id for root in organization.roots_of(scope) for unit in organization.ancestors(root.id))
    return scope.unit_ids.union(above)


def visible_surveys(scope: Scope) -> QuerySet[Survey]:
    units = readable_units(scope)
    return Survey.objects.all() if units is None else Survey.objects.filter(owner_unit_id__in=units)


def survey_in(scope: Scope, key: str) -> Survey:
    """The survey of that key if the scope may read it, else Problem `not_found`."""
    found = visible_surveys(scope).select_related("folder", "touchpoint", "draft").filter(key=key).first()
    if found is None:
        raise not_found()
    return found


def writable_survey(scope: Scope, key: str) -> Survey:
    """The same for a change: Problem `forbidden` where the scope reads the survey but does not cover its owner."""
    found = survey_in(scope, key)
    if not scope.covers(found.owner_unit_id):
        raise Problem("forbidden", 403)
    return found


def published_surveys() -> list[Survey]:
    """Those that take answers now."""
    return list(Survey.objects.filter(status=SurveyStatus.PUBLISHED).order_by("pk"))


def terms_of(survey_id: int) -> SurveyTerms:
    survey = Survey.objects.get(pk=survey_id)
    return SurveyTerms(
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        answer_limit=survey.answer_limit,
        device_limit=survey.device_limit,
        has_password=bool(survey.password_hash),
        redirect=survey.redirect,
        reward=survey.reward,
        points_webhook=survey.points_webhook,
        signed_params=frozenset(survey.signed_params),
        refuses_unsigned=survey.refuses_unsigned,
        link_round=survey.link_round,
    )


def versions_of(survey: Survey) -> list[SurveyVersion]:
    """Newest first."""
    return list(survey.versions.order_by("-number"))


def newest_version(survey: Survey) -> SurveyVersion | None:
    return survey.versions.order_by("-number").first()


def version_of(survey: Survey, number: int) -> SurveyVersion:
    """Raises Problem `not_found`."""
    found = survey.versions.filter(number=number).first() if 0 < number < 2**31 else None
    if found is None:
        raise not_found()
    return found


def live_definition(survey: Survey) -> Mapping[str, Any]:
    """That of the newest version. Raises Problem `survey_never_published`."""
    newest = newest_version(survey)
    if newest is None:
        raise Problem("survey_never_published", 409)
    return dict(newest.definition)


def working_definition(survey: Survey) -> Mapping[str, Any]:
    """The draft where there is one, else the newest version: what the editor, the preview and a copy start from."""
    draft = getattr(survey, "draft", None)
    if draft is not None:
        return dict(draft.definition)
    newest = newest_version(survey)
    return dict(newest.definition) if newest else {}


def base_of(survey: Survey) -> Mapping[str, Any] | None:
    """The newest definition of the survey this one extends: what is locked in it. None: it extends none."""
    if survey.extends_id is None:
        return None
    definition = SurveyVersion.objects.filter(survey_id=survey.extends_id).order_by("-number").values_list("definition")
    return dict(definition[0][0])


def latest_version_id(survey_id: int) -> int:
    version = SurveyVersion.objects.filter(survey_id=survey_id).order_by("-number").values_list("pk", flat=True).first()
    if version is None:
        raise not_found()
    return version


@lru_cache(maxsize=64)
def live(version_id: int, _survey_key: str = "") -> LiveSurvey:
    """A version parsed once per process."""
    version = SurveyVersion.objects.get(pk=version_id)
    definition = SurveyDefinition.parse(version.definition)
    return LiveSurvey(version.survey_id, version.pk, version.number, definition)
