"""Jumps, ends, arms, order, loops and piping on the answer page, without a database."""

from __future__ import annotations

from typing import Any

from opencem.engines.survey_logic import Context, Item, SurveyDefinition
from opencem.web.respond.flow import Finish, Show, advance, begin
from opencem.web.respond.form import Place, read_form
from opencem.web.respond.presentation import page_view

from .long_survey import choices, question, survey, text

ENDS = [
    {"key": "out", "title": text("不巧"), "text": text("这次只问到店的顾客"), "outcome": "screened_out"},
    {"key": "fine", "title": text("好的"), "text": text("谢谢{{q.name|您}}"), "outcome": "completed"},
]
PAGES: list[dict[str, Any]] = [
    {
        "key": "who",
        "questions": [question("visited", "single", required=True, choices=choices("y", "n")), question("name", "text", lines=1)],
        "next": [{"if": {"selected": ["visited", "n"]}, "to": "end:out"}],
    },
    {
        "key": "score",
        "title": text("{{q.name|您}}的打分"),
        "questions": [question("stars", "rating", required=True)],
        "next": [{"if": {">=": [{"var": "stars"}, 4]}, "to": "last"}],
    },
    {"key": "why", "questions": [question("why", "text")]},
    {
        "key": "last",
        "show_if": {"answered": "stars"},
        "questions": [question("more", "text", hint=text("您给了 {{q.stars}} 分"))],
        "next": [{"if": True, "to": "end:fine"}],
    },
]  # fmt: skip
JUMPS = SurveyDefinition.parse(survey(PAGES, ends=ENDS))


def post(definition: SurveyDefinition, page: str, context: Context = Context(), **fields: Any) -> Show | Finish:
    """One form sent, all it asks for having been seen."""
    sent = {name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in fields.items()}
    seen = sent.pop("seen", [each.key for each in definition.questions])
    return advance(definition, read_form({"_page": [page], "_seen": seen, **sent}), context)


def shown(step: Show | Finish) -> Show:
    assert isinstance(step, Show), step
    return step


def test_a_jump_leaves_pages_out() -> None:
    assert shown(post(JUMPS, "0", q__visited="y")).place == Place(1)
    assert shown(post(JUMPS, "1", q__visited="y", q__stars="3")).place == Place(2)
    assert shown(post(JUMPS, "1", q__visited="y", q__stars="5")).place == Place(3)


def test_back_goes_the_way_one_came() -> None:
    assert shown(post(JUMPS, "3", q__visited="y", q__stars="5", _back="1")).place == Place(1)


def test_what_a_jump_passes_over_is_forgotten() -> None:
    step = shown(post(JUMPS, "1", q__visited="y", q__stars="5", q__why="vorher"))
    assert (step.place, "why" in step.raw, step.errors) == (Place(3), False, ())


def test_an_early_end_is_an_end() -> None:
    step = post(JUMPS, "0", q__visited="n")
    assert isinstance(step, Finish)
    end = step.standing.examination.end
    assert end is not None
    assert (end.key, end.outcome) == ("out", "screened_out")


def test_nothing_counts_past_an_end() -> None:
    step = post(JUMPS, "3", q__visited="n", q__more="x")
    assert isinstance(step, Finish)
    assert (step.raw, step.standing.examination.end) == ({"visited": "n"}, JUMPS.end_by_key["out"])
    forged = shown(post(JUMPS, "3", seen=[], q__visited="n", q__more="x"))
    assert [(error.question, error.code) for error in forged.errors] == [("more", "hidden_question")]


def test_answers_are_put_into_later_words() -> None:
    step = shown(post(JUMPS, "0", q__visited="y", q__name="<b>李</b>"))
    assert page_view(step, "zh-Hans", frozenset()).title == "<b>李</b>的打分"
    step = shown(post(JUMPS, "1", q__visited="y", q__stars="4"))
    assert page_view(step, "zh-Hans", frozenset()).questions[0].hint == "您给了 4 分"


def test_the_number_of_pages_is_that_of_the_way() -> None:
    view = page_view(shown(post(JUMPS, "1", q__visited="y", q__stars="5")), "zh-Hans", frozenset())
    assert (view.number, view.count, view.is_last) == (3, 3, True)


