"""Scorecards from answers: every figure and the total worked out by hand beside the product's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencem.listen.feedback import service as feedback
from opencem.listen.feedback.models import Feedback, Flag
from opencem.platform.accounts.service import scope_for, system_scope
from opencem.platform.events import dispatcher
from opencem.understand.assessment import due, queries, service
from opencem.understand.assessment.models import DueScorecard, Scorecard
from opencem.understand.metrics import projector, store
from tests.doubts import lay_doubts

from .conftest import MONTH, NOW

Answer = Callable[..., int]


def _settle() -> None:
    """Events handled, store caught up, scorecards recomputed."""
    dispatcher.run_until_idle()
    projector.run_until_idle()
    due.recompute_due(NOW)


def _card(company: dict[str, int], code: str, month: date = MONTH) -> Scorecard:
    return Scorecard.rows.get(unit_id=company[code], month=month)


def _items(card: Scorecard) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in card.items}


def test_a_month_is_scored_by_the_scheme(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer, review: Any, solved: Any
) -> None:
    for recommend, stars in [(10, 5), (9, 5), (10, 4), (8, 4), (3, 2), (10, 3)]:
        answer("0001", recommend=recommend, stars=stars, device=f"d{recommend}{stars}")
    review("0001", [5, 5, 4, 4])
    solved("0001", on_time=3, late=1)
    dispatcher.run_until_idle()
    projector.rebuild()
    assert service.recompute(MONTH, system_scope("test"), NOW) == 4
    card = _card(company, "0001")
    items = _items(card)
    # NPS: 4 promoters, 1 detractor of 6 → 50; the curve gives 50/80 of 100.
    assert items["nps"]["value"] == pytest.approx(50.0)
    assert items["nps"]["score"] == 62.5
    # CSAT: 4 of 6 answered 4 or 5 in each of 5 rows → 20 of 30; (2/3 − 0.6)/0.35.
    assert (items["csat"]["value"], items["csat"]["n"]) == (pytest.approx(2 / 3), 30)
    assert items["csat"]["score"] == pytest.approx(19.05)
    # Tickets: 3 of 4 on time → (0.75 − 0.6)/0.35.
    assert (items["ticket_on_time"]["value"], items["ticket_on_time"]["n"]) == (0.75, 4)
    assert items["ticket_on_time"]["score"] == pytest.approx(42.86)
    # Reviews: 5, 5, 4, 4 and the 3 of the ticket → 4.2; (4.2 − 3.5)/1.3.
    assert (items["review_rating"]["value"], items["review_rating"]["n"]) == (pytest.approx(4.2), 5)
    assert items["review_rating"]["score"] == pytest.approx(53.85)
    by_hand = 0.4 * 62.5 + 0.3 * 19.0476 + 0.2 * 42.8571 + 0.1 * 53.8462
    assert card.total == pytest.approx(by_hand, abs=0.006)
    assert card.total == pytest.approx(sum(item["contribution"] for item in card.items))
    assert card.n == 30


def test_an_item_without_enough_answers_gives_its_weight_back(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer
) -> None:
    for number in range(5):
        answer("0001", recommend=10, stars=5, device=f"d{number}")
    _settle()
    items = _items(_card(company, "0001"))
    assert items["ticket_on_time"]["left_out"] == items["review_rating"]["left_out"] == "no_data"
    assert items["nps"]["weight_used"] == pytest.approx(57.14, abs=0.01)
    assert items["csat"]["weight_used"] == pytest.approx(42.86, abs=0.01)
    assert _card(company, "0001").total == 100


def test_a_low_score_moves_the_card_as_soon_as_it_is_stored(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer
) -> None:
    for number in range(5):
        answer("0001", recommend=10, stars=5, device=f"d{number}")
    _settle()
    before = _card(company, "0001").total
    answer("0001", recommend=0, stars=1, device="angry")
    _settle()
    assert before == 100
    after = _items(_card(company, "0001"))
    assert (after["nps"]["value"], after["nps"]["n"]) == (pytest.approx(100 * 4 / 6), 6)
    assert _card(company, "0001").total < before
    assert not DueScorecard.objects.exists()


def test_doubtful_answers_leave_the_score_and_both_figures_are_shown(
    company: dict[str, int], people: dict[str, Any], analytics: Any, scheme: Any, answer: Answer
) -> None:
    for number in range(5):
        answer("0001", recommend=6 if number else 8, stars=3, device=f"d{number}")
    fakes = [answer("0001", recommend=10, stars=5, device=f"f{number}") for number in range(5)]
    dispatcher.run_until_idle()
    ids = list(Feedback.rows.filter(response_id__in=fakes).values_list("pk", flat=True))
    lay_doubts({pk: [("told_by_staff", 0.9, {"by": "店员"})] for pk in ids}, NOW)
    _settle()
    card = _card(company, "0001")
    nps = _items(card)["nps"]
    assert (nps["value"], nps["n"]) == (-80.0, 5)
    assert (nps["value_all"], nps["n_all"]) == (10.0, 10)
    assert card.total_all > card.total
    flag = Flag.rows.filter(feedback_id=ids[0], kind="told_by_staff").get()
    feedback.reverse_flag(
        flag_id=flag.pk, scope=system_scope("test"), account=people["hq_admin"], reason="核实为真", now=NOW
    )
    _settle()
    assert _items(_card(company, "0001"))["nps"]["n"] == 6


def test_nothing_is_recomputed_from_a_store_that_lags(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer
) -> None:
    answer("0001", recommend=10, stars=5)
    dispatcher.run_until_idle()
    assert due.recompute_due(NOW) == (0, True)
    assert not Scorecard.rows.exists()
    projector.run_until_idle()
    assert due.recompute_due(NOW) == (1, False)
    assert _card(company, "0001").unit_id == company["0001"]


def test_a_mark_that_moves_while_a_month_is_computed_stays(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer("0001", recommend=10, device="first")
    dispatcher.run_until_idle()
    projector.run_until_idle()
    real = due.recompute

    def meanwhile(*arguments: Any) -> int:
        answer("0001", recommend=0, device="second")
        dispatcher.run_until_idle()
        return real(*arguments)

    monkeypatch.setattr(due, "recompute", meanwhile)
    assert due.recompute_due(NOW) == (1, True)
    monkeypatch.undo()
    projector.run_until_idle()
    assert due.recompute_due(NOW) == (1, False)
    assert _items(_card(company, "0001"))["nps"]["n_all"] == 2


def test_a_month_costs_the_same_queries_for_few_stores_and_for_many(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("0001", "0002", "0003"):
        answer(code, recommend=9, device=code)
    dispatcher.run_until_idle()
    projector.run_until_idle()
    reads: list[str] = []
    real = type(store.current()).read
    monkeypatch.setattr(
        type(store.current()), "read", lambda self, sql, values: reads.append(sql) or real(self, sql, values)
    )
    scope = system_scope("test")
    service.recompute(MONTH, scope.narrowed(frozenset({company["0001"]})), NOW)
    few = len(reads)
    with CaptureQueriesContext(connection) as records:
        service.recompute(MONTH, scope, NOW)
    # Survey and ticket figures share one filter, reviews have another; each with and without the doubtful answers.
    assert few == len(reads) - few == 4
    assert len(records) <= 21


def test_ranking_puts_the_best_first_and_lists_the_unranked(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer, people: dict[str, Any]
) -> None:
    for code, scores in (("0001", [10] * 3 + [5] * 2), ("0002", [10] * 5), ("0003", [10] * 2)):
        for number, score in enumerate(scores):
            answer(code, recommend=score, device=f"{code}{number}")
    may = NOW - timedelta(days=30)
    for number in range(5):
        answer("0001", recommend=10, device=f"may{number}", at=may)
    _settle()
    _, standings = queries.ranking(system_scope("test"), MONTH)
    assert [(standing.unit.code, standing.rank) for standing in standings] == [
        ("0002", 1),
        ("0001", 2),
        ("0003", None),
        ("T01", None),
    ]
    assert standings[1].previous_total == _card(company, "0001", date(2026, 5, 1)).total
    assert standings[1].change == pytest.approx(_card(company, "0001").total - standings[1].previous_total)
    region = scope_for(people["r2_manager"], "scorecard.read", purpose="test")
    assert region is not None
    assert [standing.unit.code for standing in queries.ranking(region, MONTH)[1]] == ["0003"]


def test_equal_scores_share_a_rank_and_more_answers_stand_first(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer
) -> None:
    """A hundredth that nobody sees decides nothing: 99.96 and 100 both read 100.0."""
    for code, people in (("0001", 5), ("0002", 7), ("0003", 6)):
        for number in range(people):
            answer(code, recommend=10 if code != "0003" else 7, stars=5, device=f"{code}{number}")
    _settle()
    Scorecard.rows.filter(unit_id=company["0001"]).update(total=100)
    Scorecard.rows.filter(unit_id=company["0002"]).update(total=99.96)
    _, standings = queries.ranking(system_scope("test"), MONTH)
    assert [(each.unit.code, each.rank, each.tied) for each in standings][:3] == [
        ("0002", 1, True),
        ("0001", 1, True),
        ("0003", 3, False),
    ]


def test_two_talkative_customers_do_not_make_a_champion(
    company: dict[str, int], analytics: Any, scheme: Any, answer: Answer, review: Any
) -> None:
    """Store 0002 has a perfect card of reviews alone, a tenth of the weights: listed, unranked."""
    for number in range(5):
        answer("0001", recommend=9, stars=4, device=f"d{number}")
    for number in range(2):
        answer("0002", recommend=10, stars=5, device=f"e{number}")
    review("0002", [5] * 6)
    _settle()
    _, standings = queries.ranking(system_scope("test"), MONTH)
    assert (_card(company, "0002").total, _card(company, "0002").n) == (100, 6)
    assert [(standing.unit.code, standing.rank) for standing in standings][:2] == [("0001", 1), ("0002", None)]
