"""Alert rules (预警规则) as data: a condition over one feedback, from a closed vocabulary, and why it held."""

from .conditions import All, Any, Condition, Facts, FeedbackFacts, Leaf, MentionFacts, Not
from .matching import Match, Reason, matches
from .parsing import RuleError, parse, to_json
from .vocabulary import FIELDS, OPERATORS, Field

__all__ = [
    "FIELDS",
    "OPERATORS",
    "All",
    "Any",
    "Condition",
    "Facts",
    "FeedbackFacts",
    "Field",
    "Leaf",
    "Match",
    "MentionFacts",
    "Not",
    "Reason",
    "RuleError",
    "matches",
    "parse",
    "to_json",
]
