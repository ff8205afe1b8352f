"""Every figure of the summary and of the list is computed a second time from the answers themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

import pytest

from opencem.engines.stats import wilson_interval
from opencem.report.centre.queries.summary import BINS, summary_of
from opencem.report.centre.questions import QuestionColumn
from tests.conftest import NOW

from .conftest import GIVEN

PATH = "/surveys/post_purchase/summary"


def questions(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    return {question["key"]: question for question in answer.json()["questions"]}


@pytest.mark.parametrize(
    ("person", "stores"), [("hq_analyst", {"0001", "0002", "0003"}), ("r1_manager", {"0001", "0002"})]
)
def test_scores_spread_as_they_were_given(
    api: Callable[[str], Any], given: list[int], person: str, stores: set[str]
) -> None:
    answer = api(person).get(PATH)
    mine = [row for row in GIVEN if row[0] in stores]
    assert answer.json()["responses"] == len(mine)
    found = questions(answer)["recommend"]
    scores = Counter(row[1] for row in mine)
    assert {bar["key"]: bar["count"] for bar in found["spread"]} == {f"{score}": scores[score] for score in range(11)}
    tens = next(bar for bar in found["spread"] if bar["key"] == "10")
    low, high = wilson_interval(scores[10], len(mine))
    assert tens["share"]["value"] == pytest.approx(scores[10] / len(mine))
    assert (tens["share"]["low"], tens["share"]["high"]) == (pytest.approx(low), pytest.approx(high))
    promoters, detractors = (sum(test(row[1]) for row in mine) for test in (lambda s: s >= 9, lambda s: s <= 6))
    assert found["metric"] == "nps"
    assert found["figure"]["value"] == pytest.approx(100 * (promoters - detractors) / len(mine))


def test_satisfaction_is_the_share_of_the_top_boxes(api: Callable[[str], Any], given: list[int]) -> None:
    found = questions(api("hq_analyst").get(PATH))["satisfaction.price"]
    satisfied = sum(row[2] >= 4 for row in GIVEN)
    assert (found["metric"], found["n"]) == ("csat", len(GIVEN))
    assert found["figure"]["value"] == pytest.approx(satisfied / len(GIVEN))


def test_words_are_counted_as_answered(api: Callable[[str], Any], given: list[int]) -> None:
    found = questions(api("hq_analyst").get(PATH))["comment"]
    assert (found["n"], found["spread"], found["figure"]) == (sum(bool(row[3]) for row in GIVEN), [], None)


def test_a_period_and_a_unit_narrow(api: Callable[[str], Any], given: list[int]) -> None:
    first = (NOW - timedelta(days=3)).date()
    answer = api("hq_analyst").get(PATH, **{"from": f"{first}", "unit": "R1"})
    assert answer.json()["responses"] == 4
    assert questions(answer)["recommend"]["n"] == 4
    assert api("s1_manager").get(PATH, unit="R1").status_code == 404


@pytest.mark.parametrize("path", [PATH, "/surveys/post_purchase/drop-off"])
@pytest.mark.parametrize(
    "asked", [{"from": "0001-01-01"}, {"to": "9999-12-31"}, {"from": "x"}, {"channel": ["x"] * 51}]
)
def test_bad_periods_are_refused(api: Callable[[str], Any], given: list[int], path: str, asked: dict[str, Any]) -> None:
    refused = api("hq_analyst").get(path, **asked)
    assert refused.status_code == 422
    assert next(iter(asked)) in refused.json()["errors"][0]["field"]


def test_a_survey_without_answers_has_no_figures_rather_than_zeros(
    api: Callable[[str], Any], survey: Any, analytics: Any, pump: Callable[[], None]
) -> None:
    pump()
    found = questions(api("hq_analyst").get(PATH))["recommend"]
    assert (found["n"], found["figure"]) == (0, None)
    listed = api("hq_analyst").get("/survey-figures", survey="post_purchase").json()["items"][0]
    assert (listed["responses"], listed["duration"]["value"], listed["duration"]["state"]) == (0, None, "none")


def column(**changes: Any) -> QuestionColumn:
    values: dict[str, Any] = {
        "key": "q", "question": "q", "row": "", "title": "Q", "line": "", "type": "single", "role": None, "scale": (0, 10),
        "choices": {"a": "A", "b": "B"}, "versions": (1,),
    }  # fmt: skip
    return QuestionColumn(**(values | changes))


def test_choices_stand_in_the_surveys_order_with_those_nobody_made() -> None:
    spread = summary_of(column(), 3, {("b", None): 3, ("gone", None): 1}).spread
    assert [(bar.key, bar.label, bar.count) for bar in spread] == [("a", "A", 0), ("b", "B", 3), ("gone", "gone", 1)]
    assert spread[0].share.value == 0


def test_ranks_have_a_mean_place() -> None:
    spread = summary_of(column(type="ranking"), 4, {("a", 1.0): 3, ("a", 2.0): 1, ("b", 2.0): 3, ("b", 1.0): 1}).spread
    assert [bar.mean.value for bar in spread if bar.mean] == [1.25, 1.75]


def test_many_different_numbers_stand_in_bins_that_hold_all_of_them() -> None:
    numbers = {(None, float(n * n)): 1 for n in range(40)}
    summary = summary_of(column(type="number"), 40, numbers)
    assert len(summary.spread) == BINS
    assert sum(bar.count for bar in summary.spread) == 40
    for bar in summary.spread[:-1]:
        assert bar.low is not None
        assert bar.high is not None
        assert bar.count == sum(bar.low <= n * n < bar.high for n in range(40))
    assert summary.figure is not None
    assert summary.figure.value == pytest.approx(sum(n * n for n in range(40)) / 40)


def test_personal_answers_are_counted_and_not_shown() -> None:
    summary = summary_of(column(type="identifier"), 2, {(None, 310101.0): 2})
    assert (summary.n, list(summary.spread), summary.figure) == (2, [], None)


def test_the_lists_figures_are_those_of_the_readers_units(
    api: Callable[[str], Any], given: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from opencem.listen.responses.models import Response
    from opencem.report.centre import http

    monkeypatch.setattr(http, "now", lambda: NOW)
    for person, stores in (("hq_analyst", ("0001", "0002", "0003")), ("s1_manager", ("0001",))):
        found = api(person).get("/survey-figures", survey=["post_purchase", "none"]).json()["items"]
        rows = Response.rows.filter(unit__code__in=stores)
        durations = [seconds for seconds in rows.values_list("duration_s", flat=True) if seconds is not None]
        assert found[0]["responses"] == rows.count()
        assert found[0]["responses_today"] == sum(row[0] in stores and row[4] == 0 for row in GIVEN)
        assert found[0]["duration"]["value"] == pytest.approx(median(durations))
        assert (found[1]["key"], found[1]["responses"]) == ("none", 0)


def test_rates_are_of_those_invited_and_unknown_where_nobody_was(
    api: Callable[[str], Any], given: list[int], survey: Any, company: dict[str, int]
) -> None:
    from opencem.listen.customers.models import Customer
    from opencem.listen.invitations.models import Invitation

    def rates(person: str) -> tuple[Any, Any]:
        found = api(person).get("/survey-figures", survey="post_purchase").json()["items"][0]
        return found["response_rate"], found["completion_rate"]

    assert rates("hq_analyst") == (None, None)
    # (store, delivered, started, completed); the last one was sampled out and is in no denominator
    steps = [("0001", 1, 1, 1), ("0001", 1, 1, 0), ("0001", 1, 0, 0), ("0003", 1, 1, 1), ("0003", 0, 0, 0)]
    for number, (store, *reached) in enumerate(steps):
        customer = Customer.objects.create(public_id=f"c{number}", home_unit_id=company[store])
        stamps = dict(
            zip(("delivered_at", "started_at", "completed_at"), [NOW if r else None for r in reached], strict=True)
        )
        Invitation.rows.create(
            survey=survey["survey"], unit_id=company[store], customer=customer, state="created", created_at=NOW,
            expires_at=NOW + timedelta(days=7), **stamps,
        )  # fmt: skip
    response, completion = rates("hq_analyst")
    assert (response["value"], response["n"]) == (0.5, 4)
    assert (completion["value"], completion["n"]) == (pytest.approx(2 / 3), 3)
    assert rates("s1_manager")[0]["value"] == pytest.approx(1 / 3)
    assert rates("s2_manager") == (None, None)


BRANCHING = {
    "key": "branching",
    "title": {"zh-Hans": "分叉"},
    "languages": ["zh-Hans"],
    "thanks": {"zh-Hans": "谢谢"},
    "pages": [
        {"key": "one", "questions": [{"key": "score", "type": "nps", "title": {"zh-Hans": "推荐吗"}, "role": "recommend"}]},
        {"key": "two", "questions": [
            {"key": "why", "type": "text", "title": {"zh-Hans": "为什么"}, "show_if": {"<=": [{"var": "score"}, 6]}},
            {"key": "more", "type": "single", "title": {"zh-Hans": "还想说"}, "choices": [
                {"key": "a", "label": {"zh-Hans": "甲"}}, {"key": "b", "label": {"zh-Hans": "乙"}}]},
        ]},
    ],
}  # fmt: skip


def test_drop_off_is_of_those_who_were_shown_the_question(
    api: Callable[[str], Any], company: dict[str, int], analytics: Any, pump: Callable[[], None]
) -> None:
    from opencem.listen.distribution.queries import door
    from opencem.listen.distribution.service import open_collectors
    from opencem.listen.responses import keys
    from opencem.listen.responses.service import Visit, submit
    from opencem.listen.surveys.service import publish_survey

    version = publish_survey(definition=BRANCHING, owner_unit_id=company["HQ"], account=None, now=NOW)
    doors = {
        store: door(open_collectors(survey=version.survey, unit_ids=[company[store]])[0].token)
        for store in ("0001", "0003")
    }
    given = [
        ("0001", {"score": 9, "more": "a"}), ("0001", {"score": 2, "why": "慢", "more": "b"}), ("0001", {"score": 6}),
        ("0001", {"score": 0, "more": "a"}), ("0003", {"score": 3, "why": "贵"}), ("0003", {}),
    ]  # fmt: skip
    for number, (store, raw) in enumerate(given):
        behind = doors[store]
        assert behind is not None
        at = NOW + timedelta(minutes=number)
        submit(door=behind, key=keys.mint(behind.collector_id, behind.version_id, at), raw=raw, visit=Visit(), now=at)

    def reached(person: str) -> tuple[int, dict[str, tuple[float, int]]]:
        answer = api(person).get("/surveys/branching/drop-off").json()
        return answer["sample"], {
            each["question"]: (each["answered"]["value"], each["answered"]["n"]) for each in answer["questions"]
        }

    assert reached("hq_analyst") == (6, {"score": (5 / 6, 6), "why": (2 / 4, 4), "more": (3 / 6, 6)})
    assert reached("s1_manager") == (4, {"score": (1, 4), "why": (1 / 3, 3), "more": (3 / 4, 4)})


def test_items_of_a_loop_and_levels_of_a_path_belong_to_their_question() -> None:
    from opencem.report.centre.queries.summary import _column_of

    known = {"rate": column(key="rate", type="rating"), "where": column(key="where", type="cascade"), "m.a": column()}
    assert [_column_of(name, known) for name in ("rate.sku1", "where.1", "where.2", "m.a", "gone.x")] == [
        "rate", "where", "", "m.a", "gone.x",
    ]  # fmt: skip


def test_a_place_of_the_organisation_is_called_by_its_name(company: dict[str, int]) -> None:
    from opencem.report.centre.queries.summary import summary_of
    from opencem.report.centre.questions import QuestionColumn

    column = QuestionColumn("where", "where", "", "哪家店", "", "cascade", None, (0, 10), {}, (1,))
    spread = summary_of(column, 3, {("0001", None): 2, ("gone", None): 1}).spread
    assert [(bar.key, bar.label) for bar in spread] == [("0001", "徐汇店"), ("gone", "gone")]
