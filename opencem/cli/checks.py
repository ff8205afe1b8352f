"""What `opencem check` looks at."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FREE_BYTES = 1 << 30


def look_over() -> list[dict[str, Any]]:
    return [_settings(), _database(), _migrations(), _disk()]


def _finding(name: str, ok: bool, detail: str) -> dict[str, Any]:
    return {"name": name, "ok": ok, "detail": detail}


def _settings() -> dict[str, Any]:
    errors = [message for message in checks.run_checks() if message.is_serious()]
    return _finding("settings", not errors, "; ".join(str(e) for e in errors) or "read")


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            full = cursor.fetchone()[0] == 2
            return _finding("database", full, "SQLite, synchronous=FULL" if full else "SQLite, synchronous is not FULL")
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
    durable = fsync == "on" and commit in {"on", "remote_apply", "remote_write"}
    return _finding("database", durable, f"PostgreSQL, fsync={fsync}, synchronous_commit={commit}")


def _migrations() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _finding("migrations", not pending, f"{len(pending)} to apply: run `opencem migrate`" if pending else "done")


def _disk() -> dict[str, Any]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return _finding("disk", free > FREE_BYTES, f"{free / (1 << 30):.1f} GB free in the data folder")
