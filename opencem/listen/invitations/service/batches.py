"""The life of a batch: drafted, previewed, scheduled, planned, sent; paused and cancelled on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from opencem.kit.bulk import insert_many
from opencem.kit.ids import new_id
from opencem.kit.problems import Problem, not_found
from opencem.listen.invitations import listed, senders
from opencem.listen.invitations.asking import AskingWish, fields_of
from opencem.listen.invitations.models import Batch, BatchState, Invitation, InvitationStep, State
from opencem.listen.invitations.service import planning
from opencem.platform.accounts.models import Account
from opencem.platform.audit.service import record
from opencem.platform.scope.value import Scope

WITHDRAW_AT_ONCE: Final = 1_000


@transaction.atomic
def draft_batch(
    *,
    scope: Scope,
    by: Account,
    wish: AskingWish,
    people: Mapping[str, Any],
    per_minute: int | None,
    now: datetime,
) -> Batch:
    """A new batch that chooses people by a filter. Nobody is asked before it is started."""
    batch: Batch = Batch.rows.create(
        **fields_of(wish, scope), public_id=new_id(), people={"filter": dict(people)}, per_minute=per_minute,
        account_id=by.pk, created_at=now,
    )  # fmt: skip
    _audit("created", batch, by)
    return batch


@transaction.atomic
def change_batch(
    *,
    scope: Scope,
    by: Account,
    public_id: str,
    version: int,
    wish: AskingWish,
    people: Mapping[str, Any] | None,
    per_minute: int | None,
) -> Batch:
    """Changes a draft; `people` None keeps who was chosen. Problems `conflict`, `batch_state`."""
    batch = _locked(scope, public_id, BatchState.DRAFT)
    if batch.version != version:
        raise Problem("conflict", 409)
    for name, value in fields_of(wish, scope).items():
        setattr(batch, name, value)
    batch.per_minute, batch.preview, batch.version = per_minute, None, version + 1
    if people is not None:
        batch.people = {"filter": dict(people)}
        batch.listed.all().delete()
    batch.save()
    _audit("changed", batch, by)
    return batch


def take_file(*, scope: Scope, by: Account, public_id: str, name: str, chunks: Iterable[bytes]) -> Batch:
    """Has a draft choose the people a CSV or XLSX file names. The caller has it read in the background."""
    _locked_check(scope, public_id)
    stored, columns = listed.keep(public_id, name, chunks)
    with transaction.atomic():
        batch = _locked(scope, public_id, BatchState.DRAFT)
        batch.people, batch.stored_as = {"file": name[:200], "columns": columns}, stored
        batch.state, batch.preview, batch.error = BatchState.READING, None, ""
        batch.save()
        _audit("file_taken", batch, by)
    return batch


def read_file(batch_id: int) -> None:
    """Finds the people of a batch's file; the batch is a draft again afterwards. For the background."""
    batch = Batch.rows.filter(pk=batch_id, state=BatchState.READING).select_related("unit").first()
    if batch is None:
        return
    with transaction.atomic():
        found, rejected = listed.read(batch)
        Batch.rows.filter(pk=batch_id).update(
            state=BatchState.DRAFT, rejected=rejected, stored_as="", people={**batch.people, "listed": found}
        )
    listed.forget(batch)


@transaction.atomic
def ask_preview(*, scope: Scope, public_id: str) -> Batch:
    """Forgets what was counted of a draft, to be counted anew. The caller has it done in the background."""
    batch = _locked(scope, public_id, BatchState.DRAFT)
    batch.preview = None
    batch.save(update_fields=["preview"])
    return batch


def preview_batch(batch_id: int, now: datetime) -> None:
    """Counts what every rule would leave, and keeps it with the batch. For the background."""
    batch = _whole(batch_id, BatchState.DRAFT)
    if batch is not None:
        counted = planning.preview(batch, now)
        Batch.rows.filter(pk=batch_id, version=batch.version).update(preview=counted)


@transaction.atomic
def start_batch(
    *, scope: Scope, by: Account, public_id: str, version: int, starts_at: datetime | None, now: datetime
) -> Batch:
    """Starts a draft now or at an instant to come. Problems `conflict`, `batch_state`, `channel_unbound`, `batch_people_missing`."""
    batch = _locked(scope, public_id, BatchState.DRAFT)
    if batch.version != version:
        raise Problem("conflict", 409)
    if "file" in batch.people and not batch.people.get("listed"):
        raise Problem("batch_people_missing", 422, field="people")
    if not set(batch.channels) & senders.bound_channels():
        raise Problem("channel_unbound", 409, field="channels", params={"value": batch.channels[0]})
    batch.state, batch.starts_at = BatchState.SCHEDULED, max(starts_at or now, now)
    batch.save(update_fields=["state", "starts_at"])
    _audit("started", batch, by)
    return batch


