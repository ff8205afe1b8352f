"""Every type of question in a real, phone-sized browser: by touch, by keyboard, and with scripts switched off."""

from __future__ import annotations

from typing import Any

import pytest

from opencem.listen.distribution.service import open_collectors
from opencem.listen.responses.models import Answer, Response
from opencem.listen.surveys.service import publish_survey
from tests.conftest import NOW
from tests.web.respond.long_survey import FIRST, PAGES, SECOND, STORED, THIRD, choices, question, survey, text

from .test_answer_page import SMALL_TARGETS, Phone, chromium, go_on, phone  # noqa: F401  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENDS = [{"key": "out", "title": text("不巧"), "text": text("这次只问到店的顾客"), "outcome": "screened_out"}]
JUMPING: list[dict[str, Any]] = [
    {
        "key": "who",
        "questions": [question("visited", "single", required=True, choices=choices("y", "n"))],
        "next": [{"if": {"selected": ["visited", "n"]}, "to": "end:out"}],
    },
    {
        "key": "score",
        "questions": [question("stars", "rating", required=True)],
        "next": [{"if": {">=": [{"var": "stars"}, 4]}, "to": "last"}],
    },
    {"key": "why", "questions": [question("why", "text")]},
    {"key": "last", "questions": [question("more", "text", hint=text("您给了 {{q.stars}} 分"))]},
]


@pytest.fixture
def opened(live_server: Any, company: dict[str, int]) -> Any:
    """`opened(definition)`: the address of the answer page of a survey that was just published."""

    def publish(definition: dict[str, Any]) -> str:
        version = publish_survey(definition=definition, owner_unit_id=company["HQ"], account=None, now=NOW)
        (collector,) = open_collectors(survey=version.survey, unit_ids=[company["0001"]])
        return f"{live_server.url}/s/{collector.token}"

    return publish


def stored() -> set[tuple[str, str, str, float | None, str | None]]:
    return set(Answer.rows.values_list("question", "row", "choice", "number", "text"))


