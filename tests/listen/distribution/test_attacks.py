"""A link is under attack when far more forms come than people send; it calms down without flickering."""

from __future__ import annotations

import timeit
from datetime import timedelta
from typing import Any

import pytest

from opencem.listen.distribution import attacks
from opencem.listen.distribution.attacks import LINK, NETWORK, STAYS, Watch, note_form
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.queries import Door, door, forget_doors
from tests.conftest import NOW


def heat(watch: Watch, forms: int, *, per_minute: float, network: str = "", start: float = 0.0) -> float:
    """How hot the link is after so many forms, evenly spread."""
    return max(watch.note(1, network, start + number * 60 / per_minute) for number in range(forms))


def test_one_network_is_enough_for_an_attack_and_a_crowd_of_many_is_not() -> None:
    assert heat(Watch(), NETWORK * 3, per_minute=NETWORK * 0.9, network="203.0.113.0/24") < 1
    assert heat(Watch(), NETWORK * 3, per_minute=NETWORK * 1.5, network="203.0.113.0/24") > 1
    crowd = Watch()
    assert max(crowd.note(1, f"net{number % 400}", number * 60 / (LINK * 0.9)) for number in range(LINK * 2)) < 1
    flood = Watch()
    assert max(flood.note(1, f"net{number % 400}", number * 60 / (LINK * 1.2)) for number in range(LINK * 2)) > 1


def test_the_rate_slides_and_old_forms_are_forgotten() -> None:
    watch = Watch()
    hot = heat(watch, NETWORK, per_minute=NETWORK * 60, network="n")
    assert hot == 1.0
    assert watch.note(1, "n", 90.0) == pytest.approx((NETWORK * 0.5 + 1) / NETWORK, rel=0.1)
    assert watch.note(1, "n", 600.0) == pytest.approx(1 / NETWORK)


def test_links_and_networks_are_counted_apart() -> None:
    watch = Watch()
    for number in range(NETWORK * 2):
        watch.note(number % 2, "a" if number % 4 < 2 else "b", 1.0)
    assert watch.note(0, "a", 1.0) < 1


def test_what_is_kept_is_bounded(monkeypatch: Any) -> None:
    monkeypatch.setattr(attacks, "_MOST_KEPT", 100)
    watch = Watch()
    for number in range(1000):
        watch.note(number, f"n{number}", 1.0)
    assert len(watch._counts) <= 101


@pytest.fixture
def entrance(survey: dict[str, Any]) -> Door:
    return fresh(survey)


def fresh(survey: dict[str, Any]) -> Door:
    forget_doors()
    found = door(survey["tokens"]["0001"])
    assert found is not None
    return found


def flood(
    survey: dict[str, Any], forms: int, start: Any, network: str = "203.0.113.0/24", per_minute: int = 600
) -> None:
    for number in range(forms):
        note_form(fresh(survey), network, start + timedelta(minutes=number / per_minute))


def until() -> Any:
    return Collector.rows.get(unit__code="0001").attacked_until


def test_an_attacked_link_is_marked_for_all_processes_and_calms_down(survey: dict[str, Any]) -> None:
    flood(survey, NETWORK - 1, NOW)
    assert until() is None
    flood(survey, 5, NOW + timedelta(seconds=12))
    assert until() is not None
    assert fresh(survey).asks_for_work(NOW + timedelta(minutes=5))
    assert not fresh(survey).asks_for_work(NOW + STAYS + timedelta(minutes=2))


def test_it_stays_on_while_the_rate_is_above_a_third(survey: dict[str, Any]) -> None:
    flood(survey, NETWORK + 5, NOW)
    first = until()
    later = NOW + timedelta(minutes=6)
    flood(survey, NETWORK // 2, later)
    assert until() > first, "half the rate: still hot"
    second = until()
    flood(survey, NETWORK // 6, NOW + timedelta(minutes=12))
    assert until() == second, "a sixth: it may cool"


def test_a_rate_of_a_half_does_not_switch_a_calm_link_on(survey: dict[str, Any]) -> None:
    flood(survey, NETWORK // 2, NOW)
    assert until() is None


def test_by_hand_it_is_always_or_never(survey: dict[str, Any], api: Any) -> None:
    client, collector = api("hq_admin"), Collector.rows.get(unit__code="0001").pk
    assert client.patch(f"/collectors/{collector}", {"proof": "on"}).json()["proof"] == "on"
    assert fresh(survey).asks_for_work(NOW)
    Collector.rows.update(attacked_until=NOW + timedelta(hours=1))
    assert client.patch(f"/collectors/{collector}", {"proof": "off"}).status_code == 200
    assert not fresh(survey).asks_for_work(NOW)
    refused = client.patch(f"/collectors/{collector}", {"proof": "maybe"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "proof")


def test_a_form_at_a_calm_link_costs_next_to_nothing(entrance: Door) -> None:
    """Microseconds of some thousand that a submission takes."""
    each = min(timeit.repeat(lambda: note_form(entrance, "", NOW), number=2000, repeat=5)) / 2000
    assert each < 50e-6
