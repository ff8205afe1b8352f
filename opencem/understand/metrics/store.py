"""The analytics store of this process: opened at the first need, by whatever adapter `config.wiring` has bound."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from opencem.understand.metrics.ports import AnalyticsStore

_opening = threading.Lock()
_factory: Callable[[str], AnalyticsStore] | None = None
_store: AnalyticsStore | None = None
_exchanges = 0


def bind(factory: Callable[[str], AnalyticsStore]) -> None:
    """Name the adapter: a function from an analytics URL to an open store."""
    global _factory
    _factory = factory


def current() -> AnalyticsStore:
    """The store. Raises `StoreLocked` when another process owns it."""
    global _store
    if _store is None:
        with _opening:
            if _store is None:
                _store = _open(settings.ANALYTICS_URL)
    return _store


def generation() -> tuple[int, int]:
    """Changes when the store is exchanged or filled anew, whatever its position says: answers kept from before are stale."""
    return _exchanges, current().generation()


def close() -> None:
    """Let go of the store; the next need opens it again."""
    global _store
    with _opening:
        if _store is not None:
            _store.close()
            _store = None


def open_for_tests(path: Path) -> AnalyticsStore:
    """Make a store at a path the current one."""
    global _store
    close()
    _store = _open(f"duckdb:///{path}")
    return _store


def _open(url: str) -> AnalyticsStore:
    global _exchanges
    _exchanges += 1
    if _factory is None:
        raise RuntimeError("no analytics adapter is bound; config.wiring does that")
    return _factory(url)
