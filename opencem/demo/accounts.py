"""Who can sign in to the demo. Everybody has the same password, printed by `opencem demo`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .world import World
from .world.members import full_names
from .world.places import REGIONS
from .world.units import region_code

PASSWORD = "chanmao-2026"  # noqa: S105 printed for everybody to use
_MAIL = "chanmao.example"
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

    @property
    def email(self) -> str:
        return f"{self.username}@{_MAIL}"


def demo_accounts(world: World) -> tuple[DemoAccount, ...]:
    """HQ, the regions' managers and agents, and a manager for every store (`store0001` …)."""
    names = iter(full_names(world.tree.stores + 40, np.random.default_rng([world.size.seed, 99])))
    return (*_headquarters(names), *_regions(names), *_store_managers(world, names))


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


def _store_managers(world: World, names: Iterator[str]) -> Iterator[DemoAccount]:
    shown = {0, world.plot.self_answering}
    for place, unit in enumerate(world.tree.places[: world.tree.stores]):
        yield DemoAccount(f"store{unit.code}", next(names), "store_manager", unit.code, unit.name, place in shown)
