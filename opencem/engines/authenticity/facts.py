"""What the checks look at. Devices, addresses and people come as opaque keys; nothing personal is needed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .flags import DEFAULT_POLICY, Policy


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    """One response. Missing keys ("") and missing times (None) raise no flag.

    `matrices` holds the ratings of each matrix question; `recommend` is the 0-10 score; `texts` are the open
    answers as written.
    """

    unit_id: int
    submitted_at: datetime
    duration_seconds: float | None = None
    questions_answered: int = 0
    matrices: tuple[tuple[float, ...], ...] = ()
    recommend: float | None = None
    texts: tuple[str, ...] = ()
    device_key: str = ""
    address_block: str = ""
    phone_key: str = ""


@dataclass(frozen=True, slots=True)
class SurveyTimings:
    """How long the survey's own respondents take, in seconds, over its recent responses."""

    n: int = 0
    median: float = 0.0
    fifth_percentile: float = 0.0

    @classmethod
    def of(cls, seconds: Iterable[float]) -> SurveyTimings:
        """Median and fifth percentile with linear interpolation (Hyndman and Fan's type 7)."""
        ordered = sorted(seconds)
        return cls(len(ordered), _quantile(ordered, 0.5), _quantile(ordered, 0.05)) if ordered else cls()


@dataclass(frozen=True, slots=True)
class RecentActivity:
    """What else was received, within the policy's windows before the response. All counts are of other responses.

    `device_units` counts the units this device answered for, this response's included.
    """

    device_in_unit: int = 0
    device_responses: int = 0
    device_units: int = 0
    identity: int = 0
    burst_from_device: int = 0
    burst_from_address_block: int = 0
    identical_texts: int = 0


def activity_among(
    response: ResponseFacts, earlier: Sequence[ResponseFacts], policy: Policy = DEFAULT_POLICY
) -> RecentActivity:
    """Count the activity from earlier responses themselves, where the caller holds them and not their counts."""

    def within(window: timedelta) -> list[ResponseFacts]:
        start = response.submitted_at - window
        return [other for other in earlier if start <= other.submitted_at <= response.submitted_at]

    by_device = [other for other in within(policy.device_window) if _same(other.device_key, response.device_key)]
    burst = [other for other in within(policy.burst_window) if other.unit_id == response.unit_id]
    return RecentActivity(
        device_in_unit=sum(
            _same(other.device_key, response.device_key) and other.unit_id == response.unit_id
            for other in within(policy.duplicate_device_window)
        ),
        device_responses=len(by_device),
        device_units=len({response.unit_id, *(other.unit_id for other in by_device)}) if response.device_key else 0,
        identity=sum(_same(other.phone_key, response.phone_key) for other in within(policy.duplicate_identity_window)),
        burst_from_device=sum(_same(other.device_key, response.device_key) for other in burst),
        burst_from_address_block=sum(_same(other.address_block, response.address_block) for other in burst),
        identical_texts=_identical_texts(response, within(policy.text_window), policy),
    )


def normalised(text: str) -> str:
    """A text with case, white space and punctuation taken out, so that trivial edits do not hide a copy."""
    return "".join(character for character in text.casefold() if character.isalnum())


def telling_texts(response: ResponseFacts, policy: Policy = DEFAULT_POLICY) -> frozenset[str]:
    """The texts long enough that two people hardly write the same; "很好" proves nothing."""
    return frozenset(text for text in map(normalised, response.texts) if len(text) >= policy.text_length)


def _identical_texts(response: ResponseFacts, others: list[ResponseFacts], policy: Policy) -> int:
    texts = telling_texts(response, policy)
    return sum(not texts.isdisjoint(telling_texts(other, policy)) for other in others) if texts else 0


def _same(left: str, right: str) -> bool:
    return left != "" and left == right


def _quantile(ordered: Sequence[float], share: float) -> float:
    position = (len(ordered) - 1) * share
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)
