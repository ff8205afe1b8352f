"""The files among the answers of a page, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from opencem.listen.responses.models import Answer
from opencem.listen.uploads.models import Upload
from opencem.listen.uploads.queries import submitted
from opencem.platform.scope.value import Scope

from ..questions import EVIDENCE, QuestionColumn

Files: TypeAlias = Mapping[str, Upload]
"""Uploads by the id that stands among the answers."""


def files_among(scope: Scope, columns: Sequence[QuestionColumn], given: Iterable[Sequence[Answer]]) -> Files:
    """No query where no column takes files."""
    asked = {column.question for column in columns if column.takes_files}
    if not asked:
        return {}
    ids = {answer.text for answers in given for answer in answers if answer.question in asked and _is_file(answer)}
    return submitted(scope, {text for text in ids if text})


def _is_file(answer: Answer) -> bool:
    """Not the note beside a verdict, nor a name typed in place of a signature."""
    return answer.choice in ("", EVIDENCE)
