"""The demo company 巷口馋猫: a fictional snack chain with a plot. See docs/demo.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .loading import Demo


def load(*, stores: int, months: int, seed: int, now: datetime, progress: Callable[[str], None] = print) -> Demo:
    """Load the demo company into an empty database; see `opencem.demo.loading.load`."""
    # The world and the voices are used without Django; only loading needs it.
    from . import loading

    return loading.load(stores=stores, months=months, seed=seed, now=now, progress=progress)
