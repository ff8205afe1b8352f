"""Every metric twice: by the compiler and the store, and by plain Python over the raw records of generated companies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from opencem.adapters.analytics_duckdb.store import DuckDbStore
from opencem.engines.query import Filter, Query, TimeRange
from opencem.understand.metrics.shaping import Shaped

from .analytics_company import (
    SHANGHAI,
    STORES,
    TREE,
    Bought,
    Company,
    Expectation,
    Grouped,
    Task,
    Voice,
    above,
    ask,
    below,
    csat,
    fill,
    grouped,
    mean,
    median,
    nearest,
    nps,
    on_time,
    reader,
    repurchase,
    share,
)

START, END = date(2026, 1, 1), date(2026, 5, 31)
ZONES = (None, "Asia/Shanghai", "UTC", "America/New_York")
TOPICS = ("price", "taste", "service")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbStore]:
    opened = DuckDbStore(tmp_path_factory.mktemp("analytics") / "analytics.duckdb")
    yield opened
    opened.close()


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Within and around the period, often within minutes of midnight in Shanghai, of the first of a month, of a Monday."""
    day = draw(st.integers(-40, 200))
    minutes = draw(st.sampled_from((0, 1, 719, 720, 957, 959, 960, 961, 1439)) | st.integers(0, 1439))
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=minutes)


@st.composite
def voices(draw: st.DrawFn, number: int) -> Voice:
    survey = draw(st.booleans())
    stars = tuple((row, draw(st.none() | st.integers(1, 5))) for row in ("product", "price")) if survey else ()
    mentions = draw(st.lists(st.tuples(st.sampled_from(TOPICS), st.sampled_from((-1, 0, 1))), max_size=4))
    return Voice(
        id=number,
        unit=draw(st.sampled_from((*STORES, 1))),
        at=draw(instants()),
        channel=draw(st.sampled_from(("store", "delivery"))),
        source="post_purchase" if survey else draw(st.sampled_from(("tmall", "jd"))),
        customer=draw(st.none() | st.integers(1, 4)),
        excluded=draw(st.booleans()),
        kind="survey" if survey else "review",
        recommend=draw(st.none() | st.integers(0, 10)) if survey else None,
        rating=draw(st.none() | st.integers(1, 5)),
        stars=stars,
        reasons=tuple(draw(st.sets(st.sampled_from(("tasty", "pricey")), max_size=2))) if survey else (),
        has_text=bool(mentions) or draw(st.booleans()),
        sentiment=draw(st.none() | st.sampled_from((-1.0, -0.5, 0.0, 0.25, 1.0))),
        mentions=tuple(mentions),
        duration=draw(st.none() | st.integers(0, 90)),
    )


@st.composite
def companies(draw: st.DrawFn) -> Company:
    count = draw(st.integers(0, 25))
    orders = [
        Bought(number, draw(st.sampled_from(STORES)), draw(instants()), draw(st.integers(1, 900)) / 4,
               draw(st.sampled_from(("store", "delivery"))), draw(st.none() | st.integers(1, 4)))
        for number in range(draw(st.integers(0, 25)))
    ]  # fmt: skip
    tasks = [
        Task(
            number,
            draw(st.sampled_from(STORES)),
            draw(instants()),
            state,
            draw(st.sampled_from((None, True, False))),
            draw(st.none() | instants()),
        )
        for number in range(draw(st.integers(0, 8)))
        for state in [draw(st.sampled_from(("new", "active", "closed")))]
    ]
    return Company([draw(voices(number)) for number in range(count)], orders, tasks)


SPLITS: dict[str, Callable[[Expectation, Any], Any]] = {
    "day": lambda q, t: q.day(t),
    "week": lambda q, t: q.day(t) - timedelta(days=q.day(t).weekday()),
    "month": lambda q, t: q.day(t).replace(day=1),
    "region": lambda q, t: nearest(t.unit, "region"),
    "city": lambda q, t: nearest(t.unit, "city"),
    "store": lambda q, t: t.unit,
    "unit": lambda q, t: above(t.unit)[-2] if t.unit != 1 else 1,
    "unit_kind": lambda q, t: TREE[t.unit][1],
    "attr:format": lambda q, t: TREE[t.unit][3].get("format"),
    "channel": lambda q, t: t.channel,
}
VOICE_METRICS: dict[str, Callable[[Any], tuple[float | None, int]]] = {
    "nps": nps,
    "csat": csat,
    "csat:price": lambda vs: csat(vs, "price"),
    "csat:satisfaction.product": lambda vs: csat(vs, "product"),
    "mean:satisfaction.price": lambda vs: mean(
        s for v in vs if v.kind == "survey" for row, s in v.stars if row == "price"
    ),
    "rating": lambda vs: mean(v.rating for v in vs),
    "sentiment": lambda vs: mean(v.sentiment for v in vs),
    "feedback_count": lambda vs: (float(len(vs)), len(vs)),
    "mentions": lambda vs: (float(n := sum(len(v.mentions) for v in vs)), n),
    "topic_share": lambda vs: share([bool(v.mentions) for v in vs if v.has_text]),
    "duration": lambda vs: median(v.duration for v in vs if v.kind == "survey"),
    "responses": lambda vs: (float(n := sum(v.kind == "survey" for v in vs)), n),
}
ORDER_METRICS: dict[str, Callable[[Any], tuple[float | None, int]]] = {
    "orders": lambda os: (float(len(os)), len(os)),
    "revenue": lambda os: (round(sum(o.amount for o in os), 2), len(os)),
    "customers": lambda os: (float(n := len({o.customer for o in os} - {None})), n),
}
TICKET_METRICS: dict[str, Callable[[Any], tuple[float | None, int]]] = {
    "tickets": lambda ts: (float(len(ts)), len(ts)),
    "tickets_open": lambda ts: (float(n := sum(t.state != "closed" for t in ts)), n),
    "on_time_rate": on_time,
}
RUNS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
scopes = st.sampled_from((None, below(1), below(2), below(4), frozenset({6}), frozenset({7, 8}), frozenset()))


