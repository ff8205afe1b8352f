"""The door of the background: declare a task, enqueue a call of it, run something on a clock.

A task runs at least once: its call is a row written in the caller's transaction, claimed under a lease, tried again
with growing waits, dead after `max_attempts`. Handlers of tasks must therefore bear being run twice.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from opencem.kit.clock import now as clock_now
from opencem.kit.ids import new_id
from opencem.platform.events.service import wake
from opencem.platform.jobs.models import Job, JobState

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Clockwork:
    """A function run on a clock: every so many seconds, or by a cron line in the company's time zone."""

    name: str
    function: Function
    seconds: int
    cron: str


_tasks: dict[str, Function] = {}
_clockworks: dict[str, Clockwork] = {}


def task(function: Function) -> Function:
    """Registers a function of a room's jobs.py as a task; its keyword arguments must be JSON-able."""
    _tasks[_name(function)] = function
    return function


def every(*, seconds: int = 0, cron: str = "") -> Callable[[Function], Function]:
    """Registers a clock job. It takes no arguments and is fired once per slot however many workers run."""

    def register(function: Function) -> Function:
        name = _name(function)
        _tasks[name] = function
        _clockworks[name] = Clockwork(name, function, seconds, cron)
        return function

    return register


def clockworks() -> dict[str, Clockwork]:
    return _clockworks


def function_of(name: str) -> Function:
    if name not in _tasks:
        importlib.import_module(name.rpartition(".")[0])
    return _tasks[name]


def enqueue(
    function: Function,
    *,
    dedup_key: str = "",
    run_at: datetime | None = None,
    priority: int = 0,
    max_attempts: int = 5,
    **arguments: Any,
) -> str | None:
    """Writes a call in the caller's transaction. Returns its id, or None when a call of that key is still waiting."""
    job = Job(
        public_id=new_id(),
        task=_name(function),
        arguments=arguments,
        dedup_key=dedup_key,
        run_at=run_at or clock_now(),
        priority=priority,
        max_attempts=max_attempts,
    )
    try:
        with transaction.atomic():
            if dedup_key and _waiting(dedup_key):
                return None
            job.save(force_insert=True)
    except IntegrityError:
        return None
    transaction.on_commit(wake)
    return job.public_id


def _waiting(dedup_key: str) -> bool:
    return Job.objects.filter(dedup_key=dedup_key, state__in=[JobState.READY, JobState.RUNNING]).exists()


def _name(function: Function) -> str:
    return f"{function.__module__}.{function.__qualname__}"
