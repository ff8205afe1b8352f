"""The survey editor in a real browser over a real server: by mouse, by keyboard, by two at once, with 300 questions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from . import product
from .faults import Watch, barriers, missing_words, sideways
from .pictures import context_of

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")
SECONDS = 20_000
EXPECTED = re.compile(r"answer (409|422)")
# From the click on a link to the first page of questions drawn, as a person waits for it inside the console.
OPEN_FROM_WITHIN = """(path) => new Promise((done) => {
  const start = performance.now();
  history.pushState({}, '', path);
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  const look = () => document.querySelectorAll('article[data-question] [role=textbox]').length < 10
    ? setTimeout(look, 5) : requestAnimationFrame(() => done(performance.now() - start));
  look();
})"""
KINDS = """() => [...document.querySelectorAll('.ant-popover:not(.ant-popover-hidden) section button')]
  .map((each) => each.textContent)"""


@dataclass
class Desk:
    """A served company and a browser."""

    url: str
    browser: Any

    @contextmanager
    def at_work(self, width: int = 1440, username: str = "admin") -> Iterator[Any]:
        """A signed-in page; whatever goes wrong on it fails the test."""
        context = context_of(self.browser, width, "zh")
        context.set_default_timeout(SECONDS)
        page = context.new_page()
        watch = Watch(page, expected=EXPECTED)
        product.enter(page, self.url, username)
        yield page
        watch.settle()
        words = missing_words(page)
        context.close()
        assert watch.take() + words == []

    def draft(self, page: Any, definition: dict[str, Any]) -> str:
        """A survey with this draft, made over HTTP; its key."""
        key = str(self.post(page, "/surveys", {"title": definition["title"], "languages": ["zh-Hans"]})["key"])
        self.put(
            page, f"/surveys/{key}/draft", {"definition": definition, "revision": self.kept(page, key)["revision"]}
        )
        return key

    def kept(self, page: Any, key: str) -> dict[str, Any]:
        return dict(page.request.get(f"{self.url}/api/v1/surveys/{key}/draft").json())

    def post(self, page: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._send(page, "post", path, body)

    def put(self, page: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._send(page, "put", path, body)

    def _send(self, page: Any, how: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
        headers = {"X-CSRFToken": token, "Origin": self.url, "Referer": self.url}
        answer = getattr(page.request, how)(f"{self.url}/api/v1{path}", data=body, headers=headers)
        assert answer.ok, answer.text()
        return dict(answer.json())

    def open(self, page: Any, key: str, search: str = "") -> None:
        page.goto(f"{self.url}/surveys/{key}/edit{search}")
        page.locator("article[data-question]").first.wait_for()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if hindrance := product.missing():
        required = "browser" in os.environ.get("OPENCEM_TEST_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(hindrance)
    data: Path = tmp_path_factory.mktemp("editor")
    product.load_demo(data, stores=12, months=1)
    with sync_api.sync_playwright() as playwright, product.served(data) as url:
        browser = product.launch(playwright)
        yield Desk(url, browser)
        browser.close()


def text(words: str) -> dict[str, str]:
    return {"zh-Hans": words}


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "title": text(f"题目{key}"), **more}


def survey(*pages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    listed = [{"key": f"page_{n}", "questions": questions} for n, questions in enumerate(pages, 1)]
    return {"key": "any", "title": text("试验问卷"), "languages": ["zh-Hans"], "pages": listed, **more}


def saved(page: Any) -> None:
    page.get_by_role("status").get_by_text(re.compile("^已保存|已保存 ")).first.wait_for()


def outline(page: Any) -> list[str]:
    """The questions' keys in the order of the outline."""
    lines = page.locator("nav[aria-label=目录] [data-line^='question:']")
    return [str(line.get_attribute("data-line")).removeprefix("question:") for line in lines.all()]


def line(page: Any, key: str) -> Any:
    return page.locator(f"nav[aria-label=目录] [data-line='question:{key}']")


def card(page: Any, key: str) -> Any:
    return page.locator(f"article[data-question='{key}']")


def settings(page: Any) -> Any:
    return page.get_by_role("complementary", name="设置")


def add(page: Any, kind: str) -> None:
    page.get_by_role("button", name="添加题目").click()
    page.get_by_label("搜索题型").fill(kind)
    page.keyboard.press("Enter")


def choose(page: Any, label: str, option: str, within: Any) -> None:
    within.get_by_label(label, exact=True).last.click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=option).first.click()


