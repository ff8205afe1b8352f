"""Numbers that could be silently wrong, pinned by hand. Never weakened: a change here is a change of what the product says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.engines.query import Filter, Order, Query, TimeRange
from opencem.understand.metrics.figures import Figure
from opencem.understand.metrics.shaping import Shaped

from .analytics_company import Bought, Company, Task, Voice, ask, below, fill, reader

MAY = TimeRange(date(2026, 5, 1), date(2026, 5, 31))
NOON = datetime(2026, 5, 10, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbStore]:
    opened = DuckDbStore(tmp_path_factory.mktemp("pinned") / "analytics.duckdb")
    yield opened
    opened.close()


def scores(unit: int, *groups: tuple[int, int | None], at: datetime = NOON, start: int = 0, **more: Any) -> list[Voice]:
    """(how many, which score) at one unit."""
    values = [score for count, score in groups for _ in range(count)]
    return [Voice(start + unit * 10_000 + n, unit, at, recommend=score, **more) for n, score in enumerate(values)]


def one(rows: Sequence[Shaped], metric: str) -> Figure:
    assert len(rows) == 1
    return rows[0].figures[metric]


def by_key(rows: Sequence[Shaped], metric: str) -> dict[Any, Figure]:
    return {row.key if len(row.key) > 1 else row.key[0]: row.figures[metric] for row in rows}


def test_a_region_is_pooled_and_not_the_mean_of_its_stores(store: DuckDbStore) -> None:
    """A: 10 answers, 9 promoters. B: 1000 answers, 450 and 250. The region has 20.7, not 55.0."""
    fill(store, Company(scores(6, (9, 10), (1, 8)) + scores(7, (450, 9), (300, 7), (250, 0))))
    region = by_key(ask(store, Query(("nps",), MAY, ("region",))), "nps")[2]
    assert region.value == pytest.approx(100 * (459 - 250) / 1010)
    assert (f"{region.value:.1f}", region.n) == ("20.7", 1010)
    stores = by_key(ask(store, Query(("nps",), MAY, ("store",))), "nps")
    assert [round(stores[unit].value or 0, 1) for unit in (6, 7)] == [90.0, 20.0]


def test_the_units_below_are_pooled_over_their_subtrees(store: DuckDbStore) -> None:
    fill(
        store,
        Company(
            scores(6, (9, 10), (1, 8))
            + scores(7, (450, 9), (300, 7), (250, 0))
            + scores(9, (5, 10))
            + scores(1, (1, 0))
        ),
    )
    at_hq = by_key(ask(store, Query(("nps",), MAY, ("unit",))), "nps")
    assert {unit: figure.n for unit, figure in at_hq.items()} == {1: 1, 2: 1010, 9: 5}
    in_region = by_key(ask(store, Query(("nps",), MAY, ("unit",)), reader(below(2), (2,))), "nps")
    assert {unit: figure.n for unit, figure in in_region.items()} == {4: 1010}
    two_stores = by_key(ask(store, Query(("nps",), MAY, ("unit",)), reader({6, 7}, (6, 7))), "nps")
    assert {unit: figure.n for unit, figure in two_stores.items()} == {6: 10, 7: 1000}


def test_no_data_is_not_zero(store: DuckDbStore) -> None:
    fill(store, Company([Voice(1, 6, NOON, recommend=None), Voice(2, 6, NOON, rating=None)]))
    row = ask(
        store, Query(("nps", "csat", "rating", "sentiment", "topic_share", "on_time_rate", "responses", "revenue"), MAY)
    )[0]
    for metric in ("nps", "csat", "rating", "sentiment", "topic_share", "on_time_rate"):
        assert (row.figures[metric].value, row.figures[metric].state) == (None, "none")
    assert (row.figures["responses"].value, row.figures["revenue"].value) == (2, 0)


def test_the_interval_is_of_the_adjusted_counts(store: DuckDbStore) -> None:
    """Definitions: 50 % promoters, 20 % detractors, n = 100 → ±15."""
    fill(store, Company(scores(6, (50, 10), (30, 8), (20, 3))))
    nps = one(ask(store, Query(("nps",), MAY)), "nps")
    assert nps.value == 30
    assert round((nps.high or 0) - 30) == round(30 - (nps.low or 0)) == 15


def test_ranking_goes_by_the_lower_bound_and_leaves_small_units_unranked(store: DuckDbStore) -> None:
    fill(store, Company(scores(6, (9, 10), (1, 0)) + scores(7, (750, 10), (200, 8), (50, 0)) + scores(8, (4, 10))))
    rows = ask(store, Query(("nps",), MAY, ("store",), order=(Order("rank"),)))
    assert [(row.key[0], row.rank, row.figures["nps"].state) for row in rows] == [
        (7, 1, "ok"),
        (6, 2, "ok"),
        (8, None, "low_sample"),
    ]
    worst = ask(store, Query(("nps",), MAY, ("store",), order=(Order("rank", descending=True),)))
    assert [row.key[0] for row in worst] == [6, 7, 8]


def test_several_topics_sum_to_more_than_everything(store: DuckDbStore) -> None:
    texts = [Voice(n, 6, NOON, has_text=True, mentions=(("price", -1), ("taste", 1), ("price", -1))) for n in range(3)]
    silent = [Voice(n, 6, NOON, has_text=n < 8) for n in range(7, 10)]
    fill(store, Company([*texts, *silent]))
    share = by_key(ask(store, Query(("topic_share", "mentions"), MAY, ("topic",))), "topic_share")
    assert {topic: (figure.value, figure.n) for topic, figure in share.items()} == {
        "price": (0.75, 4),
        "taste": (0.75, 4),
    }
    assert by_key(ask(store, Query(("mentions",), MAY, ("topic",))), "mentions")["price"].value == 6


def test_one_text_that_praises_and_blames_a_topic_counts_once_for_it(store: DuckDbStore) -> None:
    fill(store, Company([Voice(1, 6, NOON, has_text=True, mentions=(("price", 1), ("price", -1)))]))
    assert by_key(ask(store, Query(("topic_share",), MAY, ("topic",))), "topic_share")["price"].value == 1.0
    both = by_key(ask(store, Query(("topic_share",), MAY, ("topic", "polarity"))), "topic_share")
    assert {polarity: figure.value for (_, polarity), figure in both.items()} == {1: 1.0, -1: 1.0}


def test_a_change_is_significant_with_both_errors_in_quadrature(store: DuckDbStore) -> None:
    """40 answers each: 50 % → 25 % promoters is not beyond chance for NPS 30 → 5, with 1000 answers each it is."""
    april = datetime(2026, 4, 10, 4, tzinfo=UTC)
    for size, significant in ((40, False), (1000, True)):
        now = scores(6, (size // 4, 10), (size * 11 // 20, 8), (size // 5, 0))
        before = scores(6, (size // 2, 10), (size * 3 // 10, 8), (size // 5, 0), at=april, start=5000)
        fill(store, Company(now + before))
        nps = one(ask(store, Query(("nps",), MAY, compare="previous")), "nps")
        assert nps.previous is not None
        assert nps.change is not None
        assert (nps.value, nps.previous.value) == (pytest.approx(5), pytest.approx(30))
        assert (nps.change.value, nps.change.significant) == (pytest.approx(-25), significant)


def test_each_month_meets_the_month_before_and_the_year_before(store: DuckDbStore) -> None:
    months = {date(2025, 5, 1): 3, date(2026, 3, 1): 5, date(2026, 4, 1): 7, date(2026, 5, 1): 11}
    orders = [
        Bought(number * 100 + n, 6, datetime(day.year, day.month, 9, 4, tzinfo=UTC))
        for number, (day, count) in enumerate(months.items())
        for n in range(count)
    ]
    fill(store, Company(orders=orders))
    span = TimeRange(date(2026, 4, 1), date(2026, 5, 31))

    def before(compare: Any) -> dict[date, float | None]:
        rows = ask(store, Query(("orders",), span, ("month",), compare=compare))
        return {
            key: figure.previous.value if figure.previous else None for key, figure in by_key(rows, "orders").items()
        }

    assert before("previous") == {date(2026, 4, 1): 5, date(2026, 5, 1): 7}
    assert before("year") == {date(2026, 4, 1): 0, date(2026, 5, 1): 3}


def test_days_are_those_of_the_unit_unless_a_zone_is_named(store: DuckDbStore) -> None:
    """An answer at 00:30 on 1 May in Shanghai is of 30 April in UTC."""
    fill(store, Company([Voice(1, 6, datetime(2026, 4, 30, 16, 30, tzinfo=UTC), recommend=9)]))
    local = ask(store, Query(("responses",), MAY))
    utc = ask(store, Query(("responses",), TimeRange(MAY.start, MAY.end, "UTC")))
    assert (one(local, "responses").value, one(utc, "responses").value) == (1, 0)


def test_a_day_ends_before_the_next_begins(store: DuckDbStore) -> None:
    """Midnight belongs to the day it begins, in a named zone too."""
    may, june = datetime(2026, 4, 30, 16, tzinfo=UTC), datetime(2026, 5, 31, 16, tzinfo=UTC)
    fill(store, Company([Voice(1, 6, may, recommend=9), Voice(2, 6, june, recommend=9)]))
    in_zone = TimeRange(MAY.start, MAY.end, "Asia/Shanghai")
    assert one(ask(store, Query(("responses",), in_zone)), "responses").value == 1
    days = by_key(ask(store, Query(("responses",), in_zone, ("day",))), "responses")
    assert list(days) == [date(2026, 5, 1)]


def test_repurchase_leaves_out_whose_window_has_not_elapsed(store: DuckDbStore) -> None:
    """Today is 15 June: of three customers two have been watched for 30 days, one of them came back."""

    def bought(number: int, customer: int | None, day: date) -> Bought:
        return Bought(number, 6, datetime(day.year, day.month, day.day, 4, tzinfo=UTC), customer=customer)

    first = date(2026, 5, 1)
    orders = [
        bought(1, 1, first), bought(2, 1, first + timedelta(days=30)),
        bought(3, 2, first), bought(4, 2, first + timedelta(days=31)),
        bought(5, 3, date(2026, 5, 20)), bought(6, 3, date(2026, 5, 21)),
        bought(7, None, first), bought(8, None, first),
    ]  # fmt: skip
    fill(store, Company(orders=orders))
    rate = one(ask(store, Query(("repurchase_rate:30",), MAY)), "repurchase_rate:30")
    assert (rate.value, rate.n) == (0.5, 2)


def test_an_overdue_open_ticket_is_not_on_time(store: DuckDbStore) -> None:
    past, future = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    tasks = [
        Task(1, 6, NOON, "closed", True, past), Task(2, 6, NOON, "closed", False, past),
        Task(3, 6, NOON, "active", None, past), Task(4, 6, NOON, "active", None, future), Task(5, 6, NOON, "active", None, None),
    ]  # fmt: skip
    fill(store, Company(tickets=tasks))
    rate = one(ask(store, Query(("on_time_rate",), MAY)), "on_time_rate")
    assert (rate.value, rate.n) == (pytest.approx(1 / 3), 3)


def test_doubtful_answers_leave_only_when_asked(store: DuckDbStore) -> None:
    fill(store, Company([*scores(6, (5, 10)), *scores(7, (5, 0), excluded=True)]))
    assert one(ask(store, Query(("nps",), MAY)), "nps").value == 0
    assert one(ask(store, Query(("nps",), MAY, authentic=True)), "nps").value == 100


class TestMinimumN:
    """Readers outside the units: small figures are hidden, and so is what would give them away."""

    def hidden(
        self, store: DuckDbStore, split: tuple[str, ...], counts: dict[int, int], metric: str = "nps"
    ) -> set[Any]:
        fill(store, Company([voice for unit, count in counts.items() for voice in scores(unit, (count, 10))]))
        rows = ask(store, Query((metric,), MAY, split), outside=True)
        return {key for key, figure in by_key(rows, metric).items() if figure.state == "hidden"}

    def test_a_small_store_takes_the_smallest_sibling_with_it(self, store: DuckDbStore) -> None:
        assert self.hidden(store, ("store",), {6: 3, 7: 20, 8: 50}) == {6, 7}

    def test_two_small_stores_that_are_enough_together_need_no_other(self, store: DuckDbStore) -> None:
        assert self.hidden(store, ("store",), {6: 3, 7: 4, 8: 50}) == {6, 7}

    def test_nothing_is_hidden_where_all_have_enough(self, store: DuckDbStore) -> None:
        assert self.hidden(store, ("store",), {6: 5, 7: 20, 8: 50}) == set()

    def test_a_hidden_figure_tells_neither_value_nor_n(self, store: DuckDbStore) -> None:
        fill(store, Company(scores(6, (3, 10))))
        nps = one(ask(store, Query(("nps",), MAY), outside=True), "nps")
        assert (nps.value, nps.n, nps.low, nps.high, nps.state) == (None, 0, None, None, "hidden")

    def test_inside_the_unit_it_is_shown_as_a_low_sample(self, store: DuckDbStore) -> None:
        fill(store, Company(scores(6, (3, 10))))
        nps = one(ask(store, Query(("nps",), MAY)), "nps")
        assert (nps.value, nps.n, nps.state) == (100, 3, "low_sample")

    def test_order_does_not_tell_what_is_hidden(self, store: DuckDbStore) -> None:
        fill(store, Company(scores(6, (3, 10)) + scores(7, (20, 8)) + scores(8, (20, 0))))
        rows = ask(store, Query(("nps",), MAY, ("store",), order=(Order("nps", descending=True),)), outside=True)
        assert [row.figures["nps"].state for row in rows] == ["ok", "hidden", "hidden"]

    def test_a_hidden_past_is_not_told_by_its_change(self, store: DuckDbStore) -> None:
        past = scores(6, (3, 0), at=datetime(2026, 4, 10, 4, tzinfo=UTC), start=5000)
        fill(store, Company(scores(6, (30, 10)) + past))
        nps = one(ask(store, Query(("nps",), MAY, compare="previous"), outside=True), "nps")
        assert (nps.value, nps.change) == (100, None)
        assert nps.previous == Figure.hidden()

    def test_subtraction_along_either_dimension_is_prevented(self, store: DuckDbStore) -> None:
        """A table of store × channel: whatever is hidden, no line or column has a lone or thin remainder."""
        cells = {
            (6, "store"): 3,
            (6, "delivery"): 40,
            (7, "store"): 30,
            (7, "delivery"): 9,
            (8, "store"): 25,
            (8, "delivery"): 60,
        }
        voices = [
            Voice(unit * 1000 + 500 * (channel == "store") + n, unit, NOON, channel=channel, recommend=10)
            for (unit, channel), count in cells.items()
            for n in range(count)
        ]
        fill(store, Company(voices))
        rows = ask(store, Query(("nps",), MAY, ("store", "channel")), outside=True)
        hidden = {row.key for row in rows if row.figures["nps"].state == "hidden"}
        assert (6, "store") in hidden
        for place in (0, 1):
            for value in {key[place] for key in cells}:
                line = [key for key in hidden if key[place] == value]
                assert not line or (len(line) > 1 and sum(cells[key] for key in line) >= 5)  # type: ignore[index]


def test_a_scope_filters_what_a_filter_names(store: DuckDbStore) -> None:
    """A store's reader who names another store, or its region, gets nothing of it."""
    fill(store, Company(scores(6, (6, 10)) + scores(8, (6, 0))))
    mine = reader({6}, (6,))
    assert (
        one(ask(store, Query(("responses",), MAY, filters=(Filter("store", "eq", "0003"),)), mine), "responses").value
        == 0
    )
    assert (
        one(ask(store, Query(("responses",), MAY, filters=(Filter("region", "eq", "R2"),)), mine), "responses").value
        == 0
    )
    assert one(ask(store, Query(("nps",), MAY), mine), "nps").value == 100
    topics = ask(store, Query(("topic_share",), MAY, ("topic",)), mine)
    assert topics == []
