"""Service levels: working calendars, and the clocks of a ticket as a pure function of its events, its calendar and its policy."""

from opencem.engines.sla.calendar import Calendar, Segment
from opencem.engines.sla.china import announced, statutory_calendar, statutory_days
from opencem.engines.sla.clocks import Clock, Clocks, ClockState, deadlines
from opencem.engines.sla.policy import Policy
from opencem.engines.sla.timeline import Event, EventKind, TicketOrderError

__all__ = [
    "Calendar",
    "Clock",
    "ClockState",
    "Clocks",
    "Event",
    "EventKind",
    "Policy",
    "Segment",
    "TicketOrderError",
    "announced",
    "deadlines",
    "statutory_calendar",
    "statutory_days",
]
