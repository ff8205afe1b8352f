"""Loading the demo: draw the world, write its past in one transaction, rebuild what is derived from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from opencem.platform.organization.models import OrgUnit

from .accounts import DemoAccount, account_table, demo_accounts
from .world import Size, World, build_world, set_stage
from .world.size import as_instant
from .writing import derived, history
from .writing.company import MARK
from .writing.table import bare_tables

Progress = Callable[[str], None]


class DemoRefused(Exception):
    """The database holds a company that is no demo; nothing was touched."""


@dataclass(frozen=True)
class Demo:
    """A loaded demo. `fresh`: by this call."""

    size: Size
    accounts: tuple[DemoAccount, ...]
    fresh: bool

    @property
    def account_table(self) -> str:
        """One account of each role with its password."""
        return account_table(self.accounts)


def load(*, stores: int, months: int, seed: int, now: datetime, progress: Progress = lambda line: None) -> Demo:
    """Load the demo company into an empty database. A demo that is there already is left as it is.

    The same arguments give the same company (tokens of QR codes apart). Raises `DemoRefused` when the database holds
    another company, `ValueError` for sizes out of range.
    """
    present = loaded_demo()
    if present is not None:
        derived.rebuild_if_missing(present.size, now, progress)
        return present
    size = Size(stores, months, seed, now.replace(microsecond=0))
    with _step(progress, "world drawn"):
        world = build_world(size)
    _write(world, progress)
    derived.rebuild(size, now, progress)
    return Demo(size, demo_accounts(size, world.tree, world.plot), fresh=True)


def loaded_demo() -> Demo | None:
    """The demo in this database, None when the database is empty. Raises `DemoRefused` for another company."""
    root = OrgUnit.objects.filter(depth=1).first()
    if root is None:
        return None
    if MARK not in root.attributes:
        raise DemoRefused(
            f"This database already holds a company ({root.code} {root.name}); the demo needs an empty one."
        )
    size = _read_mark(root.attributes[MARK])
    tree, plot = set_stage(size)
    return Demo(size, demo_accounts(size, tree, plot), fresh=False)


def _write(world: World, progress: Progress) -> None:
    # Foreign keys are right by construction and tested; checking a million of them costs several seconds.
    with connection.constraint_checks_disabled(), transaction.atomic(), bare_tables(history.FILLED):
        for title, write in history.chapters(world, _mark(world.size)):
            with _step(progress, title):
                write()


@contextmanager
def _step(progress: Progress, title: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    progress(f"{title} ({time.monotonic() - started:.1f} s)")


def _mark(size: Size) -> str:
    return f"{size.stores}/{size.months}/{size.seed}/{size.now_s}"


def _read_mark(mark: str) -> Size:
    stores, months, seed, now = map(int, mark.split("/"))
    return Size(stores, months, seed, as_instant(now))