LOOP = SurveyDefinition.parse(
    survey([
        {"key": "each", "title": text("{{item.name}}"), "loop": {"over": "order.items"},
         "questions": [question("stars", "rating", required=True), question("why", "text", show_if={"<": [{"var": "stars"}, 3]})]},
        {"key": "end", "questions": [question("all", "text")]},
    ])
)  # fmt: skip
BOUGHT = Context(items={"order.items": (Item("A.1", "板栗"), Item("B@2", "瓜子"))})


def test_a_page_comes_once_for_each_item() -> None:
    first = begin(LOOP, BOUGHT)
    assert first.place == Place(0, "A.1")
    view = page_view(first, "zh-Hans", frozenset())
    assert (view.title, view.questions[0].field, view.place) == ("板栗", "q.stars@A%2E1", "0@A.1")
    second = shown(post(LOOP, view.place, BOUGHT, seen=["stars@A.1"], **{"q__stars@A%2E1": "5"}))
    assert (second.place, second.raw) == (Place(0, "B@2"), {"stars@A.1": 5})
    carried = page_view(second, "zh-Hans", frozenset({"stars@A.1"}))
    assert [(field.name, field.value) for field in carried.carried] == [("q.stars@A%2E1", "5")]
    seen = ["stars@A.1", "stars@B@2"]
    third = shown(post(LOOP, carried.place, BOUGHT, seen=seen, **{"q__stars@A%2E1": "5", "q__stars@B%402": "4"}))
    assert third.place == Place(1)


def test_a_question_brought_up_for_one_item_is_asked_for_that_item() -> None:
    step = shown(post(LOOP, "0@A.1", BOUGHT, seen=["stars@A.1"], **{"q__stars@A%2E1": "1"}))
    assert (step.place, step.notice) == (Place(0, "A.1"), "new_question")


def test_without_an_order_there_is_nothing_to_repeat() -> None:
    assert begin(LOOP).place == Place(1)


def test_an_item_nobody_bought_is_refused() -> None:
    step = shown(post(LOOP, "1", BOUGHT, **{"q__stars@C": "1"}))
    assert "unknown_question" in {error.code for error in step.errors}


TESTED = SurveyDefinition.parse(
    survey([
        {"key": "a", "ab": {"group": "g", "arm": "x", "weight": 1}, "questions": [question("one", "text")]},
        {"key": "b", "ab": {"group": "g", "arm": "y", "weight": 1}, "questions": [question("two", "text")]},
        {"key": "c", "order": "random", "questions": [question(f"q{n}", "text") for n in range(8)]},
    ])
)  # fmt: skip


def test_everybody_is_in_one_arm_and_sees_one_order() -> None:
    arms, orders = set(), set()
    for seed in map(str, range(40)):
        standing = begin(TESTED, Context(seed)).standing
        assert begin(TESTED, Context(seed)).standing.screens == standing.screens
        arms.add(standing.screens[0].step.page.key)
        orders.add(tuple(standing.screens[1].names()))
        assert len(standing.screens) == 2
    assert arms == {"a", "b"}
    assert len(orders) > 30


ONE_BY_ONE = SurveyDefinition.parse(survey(PAGES, ends=ENDS, theme={"screens": "questions"}))


def test_one_question_a_screen_is_a_page_each() -> None:
    first = begin(ONE_BY_ONE)
    assert first.place == Place(0, "", "visited")
    second = shown(post(ONE_BY_ONE, str(first.place), q__visited="y"))
    assert second.place == Place(0, "", "name")
    assert shown(post(ONE_BY_ONE, str(second.place), q__visited="y", q__name="李")).place == Place(1, "", "stars")
    missing = shown(post(ONE_BY_ONE, str(second.place), q__name="李"))
    assert (missing.place, [error.code for error in missing.errors]) == (Place(0, "", "visited"), ["required"])


def test_what_rules_read_of_other_pages_goes_to_the_script() -> None:
    definition = SurveyDefinition.parse(
        survey([
            {"key": "a", "questions": [question("stars", "rating"), question("mail", "email")]},
            {"key": "b", "questions": [question("why", "text", show_if={"<": [{"var": "stars"}, 3]}), question("ok", "text")]},
        ])
    )  # fmt: skip
    view = page_view(shown(post(definition, "0", q__stars="5", q__mail="a@example.com")), "en", frozenset())
    assert (view.known, [each.shown for each in view.questions]) == ('{"stars":5}', [False, True])
