"""Loading the demo: draw the world, write its past in one transaction, rebuild what is derived from it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from opencem.kit.problems import Problem, register_problems
from opencem.platform.organization.models import OrgUnit

from .accounts import DemoAccount, account_table, demo_accounts
from .world import Size, build_world, set_stage
from .world.size import as_instant
from .writing import derived, history
from .writing.company import MARK
from .writing.table import bare_tables

Report = Callable[[str], None]


register_problems(
    {
        "demo_refused": {
            "zh-hans": "数据库里已有组织({company}),演示数据只能装进空库",
            "en": "This database already holds a company ({company}); the demo needs an empty one",
        },
        "demo_size": {
            "zh-hans": "演示数据的规模:5–5000 家门店,1–60 个月",
            "en": "A demo has 5 to 5000 stores and 1 to 60 months",
        },
        "demo_absent": {
            "zh-hans": "还没有演示数据,请先运行 opencem demo",
            "en": "There is no demo to keep alive; run `opencem demo` first",
        },
    }
)


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


def load(*, stores: int, months: int, seed: int, now: datetime, report: Report = print) -> Demo:
    """Load the demo company into an empty database and print who may sign in. A demo that is there already stays.

    The same arguments give the same company (tokens of QR codes apart). Raises Problem `demo_refused` when the database
    holds another company, `demo_size` for sizes out of range.
    """
    present = loaded_demo()
    if present is None:
        with _nothing_collected():
            demo = _load(_size(stores, months, seed, now), report)
    else:
        demo = present
        report("The demo company is loaded already.")
        derived.derive_if_missing(demo.size, now, report)
    report(demo.account_table)
    return demo


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """The whole past stands in memory as lists, and every collection on the way would look through all of them: a seventh of the
    time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _size(stores: int, months: int, seed: int, now: datetime) -> Size:
    try:
        return Size(stores, months, seed, now.replace(microsecond=0))
    except ValueError as error:
        raise Problem("demo_size", 422) from error


def _load(size: Size, report: Report) -> Demo:
    with _step(report, "world drawn"):
        world = build_world(size)
    book = history.Book(world, _mark(size))
    _write(book, report)
    derived.derive(book, report)
    return Demo(size, demo_accounts(size, world.tree, world.plot), fresh=True)


def loaded_demo() -> Demo | None:
    """The demo in this database, None when the database is empty. Raises Problem `demo_refused` for another."""
    root = OrgUnit.objects.filter(depth=1).first()
    if root is None:
        return None
    if MARK not in root.attributes:
        raise Problem("demo_refused", 409, params={"company": f"{root.code} {root.name}"})
    size = _read_mark(root.attributes[MARK])
    tree, plot = set_stage(size)
    return Demo(size, demo_accounts(size, tree, plot), fresh=False)


def _write(book: history.Book, report: Report) -> None:
    # Foreign keys are right by construction and tested; checking a million of them costs several seconds.
    with connection.constraint_checks_disabled(), transaction.atomic(), bare_tables(history.FILLED):
        for title, write in book.chapters():
            with _step(report, title):
                write()
    _shrink_log()


def _shrink_log() -> None:
    """SQLite: one transaction of this size leaves a write-ahead log as large as the database."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _step(report: Report, title: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    report(f"{title} ({time.monotonic() - started:.1f} s)")


def _mark(size: Size) -> str:
    return f"{size.stores}/{size.months}/{size.seed}/{size.now_s}"


def _read_mark(mark: str) -> Size:
    stores, months, seed, now = map(int, mark.split("/"))
    return Size(stores, months, seed, as_instant(now))
