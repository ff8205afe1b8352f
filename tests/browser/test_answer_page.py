"""The answer page in a real, phone-sized browser: with scripts and without, on good networks and bad."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from opencem.listen.responses.models import Answer, Response

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = "/usr/bin/chromium"
BUILT = Path(__file__).parents[2] / "opencem" / "web" / "respond" / "static" / "respond" / "manifest.json"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROWS = ("product", "service", "environment", "price", "speed")


def _skip_or_fail(missing: str) -> None:
    required = "browser" in os.environ.get("OPENCEM_TEST_REQUIRE", "").split(",")
    (pytest.fail if required else pytest.skip)(missing)


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        _skip_or_fail("chromium is absent: apt-get install chromium")
    if not BUILT.exists():
        _skip_or_fail("the answer page is not built: make build")
    # Playwright runs an event loop in this thread, which Django would otherwise take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


Phone = Callable[..., Any]


@pytest.fixture
def phone(chromium: Any) -> Iterator[Phone]:
    """`phone(locale="en-US")`: a new phone's browser context; what goes wrong on its pages fails the test."""
    contexts, wrong = [], []

    def make(width: int = 390, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 844}, **{"locale": "zh-CN", **options})
        context.set_default_timeout(8000)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def url(live_server: Any, survey: dict[str, Any]) -> str:
    return f"{live_server.url}/s/{survey['tokens']['0001']}"


def score(page: Any, number: int) -> None:
    page.click("label[for=q-recommend]" if number == 0 else f"label[for=q-recommend-{number}]")


def go_on(page: Any, to: str) -> None:
    page.click("button.go")
    page.wait_for_selector(f"#page[data-page='{to}']")


def rate(page: Any, stars: int = 4) -> None:
    for row in ROWS:
        page.click(f"label[for=q-satisfaction-{row}-{stars}]")


def to_last_page(page: Any, url: str, number: int = 3) -> None:
    page.goto(url)
    score(page, number)
    go_on(page, "2")
    rate(page)


def test_tags_appear_as_the_score_is_tapped(phone: Phone, url: str) -> None:
    page = phone().new_page()
    page.goto(url)
    reasons = page.locator("#q-reasons-box")
    assert not reasons.is_visible()
    score(page, 3)
    assert reasons.is_visible()
    assert page.get_by_text("吃出异物或身体不适").is_visible()
    page.get_by_text("不新鲜").click()
    score(page, 10)
    assert not page.get_by_text("不新鲜").is_visible()
    page.get_by_text("又快又准").click()
    go_on(page, "2")
    rate(page)
    page.fill("textarea", "很快")
    go_on(page, "end")
    assert "谢谢" in page.inner_text("h1")
    assert list(Answer.rows.filter(question="reasons").values_list("choice", flat=True)) == ["quick"]
    assert Response.rows.count() == 1


def test_no_more_can_be_ticked_than_may_be(phone: Phone, url: str) -> None:
    page = phone().new_page()
    page.goto(url)
    score(page, 2)
    boxes = page.locator("#q-reasons-box .choices label:visible")
    for index in range(5):
        boxes.nth(index).click()
    assert page.locator("#q-reasons-box input:disabled:not([hidden] *)").count() == boxes.count() - 5
    boxes.nth(0).click()
    assert page.locator("#q-reasons-box input:disabled:not([hidden] *)").count() == 0


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_whole_way_with_scripts_switched_off(phone: Phone, url: str, locale: str) -> None:
    page = phone(java_script_enabled=False, locale=locale).new_page()
    page.goto(url)
    assert page.locator("#q-reasons-box").count() == 0
    score(page, 3)
    page.click("button.go")
    page.locator("#q-reasons-box label").first.click()
    go_on(page, "2")
    rate(page)
    go_on(page, "end")
    assert Response.rows.count() == 1
    assert Answer.rows.filter(question="reasons").count() == 1


def test_light_and_from_one_place(phone: Phone, url: str, live_server: Any) -> None:
    page = phone().new_page()
    bodies: dict[str, int] = {}
    page.on("response", lambda response: bodies.__setitem__(response.url, len(gzip.compress(response.body()))))
    page.goto(url, wait_until="networkidle")
    assert len(bodies) == 3
    assert all(each.startswith(live_server.url) for each in bodies)
    assert sum(bodies.values()) <= 40_960
    assert sum(size for each, size in bodies.items() if each.endswith(".js")) <= 15_360


def test_double_click_sends_once(phone: Phone, url: str) -> None:
    page = phone().new_page()
    to_last_page(page, url)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.dblclick("button.go")
    page.wait_for_selector("#page[data-page='end']")
    assert len(posts) == 1
    assert Response.rows.count() == 1


def test_a_lost_network_is_waited_for(phone: Phone, url: str) -> None:
    context = phone()
    page = context.new_page()
    to_last_page(page, url)
    context.set_offline(True)
    page.click("button.go")
    page.get_by_text("网络不太稳").wait_for()
    context.set_offline(False)
    page.wait_for_selector("#page[data-page='end']")
    assert Response.rows.count() == 1


