"""Contact fatigue (触达疲劳度): how often one person may be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """Whose contacts a rule counts."""

    SURVEY = "survey"
    GROUP = "group"
    ALL = "all"


class Clock(StrEnum):
    """What a rule counts from: being invited, or having answered."""

    INVITED = "invited"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Contact:
    """One time a person was asked, or answered. `reminder` tells a reminder from the first message."""

    at: datetime
    clock: Clock
    survey: str
    channel: str
    reminder: bool = False


@dataclass(frozen=True, slots=True)
class FatigueRule:
    """At most `most` contacts in any rolling `days`, or `gap_hours` between two, or both.

    `surveys` is the group of a rule of scope group; it binds those surveys only. `channels` are the channels whose
    contacts are counted, all when empty. Reminders neither count nor are held back unless `reminders`. With `requeue`
    a person waits until the rule allows, as long as the invitation lives; else they are left out.
    """

    key: str
    scope: Scope
    clock: Clock
    most: int | None = None
    days: int | None = None
    gap_hours: int | None = None
    surveys: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    reminders: bool = False
    requeue: bool = False

    def __post_init__(self) -> None:
        if (self.most is None) != (self.days is None) or (self.most is None and self.gap_hours is None):
            raise ValueError("a rule has a number and its days, or a gap, or both")
        if any(number is not None and number < 1 for number in (self.most, self.days, self.gap_hours)):
            raise ValueError("numbers of a rule are at least 1")
        if (self.scope is Scope.GROUP) != bool(self.surveys):
            raise ValueError("a rule of a group names its surveys, and no other does")

    @property
    def looks_back(self) -> timedelta:
        """How far back a contact can matter."""
        return max(timedelta(days=self.days or 0), timedelta(hours=self.gap_hours or 0))

    def binds(self, survey: str, *, reminder: bool) -> bool:
        """Whether asking for this survey is subject to the rule."""
        return (self.reminders or not reminder) and (self.scope is not Scope.GROUP or survey in self.surveys)

    def allows_from(self, survey: str, contacts: Iterable[Contact]) -> datetime | None:
        """The first instant at which the rule allows asking again; None when no contact stands in the way."""
        times = sorted(contact.at for contact in contacts if self._counts(contact, survey))
        if not times:
            return None
        limits = []
        if self.gap_hours is not None:
            limits.append(times[-1] + timedelta(hours=self.gap_hours))
        if self.most is not None and self.days is not None and len(times) >= self.most:
            # The last `most` contacts fill the window until the oldest of them has left it.
            limits.append(times[-self.most] + timedelta(days=self.days))
        return max(limits, default=None)

    def _counts(self, contact: Contact, survey: str) -> bool:
        if contact.clock is not self.clock or (contact.reminder and not self.reminders):
            return False
        if self.channels and contact.channel not in self.channels:
            return False
        if self.scope is Scope.SURVEY:
            return contact.survey == survey
        return self.scope is Scope.ALL or contact.survey in self.surveys
