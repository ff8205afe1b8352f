"""The question bank: questions that proved good, kept to be asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from opencem.kit.problems import Problem
from opencem.listen.surveys.definitions import faults_of, text_of
from opencem.listen.surveys.faults import field_error
from opencem.listen.surveys.models import BankQuestion
from opencem.platform.audit.service import record

_ELSEWHERE = ("show_if", "carry")
"""What refers to other questions stays behind: a question of the bank stands alone."""


def keep_question(
    *, question: Mapping[str, Any], tags: Sequence[str], owner_unit_id: int, account: object, now: datetime
) -> BankQuestion:
    """Keeps one question. Raises Problem `question_expected` with its faults."""
    with transaction.atomic():
        kept = BankQuestion(owner_unit_id=owner_unit_id, by_id=getattr(account, "pk", None), at=now)
        _write(kept, question, tags)
        _record("kept", kept, account)
    return kept


def change_question(
    *, kept: BankQuestion, question: Mapping[str, Any] | None, tags: Sequence[str] | None, account: object
) -> None:
    with transaction.atomic():
        _write(kept, kept.question if question is None else question, kept.tags if tags is None else tags)
        _record("changed", kept, account)


def forget_question(*, kept: BankQuestion, account: object) -> None:
    with transaction.atomic():
        _record("deleted", kept, account)
        kept.delete()


def _write(kept: BankQuestion, question: Mapping[str, Any], tags: Sequence[str]) -> None:
    kept.question = {name: value for name, value in question.items() if name not in _ELSEWHERE}
    kept.tags = list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    _check(kept.question)
    kept.kind = str(kept.question["type"])
    words = [str(kept.question["key"]), *text_of(kept.question.get("title")).values(), *kept.tags]
    kept.searchable = "\n".join(words).casefold()
    kept.save()


def _check(question: Mapping[str, Any]) -> None:
    """By asking it alone, in the languages it is written in."""
    survey = {
        "key": "bank",
        "title": text_of(question.get("title")),
        "languages": list(text_of(question.get("title"))),
        "pages": [{"key": "page", "questions": [question]}],
    }
    of_question = [fault for fault in faults_of(survey) if fault.path.startswith("pages.0.questions.0")]
    if of_question:
        place = len("pages.0.questions.0.")
        errors = [field_error(fault, f"question.{fault.path[place:]}") for fault in of_question]
        raise Problem("question_expected", 422, errors=errors)


def _record(verb: str, kept: BankQuestion, account: object) -> None:
    record(
        f"bank_question.{verb}", account=account, object_kind="bank_question", object_id=kept.pk,
        unit_id=kept.owner_unit_id, after={"question": kept.question, "tags": kept.tags},
    )  # fmt: skip
