"""Reads of journeys. They belong to the whole company and hold nothing of any unit, so everybody reads all of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch

from opencem.listen.journeys.models import Journey, Stage, Touchpoint


def list_journeys() -> Sequence[Journey]:
    """Every journey with its stages and touchpoints, each in its order (`journey.stages.all()` costs no more reads)."""
    touchpoints = Prefetch("touchpoints", Touchpoint.objects.order_by("position", "pk"))
    stages = Prefetch("stages", Stage.objects.order_by("position", "pk").prefetch_related(touchpoints))
    return list(Journey.objects.order_by("position", "pk").prefetch_related(stages))


def names() -> dict[str, dict[str, str]]:
    """The names of every touchpoint by code, in the order of the paths: {"zh-hans", "en"}."""
    rows = Touchpoint.objects.order_by("stage__journey__position", "stage__position", "position", "code")
    return {row.code: {"zh-hans": row.name_zh, "en": row.name_en} for row in rows}


def by_code(code: str) -> Touchpoint | None:
    """The touchpoint of a code."""
    return Touchpoint.objects.filter(code=code).first()


def of_channel(channel: str) -> Touchpoint | None:
    """Where what comes through a channel is filed when nothing names another touchpoint."""
    return next((row for row in Touchpoint.objects.order_by("pk") if channel in row.channels), None)
