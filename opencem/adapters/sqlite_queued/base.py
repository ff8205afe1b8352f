"""SQLite for a few processes with many threads: transactions queue for the one writer's place instead of polling for it.

SQLite's own waiting sleeps and tries again, up to 100 ms at a time and in no order, so a submission could lose against
the worker many times over. Here a transaction takes its turn before it begins and gives it on when it ends; a
process killed in its turn gives it back.
"""

from __future__ import annotations

import threading
from typing import Any

from django.db.backends.sqlite3 import base

from opencem.adapters.sqlite_queued.turn import Turn

_turns: dict[str, Turn] = {}
_making = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose write transactions hold the database's turn from BEGIN to COMMIT or ROLLBACK."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._has_turn = False
        self.others_waited = False
        """Whether somebody was waiting when this connection last gave its turn on; the worker slows down by it."""

    def _turn(self) -> Turn:
        name = str(self.settings_dict["NAME"])
        with _making:
            if name not in _turns:
                _turns[name] = Turn(name)
            return _turns[name]

    def _start_transaction_under_autocommit(self) -> None:
        self._turn().acquire()
        self._has_turn = True
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave out what Django keeps private
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave out what Django keeps private
        self._give_turn()  # a failed commit keeps the turn: Django rolls back next

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave out what Django keeps private
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave out what Django keeps private
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self.others_waited = self._turn().release()