def test_a_survey_with_logic_by_mouse(desk: Desk) -> None:
    with desk.at_work() as page:
        page.goto(f"{desk.url}/surveys/new")
        page.get_by_role("button", name=re.compile("空白问卷")).click()
        page.wait_for_url("**/surveys/*/edit*")
        key = page.url.split("/surveys/")[1].split("/")[0]
        page.get_by_role("textbox", name="问卷标题").fill("到店回访")
        page.get_by_role("heading", name="到店回访", level=1).wait_for()
        add(page, "NPS")
        add(page, "文本")
        card(page, "verbatim").get_by_role("textbox", name="题目", exact=True).fill("哪里让您失望？")
        settings(page).get_by_text("满足条件时", exact=True).click()
        settings(page).get_by_role("button", name=re.compile("添加条件$")).click()
        choose(page, "怎么比", "≤", settings(page))
        card(page, "verbatim").get_by_text("当「您有多愿意把我们推荐给朋友？」≤ 6 时显示").wait_for()
        put_an_answer_into_words(page)
        saved(page)
        draft = desk.kept(page, key)
        [first, second] = draft["definition"]["pages"][0]["questions"]
        assert (first["type"], second["show_if"]) == ("nps", {"<=": [{"var": "recommend"}, 6]})
        assert "{{q.recommend}}" in second["title"]["zh-Hans"]
        assert draft["faults"] == []
        publish(page)
        answer_on_a_phone(desk, page, key)
        change_and_compare(page)


def put_an_answer_into_words(page: Any) -> None:
    title = card(page, "verbatim").get_by_role("textbox", name="题目", exact=True)
    title.click()
    page.keyboard.press("End")
    card(page, "verbatim").get_by_role("button", name="插入答案或变量").click()
    page.get_by_role("menuitem", name=re.compile("您有多愿意.*的答案")).click()
    title.locator("[data-token='q.recommend']").wait_for()


def publish(page: Any) -> None:
    page.get_by_role("button", name="发布", exact=True).click()
    dialog = page.locator(".ant-modal")
    dialog.locator(".ant-btn-primary:not([disabled])").click()
    page.locator(".ant-message").get_by_text("已发布").wait_for()


def answer_on_a_phone(desk: Desk, page: Any, key: str) -> None:
    """The published survey asks for the reason only of those who would not recommend."""
    collector = first_collector(desk, page, key)
    context = context_of(desk.browser, 390, "zh")
    phone = context.new_page()
    phone.goto(re.sub(r"^https?://[^/]+", desk.url, collector["url"]))
    phone.click("label[for=q-recommend-10]")
    assert not phone.locator("#q-verbatim").is_visible()
    phone.click("label[for=q-recommend-3]")
    phone.locator("#q-verbatim").wait_for()
    context.close()


def first_collector(desk: Desk, page: Any, key: str) -> dict[str, Any]:
    """Every store gets its code from the event of publishing, a moment after it."""
    for _ in range(100):
        if listed := page.request.get(f"{desk.url}/api/v1/surveys/{key}/collectors").json()["items"]:
            return dict(listed[0])
        page.wait_for_timeout(100)
    raise AssertionError("no collector")


def change_and_compare(page: Any) -> None:
    card(page, "recommend").get_by_role("textbox", name="题目", exact=True).fill("您会再来吗？")
    page.get_by_role("button", name="发布", exact=True).click()
    changed = page.get_by_role("region", name="与第 1 版相比")
    changed.locator("ins", has_text="您会再来吗？").wait_for()
    page.locator(".ant-modal .ant-btn-primary:not([disabled])").click()
    page.locator(".ant-message").get_by_text("已发布").first.wait_for()


