"""Survey logic: what a survey is, which questions are shown, and which answers are accepted.

The rules run in the browser for comfort (`respond/src/logic.ts`) and here for truth.
"""

from .definition import (
    LANGUAGES,
    Choice,
    ChoiceGroup,
    Consent,
    Language,
    Page,
    Question,
    QuestionType,
    Role,
    Row,
    SurveyDefinition,
    Text,
)
from .jsonlogic import CompiledRule, LogicError, check, compile_rule, dependencies, evaluate
from .parsing import DefinitionError, DefinitionFault
from .reading import Answer, AnswerError, AnswersRefused
from .validate import Accepted, Examination, accept, examine, submit, visible

__all__ = [
    "LANGUAGES",
    "Accepted",
    "Answer",
    "AnswerError",
    "AnswersRefused",
    "Choice",
    "ChoiceGroup",
    "CompiledRule",
    "Consent",
    "DefinitionError",
    "DefinitionFault",
    "Examination",
    "Language",
    "LogicError",
    "Page",
    "Question",
    "QuestionType",
    "Role",
    "Row",
    "SurveyDefinition",
    "Text",
    "accept",
    "check",
    "compile_rule",
    "dependencies",
    "evaluate",
    "examine",
    "submit",
    "visible",
]
