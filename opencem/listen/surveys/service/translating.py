"""Texts that come back from translators, and Traditional by conversion: both go into the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from opencem.kit.problems import Problem
from opencem.listen.surveys.definitions import languages_of
from opencem.listen.surveys.interchange.translations import (
    ADDRESS,
    RefusedRow,
    TakenText,
    languages_in,
    read_texts,
)
from opencem.listen.surveys.interchange.workbooks import Sheet
from opencem.listen.surveys.models import Survey, SurveyDraft
from opencem.listen.surveys.queries import working_definition
from opencem.listen.surveys.texts import with_texts
from opencem.listen.surveys.traditional import converted

from .drafts import save_draft


@dataclass(frozen=True, slots=True)
class TextsTaken:
    """What a translators' file changed. `draft` is None where it changed nothing."""

    draft: SurveyDraft | None
    changed: int
    added_languages: Sequence[str]
    refused: Sequence[RefusedRow]


def take_texts(*, survey: Survey, sheet: Sheet, revision: int | None, account: object, now: datetime) -> TextsTaken:
    """Takes the texts of a workbook into the draft; a language the survey did not have is added.

    `revision`: the draft the file was written from, if a draft saved since is to be refused. Raises Problem
    `texts_columns` for a file without address or language columns, and `draft_conflict`.
    """
    if ADDRESS not in sheet.columns or not languages_in(sheet):
        raise Problem("texts_columns", 422, field="file")
    definition = working_definition(survey)
    found = list(read_texts(definition, sheet))
    changes: dict[str, dict[str, str]] = {}
    for one in found:
        if isinstance(one, TakenText):
            changes.setdefault(one.address, {})[one.language] = one.text
    refused = [one for one in found if isinstance(one, RefusedRow)]
    draft = _keep(survey, changes, revision, account, now) if changes else None
    known = languages_of(definition)
    added = sorted({language for texts in changes.values() for language in texts if language not in known})
    return TextsTaken(draft, len(found) - len(refused), added, refused)


def convert_texts(
    *, survey: Survey, origin: str, to: str, overwrite: bool, revision: int, account: object, now: datetime
) -> SurveyDraft:
    """Writes the texts of `to` from those of `origin`. Raises Problem `conversion_unknown`, `draft_conflict`."""
    changes = converted(working_definition(survey), origin, to, overwrite=overwrite)
    return _keep(survey, changes, revision, account, now)


def _keep(
    survey: Survey, changes: Mapping[str, Mapping[str, str]], revision: int | None, account: object, now: datetime
) -> SurveyDraft:
    changed = with_texts(working_definition(survey), changes)
    written = {language for texts in changes.values() for language in texts}
    known = languages_of(changed)
    changed["languages"] = [*known, *sorted(written - set(known))]
    present = getattr(survey, "draft", None)
    seen = revision if revision is not None else (present.revision if present else 0)
    return save_draft(survey=survey, definition=changed, revision=seen, account=account, now=now)