def compare(rows: list[Shaped], metric: str, expected: Grouped) -> None:
    """Same groups with data, same value, same n. A group without data is either absent or says so."""
    found = {row.key: (row.figures[metric].value, row.figures[metric].n) for row in rows}
    for key in {*found, *expected}:
        value, n = found.get(key, (None, 0))
        wanted, wanted_n = expected.get(key, (None, 0))
        assert n == wanted_n, (metric, key)
        assert (value or None) == (pytest.approx(wanted) if wanted else None), (metric, key)
        if wanted_n and wanted is not None:
            assert value is not None, (metric, key)


def question(metrics: tuple[str, ...], split: tuple[str, ...], zone: str | None, **more: Any) -> Query:
    return Query(metrics=metrics, dimensions=split, time=TimeRange(START, END, zone), **more)


def expectation(
    split: tuple[str, ...], scope: frozenset[int] | None, zone: str | None, keep: Any = None
) -> Expectation:
    from zoneinfo import ZoneInfo

    def by(thing: Any) -> tuple[Any, ...]:
        return tuple(SPLITS[name](made, thing) for name in split)

    units = frozenset(TREE) if scope is None else scope
    made = Expectation(START, END, units, by, keep or (lambda _: True), ZoneInfo(zone) if zone else None)
    return made


splits = st.sampled_from(
    [
        (),
        ("month",),
        ("week", "region"),
        ("store",),
        ("day",),
        ("unit",),
        ("attr:format", "month"),
        ("city", "unit_kind"),
        ("channel",),
    ]
)


@RUNS
@given(company=companies(), scope=scopes, split=splits, zone=st.sampled_from(ZONES), authentic=st.booleans())
@example(company=Company(), scope=None, split=(), zone=None, authentic=False)
def test_figures_of_voices(
    store: DuckDbStore, company: Company, scope: Any, split: Any, zone: Any, authentic: bool
) -> None:
    fill(store, company)
    asked = expectation(split, scope, zone, lambda v: not (authentic and v.excluded))
    rows = ask(store, question(tuple(VOICE_METRICS), split, zone, authentic=authentic), reader(scope))
    groups = grouped(asked.chosen(company.voices), asked.split)
    for metric, compute in VOICE_METRICS.items():
        compare(rows, metric, {key: compute(members) for key, members in groups.items()})


@RUNS
@given(company=companies(), scope=scopes, split=splits, zone=st.sampled_from(ZONES))
def test_figures_of_orders(store: DuckDbStore, company: Company, scope: Any, split: Any, zone: Any) -> None:
    fill(store, company)
    asked = expectation(split, scope, zone)
    rows = ask(store, question((*ORDER_METRICS, "repurchase_rate:30"), split, zone), reader(scope))
    groups = grouped(asked.chosen(company.orders), asked.split)
    for metric, compute in ORDER_METRICS.items():
        compare(rows, metric, {key: compute(members) for key, members in groups.items()})
    compare(rows, "repurchase_rate:30", repurchase(company, asked, 30))


@RUNS
@given(
    company=companies(),
    scope=scopes,
    split=st.sampled_from([(), ("month",), ("store",), ("unit",)]),
    zone=st.sampled_from(ZONES),
)
def test_figures_of_tickets(store: DuckDbStore, company: Company, scope: Any, split: Any, zone: Any) -> None:
    fill(store, company)
    asked = expectation(split, scope, zone)
    rows = ask(store, question(tuple(TICKET_METRICS), split, zone), reader(scope))
    groups = grouped(asked.chosen(company.tickets), asked.split)
    for metric, compute in TICKET_METRICS.items():
        compare(rows, metric, {key: compute(members) for key, members in groups.items()})


