"""From a response and its surroundings to flags with evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .facts import RecentActivity, ResponseFacts, SurveyTimings
from .flags import DEFAULT_POLICY, Flag, FlagKind, Policy

Evidence = dict[str, object]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything one check may look at."""

    response: ResponseFacts
    survey: SurveyTimings
    recent: RecentActivity
    policy: Policy


def assess(
    response: ResponseFacts,
    survey: SurveyTimings,
    recent: RecentActivity,
    policy: Policy = DEFAULT_POLICY,
) -> tuple[Flag, ...]:
    """The flags a response deserves, in the order of `FLAG_KINDS`; at most one of each kind."""
    case = Assessment(response, survey, recent, policy)
    found = ((kind, check(case)) for kind, check in _CHECKS.items())
    return tuple(Flag(kind, policy.weights[kind], evidence) for kind, evidence in found if evidence is not None)


def suspicion(flags: Iterable[Flag]) -> float:
    """The sum of the weights, in [0, 1]."""
    return min(1.0, round(sum(flag.weight for flag in flags), 6))


def _speeder(case: Assessment) -> Evidence | None:
    """Far below what others need: under a third of the median and under the fifth percentile of the survey itself.

    Too few responses to know that: under one second a question, which nobody can read in.
    """
    seconds = case.response.duration_seconds
    if seconds is None:
        return None
    evidence: Evidence = {"seconds": round(seconds, 1), "n": case.survey.n}
    if case.survey.n < case.policy.speeder_minimum_n:
        floor = case.policy.fastest_seconds_per_question * case.response.questions_answered
        return evidence | {"floor": floor, "questions": case.response.questions_answered} if seconds < floor else None
    limit = case.survey.median * case.policy.speeder_share_of_median
    if seconds >= limit or seconds >= case.survey.fifth_percentile:
        return None
    return evidence | {"median": case.survey.median, "fifth_percentile": case.survey.fifth_percentile, "limit": limit}


def _straight_lining(case: Assessment) -> Evidence | None:
    """One rating for every row, and something that speaks against meaning it.

    Contented people do give five stars throughout, so equal rows alone are not enough: the answer was also fast
    (under the survey's median), or the ratings contradict the recommendation.
    """
    for ratings in case.response.matrices:
        if len(ratings) < case.policy.straight_lining_rows or len(set(ratings)) > 1:
            continue
        doubts = _hasty(case) | _contradicted(ratings[0], case.response.recommend)
        if doubts:
            return {"rows": len(ratings), "rating": ratings[0]} | doubts
    return None


def _hasty(case: Assessment) -> Evidence:
    seconds, survey = case.response.duration_seconds, case.survey
    if seconds is None or survey.n < case.policy.speeder_minimum_n or seconds >= survey.median / 2:
        return {}
    return {"seconds": round(seconds, 1), "median": survey.median}


def _contradicted(rating: float, recommend: float | None) -> Evidence:
    """Top marks from a detractor, or bottom marks from a promoter."""
    if recommend is None:
        return {}
    clash = (rating >= 4 and recommend <= 3) or (rating <= 2 and recommend >= 9)
    return {"recommend": recommend} if clash else {}


def _duplicate_device(case: Assessment) -> Evidence | None:
    others = case.recent.device_in_unit
    hours = case.policy.duplicate_device_window.total_seconds() / 3600
    return {"others": others, "hours": hours} if others else None


def _duplicate_identity(case: Assessment) -> Evidence | None:
    others = case.recent.identity
    return {"others": others, "days": case.policy.duplicate_identity_window.days} if others else None


def _many_from_device(case: Assessment) -> Evidence | None:
    recent, policy = case.recent, case.policy
    if recent.device_responses < policy.device_responses and recent.device_units < policy.device_units:
        return None
    days = policy.device_window.total_seconds() / 86400
    return {"others": recent.device_responses, "units": recent.device_units, "days": days}


def _burst(case: Assessment) -> Evidence | None:
    """Many for one unit in a short time, from one device or from one address block."""
    recent, policy = case.recent, case.policy
    if (
        recent.burst_from_device < policy.burst_from_device
        and recent.burst_from_address_block < policy.burst_from_address_block
    ):
        return None
    return {
        "from_device": recent.burst_from_device,
        "from_address_block": recent.burst_from_address_block,
        "minutes": policy.burst_window.total_seconds() / 60,
    }


def _identical_text(case: Assessment) -> Evidence | None:
    others = case.recent.identical_texts
    if others < case.policy.identical_texts:
        return None
    return {"others": others, "days": case.policy.text_window.days}


_CHECKS: dict[FlagKind, Callable[[Assessment], Evidence | None]] = {
    "speeder": _speeder,
    "straight_lining": _straight_lining,
    "duplicate_device": _duplicate_device,
    "duplicate_identity": _duplicate_identity,
    "many_from_device": _many_from_device,
    "burst": _burst,
    "identical_text": _identical_text,
}
