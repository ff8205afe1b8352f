"""Texts and whole surveys on their way out and in."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from opencem.listen.surveys.schemas import DraftOut, Revision, SurveyDetail


class TextOut(Schema):
    address: str
    where: str
    texts: dict[str, str]


class MissingText(Schema):
    address: str
    language: str


class TextsOut(Schema):
    languages: list[str]
    rows: list[TextOut]
    missing: list[MissingText]


class RefusedRowOut(Schema):
    row: int
    code: str
    message: str


class TextsTakenOut(Schema):
    draft: DraftOut | None
    changed: int
    added_languages: list[str]
    missing: list[MissingText]
    refused: list[RefusedRowOut]


class ConvertIn(Schema, extra="forbid"):
    origin: str = Field("zh-Hans", alias="from")
    to: str = "zh-Hant"
    overwrite: bool = False
    revision: Revision


class NotTakenOut(Schema):
    where: str
    code: str
    message: str


class ImportedOut(Schema):
    survey: SurveyDetail
    draft: DraftOut
    not_taken: list[NotTakenOut]
