"""Files sent along, and a signature, which is one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..context import Context
from ..question import Data, Question, UploadTerms
from ..reading import NOT_ANSWERED, Answer, Reading
from ..source import Source

KINDS = ("image", "pdf", "office")
TYPED = "typed"
"""The choice under which a name typed in place of a signature is stored."""
LONGEST_NAME = 60
_ID = re.compile(r"[A-Za-z0-9_-]{8,80}")


@dataclass(frozen=True, kw_only=True)
class File(Question):
    """Answer: ids of uploads, at most `max_files`, each of up to `max_mb` MiB and of a kind in `accept`."""

    type = "file"
    analysis = "file"
    fields = frozenset({"max_files", "max_mb", "accept"})

    max_files: int = 1
    max_mb: int = 10
    accept: tuple[str, ...] = ("image",)

    @property
    def uploads(self) -> Mapping[str, UploadTerms]:
        return {"": UploadTerms(self.accept, self.max_mb, self.max_files)}

    def is_upload(self, choice: str) -> bool:
        return choice != TYPED

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        accept = {"accept": given.get("accept", list(cls.accept))}
        return {
            "max_files": source.number(given, "max_files", cls.max_files, 1, 10),
            "max_mb": source.number(given, "max_mb", cls.max_mb, 1, 50),
            "accept": source.each(accept, "accept", lambda each: source.one_of(each, "", KINDS), 1, len(KINDS)),
        }

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, (list, tuple)):
            raise self.refused("wrong_type")
        if len(value) > self.max_files:
            raise self.refused("too_many_files", limit=self.max_files)
        ids = [upload_id(self, each, context) for each in dict.fromkeys(map(str, value))]
        return Reading(ids, tuple(Answer(self.key, text=each) for each in ids)) if ids else NOT_ANSWERED


@dataclass(frozen=True, kw_only=True)
class Signature(File):
    """Answer: a list of one upload id, a PNG of what was drawn; or `{"typed": name}` of who cannot draw.

    Rules see a list: the id, or the name. Stored: the id as text, or the name as text with the choice "typed".
    """

    type = "signature"
    fields = frozenset()

    @property
    def uploads(self) -> Mapping[str, UploadTerms]:
        return {"": UploadTerms(("image",), self.max_mb, 1, is_drawing=True)}

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        return {}

    def read(self, value: object, data: Data, context: Context) -> Reading:
        if not isinstance(value, Mapping):
            return super().read(value, data, context)
        if value.keys() != {TYPED}:
            raise self.refused("wrong_type")
        name = self.clean(value[TYPED], LONGEST_NAME)
        return Reading([name], (Answer(self.key, "", TYPED, None, name),)) if name else NOT_ANSWERED


def upload_id(question: Question, value: object, context: Context, row: str = "") -> str:
    """The id of a file that this submission sent for just this question and row; raises `AnswersRefused`."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise question.refused("unknown_upload", row)
    if context.uploads is not None and context.uploads.get(value) != question.slot(row):
        raise question.refused("unknown_upload", row)
    return value
