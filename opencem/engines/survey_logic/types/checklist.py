"""What a mystery visitor checks, point by point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..context import Context
from ..question import Data, Row, UploadTerms
from ..reading import NOT_ANSWERED, Answer, Reading
from ..source import Source
from .listed import MOST_CHOICES
from .matrix import Matrix
from .upload import upload_id

VERDICTS = ("yes", "no", "na")
LONGEST_NOTE = 500
MOST_PHOTOS = 5
PHOTO_MB = 10
EVIDENCE = "evidence"
"""The choice under which a photo is stored."""


@dataclass(frozen=True, slots=True)
class CheckItem(Row):
    """One point. `weight` counts in the score; a `critical` point answered no fails the visit whatever the score.

    `evidence`: yes or no needs a photo.
    """

    weight: float = 1
    critical: bool = False
    evidence: bool = False


class Score(NamedTuple):
    """`percent` of the weight that applied, None where nothing applied; `failed`: critical points answered no."""

    percent: float | None
    failed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist(Matrix):
    """Answer: `{item: "yes" | "no" | "na"}`, or `{item: {"answer": …, "note": str, "evidence": [upload ids]}}`.

    Rules see `{item: "yes" | "no" | "na"}`. Stored: the verdict as choice with the note as text; each photo on a row of
    its own with the choice "evidence" and the upload's id as text.
    """

    type = "checklist"
    analysis = "checklist"
    fields = frozenset({"items"})

    @classmethod
    def own_fields(cls, source: Source, given: Mapping[str, object]) -> Mapping[str, Any]:
        taken: set[str] = set()
        return {"rows": source.each(given, "items", lambda each: _item(source, each, taken), 1, MOST_CHOICES)}

    @property
    def items(self) -> tuple[CheckItem, ...]:
        return tuple(row for row in self.rows if isinstance(row, CheckItem))

    @property
    def uploads(self) -> Mapping[str, UploadTerms]:
        terms = UploadTerms(("image",), PHOTO_MB, MOST_PHOTOS)
        return {item.key: terms for item in self.items if item.evidence}

    def is_upload(self, choice: str) -> bool:
        return choice == EVIDENCE

    def read(self, value: object, data: Data, context: Context) -> Reading:
        verdicts: dict[str, str] = {}
        answers: list[Answer] = []
        for row, given in self.given_rows(value).items():
            for answer in self._item(row, given, context):
                answers.append(answer)
                if answer.choice in VERDICTS:
                    verdicts[row] = answer.choice
        return Reading(verdicts, tuple(answers)) if verdicts else NOT_ANSWERED

    def _item(self, row: str, given: object, context: Context) -> Iterator[Answer]:
        parts = given if isinstance(given, Mapping) else {"answer": given}
        photos = parts.get("evidence") or []
        if not parts.keys() <= {"answer", "note", "evidence"} or not isinstance(photos, list):
            raise self.refused("wrong_type", row)
        if parts.get("answer") not in VERDICTS:
            raise self.refused("choice_not_offered", row)
        if len(photos) > MOST_PHOTOS:
            raise self.refused("too_many_files", row, limit=MOST_PHOTOS)
        note = self.clean(parts.get("note") or "", LONGEST_NOTE) or None
        yield Answer(self.key, row, str(parts["answer"]), None, note)
        if not photos and row in self.uploads and parts["answer"] != "na":
            raise self.refused("photo_needed", row)
        for photo in photos:
            yield Answer(self.key, row, EVIDENCE, None, upload_id(self, photo, context, row))

    def score(self, verdicts: Mapping[str, str]) -> Score:
        """Weight of yes over the weight of yes and no, in percent; what does not apply gives its weight back."""
        counted = [item for item in self.items if verdicts.get(item.key) in ("yes", "no")]
        total = sum(item.weight for item in counted)
        kept = sum(item.weight for item in counted if verdicts[item.key] == "yes")
        failed = tuple(item.key for item in counted if item.critical and verdicts[item.key] == "no")
        return Score(100 * kept / total if total else None, failed)


def _item(source: Source, value: object, taken: set[str]) -> CheckItem:
    item = source.mapping(value, ("key", "label", "weight", "critical", "evidence"))
    weight = source.decimal(item, "weight", 1, 1000)
    if weight is None or weight < 0:
        source.fault("number_expected", "a weight from 0 to 1000")
    return CheckItem(
        key=source.new_key(item, taken),
        label=source.text(item, "label", needed=True),
        weight=weight or 0,
        critical=source.flag(item, "critical"),
        evidence=source.flag(item, "evidence"),
    )
