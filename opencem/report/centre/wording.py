"""What was answered, as one cell of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opencem.listen.responses.models import Answer, Response
from opencem.platform.privacy.service import mask_email, mask_name, mask_phone, personal
from opencem.platform.scope.value import Scope

from .questions import QuestionColumn

Cell = str | float | None
_MASKS = {"phone": mask_phone, "email": mask_email}
_BETWEEN = {"ranking": " > ", "cascade": " / "}


def cell(
    column: QuestionColumn,
    response: Response,
    answers: Sequence[Answer],
    names: Mapping[str, str],
    scope: Scope,
    language: str,
) -> Cell:
    """The answers of one question (or line) as a number, as words, or None where there is none.

    Files stand by their `names`. Ranked choices stand in their order; shares, items of a loop and free texts beside a choice stand with their name.
    """
    if column.type == "phone":
        return personal(scope, response.contact, mask_phone) or None
    if not answers:
        return None
    if column.personal:
        mask = _MASKS.get(column.type, mask_name)
        return personal(scope, _joined(column, answers, names, language), mask)
    only = answers[0]
    if len(answers) == 1 and only.number is not None and not only.choice and only.row == column.row:
        return only.number
    return _joined(column, answers, names, language)


def _joined(column: QuestionColumn, answers: Sequence[Answer], names: Mapping[str, str], language: str) -> str:
    ranked = sorted(answers, key=lambda answer: answer.number or 0) if column.type == "ranking" else answers
    between = _BETWEEN.get(column.type) or (", " if language.startswith("en") else "、")
    return between.join(_word(column, answer, names, language) for answer in ranked)


def _word(column: QuestionColumn, answer: Answer, names: Mapping[str, str], language: str) -> str:
    colon = ": " if language.startswith("en") else "："
    said = [column.word(answer.choice)] if answer.choice else []
    if answer.number is not None and column.type != "ranking":
        said.append(f"{answer.number:g}")
    if answer.text:
        said.append(names.get(answer.text, answer.text))
    words = colon.join(said)
    of_item = answer.row and answer.row != column.row and column.type != "cascade"
    return f"{answer.row}{colon}{words}" if of_item else words
