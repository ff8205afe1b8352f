"""A survey's questions as columns, over all its versions: keys are stable, so one column runs through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opencem.engines.survey_logic import Question, SurveyDefinition, read_definition
from opencem.listen.surveys.models import Survey, SurveyVersion
from opencem.listen.surveys.queries import live, working_definition
from opencem.platform.organization import queries as organization

MOST_VERSIONS = 20
DRAFT = 0
"""The number under which a draft stands among the versions."""
WITHOUT_ANSWERS = frozenset({"block", "image"})
PERSONAL_TYPES = frozenset({"phone", "email", "identifier", "signature", "location"})
FILE_TYPES = frozenset({"file", "signature", "checklist"})
"""Types among whose answers are ids of uploads."""

EVIDENCE = "evidence"
"""The choice under which a checklist's photographs are stored."""
TYPED = {"typed": ("输入", "Typed")}
VERDICTS = {
    "yes": ("达标", "Yes"),
    "no": ("不达标", "No"),
    "na": ("不适用", "Not applicable"),
    EVIDENCE: ("照片", "Photo"),
}


@dataclass(frozen=True, slots=True)
class QuestionColumn:
    """One question, or one line of a matrix. `key` is the question's, with ".row" for a line; `line` is the line's words.

    Words are in the reader's language, those of the newest version that has the question; `versions` are the numbers of
    those that ask it, newest first. `scale`: lowest and highest score. `personal`: shown masked without the right to see.
    """

    key: str
    question: str
    row: str
    title: str
    line: str
    type: str
    role: str | None
    scale: tuple[int, int]
    choices: Mapping[str, str]
    versions: tuple[int, ...]

    @property
    def takes_files(self) -> bool:
        return self.type in FILE_TYPES

    @property
    def personal(self) -> bool:
        return self.type in PERSONAL_TYPES or self.role == "contact"

    def word(self, choice: str) -> str:
        """What a choice says; a step of a path of units is named by its unit."""
        if choice not in self.choices and self.type == "cascade":
            unit = organization.known_tree().by_code.get(choice)
            return unit.name if unit else choice
        return self.choices.get(choice, choice)


def columns_of(survey: Survey, language: str, *, with_draft: bool = False) -> Sequence[QuestionColumn]:
    """The columns in the order of the newest version; questions it no longer asks follow.

    Looks at the newest `MOST_VERSIONS` versions; `with_draft` also at the draft, as version 0, for what was tried out.
    """
    versions = SurveyVersion.objects.filter(survey=survey).order_by("-number").values_list("pk", "number")
    asked = [(live(version_id).definition, number) for version_id, number in versions[:MOST_VERSIONS]]
    if with_draft and (draft := _draft_of(survey)):
        asked.append((draft, DRAFT))
    found: dict[str, QuestionColumn] = {}
    for definition, number in asked:
        for question in definition.questions:
            if question.type not in WITHOUT_ANSWERS:
                for column in _columns(question, number, language):
                    found[column.key] = _asked_also(found.get(column.key), column)
    return list(found.values())


def _draft_of(survey: Survey) -> SurveyDefinition | None:
    """The draft as far as it can be read: none while there are faults in it."""
    return read_definition(dict(working_definition(survey)))[0]


def _columns(question: Question, version: int, language: str) -> list[QuestionColumn]:
    title = question.title.in_language(language)
    lines = [(row.key, row.label.in_language(language)) for row in question.rows] or [("", "")]
    return [
        QuestionColumn(
            key=f"{question.key}.{row}" if row else question.key,
            question=question.key,
            row=row,
            title=f"{title} · {label}" if label else title,
            line=label,
            type=question.type,
            role=question.role,
            scale=question.scale,
            choices=_choices(question, language),
            versions=(version,),
        )
        for row, label in lines
    ]


def _choices(question: Question, language: str) -> dict[str, str]:
    if question.type in ("checklist", "signature"):
        place = 1 if language.startswith("en") else 0
        return {key: words[place] for key, words in (VERDICTS if question.rows else TYPED).items()}
    return {choice.key: choice.label.in_language(language) for choice in question.choices}


def _asked_also(newer: QuestionColumn | None, older: QuestionColumn) -> QuestionColumn:
    """The newer version's words, with choices that only the older one offered."""
    if newer is None:
        return older
    return QuestionColumn(
        newer.key, newer.question, newer.row, newer.title, newer.line, newer.type, newer.role, newer.scale,
        {**older.choices, **newer.choices}, (*newer.versions, *older.versions),
    )  # fmt: skip
