"""The files among the answers of a response."""

from __future__ import annotations

from collections.abc import Sequence

from opencem.engines.survey_logic import Answer, AnswerError, AnswersRefused, SurveyDefinition


def upload_ids(definition: SurveyDefinition, answers: Sequence[Answer]) -> tuple[str, ...]:
    """The ids of the files, each once."""
    if not definition.upload_slots:
        return ()
    sent = (answer.text for answer in answers if definition.by_key[answer.question].is_upload(answer.choice))
    return tuple(dict.fromkeys(text for text in sent if text))


def to_send_again(answers: Sequence[Answer], uploads: Sequence[str]) -> AnswersRefused:
    """The refusal of answers whose files waited too long: each is to be sent again."""
    places = dict.fromkeys((answer.question, answer.row) for answer in answers if answer.text in uploads)
    return AnswersRefused(tuple(AnswerError(question, "unknown_upload", row) for question, row in places))
