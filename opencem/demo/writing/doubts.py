"""Authenticity flags on history, by the engine that raises them on live answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from opencem.demo.world import World
from opencem.demo.world.size import as_instant
from opencem.engines.authenticity import (
    DEFAULT_POLICY,
    Flag,
    RecentActivity,
    ResponseFacts,
    SurveyTimings,
    activity_among,
    assess,
)

_QUESTIONS = 8
"""Answered as a rule: the score, the reasons, five rows and, half the time, a comment."""


def flags_of(world: World) -> Iterator[tuple[int, tuple[Flag, ...]]]:
    """Positions of doubtful responses with their flags, oldest first."""
    timings = SurveyTimings.of(world.responses.duration.tolist())
    seen: dict[str, list[ResponseFacts]] = defaultdict(list)
    for position, facts in enumerate(_facts(world)):
        of_device = seen[facts.device_key]
        flags = assess(facts, timings, _activity(facts, of_device))
        if flags:
            yield position, flags
        of_device.append(facts)


def _facts(world: World) -> Iterator[ResponseFacts]:
    r = world.responses
    columns = (r.place, r.at, r.duration, r.stars, r.recommend, r.device)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for place, at, duration, stars, recommend, device in rows:
        yield ResponseFacts(
            unit_id=place,
            submitted_at=as_instant(at),
            duration_seconds=duration,
            questions_answered=_QUESTIONS,
            matrices=(tuple(stars),),
            recommend=recommend,
            device_key=str(device),
        )


def _activity(facts: ResponseFacts, of_device: list[ResponseFacts]) -> RecentActivity:
    """Only the device's own recent answers can matter: nothing else repeats in the demo."""
    window: timedelta = DEFAULT_POLICY.device_window
    while of_device and of_device[0].submitted_at < facts.submitted_at - window:
        of_device.pop(0)
    return activity_among(facts, of_device) if of_device else RecentActivity(device_units=1)


def suspicions(flags: dict[int, tuple[Flag, ...]], count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The sum of the weights of each response's flags, at most 1."""
    total = np.zeros(count)
    for position, raised in flags.items():
        total[position] = min(1.0, round(sum(flag.weight for flag in raised), 6))
    return total
