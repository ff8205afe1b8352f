from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, Field

from opencem.platform.accounts.http import UnitRef

Moment = datetime | None


class TouchpointRef(Schema):
    code: str
    name_zh: str
    name_en: str


class CollectorOut(Schema):
    id: int
    survey: str
    unit: UnitRef
    url: str
    short_url: str | None
    token: str
    kind: str
    name: str
    channel: str
    touchpoint: TouchpointRef | None
    status: str
    opens_at: datetime | None
    expires_at: datetime | None
    answer_limit: int | None
    again_after_hours: int
    reset_after_s: int
    origins: list[str]
    look: dict[str, Any]
    proof: str = Field(description="auto: under attack only; on; off")
    attacked_until: datetime | None = Field(description="under attack, as far as is known, until then")
    answers: int
    created_at: datetime


class CollectorPage(Schema):
    items: list[CollectorOut]
    next_cursor: str | None


class CollectorIn(Schema, extra="forbid"):
    """`units` are codes; with `stores_below` each stands for all stores in its subtree that are not closed."""

    kind: str
    units: list[str] = Field(max_length=5000)
    stores_below: bool = False
    name: str = Field("", max_length=200)
    channel: str = Field("store", max_length=40)
    touchpoint: str = Field("", max_length=60)
    opens_at: datetime | None = None
    expires_at: datetime | None = None
    answer_limit: int | None = None
    again_after_hours: int = 12
    reset_after_s: int = 20
    origins: list[str] = Field([], max_length=50)
    look: dict[str, Any] = Field(default_factory=dict)
    proof: str = Field("auto", max_length=10)


class CollectorsMade(Schema):
    """`already`: units that had this collector and keep it as it was."""

    items: list[CollectorOut]
    created: int
    already: int


class CollectorPatch(Schema, extra="forbid"):
    name: str | None = Field(None, max_length=200)
    channel: str | None = Field(None, max_length=40)
    touchpoint: str | None = Field(None, max_length=60)
    opens_at: datetime | None = None
    expires_at: datetime | None = None
    answer_limit: int | None = None
    again_after_hours: int | None = None
    reset_after_s: int | None = None
    origins: list[str] | None = Field(None, max_length=50)
    look: dict[str, Any] | None = None
    proof: str | None = Field(None, max_length=10)


class ShortLinkOut(Schema):
    url: str


class SnippetOut(Schema):
    html: str
    origins: list[str]


class CodesIn(Schema, extra="forbid"):
    count: int
    label: str = Field("", max_length=60)
    expires_at: datetime | None = None


class CodeBatchOut(Schema):
    id: int
    label: str
    count: int
    used: int
    expires_at: datetime | None
    created_at: datetime


class LinkIn(Schema, extra="forbid"):
    """`order_number`: the order the answer is about; the same order gets the same link."""

    order_number: str = Field("", max_length=200)
    expires_at: datetime | None = None


class LinkOut(Schema):
    url: str
    code: str
    order_number: str
    used: bool
    expires_at: datetime | None


Params = dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=400)]]


class SignedLinksIn(Schema, extra="forbid"):
    """`links`: the parameters of each, such as {"order": "T1001", "member": "M88"}."""

    links: list[Params] = Field(max_length=5000)
    expires_at: AwareDatetime | None = None


class SignedLinksOut(Schema):
    """In the order they were asked for."""

    urls: list[str]


class DeviceIn(Schema, extra="forbid"):
    name: str = Field(max_length=200)


class DeviceOut(Schema):
    id: int
    name: str
    created_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None


class DeviceAdmitted(DeviceOut):
    """`url` is to be opened on the device; it is told this once."""

    url: str
