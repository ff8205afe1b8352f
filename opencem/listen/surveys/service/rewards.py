"""Coupon codes of a survey: each is given once, each response gets one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from opencem.kit.problems import Problem
from opencem.listen.surveys.models import Coupon, Survey
from opencem.platform.audit.service import record
from opencem.platform.events.service import publish

LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class CouponCount:
    left: int
    given: int


@dataclass(frozen=True, slots=True)
class Added:
    """How many codes were new, and how many were there already."""

    added: int
    already: int


def coupons_of(survey_id: int) -> CouponCount:
    codes = Coupon.objects.filter(survey_id=survey_id)
    return CouponCount(left=codes.filter(response_key=None).count(), given=codes.exclude(response_key=None).count())


def add_coupons(*, survey: Survey, codes: Sequence[str], account: object) -> Added:
    """Puts codes on the list; one that is there already stays as it is. Raises Problem `coupon_invalid`."""
    wanted = list(dict.fromkeys(code.strip() for code in codes))
    for position, code in enumerate(wanted):
        if not 0 < len(code) <= LONGEST_CODE or not code.isprintable():
            raise Problem("coupon_invalid", 422, field=f"codes.{position}")
    with transaction.atomic():
        before = survey.coupons.count()
        rows = [Coupon(survey=survey, code=code) for code in wanted]
        Coupon.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        added = survey.coupons.count() - before
        record(
            "survey.coupons_added", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, after={"added": added},
        )  # fmt: skip
    return Added(added, len(wanted) - added)


def take_coupon(*, survey_id: int, response_key: str, now: datetime) -> str | None:
    """The code of this response: the same one however often it is asked for, and no other response's.

    None when no code is left; with the last one `survey.coupons_out` is published. Call it in the response's
    transaction, so that a code goes out with the answer or not at all.
    """
    with transaction.atomic():
        codes = Coupon.objects.filter(survey_id=survey_id)
        mine = codes.filter(response_key=response_key).values_list("code", flat=True).first()
        if mine is not None:
            return mine
        code = _take_free(codes, response_key, now)
        if code is not None and not codes.filter(response_key=None).exists():
            key = Survey.objects.values_list("key", flat=True).get(pk=survey_id)
            publish("survey.coupons_out", survey_id, {"survey": key})
        return code


def _take_free(codes: QuerySet[Coupon], response_key: str, now: datetime) -> str | None:
    """The first free code, unless somebody was quicker; then the next."""
    free = codes.filter(response_key=None).order_by("pk").select_for_update(skip_locked=True)
    while (coupon := free.first()) is not None:
        taken = codes.filter(pk=coupon.pk, response_key=None).update(response_key=response_key, taken_at=now)
        if taken:
            return coupon.code
    return None
