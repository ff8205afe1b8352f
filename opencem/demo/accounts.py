"""Who can sign in to the demo. Everybody has the same password, printed by `opencem demo`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from opencem.platform.accounts.roles import BUILT_IN

from .world import Size
from .world.members import full_names
from .world.places import REGIONS
from .world.plot import Plot
from .world.units import Tree, region_code

PASSWORD = "chanmao-2026"  # noqa: S105 printed for everybody to use
ROLE_NAMES = {code: name for code, name, *_ in BUILT_IN}
_LATIN = ("huadong", "huanan", "huabei", "huazhong", "xinan")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`shown`: in the printed table, as one of its role; the others are there to own tickets."""

    username: str
    name: str
    role: str
    unit: str
    unit_name: str
    shown: bool = False


def demo_accounts(size: Size, tree: Tree, plot: Plot) -> tuple[DemoAccount, ...]:
    """HQ, the regions' managers and agents, and a manager for every store (`store0001` …)."""
    names = iter(full_names(tree.stores + 40, np.random.default_rng([size.seed, 99])))
    return (*_headquarters(names), *_regions(names), *_store_managers(tree, plot, names))


def account_table(accounts: Iterable[DemoAccount]) -> str:
    """One account of each role with the password, as a table to print."""
    lines = [f"{a.username:<12}{PASSWORD:<16}{ROLE_NAMES[a.role]}\t{a.unit_name}" for a in accounts if a.shown]
    return "\n".join([f"{'login':<12}{'password':<16}role", *lines])


def _headquarters(names: Iterator[str]) -> Iterator[DemoAccount]:
    yield DemoAccount("admin", "沈知微", "hq_admin", "HQ", "总部", shown=True)
    yield DemoAccount("analyst", "顾一舟", "hq_analyst", "HQ", "总部", shown=True)
    yield DemoAccount("agent", "林小满", "agent", "HQ", "总部", shown=True)
    yield DemoAccount("viewer", "陆时安", "viewer", "HQ", "总部", shown=True)
    for number in range(2, 5):
        yield DemoAccount(f"agent{number}", next(names), "agent", "HQ", "总部")


def _regions(names: Iterator[str]) -> Iterator[DemoAccount]:
    for region, name in enumerate(REGIONS):
        code, latin = region_code(region), _LATIN[region]
        yield DemoAccount(latin, next(names), "region_manager", code, name, shown=name == "华中")
        for number in (1, 2):
            yield DemoAccount(f"agent.{latin}{number}", next(names), "agent", code, name)


def _store_managers(tree: Tree, plot: Plot, names: Iterator[str]) -> Iterator[DemoAccount]:
    shown = {0, plot.self_answering}
    for place, unit in enumerate(tree.places[: tree.stores]):
        yield DemoAccount(f"store{unit.code}", next(names), "store_manager", unit.code, unit.name, place in shown)
