"""The kinds of suspicion, what each weighs, and from where on it is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

FlagKind = Literal[
    "speeder",
    "straight_lining",
    "duplicate_device",
    "duplicate_identity",
    "many_from_device",
    "burst",
    "identical_text",
]
FLAG_KINDS: tuple[FlagKind, ...] = (
    "speeder",
    "straight_lining",
    "duplicate_device",
    "duplicate_identity",
    "many_from_device",
    "burst",
    "identical_text",
)


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason for doubt: its weight in [0, 1] and the numbers that raised it, as JSON values."""

    kind: FlagKind
    weight: float
    evidence: Mapping[str, object]


def _weights() -> Mapping[FlagKind, float]:
    return {
        "speeder": 0.4,
        "straight_lining": 0.3,
        "duplicate_device": 0.4,
        "duplicate_identity": 0.5,
        "many_from_device": 0.5,
        "burst": 0.4,
        "identical_text": 0.3,
    }


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds, a setting of the customer. Counts of others never include the response itself."""

    weights: Mapping[FlagKind, float] = field(default_factory=_weights)
    speeder_minimum_n: int = 30
    speeder_share_of_median: float = 1 / 3
    fastest_seconds_per_question: float = 1.0
    straight_lining_rows: int = 4
    duplicate_device_window: timedelta = timedelta(hours=12)
    duplicate_identity_window: timedelta = timedelta(days=30)
    device_window: timedelta = timedelta(days=7)
    device_responses: int = 5
    device_units: int = 3
    burst_window: timedelta = timedelta(minutes=30)
    burst_from_device: int = 3
    burst_from_address_block: int = 8
    text_window: timedelta = timedelta(days=30)
    text_length: int = 8
    identical_texts: int = 2


DEFAULT_POLICY = Policy()
