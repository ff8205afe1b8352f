"""Reads of journeys."""

from __future__ import annotations

from opencem.listen.journeys.models import Touchpoint


def names() -> dict[str, dict[str, str]]:
    """The names of every touchpoint by code, in the order of the path: {"zh-hans", "en"}."""
    rows = Touchpoint.objects.order_by("position", "code")
    return {row.code: {"zh-hans": row.name_zh, "en": row.name_en} for row in rows}
