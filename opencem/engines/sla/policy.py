"""What a ticket promises."""

from dataclasses import dataclass

from opencem.engines.sla.calendar import Calendar


@dataclass(frozen=True)
class Policy:
    """Minutes of working time.

    ``first_response_minutes``, ``resolution_minutes``: ``None`` for no such promise. ``escalation_minutes[k]``: how long an overdue ticket stays at
    level k before the next level up is told, so ``(0, 240)`` tells the region when a deadline passes and headquarters four working hours later.
    """

    first_response_minutes: int | None
    resolution_minutes: int | None
    escalation_minutes: tuple[int, ...]
    calendar: Calendar
    pause_while_waiting: bool = True

    def __post_init__(self) -> None:
        promised = (self.first_response_minutes, self.resolution_minutes)
        if any(minutes is not None and minutes <= 0 for minutes in promised):
            raise ValueError("a promise takes more than 0 minutes")
        if any(minutes < 0 for minutes in self.escalation_minutes):
            raise ValueError("an escalation step takes at least 0 minutes")
