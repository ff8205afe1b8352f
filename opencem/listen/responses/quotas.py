"""Places in quotas: held when a respondent is known to fall in one, taken with the response, free again after a while.

Never more places than the limit, whoever comes at once: every change of a quota holds its row's lock (on SQLite the
one lock of all writers). Locks are taken in the order of the keys, so that no two wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from opencem.engines.survey_logic import Examination, Quota, SurveyDefinition
from opencem.listen.responses.models import QuotaCount, QuotaPlace

_FIND = "SELECT id, places FROM responses_quotacount WHERE survey_id = %s AND key = %s"
_MAKE = "INSERT INTO responses_quotacount (survey_id, key, places) VALUES (%s, %s, 0) ON CONFLICT DO NOTHING"
_COUNT = "UPDATE responses_quotacount SET places = places + %s WHERE id = %s"
# A place that is taken stays taken, whatever a page of the same form says later.
_KEEP = (
    "UPDATE responses_quotaplace SET held_until = %s "
    "WHERE quota_id = %s AND submission_key = %s AND held_until IS NOT NULL"
)
_TAKEN = "SELECT 1 FROM responses_quotaplace WHERE quota_id = %s AND submission_key = %s"
_HOLD = "INSERT INTO responses_quotaplace (held_until, quota_id, submission_key) VALUES (%s, %s, %s)"
_EXPIRE = "DELETE FROM responses_quotaplace WHERE quota_id = %s AND held_until < %s"
_DROP = "DELETE FROM responses_quotaplace WHERE quota_id = %s AND submission_key = %s"
_DROP_HELD = f"{_DROP} AND held_until IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one submission wants of one quota; `wanted` is false where it does not fall in it (any more)."""

    key: str
    limit: int
    end: str
    hold: timedelta
    wanted: bool


def claims_of(definition: SurveyDefinition, examination: Examination) -> tuple[Claim, ...]:
    """One claim for each quota of the survey, in its order."""
    return tuple(
        Claim(each.key, each.limit, each.end, timedelta(minutes=each.hold_minutes), each.key in examination.quotas)
        for each in definition.quotas
    )


def hold(survey_id: int, claims: Sequence[Claim], submission_key: str, now: datetime) -> Claim | None:
    """Holds a place in every quota wanted; else returns the first that is full, and holds none."""
    with transaction.atomic(), connection.cursor() as cursor:
        return settle(cursor, survey_id, claims, submission_key, now, for_good=False)


def settle(
    cursor: CursorWrapper,
    survey_id: int,
    claims: Sequence[Claim],
    submission_key: str,
    now: datetime,
    *,
    for_good: bool,
) -> Claim | None:
    """The same within the caller's transaction; `for_good` takes the places of a response that is being stored."""
    full: set[str] = set()
    for claim in sorted(claims, key=lambda each: each.key):
        until = None if for_good else now + claim.hold
        quota, places = _locked(cursor, survey_id, claim.key)
        if not claim.wanted:
            _drop(cursor, quota, submission_key, for_good)
        elif not _take(cursor, quota, places, claim.limit, submission_key, until, now):
            full.add(claim.key)
    if not full:
        return None
    for claim in claims:
        _drop(cursor, _locked(cursor, survey_id, claim.key)[0], submission_key, for_good)
    return next(claim for claim in claims if claim.key in full)


def release(cursor: CursorWrapper, survey_id: int, claims: Sequence[Claim], submission_key: str) -> None:
    """Gives back whatever a submission that is being stored holds."""
    for claim in sorted(claims, key=lambda each: each.key):
        _drop(cursor, _locked(cursor, survey_id, claim.key)[0], submission_key, True)


def is_beyond(cursor: CursorWrapper, survey_id: int, limit: int) -> bool:
    """Whether a survey has more answers than its own limit, this transaction's among them.

    Collectors count theirs; the row under an empty key is only the lock behind which nobody else adds one.
    """
    _locked(cursor, survey_id, "")
    cursor.execute("SELECT SUM(answers) FROM distribution_collector WHERE survey_id = %s", (survey_id,))
    return (cursor.fetchone()[0] or 0) > limit


def first_full(survey_id: int, quotas: Sequence[Quota], now: datetime) -> Quota | None:
    """The first of some quotas without a free place now, without holding one."""
    for quota in quotas:
        count = QuotaCount.objects.filter(survey_id=survey_id, key=quota.key).first()
        if count is not None and count.places >= quota.limit:
            expired = QuotaPlace.objects.filter(quota=count, held_until__lt=now).count()
            if count.places - expired >= quota.limit:
                return quota
    return None


def _locked(cursor: CursorWrapper, survey_id: int, key: str) -> tuple[int, int]:
    """The quota's id and the places it has given out; nobody else changes them until the transaction ends."""
    query = _FIND if connection.vendor == "sqlite" else f"{_FIND} FOR UPDATE"
    cursor.execute(query, (survey_id, key))
    found = cursor.fetchone()
    if found is None:
        cursor.execute(_MAKE, (survey_id, key))
        cursor.execute(query, (survey_id, key))
        found = cursor.fetchone()
    return found[0], found[1]


def _take(
    cursor: CursorWrapper, quota: int, places: int, limit: int, key: str, until: datetime | None, now: datetime
) -> bool:
    adapt = connection.ops.adapt_datetimefield_value
    held_until = adapt(until) if until else None
    cursor.execute(_KEEP, (held_until, quota, key))
    if cursor.rowcount or _is_taken(cursor, quota, key):
        return True
    if places >= limit:
        cursor.execute(_EXPIRE, (quota, adapt(now)))
        expired = cursor.rowcount
        _add(cursor, quota, -expired)
        if places - expired >= limit:
            return False
    cursor.execute(_HOLD, (held_until, quota, key))
    _add(cursor, quota, 1)
    return True


def _is_taken(cursor: CursorWrapper, quota: int, key: str) -> bool:
    cursor.execute(_TAKEN, (quota, key))
    return cursor.fetchone() is not None


def _drop(cursor: CursorWrapper, quota: int, key: str, for_good: bool) -> None:
    """Its place is free again; without `for_good` only one that was held."""
    cursor.execute(_DROP if for_good else _DROP_HELD, (quota, key))
    _add(cursor, quota, -cursor.rowcount)


def _add(cursor: CursorWrapper, quota: int, places: int) -> None:
    if places:
        cursor.execute(_COUNT, (places, quota))
