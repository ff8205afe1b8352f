"""Drop-off: of the responses that were shown a question, how many answered it.

What a person saw is not stored; it follows from the answers, since the same logic decides again. So a sample of the
newest responses is walked through once more. Who left before the end sent no response and is not among them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opencem.engines import stats
from opencem.engines.survey_logic import Context, Item, Question, SurveyDefinition, walk
from opencem.listen.responses.models import Answer, Response
from opencem.listen.surveys.models import Survey
from opencem.listen.surveys.queries import live
from opencem.platform.scope.value import Scope

from ..filters import AnswerFilter, matching
from ..questions import EVIDENCE
from .answers import newest_first

SAMPLE = 1_000


@dataclass(frozen=True, slots=True)
class Reach:
    """One question: `answered` is the share of those in the sample who were shown it; its n is how many they are."""

    question: str
    answered: stats.Figure


def reach(scope: Scope, survey: Survey, wanted: AnswerFilter) -> tuple[int, list[Reach]]:
    """How many responses the sample has, and the reach of every question that was shown in it."""
    responses = list(newest_first(matching(wanted, survey, scope), None)[:SAMPLE])
    given = _given(scope, [response.pk for response in responses])
    shown: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for response in responses:
        definition = live(response.asked_by).definition
        answers = given.get(response.pk, {})
        asked = _asked(definition, answers, response)
        shown.update(asked)
        answered.update(key for key in asked if key in answers or _phone_left(definition, key, response))
    return len(responses), [Reach(key, stats.share(answered[key], count)) for key, count in shown.items()]


def _given(scope: Scope, ids: Sequence[int]) -> Mapping[int, Mapping[str, list[Answer]]]:
    given: dict[int, dict[str, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for answer in Answer.objects.visible_to(scope).filter(response_id__in=ids).order_by("pk"):
        given[answer.response_id][answer.question].append(answer)
    return given


def _phone_left(definition: SurveyDefinition, key: str, response: Response) -> bool:
    """A phone number is kept with the response, not among its answers."""
    return bool(response.contact) and definition.by_key[key].type == "phone"


def _asked(definition: SurveyDefinition, answers: Mapping[str, list[Answer]], response: Response) -> list[str]:
    """The questions that a response was shown, each once."""
    raw: dict[str, object] = {}
    items: dict[str, dict[str, Item]] = defaultdict(dict)
    for key, rows in answers.items():
        question = definition.by_key.get(key)
        if question is None:
            continue
        over = definition.loops.get(key)
        if over is None:
            raw[key] = as_raw(question, rows)
            continue
        for row in dict.fromkeys(answer.row for answer in rows):
            items[over][row] = Item(row, row)
            raw[f"{key}@{row}"] = as_raw(question, [answer for answer in rows if answer.row == row])
    known = {over: tuple(found.values()) for over, found in items.items()}
    walked = walk(definition, raw, Context(seed=response.submission_key, items=known))
    return [question.key for question in walked.visible if question.takes_answers]


def as_raw(question: Question, answers: Sequence[Answer]) -> object:
    """The JSON value that stored answers came from, as far as rules can see it; None for what no rule reads."""
    only = answers[0]
    match question.analysis:
        case "score" | "number":
            return only.number
        case "choice":
            return only.choice
        case "choices" | "path":
            return [answer.choice for answer in answers]
        case "ranking":
            return [answer.choice for answer in sorted(answers, key=lambda answer: answer.number or 0)]
        case "shares":
            return {answer.choice: answer.number for answer in answers}
        case "matrix_score":
            return {answer.row: answer.number for answer in answers}
        case "matrix_choice":
            return _lines(question, answers)
        case "checklist":
            return _visit(answers)
        case "file":
            return {"typed": only.text} if only.choice else [answer.text for answer in answers]
        case "text" | "moment":
            return only.text
        case _:
            return None


def _visit(answers: Sequence[Answer]) -> object:
    visit: dict[str, dict[str, Any]] = {
        answer.row: {"answer": answer.choice, "evidence": []} for answer in answers if answer.choice != EVIDENCE
    }
    for answer in answers:
        if answer.choice == EVIDENCE and answer.row in visit:
            visit[answer.row]["evidence"].append(answer.text)
    return visit


def _lines(question: Question, answers: Sequence[Answer]) -> object:
    if question.type == "matrix_single":
        return {answer.row: answer.choice for answer in answers}
    lines: dict[str, list[str]] = defaultdict(list)
    for answer in answers:
        lines[answer.row].append(answer.choice)
    return lines
