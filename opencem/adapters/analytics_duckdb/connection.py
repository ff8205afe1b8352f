"""One DuckDB instance per process, a cursor per thread, reopened when the instance declares itself invalid."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

from opencem.understand.metrics.ports import StoreLocked

logger = logging.getLogger(__name__)


class Connection:
    """Owns the file. Import of duckdb takes 0.1–0.2 s and waits until the first opening, so that commands without figures start fast."""

    def __init__(self, path: Path, *, memory: str, threads: int) -> None:
        self._path, self._memory, self._threads = path, memory, threads
        self._lock = threading.Lock()
        self._local = threading.local()
        self._generation = 0
        self._instance: Any = None
        self._open()

    def cursor(self) -> Any:
        """This thread's cursor; a new one after the instance was reopened."""
        if getattr(self._local, "generation", None) != self._generation:
            with self._lock:
                self._local.cursor = self._instance.cursor()
                self._local.generation = self._generation
        return self._local.cursor

    def recover(self, error: Exception) -> bool:
        """Reopen if the error says that the instance is dead (a full disk, an I/O error); true when the call may be tried again."""
        if not _is_fatal(error):
            return False
        with self._lock:
            # Of several threads that meet the dead instance the first reopens; the others only take a new cursor.
            if getattr(self._local, "generation", None) == self._generation:
                logger.warning("analytics store: reopening after %s", error)
                self._close_instance()
                self._open()
        return True

    def close(self) -> None:
        with self._lock:
            self._close_instance()
            self._generation += 1

    def _close_instance(self) -> None:
        if self._instance is not None:
            self._instance.close()
            self._instance = None

    def _open(self) -> None:
        import duckdb

        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._instance = duckdb.connect(str(self._path), config=self._settings())
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise StoreLocked(
                    f"{self._path} is open in another process; stop it, or give this one its own data folder"
                ) from error
            raise
        # Nothing outside the file can be reached by SQL from here on, and SQL cannot change that.
        self._instance.execute("SET enable_external_access = false")
        self._instance.execute("SET lock_configuration = true")
        self._generation += 1

    def _settings(self) -> dict[str, Any]:
        return {
            "threads": self._threads,
            "memory_limit": self._memory,
            "temp_directory": f"{self._path}.tmp",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }


def _is_fatal(error: Exception) -> bool:
    import duckdb

    return isinstance(error, duckdb.FatalException) or "database has been invalidated" in str(error)
