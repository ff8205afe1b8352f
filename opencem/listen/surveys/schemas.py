"""Surveys over HTTP, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from opencem.listen.surveys.models import SurveyStatus
from opencem.platform.accounts.http import UnitRef

Words = dict[Annotated[str, Field(max_length=35)], Annotated[str, Field(max_length=300)]]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
Revision = Annotated[int, Field(ge=0, lt=2**31)]
AnyStatus = Literal["draft", "published", "paused", "closed"]
assert set(AnyStatus.__args__) == set(SurveyStatus.values)  # type: ignore[attr-defined]


class PersonRef(Schema):
    id: int
    name: str


class FolderRef(Schema):
    id: int
    name: str


class SurveyTouchpoint(Schema):
    code: str
    name_zh: str
    name_en: str


class VersionOut(Schema):
    number: int
    published_at: datetime | None


class DraftState(Schema):
    revision: int
    saved_at: datetime
    saved_by: PersonRef | None
    differs: bool


class SurveyOut(Schema):
    key: str
    title: dict[str, str]
    status: AnyStatus
    archived_at: datetime | None
    versions: list[VersionOut]
    draft: DraftState | None
    extends: str | None
    owner: PersonRef | None
    owner_unit: UnitRef
    folder: FolderRef | None
    tags: list[str]
    scene: str
    touchpoint: SurveyTouchpoint | None
    target_group: str
    languages: list[str]
    questions: int
    opens_at: datetime | None
    closes_at: datetime | None
    open_comments: int
    may_write: bool
    created_at: datetime
    updated_at: datetime


class SettingsOut(Schema):
    opens_at: datetime | None
    closes_at: datetime | None
    answer_limit: int | None
    device_limit: int | None
    has_password: bool
    redirect: str
    reward: Literal["none", "coupons", "points"]
    points_webhook: str
    coupons_left: int
    coupons_given: int


class SurveyDetail(SurveyOut):
    definition: dict[str, Any]
    settings: SettingsOut


class SurveyPage(Schema):
    items: list[SurveyOut]
    next_cursor: str | None


class FacetOut(Schema):
    value: str
    count: int


class NamedFacet(Schema):
    id: int
    name: str
    count: int


class FacetsOut(Schema):
    statuses: list[FacetOut]
    folders: list[NamedFacet]
    tags: list[FacetOut]
    scenes: list[FacetOut]
    owners: list[NamedFacet]
    archived: int


class SurveyIn(Schema, extra="forbid"):
    """Exactly one of definition, title (a blank survey), template, copy_of, extends; a title beside the latter renames.

    `extends`: a published survey whose questions are locked in the new one, to which a unit adds its own.
    """

    definition: dict[str, Any] | None = None
    title: Words | None = None
    template: str | None = None
    copy_of: str | None = None
    extends: str | None = None
    version: int | None = None
    languages: Annotated[list[Annotated[str, Field(max_length=35)]], Field(max_length=20)] | None = None
    unit: str | None = None
    folder: int | None = None
    key: str | None = None


class SurveyPatch(Schema, extra="forbid"):
    """Only what is sent changes; null empties a field (a unit it leaves)."""

    folder: int | None = None
    tags: list[Tag] = Field(default_factory=list, max_length=20)
    scene: Annotated[str, Field(max_length=40)] | None = None
    touchpoint: str | None = None
    target_group: Annotated[str, Field(max_length=120)] | None = None
    owner: int | None = None
    unit: str | None = None
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    answer_limit: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    device_limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    password: Annotated[str, Field(max_length=128)] | None = None
    redirect: Annotated[str, Field(max_length=500)] | None = None
    reward: Literal["none", "coupons", "points"] | None = None
    points_webhook: Annotated[str, Field(max_length=500)] | None = None


class FaultOut(Schema):
    path: str
    code: str
    message: str


class DraftOut(Schema):
    """`definition` is null in the answer to a save: the writer has it. `locked`: questions nobody may change here."""

    definition: dict[str, Any] | None
    revision: int
    based_on: int | None
    saved_at: datetime | None
    saved_by: PersonRef | None
    differs: bool
    faults: list[FaultOut]
    warnings: list[FaultOut]
    flow: dict[str, Any] | None
    locked: list[str]


class DraftIn(Schema, extra="forbid"):
    definition: dict[str, Any]
    revision: Revision


class RevisionIn(Schema, extra="forbid"):
    revision: Revision


class SurveyCheckIn(Schema, extra="forbid"):
    definition: dict[str, Any]


class SurveyCheckOut(Schema):
    faults: list[FaultOut]
    warnings: list[FaultOut]
    flow: dict[str, Any] | None


class LinkSigningIn(Schema, extra="forbid"):
    """`refuses_unsigned`: a link whose demanded parameters are not signed is turned away; else they are ignored."""

    demanded: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)]
    refuses_unsigned: bool


class LinkSigningOut(Schema):
    """`parameters`: all that the survey reads from its links."""

    demanded: list[str]
    refuses_unsigned: bool
    parameters: list[str]
    may_write: bool


class LinkKeyOut(Schema):
    key: str


class SurveyPreviewIn(Schema, extra="forbid"):
    """`version`: a number, or draft. `unit`: as at which unit; none: the survey's own, or the reader's."""

    version: str = Field("draft", max_length=10)
    unit: str = Field("", max_length=40)


class SurveyPreviewOut(Schema):
    """`path` is the address on this site. While there are `faults` it shows them instead of a page."""

    url: str
    path: str
    expires_at: datetime
    unit: UnitRef
    faults: list[FaultOut]


class PublishedOut(VersionOut):
    published_by: PersonRef | None


class PublishedVersion(PublishedOut):
    questions: int


class VersionList(Schema):
    items: list[PublishedVersion]


class VersionDetail(PublishedOut):
    definition: dict[str, Any]


class FieldChange(Schema):
    field: str
    old: Any
    new: Any


class WordChange(Schema):
    field: str
    language: str
    old: str
    new: str


class SurveyChangeOut(Schema):
    kind: Literal["added", "removed", "changed", "moved"]
    what: Literal["survey", "page", "question"]
    key: str
    title: dict[str, str]
    fields: list[FieldChange]
    words: list[WordChange]


class DiffOut(Schema):
    """`from` and `to` are version numbers, or null for the draft."""

    from_version: int | None = Field(serialization_alias="from")
    to_version: int | None = Field(serialization_alias="to")
    changes: list[SurveyChangeOut]


class CouponsIn(Schema, extra="forbid"):
    codes: Annotated[list[str], Field(min_length=1, max_length=20_000)]


class CouponsOut(Schema):
    left: int
    given: int


class CouponsAdded(CouponsOut):
    added: int
    already: int


class SurveyCommentIn(Schema, extra="forbid"):
    question: Annotated[str, Field(max_length=40)] | None = None
    text: Annotated[str, Field(max_length=2000)]


class CommentOut(Schema):
    id: int
    question: str
    text: str
    by: PersonRef | None
    at: datetime
    resolved_at: datetime | None
    resolved_by: PersonRef | None


class CommentList(Schema):
    items: list[CommentOut]


class FolderIn(Schema, extra="forbid"):
    name: Annotated[str, Field(max_length=60)]
    parent: int | None = None
    unit: str | None = None


class FolderPatch(Schema, extra="forbid"):
    name: Annotated[str, Field(max_length=60)] | None = None
    parent: int | None = None


class FolderOut(Schema):
    id: int
    name: str
    parent: int | None
    unit: UnitRef
    surveys: int
    may_write: bool


class FolderList(Schema):
    items: list[FolderOut]


class BankIn(Schema, extra="forbid"):
    question: dict[str, Any]
    tags: list[Tag] = Field(default_factory=list, max_length=20)
    unit: str | None = None


class BankPatch(Schema, extra="forbid"):
    question: dict[str, Any] | None = None
    tags: Annotated[list[Tag], Field(max_length=20)] | None = None


class BankOut(Schema):
    id: int
    title: dict[str, str]
    type: str
    tags: list[str]
    question: dict[str, Any]
    unit: UnitRef
    by: PersonRef | None
    at: datetime
    may_write: bool


class BankPage(Schema):
    items: list[BankOut]
    next_cursor: str | None


class UseOut(Schema):
    path: str
    kind: str
    message: str


class UsesOut(Schema):
    items: list[UseOut]


class TemplateOut(Schema):
    key: str
    scene: str
    industry: str
    title: dict[str, str]
    description: dict[str, str]
    questions: int
    minutes: int


class TemplateList(Schema):
    items: list[TemplateOut]


class TemplateDetail(TemplateOut):
    definition: dict[str, Any]
