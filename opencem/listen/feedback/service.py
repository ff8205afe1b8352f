"""The door for customer voice of any source, and for doubts about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import transaction

from opencem.kit.bulk import among, insert_many
from opencem.kit.problems import Problem, not_found, register_problems
from opencem.listen.feedback.models import Feedback, Flag
from opencem.platform.audit.service import record
from opencem.platform.events.service import publish_many
from opencem.platform.scope.value import Scope

EXCLUDE_AT = 0.6  # suspicion from which a feedback leaves assessment figures

register_problems(
    {
        "flag_reversed": {"zh-hans": "这条疑点已经撤销过了", "en": "This flag is reversed already"},
        "reason_missing": {"zh-hans": "请写明理由", "en": "Give a reason"},
    }
)


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """One piece of voice on its way in. (`source`, `external_id`) is its identity: sent twice, it is stored once."""

    kind: str
    source: str
    external_id: str
    unit_id: int
    channel: str
    occurred_at: datetime
    local_date: date
    text: str = ""
    recommend: int | None = None
    rating: float | None = None
    touchpoint_code: str = ""
    language: str = ""
    author: str = ""
    order_number: str = ""
    customer_id: int | None = None
    order_id: int | None = None
    response_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordResult:
    """`created_ids` of the rows that were new, in the order given; `updated` changed an existing row, `unchanged` found it as it was."""

    created_ids: Sequence[int]
    updated: int
    unchanged: int


_GIVEN = tuple(field.name for field in fields(NewFeedback))
_values_of = attrgetter(*_GIVEN)
COLUMNS = (*_GIVEN, "received_at", "suspicion", "excluded")
FLAG_COLUMNS = (
    "feedback_id", "kind", "weight", "evidence", "raised_at", "reversed_at", "reversed_by_id", "reversed_reason",
)  # fmt: skip
COMPARED = ("unit_id", "text", "rating", "recommend", "occurred_at", "author", "order_number")
LINKS = ("customer_id", "order_id")  # filled in once they are known, never taken away by a row that knows less


def record_many(rows: Sequence[NewFeedback], *, now: datetime, update: bool = True) -> RecordResult:
    """Stores a batch in one transaction with its events: `feedback.created` for new rows, `feedback.changed` else."""
    with transaction.atomic():
        known = _known(rows)
        fresh = [row for row in rows if (row.source, row.external_id) not in known]
        created = insert_many(Feedback, COLUMNS, [(*_values_of(row), now, 0.0, False) for row in fresh])
        _tell_created(created, fresh)
        old = [(known[row.source, row.external_id], row) for row in rows if (row.source, row.external_id) in known]
        changed = [feedback for feedback, row in old if update and _apply(feedback, row)]
        _save_changed(changed)
    return RecordResult(created, len(changed), len(old) - len(changed))


def _tell_created(ids: Sequence[int], rows: Sequence[NewFeedback]) -> None:
    told = [{"unit": row.unit_id, "kind": row.kind, "date": row.local_date.isoformat()} for row in rows]
    publish_many("feedback.created", list(zip(ids, told, strict=True)))


def _known(rows: Sequence[NewFeedback]) -> dict[tuple[str, str], Feedback]:
    by_source: dict[str, list[str]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row.external_id)
    return {
        (feedback.source, feedback.external_id): feedback
        for source, ids in by_source.items()
        for feedback in Feedback.rows.filter(source=source, external_id__in=among(ids))
    }


def _apply(feedback: Feedback, row: NewFeedback) -> bool:
    changed = [name for name in COMPARED if getattr(feedback, name) != getattr(row, name)]
    changed += [name for name in LINKS if getattr(feedback, name) is None and getattr(row, name) is not None]
    for name in changed:
        setattr(feedback, name, getattr(row, name))
    if "occurred_at" in changed:
        feedback.local_date = row.local_date
    return bool(changed)


def _save_changed(changed: Sequence[Feedback]) -> None:
    if changed:
        Feedback.rows.bulk_update(changed, [*COMPARED, *LINKS, "local_date"], batch_size=200)
        publish_many("feedback.changed", [(feedback.pk, {"unit": feedback.unit_id}) for feedback in changed])


Found = tuple[str, float, Mapping[str, Any]]
"""A doubt: its kind, its weight, its evidence."""


def record_with_doubts(rows: Sequence[NewFeedback], doubts: Sequence[Sequence[Found]], *, now: datetime) -> None:
    """Stores new feedback, each with the doubts about it, in one transaction; what is known already is left alone.

    Publishes `feedback.created` for each, and `feedback.flagged` for those in doubt.
    """
    with transaction.atomic():
        known = _known(rows)
        fresh = [
            (row, found) for row, found in zip(rows, doubts, strict=True) if (row.source, row.external_id) not in known
        ]
        weights = [_suspicion(weight for _, weight, _ in found) for _, found in fresh]
        created = insert_many(
            Feedback,
            COLUMNS,
            [
                (*_values_of(row), now, weight, weight >= EXCLUDE_AT)
                for (row, _), weight in zip(fresh, weights, strict=True)
            ],
        )
        _tell_created(created, [row for row, _ in fresh])
        flagged = [(pk, row, found) for pk, (row, found) in zip(created, fresh, strict=True) if found]
        insert_many(Flag, FLAG_COLUMNS, [(pk, *one, now, None, None, "") for pk, _, found in flagged for one in found])
        publish_many("feedback.flagged", [(pk, _weighed(row)) for pk, row, _ in flagged])


def _suspicion(weights: Iterable[float]) -> float:
    return min(1.0, sum(weights))


def _weigh(ids: Sequence[int], event: str) -> None:
    """Recomputes suspicion and exclusion from the standing flags."""
    rows = list(Feedback.rows.filter(pk__in=ids).prefetch_related("flags"))
    for feedback in rows:
        standing = [flag.weight for flag in feedback.flags.all() if flag.reversed_at is None]
        feedback.suspicion = _suspicion(standing)
        feedback.excluded = feedback.suspicion >= EXCLUDE_AT
    Feedback.rows.bulk_update(rows, ["suspicion", "excluded"], batch_size=200)
    publish_many(event, [(row.pk, _weighed(row)) for row in rows])


def _weighed(row: Feedback | NewFeedback) -> dict[str, Any]:
    return {"unit": row.unit_id, "response": row.response_id, "date": row.local_date.isoformat()}


def reverse_flag(*, flag_id: int, scope: Scope, account: Any, reason: str, now: datetime) -> Feedback:
    """A person takes a doubt back, with a reason; the figures follow. Raises not_found, reason_missing, flag_reversed."""
    flag = Flag.objects.visible_to(scope).filter(pk=flag_id).first()
    if flag is None:
        raise not_found()
    if not reason.strip():
        raise Problem("reason_missing", 422, field="reason")
    with transaction.atomic():
        won = Flag.rows.filter(pk=flag_id, reversed_at=None).update(
            reversed_at=now, reversed_by_id=account.pk, reversed_reason=reason.strip()[:300]
        )
        if not won:
            raise Problem("flag_reversed", 409)
        _weigh([flag.feedback_id], "feedback.unflagged")
        record(
            "flag.reversed", account=account, object_kind="feedback", object_id=flag.feedback_id,
            before={"flag": flag.kind, "weight": flag.weight}, reason=reason,
        )  # fmt: skip
    feedback: Feedback = Feedback.rows.get(pk=flag.feedback_id)
    return feedback