def test_order_by_mouse_and_by_keyboard_with_undo(desk: Desk) -> None:
    with desk.at_work() as page:
        key = desk.draft(page, survey([question("a"), question("b"), question("c")], [question("d")]))
        desk.open(page, key)
        box, target = line(page, "a").bounding_box(), line(page, "c").bounding_box()
        page.mouse.move(box["x"] + 60, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(target["x"] + 60, target["y"] + 5, steps=8)
        page.mouse.move(target["x"] + 60, target["y"] + 12, steps=4)
        page.mouse.up()
        page.wait_for_function("() => document.querySelectorAll('[data-line]')[3].dataset.line === 'question:a'")
        assert outline(page) == ["b", "c", "a", "d"]
        line(page, "b").focus()
        for press in ("Space", "ArrowDown", "Space"):
            page.keyboard.press(press)
            page.wait_for_timeout(250)
        assert outline(page) == ["c", "b", "a", "d"]
        line(page, "a").focus()
        page.keyboard.press("Alt+ArrowDown")
        assert outline(page) == ["c", "b", "a", "d"]
        saved(page)
        assert [each["key"] for each in desk.kept(page, key)["definition"]["pages"][1]["questions"]] == ["a", "d"]
        for _ in range(3):
            page.keyboard.press("Control+z")
        assert outline(page) == ["a", "b", "c", "d"]
        page.keyboard.press("Control+Shift+z")
        assert outline(page) == ["b", "c", "a", "d"]


def test_deleting_says_what_breaks_and_can_be_undone(desk: Desk) -> None:
    rule = {"<=": [{"var": "a"}, 6]}
    with desk.at_work() as page:
        key = desk.draft(page, survey([question("a", "nps"), question("b", show_if=rule)]))
        desk.open(page, key, "?q=a")
        line(page, "a").focus()
        page.keyboard.press("Delete")
        dialog = page.locator(".ant-modal-confirm")
        dialog.get_by_text("「题目b」").wait_for()
        dialog.get_by_role("button", name="删除", exact=True).click()
        saved(page)
        page.get_by_role("button", name=re.compile("问题 [1-9]")).click()
        page.locator(".ant-drawer-open").get_by_text("条件引用了后面的题目或已删除的题目").click()
        assert "q=b" in page.url
        page.keyboard.press("Control+z")
        card(page, "b").get_by_text("当「题目a」≤ 6 时显示").wait_for()
        saved(page)
        assert desk.kept(page, key)["definition"]["pages"][0]["questions"][1]["show_if"] == rule


def test_every_type_of_the_menu_is_one_the_engine_takes(desk: Desk) -> None:
    with desk.at_work() as page:
        key = desk.draft(page, survey([question("a")]))
        desk.open(page, key)
        page.get_by_role("button", name="添加题目").click()
        page.get_by_label("搜索题型").wait_for()
        kinds = page.evaluate(KINDS)
        page.keyboard.press("Escape")
        assert len(kinds) == 30
        for kind in kinds:
            page.get_by_role("button", name="添加题目").click()
            page.locator(".ant-popover:visible section button", has_text=re.compile(f"^{kind}$")).click()
            page.locator(".ant-popover:visible section").first.wait_for(state="hidden")
        saved(page)
        draft = desk.kept(page, key)
        assert len(draft["definition"]["pages"][0]["questions"]) == 1 + len(kinds)
        assert [fault["code"] for fault in draft["faults"]] == ["own_file_expected"]  # a picture is to be uploaded
        assert barriers(page) == []


def test_two_editors_never_overwrite_each_other(desk: Desk) -> None:
    with desk.at_work() as mine, desk.at_work() as hers:
        key = desk.draft(mine, survey([question("a")]))
        for page in (mine, hers):
            desk.open(page, key)
        hers.get_by_role("textbox", name="问卷标题").fill("她的标题")
        saved(hers)
        mine.get_by_role("textbox", name="问卷标题").fill("我的标题")
        dialog = mine.locator(".ant-modal", has_text="这份草稿被别人改过")
        dialog.get_by_role("button", name="载入对方的").click()
        mine.get_by_role("heading", name="她的标题", level=1).wait_for()
        mine.keyboard.press("Control+z")
        mine.get_by_role("heading", name="我的标题", level=1).wait_for()
        saved(mine)
        assert desk.kept(mine, key)["definition"]["title"] == text("我的标题")


def test_a_region_adds_to_what_headquarters_asks_and_changes_none_of_it(desk: Desk) -> None:
    with desk.at_work(username="huazhong") as page:
        page.goto(f"{desk.url}/surveys/post_purchase")
        page.get_by_role("button", name="加本区题目").click()
        held = card(page, "recommend")
        held.wait_for()
        key = page.url.split("/surveys/")[1].split("/")[0]
        desk.open(page, key, "?q=recommend")
        held.get_by_text("总部题目，不能改").wait_for()
        assert held.get_by_role("textbox", name="题目", exact=True).get_attribute("contenteditable") == "false"
        line(page, "recommend").focus()
        page.keyboard.press("Delete")
        page.locator(".ant-message").get_by_text("总部的题目不能删").wait_for()
        page.locator("nav[aria-label=目录] [data-line='page:own_block']").click()
        add(page, "数字")
        saved(page)
        draft = desk.kept(page, key)
        assert draft["definition"]["pages"][-1]["questions"][0]["type"] == "number"
        assert not [each for each in draft["faults"] if each["code"].startswith("locked")]
        page.goto(f"{desk.url}/surveys")
        page.get_by_role("button", name="post_purchase 的操作").click()
        assert page.get_by_role("menuitem").all_inner_texts() == ["加本区题目"]


def large() -> dict[str, Any]:
    """300 questions on 30 pages, 200 of them with a rule."""
    choices = [{"key": f"a{n}", "label": text(f"选项{n}")} for n in range(1, 6)]
    pages = []
    for page in range(30):
        numbers = range(page * 10, page * 10 + 10)
        pages.append([question(f"q{n}", "single", choices=choices, **_rule(n)) for n in numbers])
    return survey(*pages)


def _rule(n: int) -> dict[str, Any]:
    return {"show_if": {"selected": [f"q{n - 1}", "a1"]}} if n and n % 3 else {}


def test_a_survey_of_300_questions_is_worked_on(desk: Desk) -> None:
    with desk.at_work() as page:
        key = desk.draft(page, large())
        desk.open(page, key)
        took = []
        for _ in range(4):
            page.goto(f"{desk.url}/surveys")
            page.locator("#main table").wait_for()
            took.append(page.evaluate(OPEN_FROM_WITHIN, f"/surveys/{key}/edit"))
        print(f"opened in {[round(each) for each in took]} ms")
        line(page, "q5").click()
        page.keyboard.press("Alt+ArrowUp")
        saved(page)


def test_on_a_phone_one_pane_at_a_time(desk: Desk) -> None:
    with desk.at_work(width=390) as page:
        key = desk.draft(page, survey([question("a", "nps"), question("b")]))
        desk.open(page, key)
        for pane in ("目录", "设置", "页面"):
            page.locator(".ant-segmented-item", has_text=re.compile(f"^{pane}$")).click()
            assert sideways(page) == []
            assert barriers(page) == []
