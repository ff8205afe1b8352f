"""The world is a function of its size, complete to the last piece, and plausible."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import numpy as np
import pytest

from opencem.demo.world import Size, World, build_world
from opencem.demo.world.members import CHANNELS
from opencem.demo.world.products import PRODUCTS
from opencem.demo.world.size import DAY_S, LOCAL_OFFSET_S, as_date, local_days

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(Size(stores=60, months=24, seed=7, now=NOW))


def _same(left: object, right: object) -> bool:
    return all(
        np.array_equal(getattr(left, column.name), getattr(right, column.name))
        for column in fields(left)  # type: ignore[arg-type]  # a table of columns
    )


def test_the_same_size_gives_the_same_world_and_another_seed_another() -> None:
    first, again, other = (build_world(Size(12, 6, seed, NOW)) for seed in (3, 3, 4))
    for part in ("members", "orders", "responses", "reviews", "calls"):
        assert _same(getattr(first, part), getattr(again, part))
    assert (first.tree, first.plot) == (again.tree, again.plot)
    assert not np.array_equal(first.orders.at[:100], other.orders.at[:100])


def test_the_default_size_is_the_company_that_was_asked_for() -> None:
    size = Size(300, 24, 7, NOW)
    assert (size.members, size.responses, size.reviews, size.calls) == (60_000, 80_000, 20_000, 3_000)


@pytest.mark.parametrize(("stores", "months"), [(4, 24), (5001, 24), (12, 0), (12, 61)])
def test_sizes_out_of_range_are_refused(stores: int, months: int) -> None:
    with pytest.raises(ValueError, match="stores"):
        Size(stores, months, 1, NOW)


def test_counts_are_exact_and_nothing_lies_in_the_future_or_before_the_span(world: World) -> None:
    size = world.size
    assert (len(world.responses), len(world.reviews), len(world.calls)) == (size.responses, size.reviews, size.calls)
    for part in (world.orders, world.responses, world.reviews, world.calls):
        assert np.all(np.diff(part.at) >= 0)
        assert part.at.max() <= size.now_s
        assert local_days(part.at).min() >= size.first_day


def test_every_region_has_stores_and_codes_are_unique(world: World) -> None:
    tree = world.tree
    codes = [unit.code for unit in tree.units]
    assert len(set(codes)) == len(codes)
    assert len({unit.name for unit in tree.places}) == len(tree.places)
    assert set(tree.regions[: tree.stores]) == set(range(5))
    known = set(codes) | {""}
    assert all(unit.parent in known for unit in tree.units)
    assert sum(unit.kind == "store" for unit in tree.units) == 60


def test_nothing_happens_at_a_store_before_it_opens(world: World) -> None:
    opened = world.tree.opened
    assert np.all(opened[world.orders.place] <= world.orders.day)
    assert np.all(opened[world.responses.place] <= local_days(world.responses.at))


def test_nobody_orders_before_joining_or_after_leaving(world: World) -> None:
    orders, members = world.orders, world.members
    assert np.all(members.first[orders.member] <= orders.day)
    assert np.all(orders.day <= members.last[orders.member])
    assert np.all(members.joined <= members.first)


def test_nothing_is_sold_before_its_launch(world: World) -> None:
    for number, product in enumerate(PRODUCTS):
        sold_on = world.orders.day[(world.orders.products == number).any(axis=1)]
        assert sold_on.min() >= world.size.first_day + int(product.launched * world.size.days)


def test_money_adds_up(world: World) -> None:
    orders = world.orders
    assert np.all(orders.amount > 0)
    assert np.array_equal(orders.promotion, orders.discount > 0)


def test_weekends_and_festivals_are_busier(world: World) -> None:
    orders = world.orders
    in_store = orders.channel == CHANNELS.index("store")
    per_day = np.bincount(orders.day[in_store] - world.size.first_day, minlength=world.size.days)
    weekdays = np.array([as_date(day).weekday() for day in range(world.size.first_day, world.size.today + 1)])
    assert per_day[weekdays == 5].mean() > 1.25 * per_day[weekdays == 1].mean()

    online = orders.channel >= CHANNELS.index("app")
    per_day = np.bincount(orders.day[online] - world.size.first_day, minlength=world.size.days)
    dates = [as_date(day) for day in range(world.size.first_day, world.size.today + 1)]
    eleven = np.array([(on.month, on.day) == (11, 11) for on in dates])
    assert per_day[eleven].mean() > 3 * np.median(per_day)


def test_stores_sell_in_opening_hours(world: World) -> None:
    in_store = world.orders.at[world.orders.channel == 0]
    hours = (in_store + LOCAL_OFFSET_S) % DAY_S // 3600
    assert (hours.min(), hours.max()) == (8, 22)
    assert np.bincount(hours, minlength=24).argmax() in range(17, 22)
