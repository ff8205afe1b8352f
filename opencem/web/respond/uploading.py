"""Files that come with a form, or ahead of it: each is stored under the form's key, and its id becomes the answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest

from opencem.engines.survey_logic import AnswerError, Question, SurveyDefinition
from opencem.kit.uploads import ENVELOPE
from opencem.listen.distribution.queries import Door
from opencem.listen.uploads.models import Upload
from opencem.listen.uploads.problems import UploadRefused
from opencem.listen.uploads.service import FORM_BYTES, Sender, receive

from .attached import FILE_PART
from .fields import PREFIX, Fields

LARGEST_FORM: Final = FORM_BYTES + ENVELOPE
MULTIPART: Final = "multipart/form-data"
_EVIDENCE: Final = ".evidence"
_AT_ONCE: Final = threading.BoundedSemaphore(max(1, settings.BLOCKING_THREADS // 2))


class TooBusy(Exception):
    """As many files are being received as may be without holding up those who only answer."""


@contextmanager
def receiving(request: HttpRequest) -> Iterator[None]:
    """A turn to read files from a connection, which may take a phone minutes. Raises `TooBusy` at once.

    Large files are read onto the disk, and how much may come has been judged by the declared length.
    """
    if not _AT_ONCE.acquire(blocking=False):
        raise TooBusy
    try:
        request.upload_handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
        yield
    finally:
        _AT_ONCE.release()


def fields_of(request: HttpRequest) -> dict[str, list[str]]:
    """The form's fields beside its files; a browser sends a field left without a file as an empty text."""
    return {name: values for name, values in request.POST.lists() if not name.endswith(FILE_PART)}


@dataclass(frozen=True, slots=True)
class Sent:
    """The ids of files that came with a form, by the name of their field; and what was refused."""

    fields: Mapping[str, list[str]]
    errors: tuple[AnswerError, ...]

    def beside(self, fields: Fields) -> Fields:
        """The form's fields with these ids among them."""
        return {**fields, **{name: [*fields.get(name, ()), *ids] for name, ids in self.fields.items()}}


def take_files(request: HttpRequest, definition: SurveyDefinition, key: str, door: Door, now: datetime) -> Sent:
    """Stores every file of a form that fits a question of the survey; the others become errors beside theirs."""
    ids: dict[str, list[str]] = {}
    errors: list[AnswerError] = []
    places = ((_Place.read(field, definition), files) for field, files in request.FILES.lists())
    for place, file in ((place, file) for place, files in places if place is not None for file in files):
        try:
            ids.setdefault(place.field, []).append(place.store(file, key, door, now).public_id)
        except UploadRefused as refusal:
            errors.append(AnswerError(place.answer, refusal.code, place.row, refusal.params))
    return Sent(ids, tuple(errors))


@dataclass(frozen=True, slots=True)
class _Place:
    """The question, and the row of it, that a field holds files for."""

    field: str
    answer: str
    question: Question
    row: str

    @classmethod
    def read(cls, field: str, definition: SurveyDefinition) -> _Place | None:
        """None for a field that is none of the page's."""
        if not field.startswith(PREFIX) or not field.endswith(FILE_PART):
            return None
        named = field.removesuffix(FILE_PART)
        answer, _, part = named.removeprefix(PREFIX).partition(".")
        key, at, item = answer.partition("@")
        question, row = definition.by_key.get(key), part.removesuffix(_EVIDENCE)
        if question is None or row not in question.uploads:
            return None
        return cls(named, f"{key}{at}{unquote(item)}", question, row)

    def store(self, file: UploadedFile[Any], key: str, door: Door, now: datetime) -> Upload:
        return store_file(self.question, self.row, file, key, door, now)


def store_file(question: Question, row: str, file: UploadedFile[Any], key: str, door: Door, now: datetime) -> Upload:
    """One file for a question; raises `UploadRefused`."""
    sender = Sender(
        key=key,
        unit_id=door.unit_id,
        slot=question.slot(row),
        terms=question.uploads[row],
        is_personal=question.type == "signature" or question.role == "contact",
    )
    return receive(sender=sender, name=file.name or "", chunks=file.chunks(), size=file.size or 0, now=now)
