"""The survey centre's list: filters, pages, and what there is to filter by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, Prefetch, Q, QuerySet

from opencem.kit.paging import Page, decode_cursor, page_of
from opencem.listen.surveys.models import Survey, SurveyDraft, SurveyTag, SurveyVersion
from opencem.listen.surveys.queries import visible_surveys
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope

Sort = Literal["-created", "-updated"]
_MOST_WORDS = 8
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class SurveyFilter:
    """Empty members do not narrow. `folder` and `owner` are ids; folder "none" is what lies in no folder."""

    words: str = ""
    status: str = ""
    folder: str = ""
    tag: str = ""
    scene: str = ""
    touchpoint: str = ""
    owner: str = ""
    unit: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What a reader's surveys may be narrowed by; archived ones are only counted."""

    statuses: Sequence[Facet]
    tags: Sequence[Facet]
    scenes: Sequence[Facet]
    owners: Sequence[Facet]
    archived: int


def list_surveys(scope: Scope, wanted: SurveyFilter, *, sort: Sort, cursor: str | None, limit: int) -> Page[Survey]:
    """Newest first by `sort`, with drafts and version numbers but without any definition."""
    field = {"-created": "created_at", "-updated": "updated_at"}[sort]
    rows = _filtered(scope, wanted).order_by(f"-{field}", "-pk")
    if position := decode_cursor(cursor, datetime, int):
        at, pk = position
        rows = rows.filter(Q(**{f"{field}__lt": at}) | Q(**{field: at}, pk__lt=pk))
    return page_of(list(_told(rows)[: limit + 1]), limit, lambda one: (getattr(one, field).isoformat(), one.pk))


def told(scope: Scope, key: str) -> Survey | None:
    """One survey with what a list item tells of it."""
    return _told(visible_surveys(scope)).filter(key=key).first()


def facets(scope: Scope) -> Facets:
    seen = visible_surveys(scope)
    rows = list(seen.filter(archived_at=None).values_list("status", "scene", "owner_id"))
    tags = SurveyTag.objects.filter(survey__in=seen.filter(archived_at=None))
    return Facets(
        statuses=_counted([status for status, _, _ in rows]),
        scenes=_counted([scene for _, scene, _ in rows if scene]),
        owners=_counted([str(owner) for _, _, owner in rows if owner]),
        tags=[Facet(*row) for row in tags.values_list("name").annotate(n=Count("pk")).order_by("-n", "name")],
        archived=seen.exclude(archived_at=None).count(),
    )


def _filtered(scope: Scope, wanted: SurveyFilter) -> QuerySet[Survey]:
    rows = visible_surveys(scope).filter(archived_at__isnull=not wanted.archived)
    for word in wanted.words.casefold().split()[:_MOST_WORDS]:
        rows = rows.filter(searchable__contains=word)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.tag:
        rows = rows.filter(tags__name=wanted.tag)
    if wanted.scene:
        rows = rows.filter(scene=wanted.scene)
    if wanted.touchpoint:
        rows = rows.filter(touchpoint__code=wanted.touchpoint)
    if wanted.unit:
        below = organization.subtree_ids(organization.resolve(scope, wanted.unit).id)
        rows = rows.filter(owner_unit_id__in=below)
    if wanted.folder == "none":
        return _of(rows.filter(folder=None), "owner_id", wanted.owner)
    return _of(_of(rows, "folder_id", wanted.folder), "owner_id", wanted.owner)


def _of(rows: QuerySet[Survey], field: str, number: str) -> QuerySet[Survey]:
    """The rows with that id; none where it is no id at all."""
    if not number:
        return rows
    known = number.isascii() and number.isdigit() and len(number) < 20 and int(number) <= _LARGEST_ID
    return rows.filter(**{field: int(number)}) if known else rows.none()


def _told(rows: QuerySet[Survey]) -> QuerySet[Survey]:
    versions = SurveyVersion.objects.defer("definition").order_by("-number")
    drafts = SurveyDraft.objects.defer("definition")
    return (
        rows.select_related("folder", "touchpoint", "extends")
        .prefetch_related(Prefetch("versions", versions), Prefetch("draft", drafts), "tags")
        .annotate(open_comments=Count("comments", filter=Q(comments__resolved_at=None)))
    )


def _counted(values: Sequence[str]) -> list[Facet]:
    return [Facet(value, count) for value, count in Counter(values).most_common()]
