"""The owner's side: answers what other processes of this installation ask of its store."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from opencem.understand.metrics.ports import AnalyticsStore

logger = logging.getLogger(__name__)
ASKABLE = frozenset({"read", "position", "generation", "is_filled", "sort"})


def answer_others(address: str, store: Callable[[], AnalyticsStore]) -> Listener:
    """Start answering in the background, at a path in a folder that only this user may enter, until the listener is closed."""
    Path(address).unlink(missing_ok=True)  # left behind by one that was killed
    listener = Listener(address, family="AF_UNIX", backlog=64)
    threading.Thread(target=_accept, args=(listener, store), name="analytics", daemon=True).start()
    return listener


def _accept(listener: Listener, store: Callable[[], AnalyticsStore]) -> None:
    while True:
        try:
            connection = listener.accept()
        except OSError:
            return  # closed
        threading.Thread(target=_serve, args=(connection, store), name="analytics", daemon=True).start()


def _serve(connection: Connection, store: Callable[[], AnalyticsStore]) -> None:
    with connection:
        while True:
            try:
                name, arguments = connection.recv()
                connection.send(_answer(store, name, arguments))
            except (EOFError, OSError):
                return  # the other process is gone


def _answer(store: Callable[[], AnalyticsStore], name: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    """`("", value)`, or the kind of error and its words: an adapter's own exceptions need not exist over there."""
    if name not in ASKABLE:
        return "ValueError", f"{name} is not asked from outside"
    try:
        return "", getattr(store(), name)(*arguments)
    except Exception as error:
        logger.warning("analytics: %s failed for another process", name, exc_info=True)
        return type(error).__name__, str(error)
