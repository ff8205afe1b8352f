"""The organisation tree of the demo company, and how good each store is at what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from .places import CITIES, REGIONS, City
from .size import Size

COMPANY = "巷口馋猫"
ATTRIBUTES: tuple[str, ...] = ("product", "service", "environment", "price", "speed")
"""The rows of the survey's star matrix, in order."""

ONLINE: tuple[tuple[str, str, str, str], ...] = (
    ("TM01", "天猫旗舰店", "online_shop", "tmall"),
    ("JD01", "京东旗舰店", "online_shop", "jd"),
    ("WM01", "美团外卖前置仓", "delivery_shop", "meituan"),
    ("APP1", "馋猫 App", "app", "app"),
)
"""Code, name, kind and order channel of the units that are no store."""

_FORMATS = ("街边店", "商场店", "社区店", "交通枢纽店")
_FORMAT_SHARES = (0.38, 0.30, 0.24, 0.08)
_FORMAT_BUSY = (1.0, 1.35, 0.8, 1.5)


@dataclass(frozen=True)
class Unit:
    """One node. `parent` is a code; `busy` relative demand; `skills` latent quality per attribute in standard deviations."""

    code: str
    name: str
    kind: str
    parent: str
    opened_day: int
    attributes: dict[str, str] = field(default_factory=dict)
    region: int = -1
    city: int = -1
    busy: float = 0.0
    skills: tuple[float, ...] = (0.0,) * len(ATTRIBUTES)


@dataclass(frozen=True)
class Tree:
    """All units, parents first. Stores and online units are numbered together in `places`: the stores come first."""

    units: tuple[Unit, ...]
    places: tuple[Unit, ...]
    stores: int

    @property
    def busy(self) -> NDArray[np.float64]:
        """Relative demand of the stores."""
        return np.array([unit.busy for unit in self.places[: self.stores]])

    @property
    def skills(self) -> NDArray[np.float64]:
        """Latent quality, places × attributes."""
        return np.array([unit.skills for unit in self.places])

    @property
    def regions(self) -> NDArray[np.int64]:
        """Region of each place; −1 online."""
        return np.array([unit.region for unit in self.places])

    @property
    def opened(self) -> NDArray[np.int64]:
        return np.array([unit.opened_day for unit in self.places])


def build_tree(size: Size, rng: np.random.Generator) -> Tree:
    """The company for `size`: as many of the cities as its stores can fill, every region present."""
    cities = CITIES[: max(len(REGIONS), min(len(CITIES), round(size.stores / 15)))]
    upper = [*_upper_floors(cities, size)]
    stores = tuple(_levelled(list(_stores(cities, size, rng))))
    online = tuple(Unit(code, name, kind, "HQ", size.first_day - 900) for code, name, kind, _ in ONLINE)
    return Tree((*upper, *stores, *online), (*stores, *online), len(stores))


def region_code(region: int) -> str:
    return f"R{region + 1}"


def city_code(city: int) -> str:
    """Region number and the number within it: C11 is the first city of the first region."""
    within = sum(1 for other in CITIES[: city + 1] if other.region == CITIES[city].region)
    return f"C{CITIES[city].region + 1}{within}"


def _upper_floors(cities: tuple[City, ...], size: Size) -> Iterator[Unit]:
    founded = size.first_day - 2500
    yield Unit("HQ", f"{COMPANY}总部", "hq", "", founded)
    for region, name in enumerate(REGIONS):
        yield Unit(region_code(region), name, "region", "HQ", founded, region=region)
    for number, city in enumerate(cities):
        attributes = {"tier": str(city.tier)}
        yield Unit(
            city_code(number), city.name, "city", region_code(city.region), founded, attributes, city.region, number
        )


def _stores(cities: tuple[City, ...], size: Size, rng: np.random.Generator) -> Iterator[Unit]:
    number = 0
    for position, count in enumerate(_stores_per_city(cities, size.stores)):
        climate = rng.normal(0, 0.12)
        for within in range(count):
            number += 1
            yield _store(number, within, position, cities[position], climate, size, rng)


def _levelled(stores: list[Unit]) -> Iterator[Unit]:
    """No region is better than another by the draw alone: what differs between regions is the plot's doing."""
    skills = np.array([unit.skills for unit in stores])
    regions = np.array([unit.region for unit in stores])
    for unit, own in zip(stores, skills, strict=True):
        yield replace(unit, skills=tuple((own - skills[regions == unit.region].mean(axis=0)).tolist()))


def _store(
    number: int, within: int, position: int, city: City, climate: float, size: Size, rng: np.random.Generator
) -> Unit:
    style = int(rng.choice(len(_FORMATS), p=_FORMAT_SHARES))
    skill = climate + rng.normal(0, 0.42)
    return Unit(
        code=f"{number:04d}",
        name=_store_name(city, within),
        kind="store",
        parent=city_code(position),
        opened_day=_opening_day(size, rng),
        attributes={"format": _FORMATS[style], "tier": str(city.tier), "area_m2": str(int(rng.integers(35, 160)))},
        region=city.region,
        city=position,
        busy=float(_FORMAT_BUSY[style] * rng.lognormal(0, 0.35) * (1.25, 1.0, 0.82)[city.tier - 1]),
        skills=tuple(float(skill + rng.normal(0, 0.28)) for _ in ATTRIBUTES),
    )


def _stores_per_city(cities: tuple[City, ...], stores: int) -> list[int]:
    """Larger cities get more; the remainders go round from the first city."""
    weights = np.array([(1.5, 1.0, 0.7)[city.tier - 1] for city in cities])
    counts = np.maximum(1, np.floor(stores * weights / weights.sum())).astype(int)
    position = 0
    while counts.sum() != stores:
        step = 1 if counts.sum() < stores else -1
        if counts[position % len(counts)] + step >= 1:
            counts[position % len(counts)] += step
        position += 1
    return [int(count) for count in counts]


def _store_name(city: City, within: int) -> str:
    turn, place = divmod(within, len(city.neighbourhoods))
    return f"{city.name}{city.neighbourhoods[place]}{('', '二', '三', '四', '五')[turn] if turn < 5 else turn + 1}店"


def _opening_day(size: Size, rng: np.random.Generator) -> int:
    """One store in eight opened during the span, but none in its last two months."""
    if size.days > 200 and rng.random() < 0.12:
        return int(size.first_day + rng.integers(20, size.days - 60))
    return int(size.first_day - rng.integers(120, 2200))
