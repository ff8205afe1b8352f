"""Survey logic: what a survey is, which questions are shown, and which answers are accepted.

The rules run in the browser for comfort (`respond/src/logic.ts`) and here for truth.
"""

from .context import NOTHING_KNOWN, Context, Item
from .definition import (
    LANGUAGES,
    Arm,
    Calculation,
    End,
    Jump,
    Language,
    Outcome,
    Page,
    Quota,
    SurveyDefinition,
    Theme,
)
from .jsonlogic import CompiledRule, LogicError, check, compile_rule, dependencies, evaluate
from .ordering import arms_of, order, order_choices
from .parsing import DefinitionError, ReadDefinition, parse_definition, read_definition
from .question import Analysis, Choice, ChoiceGroup, Consent, Question, Role, Row
from .reading import Answer, AnswerError, AnswersRefused
from .source import DefinitionFault
from .types import TYPES
from .validate import (
    Accepted,
    Examination,
    ShownPage,
    accept,
    answer_name,
    answer_names,
    examine,
    items_of,
    submit,
    visible,
    walk,
)
from .wording import Text, fill

__all__ = [
    "LANGUAGES",
    "NOTHING_KNOWN",
    "TYPES",
    "Accepted",
    "Analysis",
    "Answer",
    "AnswerError",
    "AnswersRefused",
    "Arm",
    "Calculation",
    "Choice",
    "ChoiceGroup",
    "CompiledRule",
    "Consent",
    "Context",
    "DefinitionError",
    "DefinitionFault",
    "End",
    "Examination",
    "Item",
    "Jump",
    "Language",
    "LogicError",
    "Outcome",
    "Page",
    "Question",
    "Quota",
    "ReadDefinition",
    "Role",
    "Row",
    "ShownPage",
    "SurveyDefinition",
    "Text",
    "Theme",
    "accept",
    "answer_name",
    "answer_names",
    "arms_of",
    "check",
    "compile_rule",
    "dependencies",
    "evaluate",
    "examine",
    "fill",
    "items_of",
    "order",
    "order_choices",
    "parse_definition",
    "read_definition",
    "submit",
    "visible",
    "walk",
]
