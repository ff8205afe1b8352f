"""Two batches of invitations as they went: whom the rules held back, who opened, who answered, and with which response."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from opencem.demo.world import World
from opencem.demo.world.size import DAY_S, LOCAL_OFFSET_S, as_instant
from opencem.kit.bulk import insert_many
from opencem.listen.invitations.models import (
    Batch,
    BatchState,
    Dispatch,
    DispatchOutcome,
    Invitation,
    InvitationResponse,
    InvitationStep,
    State,
)
from opencem.listen.invitations.service.planning import INVITATION_COLUMNS, STEP_COLUMNS

from .company import Company

_LIFE = timedelta(days=7)
_HELD_BACK = (("fatigue:week", 0.11), ("opt_out", 0.02), ("complaint", 0.015), ("suppression", 0.005))
_BOUNCES = 0.03
_OPENS, _STARTS = 0.34, 0.15
"""Of those it reached, and of those who opened, among the people who did not answer."""
_WAY = (State.SENT, State.DELIVERED, State.OPENED, State.STARTED, State.COMPLETED)


@dataclass(frozen=True, slots=True)
class _Wave:
    """A batch sent `days` ago to `people`, those among them who answered the survey of all customers included."""

    key: str
    name: str
    days: int
    people: int
    channels: tuple[str, ...]


_WAVES = (
    _Wave("spring_members", "会员季度回访", 96, 2_400, ("wechat", "sms")),
    _Wave("autumn_members", "会员秋季回访", 26, 1_600, ("sms",)),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One person's invitation. `stamps` are when it came to each state of the way, as far as it came."""

    member: int
    unit: int
    channel: str
    created: datetime
    state: State
    reason: str = ""
    stamps: tuple[datetime, ...] = ()
    response: int | None = None


def write_invitations(world: World, company: Company, first_customer: int, first_response: int) -> None:
    """Writes each wave that fits into the world's past."""
    for wave in _WAVES:
        at = as_instant(_ten_in_the_morning(world.size.now_s - wave.days * DAY_S))
        if wave.days < world.size.now_s / DAY_S - world.size.first_day:
            asked = list(_people(wave, at, world, company, random.Random(f"{wave.key} {world.size.seed}")))
            _write(wave, at, company, asked, first_customer, first_response)


def _ten_in_the_morning(second: float) -> float:
    """Of that day at the stores."""
    return (second + LOCAL_OFFSET_S) // DAY_S * DAY_S - LOCAL_OFFSET_S + 10 * 3600


def _people(wave: _Wave, at: datetime, world: World, company: Company, rng: random.Random) -> Iterator[_Asked]:
    """Those who answered within the week, and as many others as make up the number."""
    begin, responses = at.timestamp(), world.responses
    within = (responses.at > begin + 3600) & (responses.at < begin + _LIFE.total_seconds()) & (responses.member >= 0)
    answered: dict[int, int] = {}
    for row in np.flatnonzero(within).tolist():
        answered.setdefault(int(responses.member[row]), row)
    share = min(1.0, wave.people / len(world.members))
    for member in sorted(answered):
        if rng.random() < share * 8:  # who answers is asked more often than not: they are the active ones
            yield _completed(wave, at, member, answered[member], world, company, rng)
    others = rng.sample(range(len(world.members)), min(wave.people, len(world.members)))
    for member in sorted(set(others) - set(answered)):
        yield _other(wave, at, member, int(company.unit_ids[world.members.home[member]]), rng)


def _completed(
    wave: _Wave, at: datetime, member: int, row: int, world: World, company: Company, rng: random.Random
) -> _Asked:
    done = as_instant(int(world.responses.at[row]))
    begun = done - timedelta(seconds=int(world.responses.duration[row]))
    opened = begun - timedelta(seconds=rng.randint(3, 90))
    sent = min(at + timedelta(seconds=rng.randint(60, 1800)), opened - timedelta(seconds=30))
    stamps = (sent, sent + timedelta(seconds=rng.randint(1, 20)), opened, begun, done)
    unit = int(company.unit_ids[world.members.home[member]])
    return _Asked(member, unit, rng.choice(wave.channels), at, State.COMPLETED, stamps=stamps, response=row)


