"""The contact rules in force: one value, read once for a whole batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .fatigue import FatigueRule
from .quiet import QuietHours


@dataclass(frozen=True, slots=True)
class ContactRules:
    """What holds for every invitation. `complaint_days`: how long after a complaint nobody is asked; 0: never mind it.

    `version` is stored with each decision, so that it can be told by which rules it was made.
    """

    fatigue: tuple[FatigueRule, ...] = ()
    quiet: QuietHours | None = None
    complaint_days: int = 90
    version: int = 0

    @property
    def looks_back(self) -> timedelta:
        """How much history a decision needs."""
        return max((rule.looks_back for rule in self.fatigue), default=timedelta(0))
