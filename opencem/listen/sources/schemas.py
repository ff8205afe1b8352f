"""Imports over HTTP: what comes in and goes out."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

ImportMode = Literal["add", "update", "both"]


class FieldOut(Schema):
    key: str
    label: str
    required: bool
    kind: str
    note: str


class KindOut(Schema):
    code: str
    label: str
    fields: list[FieldOut]


class KindsOut(Schema):
    items: list[KindOut]


class RejectOut(Schema):
    row: int
    field: str
    code: str
    message: str


class ImportRow(Schema):
    """One import as it stands in the list."""

    id: str
    kind: str
    file_name: str
    state: str
    mode: str
    rows_total: int
    rows_done: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    error: str
    error_code: str
    account: str
    created_at: str
    finished_at: str | None


class ImportPage(Schema):
    items: list[ImportRow]
    next_cursor: str | None


class ImportOut(ImportRow):
    """One import with all that the wizard shows. `rejects` are the first hundred; the rest is in the workbook."""

    columns: list[str]
    fields: list[FieldOut]
    mapping: dict[str, str]
    options: dict[str, str]
    sample: list[list[str]]
    rejects: list[RejectOut]


class CheckIn(Schema):
    model_config = ConfigDict(extra="forbid")

    mapping: dict[str, str] = Field(max_length=200)
    options: dict[str, str] = Field(default_factory=dict, max_length=20)
    mode: ImportMode | None = None