@transaction.atomic
def pause_batch(*, scope: Scope, by: Account, public_id: str) -> Batch:
    """Holds a batch: nothing of it is sent until it goes on."""
    batch = _locked(scope, public_id, BatchState.SCHEDULED, BatchState.PLANNING, BatchState.SENDING)
    batch.state = BatchState.PAUSED
    batch.save(update_fields=["state"])
    _audit("paused", batch, by)
    return batch


@transaction.atomic
def resume_batch(*, scope: Scope, by: Account, public_id: str) -> Batch:
    """Lets a paused batch go on where it stood; every rule is checked again as each message goes out."""
    batch = _locked(scope, public_id, BatchState.PAUSED)
    batch.state = BatchState.SCHEDULED
    batch.save(update_fields=["state"])
    _audit("resumed", batch, by)
    return batch


@transaction.atomic
def cancel_batch(*, scope: Scope, by: Account, public_id: str) -> Batch:
    """Ends a batch for good. What has been sent stays sent; the caller has the rest withdrawn in the background."""
    batch = _locked(
        scope,
        public_id,
        BatchState.DRAFT,
        BatchState.SCHEDULED,
        BatchState.PLANNING,
        BatchState.SENDING,
        BatchState.PAUSED,
    )
    batch.state = BatchState.CANCELLED
    batch.save(update_fields=["state"])
    _audit("cancelled", batch, by)
    return batch


def withdraw(batch_id: int, now: datetime) -> int:
    """Takes back what a cancelled batch has not sent, and its reminders. For the background."""
    total = 0
    while some := _withdraw_some(batch_id, now):
        total += some
    Invitation.rows.filter(batch_id=batch_id, due_at__isnull=False, sent_at__isnull=False).update(due_at=None)
    return total


def _withdraw_some(batch_id: int, now: datetime) -> int:
    with transaction.atomic():
        rows = Invitation.rows.filter(batch_id=batch_id, state=State.SCHEDULED, claimed_until=None)
        ids = list(rows.values_list("pk", flat=True)[:WITHDRAW_AT_ONCE])
        Invitation.rows.filter(pk__in=ids).update(state=State.SKIPPED, reason="cancelled", ended_at=now, due_at=None)
        insert_many(
            InvitationStep, planning.STEP_COLUMNS, [(pk, now, State.SKIPPED.value, "cancelled", {}) for pk in ids]
        )
    return len(ids)


def due_batches(now: datetime) -> list[int]:
    """Batches whose time has come, or whose planner died on the way."""
    waiting = Batch.rows.filter(state=BatchState.SCHEDULED, starts_at__lte=now)
    under_way = Batch.rows.filter(state=BatchState.PLANNING)
    return [*waiting.values_list("pk", flat=True), *under_way.values_list("pk", flat=True)]


def plan_batch(batch_id: int, now: datetime) -> int:
    """Plans a batch that is due, or goes on planning it. Returns how many people were looked at."""
    Batch.rows.filter(pk=batch_id, state=BatchState.SCHEDULED).update(state=BatchState.PLANNING)
    batch = _whole(batch_id, BatchState.PLANNING)
    return planning.plan(batch, now) if batch else 0


def finish_batches(now: datetime) -> int:
    """Ends the batches that have nothing left to send first. Reminders may follow."""
    done = 0
    for pk in Batch.rows.filter(state=BatchState.SENDING).values_list("pk", flat=True):
        waiting = Invitation.rows.filter(batch_id=pk, state=State.SCHEDULED)
        if not waiting.exists():
            done += Batch.rows.filter(pk=pk, state=BatchState.SENDING).update(state=BatchState.DONE)
    return done


def _whole(batch_id: int, state: BatchState) -> Batch | None:
    found: Batch | None = Batch.rows.filter(pk=batch_id, state=state).select_related("unit", "survey").first()
    return found


def _locked_check(scope: Scope, public_id: str) -> None:
    """Refuses before an upload is read what would be refused after."""
    with transaction.atomic():
        _locked(scope, public_id, BatchState.DRAFT)


def _locked(scope: Scope, public_id: str, *allowed: BatchState) -> Batch:
    """The batch, locked until the transaction ends. Problem `not_found` out of scope, `batch_state` in another state."""
    rows = Batch.objects.visible_to(scope).select_for_update(of=("self",)).select_related("unit", "survey")
    batch: Batch | None = rows.filter(public_id=public_id).first()
    if batch is None:
        raise not_found()
    if batch.state not in allowed:
        state = BatchState(batch.state)
        raise Problem("batch_state", 409, params={"state": state.label, "state_en": state.value})
    return batch


def _audit(what: str, batch: Batch, by: Account) -> None:
    record(
        f"batch.{what}", account=by, object_kind="batch", object_id=batch.public_id, unit_id=batch.unit_id,
        after={"name": batch.name, "people": batch.people, "channels": batch.channels, "share": batch.share},
    )  # fmt: skip