def test_an_acknowledgement_lost_on_the_way_stores_once(phone: Phone, url: str) -> None:
    page = phone().new_page()
    to_last_page(page, url)
    sent: list[int] = []

    def lose_the_first_answer(route: Any) -> None:
        sent.append(route.fetch().status)
        if len(sent) == 1:
            route.abort()
        else:
            route.continue_()

    page.route(url, lose_the_first_answer)
    go_on(page, "end")
    assert len(sent) == 2
    assert Response.rows.count() == 1


def test_the_back_button_steps_through_the_pages(phone: Phone, url: str) -> None:
    page = phone().new_page()
    to_last_page(page, url)
    page.fill("textarea", "写了一半")
    page.go_back()
    page.wait_for_selector("#page[data-page='1']")
    assert page.is_checked("#q-recommend-3")
    page.go_forward()
    page.wait_for_selector("#page[data-page='2']")
    assert page.input_value("textarea") == "写了一半"
    go_on(page, "end")
    page.go_back()
    page.wait_for_selector("#page[data-page='2']")
    go_on(page, "end")
    assert Response.rows.count() == 1


def test_a_reload_keeps_what_was_typed_and_the_end_drops_it(phone: Phone, url: str) -> None:
    page = phone().new_page()
    page.goto(url)
    score(page, 9)
    page.get_by_text("新鲜", exact=True).click()
    page.reload()
    assert page.is_checked("#q-recommend-9")
    assert page.is_checked("input[value=fresh]")
    go_on(page, "2")
    rate(page)
    go_on(page, "end")
    assert page.evaluate("sessionStorage.length") == 0


def test_two_tabs_end_in_one_response(phone: Phone, url: str) -> None:
    context = phone()
    first, second = context.new_page(), context.new_page()
    to_last_page(first, url)
    to_last_page(second, url, 9)
    go_on(first, "end")
    go_on(second, "end")
    assert Response.rows.count() == 1


def test_another_language_in_place(phone: Phone, url: str) -> None:
    page = phone().new_page()
    to_last_page(page, url)
    page.click("button[value=en]")
    page.get_by_text("Anything you would like to tell us?").wait_for()
    assert page.get_attribute("html", "lang") == "en"
    assert page.is_checked("#q-satisfaction-price-4")
    go_on(page, "end")
    assert Response.rows.get().language == "en"


def test_errors_take_the_focus_and_lead_to_the_question(phone: Phone, url: str) -> None:
    page = phone().new_page()
    page.goto(url)
    page.click("button.go")
    page.wait_for_selector("[role=alert]")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.click("[role=alert] a")
    assert page.evaluate("document.activeElement.id") == "q-recommend"
    score(page, 8)
    assert page.locator(".question .error").count() == 0
    go_on(page, "2")
    page.click("label[for=q-satisfaction-speed-4]")
    page.click("button.go")
    page.get_by_role("alert").get_by_role("link").nth(1).click()
    assert page.evaluate("document.activeElement.id") == "q-satisfaction-service"
    assert page.get_attribute("#page", "data-page") == "2"


def test_a_phone_number_stays_out_of_storage(phone: Phone, url: str) -> None:
    page = phone().new_page()
    to_last_page(page, url)
    page.fill("input[type=tel]", "13812345678")
    page.fill("textarea", "请回电")
    assert "13812345678" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.go_back()
    page.go_forward()
    page.wait_for_selector("#page[data-page='2']")
    assert page.input_value("input[type=tel]") == "13812345678"


def test_by_keyboard_alone(phone: Phone, url: str) -> None:
    page = phone().new_page()
    page.goto(url)
    page.focus("#q-recommend")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#q-recommend-2")
    page.focus("button.go")
    page.keyboard.press("Enter")
    page.wait_for_selector("#page[data-page='2']")
    for row in ROWS:
        page.focus(f"#q-satisfaction-{row}")
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        assert page.is_checked(f"#q-satisfaction-{row}-5")
    page.focus("button.go")
    page.keyboard.press("Enter")
    page.wait_for_selector("#page[data-page='end']")


SMALL_TARGETS = """() => [...document.querySelectorAll("label, button, textarea, input[type=tel], .go")]
  .filter((each) => each.offsetParent).map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44).map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
SMALL_TYPE = """() => [...document.querySelectorAll("textarea, input[type=tel]")]
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16).length"""


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-US"])
def test_fits_the_phone_and_the_thumb(phone: Phone, url: str, width: int, locale: str) -> None:
    page = phone(width, locale=locale).new_page()
    page.goto(url)
    score(page, 3)
    for number in ("1", "2"):
        page.wait_for_selector(f"#page[data-page='{number}']")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(SMALL_TARGETS)
        assert small == [], small
        assert page.evaluate(SMALL_TYPE) == 0
        if number == "1":
            page.click("button.go")
