"""One person at the moment of sending: every rule is considered, one decides, and the next possible time is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from .fatigue import Contact
from .rules import ContactRules


class Reach(StrEnum):
    """Whether a person can be written to by a channel they have an address for."""

    OPEN = "open"
    SUPPRESSED = "suppressed"
    OPTED_OUT = "opted_out"


class Verdict(StrEnum):
    ALLOW = "allow"
    SKIP = "skip"
    WAIT = "wait"


class Outcome(StrEnum):
    SEND = "send"
    SKIP = "skip"
    WAIT = "wait"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person now. A channel missing from `channels` has no address. `zone` is theirs, else the unit's."""

    channels: Mapping[str, Reach]
    zone: ZoneInfo
    complained_at: datetime | None = None
    contacts: Sequence[Contact] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be sent. `channels` in the order of preference; `drawn` in [0, 1) against the sampling `share`.

    `after_complaint`: the question is about how a complaint was handled, so the complaint itself does not forbid it.
    """

    survey: str
    channels: Sequence[str]
    expires_at: datetime
    share: float = 1.0
    drawn: float = 0.0
    reminder: bool = False
    after_complaint: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One rule considered. `until` is when it would pass by itself, None: not by waiting."""

    rule: str
    verdict: Verdict
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` is the one that decided, empty for a send. `channel` is the first that is open.

    `next_at` is when this person may be asked for this survey again, should nothing else happen; None: not by waiting.
    For an outcome of wait it is when to look again.
    """

    outcome: Outcome
    rule: str
    channel: str
    next_at: datetime | None
    checks: Sequence[Check] = field(default=())


def decide(rules: ContactRules, ask: Ask, person: Person, now: datetime) -> Decision:
    """The decision for one person at `now`. A skip goes before a wait; of several waits the longest counts.

    A wait that would outlast the invitation is its end (`expire`), by the rule that holds it.
    """
    checks = tuple(_checks(rules, ask, person, now))
    channel = _open_channel(ask, person)
    if all(check.verdict is Verdict.ALLOW for check in checks):
        return Decision(Outcome.SEND, "", channel, now, checks)
    stopped = next((check for check in checks if check.verdict is Verdict.SKIP), None)
    next_at = _next_at(rules, checks, person, now)
    if stopped is not None:
        outcome = Outcome.EXPIRE if stopped.rule == "expiry" else Outcome.SKIP
        return Decision(outcome, stopped.rule, channel, next_at, checks)
    waits = [check for check in checks if check.verdict is Verdict.WAIT]
    longest = max(waits, key=lambda check: check.until or now)
    outlasts = next_at is None or next_at >= ask.expires_at
    return Decision(Outcome.EXPIRE if outlasts else Outcome.WAIT, longest.rule, channel, next_at, checks)


def _checks(rules: ContactRules, ask: Ask, person: Person, now: datetime) -> Iterator[Check]:
    yield _passed("expiry") if now < ask.expires_at else Check("expiry", Verdict.SKIP, now)
    yield _reachable(ask, person)
    yield _complaint(rules, ask, person, now)
    # The next event may draw them: being left out now keeps nobody from being asked again.
    yield _passed("sampling") if ask.drawn < ask.share else Check("sampling", Verdict.SKIP, now)
    for rule in rules.fatigue:
        if rule.binds(ask.survey, reminder=ask.reminder):
            until = rule.allows_from(ask.survey, person.contacts) if person.contacts else None
            name = f"fatigue:{rule.key}"
            blocks = until is not None and until > now
            yield Check(name, Verdict.WAIT if rule.requeue else Verdict.SKIP, until) if blocks else _passed(name)
    if rules.quiet is not None:
        quiet = rules.quiet.covers(now, person.zone)
        yield Check("quiet", Verdict.WAIT, rules.quiet.over_at(now, person.zone)) if quiet else _passed("quiet")


@cache
def _passed(rule: str) -> Check:
    # Nearly every check of a million people passes: one value for each rule.
    return Check(rule, Verdict.ALLOW)


def _open_channel(ask: Ask, person: Person) -> str:
    for channel in ask.channels:
        if person.channels.get(channel) is Reach.OPEN:
            return channel
    return ""


def _reachable(ask: Ask, person: Person) -> Check:
    """Passes when one channel is open; else the person's own will is the reason before the house's list."""
    if _open_channel(ask, person):
        return _passed("reachable")
    reaches = [person.channels.get(channel) for channel in ask.channels]
    for reach, rule in ((Reach.OPTED_OUT, "opt_out"), (Reach.SUPPRESSED, "suppression")):
        if reach in reaches:
            return Check(rule, Verdict.SKIP)
    return Check("unreachable", Verdict.SKIP)


def _complaint(rules: ContactRules, ask: Ask, person: Person, now: datetime) -> Check:
    if person.complained_at is None or ask.after_complaint:
        return _passed("complaint")
    until = person.complained_at + timedelta(days=rules.complaint_days)  # zero days: never minded
    return Check("complaint", Verdict.SKIP, until) if until > now else _passed("complaint")


def _next_at(rules: ContactRules, checks: Sequence[Check], person: Person, now: datetime) -> datetime | None:
    blocking = [check for check in checks if check.verdict is not Verdict.ALLOW]
    if any(check.until is None for check in blocking):
        return None
    latest = max((check.until for check in blocking if check.until is not None), default=now)
    return rules.quiet.over_at(latest, person.zone) if rules.quiet else latest
