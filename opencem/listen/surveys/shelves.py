"""Reads of what lies beside the surveys: folders, question bank, comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.kit.problems import Problem, not_found
from opencem.listen.surveys.models import BankQuestion, Survey, SurveyComment, SurveyFolder
from opencem.listen.surveys.queries import readable_units
from opencem.platform.scope.value import Scope

_LARGEST_ID = 2**63 - 1


def visible_folders(scope: Scope) -> QuerySet[SurveyFolder]:
    """The folders of units whose surveys the scope reads."""
    units = readable_units(scope)
    return SurveyFolder.objects.all() if units is None else SurveyFolder.objects.filter(owner_unit_id__in=units)


@dataclass(frozen=True, slots=True)
class ShelvedFolder:
    """A folder and how many of its surveys the reader sees, archived ones left out."""

    folder: SurveyFolder
    surveys: int


def list_folders(scope: Scope) -> list[ShelvedFolder]:
    """By name."""
    units = readable_units(scope)
    seen = Q(surveys__archived_at=None) & (Q() if units is None else Q(surveys__owner_unit_id__in=units))
    rows = visible_folders(scope).annotate(held=Count("surveys", filter=seen)).order_by("name", "pk")
    return [ShelvedFolder(row, row.held) for row in rows]


def folder_in(scope: Scope, folder_id: int) -> SurveyFolder:
    """Raises Problem `not_found`."""
    found = visible_folders(scope).filter(pk=folder_id).first() if 0 < folder_id <= _LARGEST_ID else None
    if found is None:
        raise not_found()
    return found


def writable_folder(scope: Scope, folder_id: int) -> SurveyFolder:
    found = folder_in(scope, folder_id)
    if not scope.covers(found.owner_unit_id):
        raise Problem("forbidden", 403)
    return found


def visible_bank(scope: Scope) -> QuerySet[BankQuestion]:
    units = readable_units(scope)
    return BankQuestion.objects.all() if units is None else BankQuestion.objects.filter(owner_unit_id__in=units)


def list_bank(scope: Scope, *, words: str, kind: str, tag: str, cursor: str | None, limit: int) -> Page[BankQuestion]:
    """Newest first. `words` must all occur in key, titles or tags."""
    rows = visible_bank(scope).order_by("-pk")
    for word in words.casefold().split()[:8]:
        rows = rows.filter(searchable__contains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if tag:
        rows = rows.filter(searchable__contains=tag.casefold())
    if position := decode_cursor(cursor, int):
        rows = rows.filter(pk__lt=position[0])
    return page_of(list(rows[: limit + 1]), limit, lambda kept: (kept.pk,))


def writable_question(scope: Scope, question_id: int) -> BankQuestion:
    """Raises Problem `not_found`, or `forbidden` where the scope reads it but does not cover its unit."""
    found = visible_bank(scope).filter(pk=question_id).first() if 0 < question_id <= _LARGEST_ID else None
    if found is None:
        raise not_found()
    if not scope.covers(found.owner_unit_id):
        raise Problem("forbidden", 403)
    return found


def list_comments(survey: Survey, resolved: bool | None) -> Sequence[SurveyComment]:
    """Oldest first."""
    rows = survey.comments.order_by("at", "pk")
    return list(rows if resolved is None else rows.filter(resolved_at__isnull=not resolved))


def comment_of(survey: Survey, comment_id: int) -> SurveyComment:
    """Raises Problem `not_found`."""
    found = survey.comments.filter(pk=comment_id).first() if 0 < comment_id <= _LARGEST_ID else None
    if found is None:
        raise not_found()
    return found
