"""Authenticity (数据真实性): which responses look made up, with the evidence. Flags only, never deletion."""

from .assess import Assessment, assess, suspicion
from .facts import RecentActivity, ResponseFacts, SurveyTimings, activity_among
from .flags import DEFAULT_POLICY, FLAG_KINDS, Flag, FlagKind, Policy

__all__ = [
    "DEFAULT_POLICY",
    "FLAG_KINDS",
    "Assessment",
    "Flag",
    "FlagKind",
    "Policy",
    "RecentActivity",
    "ResponseFacts",
    "SurveyTimings",
    "activity_among",
    "assess",
    "suspicion",
]
