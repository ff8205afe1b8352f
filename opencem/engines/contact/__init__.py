"""Whether a person may be asked now: contact fatigue, quiet hours, opt-out, sampling, expiry, and which rule decided."""

from .decision import Ask, Check, Decision, Outcome, Person, Reach, Verdict, decide
from .fatigue import Clock, Contact, FatigueRule, Scope
from .funnel import Funnel, Rates
from .quiet import QuietHours
from .rules import ContactRules
from .sampling import draw
from .touches import TOUCH_FIELDS, TouchFacts

__all__ = [
    "TOUCH_FIELDS",
    "Ask",
    "Check",
    "Clock",
    "Contact",
    "ContactRules",
    "Decision",
    "FatigueRule",
    "Funnel",
    "Outcome",
    "Person",
    "QuietHours",
    "Rates",
    "Reach",
    "Scope",
    "TouchFacts",
    "Verdict",
    "decide",
    "draw",
]
