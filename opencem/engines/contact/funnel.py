"""The funnel of invitations and its rates, by the definitions of the trade."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares in [0, 1]; None where nobody is in the denominator."""

    delivery: float | None
    open: float | None
    start: float | None
    response: float | None
    completion: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many invitations got at least so far. Sampled-out and suppressed people are apart and in no denominator."""

    created: int = 0
    sampled_out: int = 0
    suppressed: int = 0
    sent: int = 0
    delivered: int = 0
    opened: int = 0
    started: int = 0
    completed: int = 0

    @property
    def rates(self) -> Rates:
        """delivered/sent, opened/delivered, started/delivered, completed/delivered, completed/started."""
        return Rates(
            delivery=_share(self.delivered, self.sent),
            open=_share(self.opened, self.delivered),
            start=_share(self.started, self.delivered),
            response=_share(self.completed, self.delivered),
            completion=_share(self.completed, self.started),
        )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
