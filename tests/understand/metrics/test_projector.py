"""What happened reaches the store once, in order, and a store made anew says the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.engines.query import FACTS
from opencem.listen.orders.service import NewOrder, record_many
from opencem.platform.events import dispatcher
from opencem.understand.metrics import projector
from opencem.understand.metrics.ports import Position
from tests.doubts import lay_doubts

Answer = Callable[..., int]
Pump = Callable[[], None]


def contents(store: DuckDbStore) -> dict[str, list[Any]]:
    return {name: sorted(store.read(f'SELECT f.* FROM "{name}" AS f', {}), key=repr) for name in (*FACTS, "unit")}


@pytest.fixture
def two_answers(analytics: DuckDbStore, answer: Answer, pump: Pump) -> DuckDbStore:
    answer("0001", recommend=10, comment="味道很好,就是太贵了,贵得离谱", stars=5)
    answer("0003", recommend=2, comment="店员态度差", stars=1)
    pump()
    return analytics


def test_a_response_becomes_rows_of_each_dataset(two_answers: DuckDbStore) -> None:
    found = contents(two_answers)
    assert len(found["response"]) == len(found["feedback"]) == 2
    rows = two_answers.read(
        'SELECT a.question, a."row", a.role, a.number, a.satisfied FROM "answer" AS a WHERE a."row" = $row',
        {"row": "price"},
    )
    assert set(rows) == {
        ("satisfaction.price", "price", "csat", 5.0, True),
        ("satisfaction.price", "price", "csat", 1.0, False),
    }
    topics = two_answers.read("SELECT m.topic, m.polarity, m.first_of_topic FROM mention AS m", {})
    assert ("price", -1, True) in topics


def test_the_position_is_the_last_event(two_answers: DuckDbStore) -> None:
    assert projector.lag() == 0
    assert two_answers.position().event_id > 0
    assert two_answers.position().at is not None


def test_events_wait_until_they_are_projected(two_answers: DuckDbStore, answer: Answer) -> None:
    answer("0002", recommend=9)
    assert projector.lag() > 0
    assert projector.run_once() > 0
    assert projector.lag() == 0
    assert len(contents(two_answers)["response"]) == 3


def test_replaying_every_event_changes_nothing(two_answers: DuckDbStore) -> None:
    before = contents(two_answers)
    two_answers.apply([], Position(0, 0, None))
    assert projector.run_until_idle() > 0
    assert contents(two_answers) == before


def test_a_rebuild_says_the_same_as_the_projection(two_answers: DuckDbStore) -> None:
    before, position = contents(two_answers), two_answers.position()
    projector.rebuild()
    assert contents(two_answers) == before
    assert (two_answers.position().txid, two_answers.position().event_id) == (position.txid, position.event_id)


def test_a_new_store_is_filled_from_the_records(two_answers: DuckDbStore, tmp_path: Any) -> None:
    from opencem.understand.metrics import store

    before = contents(two_answers)
    fresh = store.open_for_tests(tmp_path / "fresh.duckdb")
    projector.run_until_idle()
    assert contents(fresh) == before  # type: ignore[arg-type]


def test_a_flag_reaches_every_table_the_answer_is_in(two_answers: DuckDbStore) -> None:
    feedback = two_answers.read("SELECT f.feedback_id FROM feedback AS f WHERE f.recommend = 10", {})[0][0]
    lay_doubts({feedback: [("staff_device", 0.9, {"device": "till"})]}, datetime(2026, 6, 15, 5, tzinfo=UTC))
    projector.run_until_idle()
    for table in ("response", "answer", "feedback", "mention"):
        marked = two_answers.read(
            f"SELECT bool_and(f.excluded) FROM \"{table}\" AS f WHERE f.unit_id = (SELECT unit_id FROM unit WHERE code = '0001')",
            {},
        )
        assert marked == [(True,)], table


def test_a_moved_unit_takes_its_answers_to_the_other_region(two_answers: DuckDbStore, company: dict[str, int]) -> None:
    from opencem.platform.organization.service import move_unit

    def region() -> int:
        return two_answers.read("SELECT u.region_id FROM unit AS u WHERE u.code = '0001'", {})[0][0]  # type: ignore[no-any-return]

    assert region() == company["R1"]
    move_unit(code="0001", to="C21", on=date(2026, 6, 16), account=None, now=datetime(2026, 6, 16, tzinfo=UTC))
    dispatcher.run_until_idle()
    projector.run_until_idle()
    assert region() == company["R2"]


def test_orders_keep_their_money(analytics: DuckDbStore, company: dict[str, int], pump: Pump) -> None:
    from opencem.listen.orders.models import Order
    from opencem.platform.events.service import publish

    at = datetime(2026, 5, 31, 16, 30, tzinfo=UTC)
    order = Order.rows.create(
        number="A1",
        unit_id=company["0001"],
        ordered_at=at,
        local_date=date(2026, 6, 1),
        channel="store",
        amount=Decimal("19.90"),
        discount=Decimal("0.10"),
    )
    publish("order.recorded", order.pk)
    pump()
    rows = analytics.read('SELECT o.amount, o.discount, o.local_date, o.at FROM "order" AS o', {})
    assert rows == [(19.9, 0.1, date(2026, 6, 1), datetime(2026, 5, 31, 16, 30))]


def items_of(store: DuckDbStore, table: str) -> list[Any]:
    return [found for (found,) in store.read(f'SELECT DISTINCT t.products FROM "{table}" AS t', {})]


SAID = ("response", "answer", "feedback", "mention")


def test_what_was_said_learns_the_products_of_its_order(
    analytics: DuckDbStore, company: dict[str, int], answer: Answer, pump: Pump
) -> None:
    """Of an order that comes after the answer, and again when its lines are corrected; a store made anew says the same."""
    at = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # when `answer` answers

    def order(*items: dict[str, Any]) -> None:
        told = NewOrder("A1", company["0001"], at - timedelta(hours=1), Decimal("30"), items=items)
        record_many([told], now=at)
        pump()

    answer("0001", recommend=3, comment="包装破了", stars=2, order_number="A1")
    pump()
    assert [items_of(analytics, table) for table in SAID] == [[None]] * 4
    order({"sku": "N1", "name": "腰果", "category": "坚果", "quantity": 2, "price": 10}, {"name": "散称"})
    assert [items_of(analytics, table) for table in SAID] == [[["N1", "散称"]]] * 4
    order(
        {"sku": "N1", "name": "大腰果", "category": "坚果", "quantity": 2, "price": 10},
        {"sku": "C1", "name": "酥", "quantity": 1, "price": 20},
    )
    assert [items_of(analytics, table) for table in SAID] == [[["N1", "C1"]]] * 4
    rows = analytics.read('SELECT o.categories, o.item_amounts FROM "order" AS o', {})
    assert rows == [(["坚果", None], [15.0, 15.0])]
    before = contents(analytics)
    projector.rebuild()
    assert contents(analytics) == before


def test_a_record_that_cannot_be_projected_holds_back_no_other_and_is_replayed(
    analytics: DuckDbStore, company: dict[str, int], answer: Answer, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    from opencem.kit.clock import now
    from opencem.platform.events.models import SetAsideEvent

    pump()
    real = projector._touched
    poisoned = answer("0001", recommend=9)

    def touched(dataset: Any, events: Any) -> Any:
        if any(event.payload.get("unit") == company["0001"] for event in events):
            raise ValueError("cannot be projected")
        return real(dataset, events)

    monkeypatch.setattr(projector, "_touched", touched)
    healthy = answer("0003", recommend=9)
    pump()
    ids = {row[0] for row in analytics.read('SELECT r.response_id FROM "response" AS r', {})}
    assert (healthy in ids, poisoned in ids, projector.lag()) == (True, False, 0)
    monkeypatch.setattr(projector, "_touched", real)
    for aside in SetAsideEvent.objects.filter(subscription="projector"):
        dispatcher.retry(aside, now())
        assert aside.state == "replayed"
    assert poisoned in {row[0] for row in analytics.read('SELECT r.response_id FROM "response" AS r', {})}
