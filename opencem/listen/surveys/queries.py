"""Reads of surveys. A survey belongs to the company; its answers belong to units and are scoped elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from opencem.engines.survey_logic import SurveyDefinition
from opencem.kit.problems import not_found
from opencem.listen.surveys.models import Survey, SurveyStatus, SurveyVersion


@dataclass(frozen=True, slots=True)
class LiveSurvey:
    """The version in force with its parsed definition, kept in memory: versions never change."""

    survey_id: int
    version_id: int
    number: int
    definition: SurveyDefinition


def list_surveys() -> list[Survey]:
    return list(Survey.objects.prefetch_related("versions").order_by("-created_at"))


def published_surveys() -> list[Survey]:
    """Those that take answers now."""
    return list(Survey.objects.filter(status=SurveyStatus.PUBLISHED).order_by("pk"))


def get_survey(key: str) -> Survey:
    survey = Survey.objects.prefetch_related("versions").filter(key=key).first()
    if survey is None:
        raise not_found()
    return survey


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