def _other(wave: _Wave, at: datetime, member: int, unit: int, rng: random.Random) -> _Asked:
    asked = _Asked(member, unit, rng.choice(wave.channels), at, State.SKIPPED)
    held_back = next((rule for rule, share in _HELD_BACK if rng.random() < share), "")
    if held_back:
        return replace(asked, reason=held_back)
    sent = at + timedelta(seconds=rng.randint(60, 1800))
    if rng.random() < _BOUNCES:
        return replace(asked, state=State.BOUNCED, reason="receipt:bounced", stamps=(sent,))
    stamps = [sent, sent + timedelta(seconds=rng.randint(1, 40))]
    if rng.random() < _OPENS:
        stamps.append(stamps[-1] + timedelta(minutes=rng.randint(1, 60 * 40)))
        if rng.random() < _STARTS:
            stamps.append(stamps[-1] + timedelta(seconds=rng.randint(2, 60)))
    return replace(asked, state=State.EXPIRED, reason="expiry", stamps=tuple(stamps))


def _write(
    wave: _Wave, at: datetime, company: Company, asked: Sequence[_Asked], first_customer: int, first_response: int
) -> None:
    batch = Batch.rows.create(
        public_id=wave.key, name=wave.name, survey_id=company.version.survey_id, unit_id=company.root_id,
        channels=list(wave.channels), people={"filter": {}}, state=BatchState.DONE, starts_at=at, created_at=at,
        account_id=company.account_ids["analyst"],
    )  # fmt: skip
    ids = insert_many(
        Invitation, INVITATION_COLUMNS, [_row(each, batch, first_customer + each.member) for each in asked]
    )
    both = list(zip(ids, asked, strict=True))
    insert_many(InvitationStep, STEP_COLUMNS, [step for id_, each in both for step in _steps(id_, each)])
    insert_many(
        Dispatch,
        ("invitation_id", "customer_id", "survey_id", "batch_id", "message_id", "channel", "reminder", "at", "outcome",
         "provider_id"),
        [(id_, first_customer + each.member, batch.survey_id, batch.pk, f"demo-{wave.key}-{each.member}", each.channel,
          False, each.stamps[0], DispatchOutcome.TAKEN.value, "") for id_, each in both if each.stamps],
    )  # fmt: skip
    insert_many(
        InvitationResponse,
        ("invitation_id", "response_id", "at"),
        [(id_, first_response + each.response, each.stamps[-1]) for id_, each in both if each.response is not None],
    )


def _row(asked: _Asked, batch: Batch, customer: int) -> tuple[object, ...]:
    stamps = [*asked.stamps, *[None] * (len(_WAY) - len(asked.stamps))]
    ended = asked.stamps[-1] if asked.state in (State.COMPLETED, State.BOUNCED) else asked.created + _LIFE
    return (
        batch.pk, None, "", "", batch.survey_id, asked.unit, customer, asked.channel, asked.state.value, asked.reason,
        None, None, None, 1 if asked.stamps else 0, 0, asked.created + _LIFE, asked.created, *stamps,
        asked.created if asked.state is State.SKIPPED else ended,
    )  # fmt: skip


def _steps(invitation: int, asked: _Asked) -> Iterator[tuple[object, ...]]:
    """The way it came, then how it ended where that is not the last of the way."""
    if asked.state is State.SKIPPED:
        yield invitation, asked.created, asked.state.value, asked.reason, {}
        return
    yield invitation, asked.created, State.SCHEDULED.value, "", {}
    for state, at in zip(_WAY, asked.stamps, strict=False):
        yield invitation, at, state.value, "", {}
    if asked.reason:
        at = asked.stamps[-1] if asked.state is State.BOUNCED else asked.created + _LIFE
        yield invitation, at, asked.state.value, asked.reason, {}
