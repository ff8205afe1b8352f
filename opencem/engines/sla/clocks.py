"""The clocks of a ticket, derived anew from its events whenever they are needed: nothing is stored that could go stale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from opencem.engines.sla.calendar import Calendar
from opencem.engines.sla.policy import Policy
from opencem.engines.sla.timeline import Event, Pause, Round, rounds


class ClockState(StrEnum):
    """Where a promise stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    """The deadline passed, whether or not the work was done afterwards."""
    STOPPED = "stopped"
    """Nothing promised, or the ticket was cancelled in time."""


@dataclass(frozen=True)
class Clock:
    """One promise.

    ``due`` is ``None`` while paused, when it depends on the customer. ``remaining_seconds`` of working time, while running
    or paused. ``ended_at``: when it was kept, late or not, or the ticket was cancelled; ``None`` while there is work left.
    """

    due: datetime | None
    state: ClockState
    remaining_seconds: float | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Clocks:
    """All clocks of a ticket at one instant.

    ``escalate_due``: when the next level is told if nothing happens, ``None`` when that never comes. ``level``: how far it has been escalated since it was
    last opened. ``paused_seconds``: working time that waiting has taken off the clocks so far, over all rounds.
    """

    first_response: Clock
    resolution: Clock
    escalate_due: datetime | None
    level: int
    paused_seconds: float

    @property
    def next_due(self) -> datetime | None:
        """The earliest deadline with work left, passed or not; ``None`` while paused and when all is done."""
        return _earliest_due([self.first_response, self.resolution])


def deadlines(policy: Policy, events: Iterable[Event], now: datetime) -> Clocks:
    """Work out the clocks from events (oldest first; later than ``now`` disregarded) under the policy in force.

    Closing counts as a first response if there was none. A reopened ticket gets a new resolution clock and starts at level 0; a resolution missed in an earlier round
    stays missed when the last one is closed. Only an open ticket escalates: once a deadline still open has passed, and the time allowed at its level after that.
    """
    history = [_under(policy, one) for one in rounds(event for event in events if event.at <= now)]
    responding = next((one for one in history if _responded_at(one)), history[-1])
    first_response = _clock(policy, policy.first_response_minutes, responding, _responded_at(responding), now)
    resolutions = [
        _clock(policy, policy.resolution_minutes, one, one.ended_at if one.resolved else None, now) for one in history
    ]
    return Clocks(
        first_response=first_response,
        resolution=_over_rounds(resolutions),
        escalate_due=_escalate_due(policy, history[-1], [first_response, resolutions[-1]]),
        level=history[-1].level,
        paused_seconds=sum(_paused_seconds(policy.calendar, one, now) for one in history),
    )


def _under(policy: Policy, one: Round) -> Round:
    return one if policy.pause_while_waiting else replace(one, pauses=())


def _responded_at(one: Round) -> datetime | None:
    return one.responded_at or (one.ended_at if one.resolved else None)


def _clock(policy: Policy, minutes: int | None, one: Round, done_at: datetime | None, now: datetime) -> Clock:
    ended_at = done_at or one.ended_at
    if minutes is None:
        return Clock(None, ClockState.STOPPED, ended_at=ended_at)
    due = _advance(policy.calendar, one.opened_at, minutes * 60, one.pauses)
    if done_at is not None:
        return Clock(due, ClockState.MET if due is None or done_at <= due else ClockState.MISSED, ended_at=ended_at)
    if due is not None and (one.ended_at or now) > due:
        return Clock(due, ClockState.MISSED, ended_at=ended_at)
    if not one.is_open:
        return Clock(due, ClockState.STOPPED, ended_at=ended_at)
    remaining = minutes * 60 - _elapsed(policy.calendar, one, now)
    return Clock(due, ClockState.PAUSED if due is None else ClockState.RUNNING, remaining)


def _over_rounds(resolutions: Sequence[Clock]) -> Clock:
    last = resolutions[-1]
    missed = any(clock.state is ClockState.MISSED for clock in resolutions)
    return replace(last, state=ClockState.MISSED) if last.state is ClockState.MET and missed else last


def _escalate_due(policy: Policy, one: Round, clocks: Sequence[Clock]) -> datetime | None:
    """The first deadline still open, or the arrival at the present level if later, plus the time allowed there."""
    if not one.is_open or one.level >= len(policy.escalation_minutes):
        return None
    due = _earliest_due(clocks)
    if due is None:
        return None
    overdue_since = max(due, one.level_since or one.opened_at)
    return _advance(policy.calendar, overdue_since, policy.escalation_minutes[one.level] * 60, one.pauses)


def _earliest_due(clocks: Sequence[Clock]) -> datetime | None:
    return min((clock.due for clock in clocks if clock.due is not None and clock.ended_at is None), default=None)


def _advance(calendar: Calendar, start: datetime, seconds: float, pauses: Sequence[Pause]) -> datetime | None:
    """When ``seconds`` of working time outside the pauses will have passed; ``None`` if the last pause must end first."""
    for pause in pauses:
        before = calendar.working_seconds(start, pause.start)
        if before >= seconds and start <= pause.start:
            break
        seconds -= before
        if pause.end is None:
            return None
        start = max(start, pause.end)
    return calendar.add_working_time(start, seconds)


def _elapsed(calendar: Calendar, one: Round, now: datetime) -> float:
    return calendar.working_seconds(one.opened_at, now) - _paused_seconds(calendar, one, now)


def _paused_seconds(calendar: Calendar, one: Round, now: datetime) -> float:
    return sum(calendar.working_seconds(pause.start, pause.end or now) for pause in one.pauses)
