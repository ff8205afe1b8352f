"""Each store has its link as soon as the survey and the store are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opencem.listen.distribution.models import Collector
from opencem.listen.surveys.service import publish_survey
from opencem.platform.organization.service import UnitRow, import_units
from tests.conftest import NOW


def linked() -> list[str]:
    return sorted(Collector.rows.values_list("unit__code", flat=True))


def publish(survey: dict[str, Any], company: dict[str, int], key: str) -> None:
    definition = {**survey["version"].definition, "key": key}
    publish_survey(definition=definition, owner_unit_id=company["R1"], account=None, now=NOW)


def test_a_published_survey_has_a_link_at_every_store_of_its_owner(
    survey: dict[str, Any], company: dict[str, int], pump: Callable[[], None]
) -> None:
    Collector.rows.all().delete()
    publish(survey, company, "of_the_east")
    pump()
    east = sorted(Collector.rows.filter(survey__key="of_the_east").values_list("unit__code", flat=True))
    assert east == ["0001", "0002"]
    assert sorted(Collector.rows.filter(survey__key="post_purchase").values_list("unit__code", flat=True)) == [
        "0001", "0002", "0003",
    ]  # fmt: skip


def test_a_store_opened_later_gets_its_link_and_the_others_keep_theirs(
    survey: dict[str, Any], pump: Callable[[], None]
) -> None:
    pump()
    before = dict(Collector.rows.values_list("unit__code", "token"))
    import_units([UnitRow("0009", "番禺店", "C21", "store"), UnitRow("T02", "京东店", "HQ", "online_shop")], now=NOW)
    pump()
    assert linked() == ["0001", "0002", "0003", "0009"]
    after = dict(Collector.rows.values_list("unit__code", "token"))
    assert {code: after[code] for code in before} == before


def test_a_closed_store_gets_none(survey: dict[str, Any], pump: Callable[[], None]) -> None:
    import_units([UnitRow("0010", "旧店", "C21", "store", status="closed")], now=NOW)
    pump()
    assert "0010" not in linked()
