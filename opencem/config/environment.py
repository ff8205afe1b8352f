"""Reads `OPENCEM_*` from the environment, typed. A name nobody knows is an error, so that a typo never goes unseen."""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

T = TypeVar("T")
MIN_SECRET = 32
KNOWN_DEFAULTS = {"changeme", "secret", "insecure", "django-insecure"}


class SettingError(Exception):
    """A setting that cannot be used; the message says which, why and what to do."""


def flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("expected true or false")


class Environment:
    """Typed access to the variables of one prefix; `refuse_unknown` is called after the last read."""

    def __init__(self, variables: Mapping[str, str], prefix: str = "OPENCEM_") -> None:
        self._given = {name: value for name, value in variables.items() if name.startswith(prefix)}
        self._prefix = prefix
        self._known: set[str] = set()

    def read(self, name: str, default: T, parse: Callable[[str], T]) -> T:
        full = self._prefix + name
        self._known.add(full)
        if full not in self._given:
            return default
        try:
            return parse(self._given[full])
        except ValueError as error:
            raise SettingError(f"{full}={self._given[full]!r} cannot be read: {error}") from error

    def text(self, name: str, default: str) -> str:
        return self.read(name, default, str)

    def folder(self, name: str, default: str) -> Path:
        return Path(self.text(name, default)).absolute()

    def number(self, name: str, default: int) -> int:
        return self.read(name, default, int)

    def truth(self, name: str, default: bool) -> bool:
        return self.read(name, default, flag)

    def names(self, name: str, default: list[str]) -> list[str]:
        return self.read(name, default, lambda text: [part.strip() for part in text.split(",") if part.strip()])

    def group(self, names: str) -> dict[str, str]:
        """Texts that are read later by whom they concern; `names` parted by blanks. What is not set is empty."""
        return {name: self.text(name, "") for name in names.split()}

    def refuse_unknown(self, *, ignore_prefixes: tuple[str, ...] = ()) -> None:
        for name in sorted(set(self._given) - self._known):
            if name.startswith(tuple(self._prefix + prefix for prefix in ignore_prefixes)):
                continue
            near = difflib.get_close_matches(name, self._known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise SettingError(f"{name} is not a setting of OpenCEM{hint}")


def secret_key(given: str, data_dir: Path) -> str:
    """The given key if it is good enough, else the one made and kept in the data folder at first start."""
    if given:
        if len(given) < MIN_SECRET or given.lower() in KNOWN_DEFAULTS or len(set(given)) < 8:
            raise SettingError(
                f"OPENCEM_SECRET_KEY is too short or guessable: use at least {MIN_SECRET} random characters"
            )
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(url: str, data_dir: Path, role: str = "tool") -> dict[str, Any]:
    """Django's `DATABASES['default']` from a URL: empty or `sqlite:///path`, or `postgres://user:password@host/name`."""
    parts = urlsplit(url or f"sqlite:///{data_dir / 'records.sqlite3'}")
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path[1:] if parts.path.startswith("//") else parts.path)), url, role)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise SettingError(f"OPENCEM_DATABASE_URL: {parts.scheme!r} is neither sqlite nor postgres")


def _sqlite(path: Path, url: str, role: str) -> dict[str, Any]:
    if url and not path.is_absolute():
        raise SettingError("OPENCEM_DATABASE_URL: write sqlite:////absolute/path")
    # FULL: an acknowledged answer survives a power cut; group commit wins the speed back (docs/decisions/0003).
    # The web has a connection for each of its threads, all others one or two that write much.
    cache_kib = 8_000 if role == "web" else 64_000
    return {
        "ENGINE": "opencem.adapters.sqlite_queued",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},  # a file like the real one; tests run in parallel
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-{cache_kib}; "
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY"
            ),
        },
    }