def fill(page: Any, given: dict[str, Any]) -> None:
    """Whatever the control of a field is: ticks through its label, types, or chooses."""
    for name, value in given.items():
        field = page.locator(f"[name='{name.replace('__', '.')}']").first
        kind = field.evaluate("each => each.type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                tick(page, name.replace("__", "."), one)
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def tick(page: Any, name: str, value: str) -> None:
    """By its label, as a finger does; a consent is ticked in its box."""
    box = page.locator(f"[name='{name}'][value='{value}']")
    label = page.locator(f"label[for='{box.get_attribute('id')}']")
    (label if label.count() else box).click()


def test_every_type_with_scripts_switched_off(phone: Phone, opened: Any) -> None:  # noqa: F811  # a fixture
    page = phone(java_script_enabled=False).new_page()
    page.goto(opened(survey(PAGES)) + "?utm=spring")
    fill(page, FIRST)
    go_on(page, "2")
    fill(page, SECOND)
    page.click("button.go")
    page.select_option("[name='q.place.2']", "苏州")
    go_on(page, "3")
    fill(page, THIRD)
    go_on(page, "end")
    assert stored() == STORED


def test_every_type_with_scripts(phone: Phone, opened: Any) -> None:  # noqa: F811  # as above
    place = {"latitude": 31.2304, "longitude": 121.4737, "accuracy": 12}
    page = phone(geolocation=place, permissions=["geolocation"]).new_page()
    page.goto(opened(survey(PAGES)) + "?utm=spring")
    fill(page, {name: value for name, value in FIRST.items() if name != "q__level"})
    slider = page.locator("input[type=range]")
    slider.focus()
    for _ in range(2):
        slider.press("ArrowRight")
    assert page.input_value("[name='q.level']") == "35"
    assert_fits(page)
    go_on(page, "2")
    fill(page, {name: value for name, value in SECOND.items() if not name.startswith(("q__order", "q__place"))})
    assert page.inner_text("[data-sum]") == "100"
    rank_by_hand(page)
    page.select_option("[name='q.place.1']", "江苏")
    page.wait_for_selector("[name='q.place.2']")
    page.select_option("[name='q.place.2']", "苏州")
    assert_fits(page)
    assert ranks(page) == ["price", "taste", "look"]
    go_on(page, "3")
    fill(page, {name: value for name, value in THIRD.items() if not name.startswith("q__where")})
    page.get_by_role("button", name="使用我现在的位置").click()
    page.get_by_text("误差约 12 米").wait_for()
    assert_fits(page)
    go_on(page, "end")
    assert stored() == STORED | {("where", "accuracy", "", 12.0, None)}
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_going_on_before_the_next_level_has_come_is_not_forgotten(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone().new_page()
    page.goto(opened(survey(PAGES[1:])))
    page.select_option("[name='q.place.1']", "上海")
    page.evaluate("document.querySelector('button.go').click()")
    page.wait_for_selector("#page[data-page='2']")


def rank_by_hand(page: Any) -> None:
    """By taps and by keyboard: taste, price, look are picked; then price goes up."""
    for name in ("taste", "price", "look"):
        page.locator(f".ordered [data-key={name}] .pick").click()
    page.locator(".ordered [data-key=price] .up").focus()
    page.keyboard.press("Enter")
    assert ranks(page) == ["price", "taste", "look"]
    assert page.evaluate("document.activeElement.closest('li').getAttribute('data-key')") == "price"


def ranks(page: Any) -> list[str]:
    return [page.input_value(f"[name='q.order.{rank}']") for rank in (1, 2, 3)]


def assert_fits(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(SMALL_TARGETS)
    assert small == [], small


def test_things_are_ordered_by_dragging(phone: Phone, opened: Any) -> None:  # noqa: F811  # as above
    page = phone().new_page()
    page.goto(opened(survey(PAGES[1:2])))
    for name in ("taste", "price", "look"):
        page.locator(f".ordered [data-key={name}] .pick").click()
    last = page.locator(".ordered [data-key=look] .pick")
    last.scroll_into_view_if_needed()
    start, goal = last.bounding_box(), page.locator(".ordered [data-key=taste] .pick").bounding_box()
    page.mouse.move(start["x"] + 60, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(goal["x"] + 60, goal["y"] - 10, steps=8)
    page.mouse.up()
    page.wait_for_selector(".ordered li:first-child[data-key=look]")
    assert ranks(page) == ["look", "taste", "price"]
    page.locator(".ordered [data-key=look] .pick").click()
    assert ranks(page) == ["taste", "price", ""]


def test_what_goes_with_nothing_else_takes_the_others_away(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone().new_page()
    page.goto(opened(survey(PAGES[1:2])))
    tick(page, "q.bought", "tea")
    tick(page, "q.bought", "none")
    assert page.locator("[name='q.bought']:checked").evaluate_all("all => all.map(each => each.value)") == ["none"]
    tick(page, "q.bought", "nuts")
    assert page.locator("[name='q.bought']:checked").evaluate_all("all => all.map(each => each.value)") == ["nuts"]
    assert not page.locator("[name='q.visit.text.other']").is_visible()
    tick(page, "q.visit", "other")
    assert page.locator("[name='q.visit.text.other']").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_jump_and_a_screen_out_on_a_phone(phone: Phone, opened: Any, scripts: bool) -> None:  # noqa: F811
    url = opened(survey(JUMPING, ends=ENDS))
    page = phone(java_script_enabled=scripts).new_page()
    page.goto(url)
    tick(page, "q.visited", "y")
    go_on(page, "2")
    tick(page, "q.stars", "5")
    go_on(page, "3")
    assert page.get_by_text("您给了 5 分").is_visible()
    page.click("button.back")
    page.wait_for_selector("#page[data-page='2']")
    tick(page, "q.stars", "2")
    go_on(page, "3")
    assert page.locator("[name='q.why']").is_visible()
    stranger = phone(java_script_enabled=scripts).new_page()
    stranger.goto(url)
    tick(stranger, "q.visited", "n")
    go_on(stranger, "end")
    assert stranger.get_by_text("这次只问到店的顾客").is_visible()
    assert Response.rows.get().outcome == "screened_out"