@RUNS
@given(company=companies(), scope=scopes, polarity=st.sampled_from((None, -1, 1)))
def test_topic_share_is_of_feedback_that_has_text(
    store: DuckDbStore, company: Company, scope: Any, polarity: int | None
) -> None:
    fill(store, company)
    asked = expectation(("month",), scope, None)
    filters = () if polarity is None else (Filter("polarity", "eq", polarity),)
    rows = ask(store, question(("topic_share",), ("topic", "month"), None, filters=filters), reader(scope))
    expected: Grouped = {}
    months = grouped([v for v in asked.chosen(company.voices) if v.has_text], asked.split)
    spoken = {topic for texts in months.values() for v in texts for topic, p in v.mentions if polarity in (None, p)}
    for (month,), texts in months.items():
        for topic in spoken:
            expected[topic, month] = share(
                [any(t == topic and polarity in (None, p) for t, p in v.mentions) for v in texts]
            )
    compare(rows, "topic_share", expected)


@RUNS
@given(company=companies(), scope=scopes)
def test_nps_by_topic_counts_each_feedback_once_per_topic(store: DuckDbStore, company: Company, scope: Any) -> None:
    fill(store, company)
    asked = expectation((), scope, None)
    rows = ask(store, question(("nps", "feedback_count"), ("topic",), None), reader(scope))
    chosen = asked.chosen(company.voices)
    by_topic = {(topic,): [v for v in chosen if any(t == topic for t, _ in v.mentions)] for topic in TOPICS}
    compare(rows, "nps", {key: nps(members) for key, members in by_topic.items()})
    compare(
        rows,
        "feedback_count",
        {key: (float(len(members)), len(members)) for key, members in by_topic.items() if members},
    )


@RUNS
@given(company=companies(), low=st.integers(0, 10), source=st.sampled_from((("tmall",), ("jd", "post_purchase"))))
def test_filters_choose_the_rows_they_say(
    store: DuckDbStore, company: Company, low: int, source: tuple[str, ...]
) -> None:
    fill(store, company)
    filters = (Filter("recommend", "gte", low), Filter("source", "in", source), Filter("region", "eq", "R1"))
    rows = ask(store, question(("nps", "feedback_count"), (), None, filters=filters))
    asked = expectation(
        (), below(2), None, lambda v: v.recommend is not None and v.recommend >= low and v.source in source
    )
    chosen = asked.chosen(company.voices)
    compare(rows, "nps", {(): nps(chosen)})
    compare(rows, "feedback_count", {(): (float(len(chosen)), len(chosen))})


@RUNS
@given(company=companies())
def test_share_of_responses_by_choice(store: DuckDbStore, company: Company) -> None:
    fill(store, company)
    filters = (Filter("question", "eq", "reasons"),)
    rows = ask(store, question(("response_share",), ("choice",), None, filters=filters))
    asked = expectation((), None, None)
    answered = [v for v in asked.chosen(company.voices) if v.reasons]
    chosen = {(reason,): share([reason in v.reasons for v in answered]) for reason in ("tasty", "pricey") if answered}
    compare(rows, "response_share", {key: found for key, found in chosen.items() if found[0]})


@RUNS
@given(company=companies(), scope=scopes)
def test_answers_count_responses_once_per_question(store: DuckDbStore, company: Company, scope: Any) -> None:
    fill(store, company)
    chosen = [v for v in expectation((), scope, None).chosen(company.voices) if v.kind == "survey"]
    rows = ask(store, question(("answers",), ("question",), None), reader(scope))
    wanted = {
        ("recommend",): sum(v.recommend is not None for v in chosen),
        ("reasons",): sum(bool(v.reasons) for v in chosen),
        **{(f"satisfaction.{row}",): sum((row, stars) in v.stars for v in chosen for stars in range(1, 6))
           for row in ("product", "price")},
    }  # fmt: skip
    compare(rows, "answers", {key: (float(n), n) for key, n in wanted.items() if n})


@RUNS
@given(company=companies())
def test_answers_split_by_score(store: DuckDbStore, company: Company) -> None:
    fill(store, company)
    filters = (Filter("question", "eq", "recommend"),)
    rows = ask(store, question(("answers",), ("number",), None, filters=filters))
    scores = [v.recommend for v in expectation((), None, None).chosen(company.voices) if v.recommend is not None]
    compare(rows, "answers", {(float(s),): (float(n := scores.count(s)), n) for s in set(scores)})


def test_the_interval_of_a_median_is_between_two_of_the_values(store: DuckDbStore) -> None:
    at = datetime(2026, 2, 1, 4, tzinfo=UTC)
    for count, interval in ((7, (None, None)), (8, (10.0, 80.0)), (20, (50.0, 160.0)), (100, (400.0, 610.0))):
        fill(store, Company([Voice(n, 6, at, duration=10 * n) for n in range(count, 0, -1)]))
        figure = ask(store, question(("duration",), (), None))[0].figures["duration"]
        assert (figure.value, figure.n) == (5 + 5 * count, count)
        assert (figure.low, figure.high) == interval


def test_local_days_of_shanghai_are_not_utc_days() -> None:
    late = Voice(1, 6, datetime(2026, 1, 31, 16, 30, tzinfo=UTC))
    assert late.at.astimezone(SHANGHAI).date() == late.day == date(2026, 2, 1)
