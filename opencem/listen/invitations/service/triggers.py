"""Triggers (事件触发): an event, a condition, a share, a delay, and somebody is asked once for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from opencem.engines.contact import TOUCH_FIELDS, draw
from opencem.engines.rules import Condition, RuleError, matches, parse
from opencem.kit.bulk import among, insert_many
from opencem.kit.ids import new_id
from opencem.kit.problems import FieldError, Problem, not_found
from opencem.listen.invitations.asking import AskingWish, fields_of
from opencem.listen.invitations.models import Invitation, InvitationStep, State, Trigger
from opencem.listen.invitations.service.planning import INVITATION_COLUMNS, STEP_COLUMNS
from opencem.listen.invitations.touches import Touch
from opencem.platform.accounts.models import Account
from opencem.platform.audit.service import record
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope


@dataclass(frozen=True, slots=True)
class TriggerWish:
    """A trigger as somebody wants it. `condition` None: always."""

    asking: AskingWish
    event: str
    condition: Mapping[str, Any] | None
    delay_minutes: int
    active: bool


@transaction.atomic
def make_trigger(*, scope: Scope, by: Account, wish: TriggerWish, now: datetime) -> Trigger:
    """A new trigger; it hears what happens from now on. Problems `condition_invalid` and those of the asking."""
    trigger: Trigger = Trigger.rows.create(
        **_columns(wish, scope), public_id=new_id(), account_id=by.pk, created_at=now
    )
    _audit("trigger.created", trigger, by, None)
    return trigger


@transaction.atomic
def change_trigger(*, scope: Scope, by: Account, public_id: str, version: int, wish: TriggerWish) -> Trigger:
    """Changes a trigger for what happens from now on; whoever waits already is asked as it now says. Problem `conflict`."""
    trigger = _locked(scope, public_id)
    if trigger.version != version:
        raise Problem("conflict", 409)
    before = _content(trigger)
    for name, value in {**_columns(wish, scope), "version": version + 1, "simulation": None}.items():
        setattr(trigger, name, value)
    trigger.save()
    _audit("trigger.changed", trigger, by, before)
    return trigger


@transaction.atomic
def ask_simulation(*, scope: Scope, public_id: str) -> Trigger:
    """Forgets an earlier simulation. The caller has a new one made in the background."""
    trigger = _locked(scope, public_id)
    trigger.simulation = None
    trigger.save(update_fields=["simulation"])
    return trigger


def _locked(scope: Scope, public_id: str) -> Trigger:
    rows = Trigger.objects.visible_to(scope).select_for_update(of=("self",)).select_related("survey", "unit")
    trigger: Trigger | None = rows.filter(public_id=public_id).first()
    if trigger is None:
        raise not_found()
    return trigger


def _columns(wish: TriggerWish, scope: Scope) -> dict[str, Any]:
    condition_of(wish.condition)
    return {
        **fields_of(wish.asking, scope),
        "event": wish.event,
        "condition": dict(wish.condition) if wish.condition else None,
        "delay_minutes": wish.delay_minutes,
        "active": wish.active,
    }


def condition_of(source: Mapping[str, Any] | None) -> Condition | None:
    """A stored condition, read. Problem `condition_invalid` with the place at fault."""
    if not source:
        return None
    try:
        return parse(source, TOUCH_FIELDS)
    except RuleError as error:
        place = f"condition.{error.path}".rstrip(".")
        raise Problem("condition_invalid", 422, errors=[FieldError(place, "condition_invalid")]) from error


def hear(kind: str, touches: Sequence[Touch], now: datetime) -> int:
    """Asks for every event of a kind what its triggers ask. Hearing an event again asks nothing again.

    Whoever is sampled out is written down as such; of an event that is past asking when it is heard (an import of last
    year's orders) nothing is. Returns how many invitations were made.
    """
    return sum(_hear(trigger, touches, now) for trigger in _active(kind))


def is_heard(kind: str) -> bool:
    """Whether any trigger listens to a kind of event: an import of a million orders must not read them for nobody."""
    return Trigger.rows.filter(event=kind, active=True).exists()


def _active(kind: str) -> list[Trigger]:
    return list(Trigger.rows.filter(event=kind, active=True).select_related("survey").order_by("pk"))


def _hear(trigger: Trigger, touches: Sequence[Touch], now: datetime) -> int:
    concerned = list(concerning(trigger, touches))
    known = _known(trigger, [touch.key for touch in concerned])
    fresh = [touch for touch in concerned if touch.key not in known and expiry_of(trigger, touch) > now]
    with transaction.atomic():
        rows = [_row(trigger, touch, now) for touch in fresh]
        ids = insert_many(Invitation, INVITATION_COLUMNS, [values for values, _ in rows])
        steps: list[tuple[object, ...]] = [
            (pk, now, state.value, _reason(state), {}) for pk, (_, state) in zip(ids, rows, strict=True)
        ]
        insert_many(InvitationStep, STEP_COLUMNS, steps)
    return len(fresh)


def concerning(trigger: Trigger, touches: Sequence[Touch]) -> Iterator[Touch]:
    """The events of the trigger's units that meet its condition, each key once."""
    units, condition = organization.subtree_ids(trigger.unit_id), condition_of(trigger.condition)
    seen: set[str] = set()
    for touch in touches:
        if touch.unit_id in units and touch.key not in seen and (condition is None or matches(condition, touch.facts)):
            seen.add(touch.key)
            yield touch


def due_of(trigger: Trigger, touch: Touch) -> datetime:
    return touch.occurred_at + timedelta(minutes=trigger.delay_minutes)


def expiry_of(trigger: Trigger, touch: Touch) -> datetime:
    return due_of(trigger, touch) + timedelta(hours=trigger.expires_hours)


def is_drawn(trigger: Trigger, touch: Touch) -> bool:
    """Whether the sampling share takes this person for this event."""
    return trigger.share >= 1 or draw(touch.customer_id, f"trigger:{trigger.pk}:{touch.key}") < trigger.share


def _known(trigger: Trigger, keys: Collection[str]) -> set[str]:
    rows = Invitation.rows.filter(trigger=trigger, event_key__in=among(keys))
    return set(rows.values_list("event_key", flat=True))


def _row(trigger: Trigger, touch: Touch, now: datetime) -> tuple[tuple[object, ...], State]:
    state = State.SCHEDULED if is_drawn(trigger, touch) else State.SKIPPED
    scheduled = state is State.SCHEDULED
    values = (
        None, trigger.pk, touch.key, touch.order_number[:64], trigger.survey_id, touch.unit_id, touch.customer_id,
        trigger.channels[0], state.value, _reason(state), None, max(due_of(trigger, touch), now) if scheduled else None,
        None, 0, 0, expiry_of(trigger, touch), now, None,
        None, None, None, None, None if scheduled else now,
    )  # fmt: skip
    return values, state


def _reason(state: State) -> str:
    return "sampling" if state is State.SKIPPED else ""


def _content(trigger: Trigger) -> dict[str, Any]:
    names = ("name", "event", "condition", "delay_minutes", "share", "channels", "expires_hours", "active")
    return {name: getattr(trigger, name) for name in names}


def _audit(action: str, trigger: Trigger, by: Account, before: Mapping[str, Any] | None) -> None:
    record(
        action, account=by, object_kind="trigger", object_id=trigger.public_id, unit_id=trigger.unit_id,
        before=before, after=_content(trigger),
    )  # fmt: skip
