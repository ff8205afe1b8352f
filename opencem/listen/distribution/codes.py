"""One-time codes: printed on receipts in batches, or made one by one for an application's own users.

A code is bound to the form (submission key) that first uses it, before the answer is stored: another form with the same
code is refused, and the same form may try again until its answer is stored. So a code never counts twice, and a crash
between the two steps costs nobody the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from opencem.kit.bulk import insert_many
from opencem.kit.problems import Problem
from opencem.listen.distribution import problems  # noqa: F401  # registers the texts of what is refused here
from opencem.listen.distribution.models import NEEDS_CODE, CodeBatch, Collector, OneTimeCode
from opencem.listen.distribution.service import new_code
from opencem.platform.audit.service import record

MOST_AT_ONCE = 20_000
_LENGTH = 10  # 50 bits
_FIELDS = ("collector_id", "batch_id", "code", "order_number", "expires_at", "key", "used_at")


@dataclass(frozen=True, slots=True)
class Redeemed:
    """`refusal` is empty, or why the code gives no right: code_unknown, code_used, expired."""

    refusal: str
    order_number: str = ""


@transaction.atomic
def make_codes(
    *, collector: Collector, count: int, label: str, expires_at: datetime | None, account: object, now: datetime
) -> CodeBatch:
    """A batch of new codes. Raises Problem `codes_not_for_kind`, `codes_count`."""
    _need_codes(collector)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Problem("codes_count", 422, field="count", params={"most": MOST_AT_ONCE})
    batch = CodeBatch.rows.create(
        collector=collector, label=label[:60], count=count, expires_at=expires_at, created_at=now,
        account_id=getattr(account, "pk", None),
    )  # fmt: skip
    while not _insert_codes(batch, count):
        pass
    record(
        "codes.made", account=account, object_kind="collector", object_id=collector.pk, unit_id=collector.unit_id,
        after={"batch": batch.pk, "count": count, "label": batch.label},
    )  # fmt: skip
    return batch


def _insert_codes(batch: CodeBatch, count: int) -> bool:
    """False, with nothing inserted, in the rare case that one of the codes is another's already."""
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code(_LENGTH))
    try:
        with transaction.atomic():
            rows = [(batch.collector_id, batch.pk, code, "", batch.expires_at, "", None) for code in codes]
            insert_many(OneTimeCode, _FIELDS, rows)
    except IntegrityError:
        return False
    return True


def personal_link(*, collector: Collector, order_number: str, expires_at: datetime | None) -> tuple[OneTimeCode, bool]:
    """A link good for one answer, and whether it is new. One order has one link at a collector, however often it is asked.

    Raises Problem `codes_not_for_kind`, `order_number_invalid`.
    """
    _need_codes(collector)
    if len(order_number) > 64 or not order_number.isprintable():
        raise Problem("order_number_invalid", 422, field="order_number")
    values = {"collector": collector, "order_number": order_number}
    for _attempt in range(3):
        there = OneTimeCode.rows.filter(**values, batch=None).first() if order_number else None
        if there is not None:
            return there, False
        try:
            with transaction.atomic():
                return OneTimeCode.rows.create(**values, code=new_code(_LENGTH), expires_at=expires_at), True
        except IntegrityError:  # the same order was asked for at the same moment
            continue
    raise Problem("conflict", 409)


def address_of(code: OneTimeCode) -> str:
    return f"{settings.PUBLIC_URL}/r/{code.code}"


def look_up(collector_id: int, code: str, key: str, now: datetime) -> Redeemed:
    """What a code would give this form, without using it."""
    found = OneTimeCode.rows.filter(code=code, collector_id=collector_id).first() if code.isalnum() else None
    if found is None:
        return Redeemed("code_unknown")
    if found.used_at and found.key != key:
        return Redeemed("code_used")
    if found.expires_at and now >= found.expires_at and not found.used_at:
        return Redeemed("expired")
    return Redeemed("", found.order_number)


def redeem(collector_id: int, code: str, key: str, now: datetime) -> Redeemed:
    """Binds a code to a form, or says why not. Of two forms at the same moment one gets it."""
    seen = look_up(collector_id, code, key, now)
    if seen.refusal:
        return seen
    free = OneTimeCode.rows.filter(Q(used_at=None) | Q(key=key), code=code, collector_id=collector_id)
    return seen if free.update(key=key, used_at=now) else Redeemed("code_used")


def _need_codes(collector: Collector) -> None:
    if collector.kind not in NEEDS_CODE:
        raise Problem("codes_not_for_kind", 409)
