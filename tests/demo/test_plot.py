"""Each part of the plot is there to be found, and as large as docs/demo.md says."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from opencem.demo.world import Size, World, build_world
from opencem.demo.world.opinions import TOPICS
from opencem.demo.world.plot import LATE_REGION, Segment, weekend_evening
from opencem.demo.world.products import PRODUCTS, REPACKED
from opencem.demo.world.size import DAY_S, LOCAL_OFFSET_S, local_days
from opencem.demo.world.units import ATTRIBUTES

Mask = NDArray[np.bool_]
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
SPEED = ATTRIBUTES.index("speed")
COMPLAINT = len(TOPICS)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(Size(stores=300, months=24, seed=7, now=NOW))


def nps(world: World, rows: Mask) -> float:
    recommend = world.responses.recommend[rows]
    return 100 * float((recommend >= 9).mean() - (recommend <= 6).mean())


def segment_of_answers(world: World) -> NDArray[np.int64]:
    member = world.responses.member
    return np.where(member < 0, -1, world.members.segment[member])


def test_delivery_of_one_region_got_late_in_spring_and_recovered_partly(world: World) -> None:
    responses, plot = world.responses, world.plot
    there = world.tree.regions[responses.place] == LATE_REGION
    delivered = there & (responses.channel > 0)
    day = local_days(responses.at)
    before, during, after = (
        day < plot.late_from,
        (day > plot.late_from + 14) & (day <= plot.late_to),
        day > plot.late_to + 35,
    )
    speed = [responses.stars[delivered & when][:, SPEED].mean() for when in (before, during, after)]
    assert speed[1] < 3.0 < 4.1 < speed[0]
    assert speed[1] + 0.5 < speed[2] < speed[0] - 0.3
    assert nps(world, there & before) - nps(world, there & during) > 10
    elsewhere = ~there & (responses.channel > 0)
    assert abs(nps(world, elsewhere & before) - nps(world, elsewhere & during)) < 8


def test_one_store_answers_its_own_survey(world: World) -> None:
    responses = world.responses
    there = responses.place == world.plot.self_answering
    assert nps(world, there) > 60
    assert nps(world, there & ~responses.staff) < 25
    staff = responses.staff
    assert np.all(there[staff])
    assert len(np.unique(responses.device[staff])) == 3
    assert responses.duration[staff].max() < responses.duration[~staff].min()
    assert np.all(responses.stars[staff] == 5)
    assert np.all(responses.recommend[staff] >= 9)


def test_members_who_say_expensive_buy_more_and_seldom_on_promotion(world: World) -> None:
    segment = segment_of_answers(world)
    dear = segment == Segment.DEAR_BUT_BUYS
    says = (world.responses.topics == COMPLAINT + TOPICS.index("price")).any(axis=1)
    assert says[dear].mean() > 5 * says[segment == Segment.REGULAR].mean()
    by_member = world.members.segment[world.orders.member]
    buys = np.bincount(by_member, minlength=6) / np.bincount(world.members.segment, minlength=6)
    assert buys[Segment.DEAR_BUT_BUYS] > 2 * buys[Segment.REGULAR]
    promotion = [world.orders.promotion[by_member == part].mean() for part in (Segment.DEAR_BUT_BUYS, Segment.REGULAR)]
    assert promotion[0] < 0.5 * promotion[1]
    new = np.isin(world.orders.products, [n for n, product in enumerate(PRODUCTS) if product.is_new]).any(axis=1)
    assert new[by_member == Segment.DEAR_BUT_BUYS].mean() > 1.5 * new[by_member == Segment.REGULAR].mean()


def test_members_who_praise_lapse(world: World) -> None:
    gone = segment_of_answers(world) == Segment.PRAISED_AND_GONE
    assert nps(world, gone) > 75
    last = np.zeros(len(world.members), np.int64)
    np.maximum.at(last, world.orders.member, world.orders.day)
    of_segment = world.members.segment == Segment.PRAISED_AND_GONE
    assert last[of_segment].max() < world.size.today - 120


def test_complaints_of_packaging_jump_with_the_paper_bag(world: World) -> None:
    """Among reviews of the product, and visibly among all."""
    reviews = world.reviews
    complains = (reviews.topics == COMPLAINT + TOPICS.index("packaging")).any(axis=1)
    of_product = (world.orders.products[reviews.order] == REPACKED).any(axis=1)
    since = world.orders.day[reviews.order] >= world.plot.repacked_from
    assert complains[of_product & since].mean() > 8 * complains[of_product & ~since].mean()
    assert complains[since].mean() > 3 * complains[~since].mean()
    assert not world.plot.repacked_from < world.size.today - 60


def test_hostages_are_unhappy_and_stay(world: World) -> None:
    hostage = segment_of_answers(world) == Segment.HOSTAGE
    assert nps(world, hostage) < -20
    members = world.members
    captive = members.segment == Segment.HOSTAGE
    assert np.all(np.isin(members.home[captive], world.plot.hostage_places))
    recent = np.unique(world.orders.member[world.orders.day > world.size.today - 90])
    assert np.isin(np.flatnonzero(captive), recent).mean() > 0.7


def test_one_city_queues_on_weekend_evenings_and_one_store_turned_round(world: World) -> None:
    responses, plot = world.responses, world.plot
    cities = np.array([unit.city for unit in world.tree.places])[responses.place]
    local = responses.at + LOCAL_OFFSET_S
    evening = weekend_evening(local // DAY_S, local % DAY_S) & (responses.channel == 0)
    there = cities == plot.queueing_city
    usual = responses.stars[there & ~evening & (responses.channel == 0)][:, SPEED].mean()
    assert responses.stars[there & evening][:, SPEED].mean() < usual - 0.5

    store = responses.place == plot.turned_round
    day = local_days(responses.at)
    assert nps(world, store & (day >= plot.turned_round_from)) > nps(world, store & (day < plot.turned_round_from)) + 25


def test_a_small_demo_tells_the_same_story() -> None:
    small = build_world(Size(stores=12, months=3, seed=7, now=NOW))
    assert small.size.first_day < small.plot.late_from < small.plot.late_to < small.size.today
    assert small.responses.staff.any()
    assert small.plot.repacked_from < small.size.today - 20
    assert set(np.unique(small.members.segment)) == set(Segment)
