"""What a ticket is called: the score, then the words, else what was ticked, else the worst row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from opencem.engines.survey_logic import Language, SurveyDefinition
from opencem.listen.feedback.models import Feedback
from opencem.listen.responses.models import Answer
from opencem.listen.surveys.queries import live
from opencem.platform.scope.value import Scope

_EXCERPT = 60
_LANGUAGES: Mapping[str, Language] = {"en": "en", "zh-hant": "zh-Hant"}
_BETWEEN = {"en": ", "}
_ALL_ROWS = {"en": "Everything", "zh-hant": "各項"}
_READ = ("response_id", "question", "row", "choice", "number", "response__version_id")
_UNHAPPY = 3
"""Stars up to which a row tells why; four and five are satisfied."""


def title_of(feedback: Feedback, because: str = "") -> str:
    """The score and the words; `because` says why where there are no words."""
    score = f"NPS {feedback.recommend}" if feedback.recommend is not None else ""
    if not score and feedback.rating is not None:
        score = f"★ {feedback.rating:g}"
    words = " ".join(feedback.text.split()) or because
    excerpt = words if len(words) <= _EXCERPT else f"{words[: _EXCERPT - 1]}…"
    return " · ".join(part for part in (score, excerpt) if part) or feedback.source


def causes_of(scope: Scope, feedback: Iterable[Feedback], language: str) -> dict[int, str]:
    """Why, in the company's `language`, for each survey feedback without words, by its id; one read for all.

    The reasons chosen, else the satisfaction rows with the fewest stars; nothing where neither says anything.
    """
    silent = {one.response_id: one.pk for one in feedback if one.response_id and not one.text.strip()}
    answers: dict[int, list[Answer]] = defaultdict(list)
    rows = Answer.objects.visible_to(scope).filter(response_id__in=silent).select_related("response").order_by("pk")
    for answer in rows.only(*_READ) if silent else ():
        answers[answer.response_id].append(answer)
    return {silent[response]: _cause(given, language) for response, given in answers.items()}


def _cause(answers: Sequence[Answer], language: str) -> str:
    definition = live(answers[0].response.asked_by).definition
    said = reasons_said(definition, [answer.choice for answer in answers], language)
    stars = {(answer.question, answer.row): answer.number for answer in answers if answer.number is not None}
    return said or worst_rows(definition, stars, language)


def reasons_said(definition: SurveyDefinition, chosen: Iterable[str], language: str) -> str:
    """The labels of the chosen reason tags, in the order of the choosing."""
    label_in = _LANGUAGES.get(language, "zh-Hans")
    labels = {
        choice.key: choice.label.in_language(label_in)
        for question in definition.with_role("reason")
        for choice in question.choices
    }
    return _BETWEEN.get(language, "、").join(labels[key] for key in chosen if key in labels)


def worst_rows(definition: SurveyDefinition, stars: Mapping[tuple[str, str], float], language: str) -> str:
    """The satisfaction rows with the fewest `stars` (by question and row), if few enough to tell anything."""
    given = {
        row.label.in_language(_LANGUAGES.get(language, "zh-Hans")): stars[question.key, row.key]
        for question in definition.with_role("csat")
        for row in question.rows
        if (question.key, row.key) in stars
    }
    fewest = min(given.values(), default=_UNHAPPY + 1)
    if fewest > _UNHAPPY:
        return ""
    names = [name for name, number in given.items() if number == fewest]
    if len(names) == len(given) > 2:
        names = [_ALL_ROWS.get(language, "各项")]
    return f"{_BETWEEN.get(language, '、').join(names)} ★ {fewest:g}"
