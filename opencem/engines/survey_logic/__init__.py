"""Survey logic: what a survey is, which questions are shown, and which answers are accepted.

The rules run in the browser for comfort (`respond/src/logic.ts`) and here for truth.
"""

from .checking import DefinitionWarning, Edge, Flow, Inspection, Node, inspect
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
from .ordering import arms_of, order, order_choices, order_questions
from .parsing import DefinitionError, ReadDefinition, parse_definition, read_definition
from .piping import Piping
from .question import Analysis, Choice, ChoiceGroup, Consent, Question, Role, Row, UploadTerms
from .reading import Answer, AnswerError, AnswersRefused
from .references import Use, uses
from .source import DefinitionFault
from .succession import Comparison, compare, scale
from .types import TYPES
from .validate import Accepted, accept, examine, submit, visible
from .walking import Examination, ShownPage, answer_name, answer_names, items_of, walk
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
    "Comparison",
    "CompiledRule",
    "Consent",
    "Context",
    "DefinitionError",
    "DefinitionFault",
    "DefinitionWarning",
    "Edge",
    "End",
    "Examination",
    "Flow",
    "Inspection",
    "Item",
    "Jump",
    "Language",
    "LogicError",
    "Node",
    "Outcome",
    "Page",
    "Piping",
    "Question",
    "Quota",
    "ReadDefinition",
    "Role",
    "Row",
    "ShownPage",
    "SurveyDefinition",
    "Text",
    "Theme",
    "UploadTerms",
    "Use",
    "accept",
    "answer_name",
    "answer_names",
    "arms_of",
    "check",
    "compare",
    "compile_rule",
    "dependencies",
    "evaluate",
    "examine",
    "fill",
    "inspect",
    "items_of",
    "order",
    "order_choices",
    "order_questions",
    "parse_definition",
    "read_definition",
    "scale",
    "submit",
    "uses",
    "visible",
    "walk",
]
