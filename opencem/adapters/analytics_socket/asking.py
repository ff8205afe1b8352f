"""The others' side: a store that asks its owner."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from multiprocessing.connection import Client, Connection
from typing import Any, NoReturn

from opencem.understand.metrics.ports import Position, Replacement, Row, StoreLocked

PATIENCE_S = 30.0
"""How long one question may take. Threads that waited for ever would be missed where answers are taken."""


class StoreUnreachable(StoreLocked):
    """The owner does not answer now, such as while it restarts."""


class StoreFailed(RuntimeError):
    """The owner's store refused; the words are its own."""


class SocketStore:
    """See `AnalyticsStore`. Reads only: the owner alone writes."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._local = threading.local()

    def read(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._ask("read", sql, dict(values))
        return rows

    def position(self) -> Position:
        position: Position = self._ask("position")
        return position

    def generation(self) -> int:
        return int(self._ask("generation"))

    def is_filled(self) -> bool:
        return bool(self._ask("is_filled"))

    def sort(self) -> None:
        self._ask("sort")

    def apply(self, replacements: Sequence[Replacement], position: Position) -> None:
        _only_owner_writes()

    def refill(self, table: str, batches: Iterable[Sequence[Row]]) -> int:
        _only_owner_writes()

    def close(self) -> None:
        self._drop()

    def _ask(self, name: str, *arguments: Any) -> Any:
        try:
            error, value = self._exchange(name, arguments)
        except (OSError, EOFError):
            # The owner has restarted since this thread asked last; whoever restarted it told us the same address.
            self._drop()
            error, value = self._again(name, arguments)
        if error:
            raise StoreLocked(value) if error == "StoreLocked" else StoreFailed(f"{error}: {value}")
        return value

    def _again(self, name: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
        try:
            return self._exchange(name, arguments)
        except (OSError, EOFError) as gone:
            self._drop()
            raise StoreUnreachable(f"the analytics store at {self._address} does not answer") from gone

    def _exchange(self, name: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
        connection = self._connection()
        connection.send((name, arguments))
        if not connection.poll(PATIENCE_S):
            self._drop()  # its answer, should it come, is nobody's any more
            raise StoreUnreachable(f"the analytics store at {self._address} did not answer within {PATIENCE_S:g} s")
        answer: tuple[str, Any] = connection.recv()
        return answer

    def _connection(self) -> Connection:
        found: Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = Client(self._address, family="AF_UNIX")
        return found

    def _drop(self) -> None:
        connection: Connection | None = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()


def _only_owner_writes() -> NoReturn:
    raise StoreLocked("only the process that owns the analytics store writes to it")
