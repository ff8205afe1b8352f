"""The survey centre and the journeys in a real browser: from the curve to the words, from a bar to the answers."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from . import product
from .faults import Watch, sideways
from .pictures import context_of

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")
SECONDS = 30_000
SURVEY = "post_purchase"


@dataclass
class World:
    """A served demo company and a browser that looks at it."""

    url: str
    browser: Any

    @contextmanager
    def signed_in(self, username: str, path: str, width: int = 1440, *, expected: str = "") -> Iterator[Any]:
        """A person's page at `path`; whatever goes wrong on it fails the test, but for answers of an `expected` status."""
        context = context_of(self.browser, width, "zh")
        context.set_default_timeout(SECONDS)
        page = context.new_page()
        watch = Watch(page, expected=re.compile(f"answer {expected}") if expected else None)
        product.enter(page, self.url, username)
        page.goto(self.url + path)
        yield page
        context.close()
        assert watch.take() == []


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if hindrance := product.missing():
        required = "browser" in os.environ.get("OPENCEM_TEST_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(hindrance)
    data = tmp_path_factory.mktemp("centre")
    product.load_demo(data, stores=6, months=2)
    with sync_api.sync_playwright() as playwright, product.served(data) as url:
        browser = product.launch(playwright)
        yield World(url, browser)
        browser.close()


def drawer(page: Any) -> Any:
    return page.locator(".ant-drawer-section").last


def test_the_curve_opens_to_the_words_behind_it(world: World) -> None:
    with world.signed_in("admin", "/journeys") as page:
        page.get_by_role("heading", name="体验曲线").wait_for()
        rows = page.locator("tr[data-row-key]")
        rows.first.wait_for()
        names = [rows.nth(at).locator("td").first.inner_text() for at in range(rows.count())]
        assert names[:6] == ["到店结账", "App 下单", "外卖送达", "快递签收", "客服热线", "平台评价"]
        page.get_by_role("button", name="看表格").click()
        figures = page.get_by_role("region", name="体验曲线").locator("tbody tr").first.inner_text()
        assert re.search(r"到店结账\s+购买\s+-?\d", figures), figures
        rows.first.click()
        opened = drawer(page)
        opened.locator("article").first.wait_for()
        opened.locator("article").first.get_by_role("button").first.click()
        page.wait_for_url("**/feedback?*touchpoint=store_checkout*open=*")
        drawer(page).get_by_text("您有多愿意").wait_for()


def order_of(page: Any) -> list[str]:
    return [each.get_attribute("data-touchpoint") or "" for each in page.locator("[data-touchpoint]").all()]


def test_a_journey_is_put_in_order_by_mouse_and_by_keyboard(world: World) -> None:
    with world.signed_in("admin", "/journeys", expected="409") as page:
        page.get_by_role("button", name="编辑旅程").click()
        assert order_of(page)[:3] == ["store_checkout", "app_order", "delivery_arrival"]
        page.get_by_label("拖动「App 下单」").drag_to(page.locator("[data-touchpoint=store_checkout]"))
        assert order_of(page)[:2] == ["app_order", "store_checkout"]
        page.get_by_role("button", name="下移「到店结账」").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="加触点").first.click()
        page.get_by_label("触点名称").first.fill("看到广告")
        page.get_by_label("触点英文名").first.fill("Sees an ad")
        page.get_by_role("button", name="保存").click()
        page.get_by_text("已保存").wait_for()
        page.reload()
        page.get_by_role("button", name="编辑旅程").click()
        assert order_of(page)[:4] == ["touchpoint_1", "app_order", "store_checkout", "delivery_arrival"]
        page.get_by_role("button", name="删除「到店结账」").click()
        page.get_by_role("button", name="保存").click()
        page.get_by_text(re.compile("还有问卷或投放渠道在用")).wait_for()


def test_the_second_editor_of_a_journey_is_told(world: World) -> None:
    with world.signed_in("admin", "/journeys", expected="409") as page:
        page.get_by_role("button", name="编辑旅程").click()
        token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
        journey = page.request.get(f"{world.url}/api/v1/journeys").json()["items"][0]
        code = journey.pop("code")
        headers = {"X-CSRFToken": token}
        assert page.request.put(f"{world.url}/api/v1/journeys/{code}", data=journey, headers=headers).ok
        page.get_by_label("旅程名称").fill("后到的名字")
        with page.expect_response(lambda answer: answer.status == 409):
            page.get_by_role("button", name="保存").click()
        page.get_by_text("内容已被他人更新").wait_for()


def test_a_survey_is_filed_and_found_again(world: World) -> None:
    with world.signed_in("admin", "/surveys") as page:
        row = page.locator(f"tr[data-row-key={SURVEY}]")
        row.get_by_text(re.compile(r"n=\d{2,}")).first.wait_for()  # the figures come after the list
        row.get_by_role("button", name=re.compile("操作")).click()
        page.get_by_role("menuitem", name="归类").click()
        dialog = page.get_by_role("dialog")
        dialog.locator("#tags").fill("大促")
        dialog.locator("#tags").press("Enter")
        dialog.locator("#target_group").fill("到店顾客")
        dialog.get_by_role("button", name=re.compile("保\\s?存")).click()
        row.get_by_text("大促").wait_for()
        page.goto(f"{world.url}/surveys?tag=大促")
        row.wait_for()
        page.goto(f"{world.url}/surveys?tag=没有这个标签")
        page.get_by_text("没有符合条件的问卷").wait_for()


def test_a_bar_opens_its_answers_and_an_answer_tells_its_story(world: World) -> None:
    with world.signed_in("admin", f"/surveys/{SURVEY}") as page:
        card = page.get_by_role("region", name=re.compile("多愿意")).first
        card.get_by_text(re.compile(r"看到的 .* 人里")).wait_for()
        bar = card.get_by_role("button").nth(2)
        wanted = int(bar.inner_text().split("\n")[0])
        bar.click()
        page.wait_for_url("**tab=answers*question=recommend*")
        rows = page.locator("tr[data-row-key]")
        rows.first.wait_for()
        scores = {int(re.sub(r"\D", "", rows.nth(at).locator("td").nth(2).inner_text())) for at in range(rows.count())}
        assert scores == {wanted}
        rows.first.click()
        opened = drawer(page)
        opened.get_by_role("heading", name="经过").wait_for()
        opened.get_by_text("收到答卷").wait_for()


def test_only_columns_in_sight_are_fetched(world: World) -> None:
    with world.signed_in("admin", f"/surveys/{SURVEY}?tab=answers") as page:
        page.locator("tr[data-row-key]").first.wait_for()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "/answers?" in request.url else None)
        page.get_by_role("button", name="列设置").click()
        with page.expect_response(lambda answer: "column=comment" in answer.url):
            page.get_by_role("checkbox", name=re.compile("说点什么")).check()
        assert all("column=" in url for url in asked)


def test_answers_leave_as_a_file_and_in_the_background(world: World) -> None:
    with world.signed_in("admin", f"/surveys/{SURVEY}?tab=answers&group=detractor&since=2020-01-01") as page:
        page.locator("tr[data-row-key]").first.wait_for()
        total = int(re.sub(r"\D", "", page.get_by_text(re.compile(r"共 [\d,]+")).first.inner_text()))
        export = page.get_by_role("button", name=re.compile("导出$"))
        export.first.click()
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV", exact=True).click()
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) == total + 1
        export.first.click()
        page.get_by_text("后台导出 CSV").click()
        page.get_by_role("button", name=re.compile("我的导出|正在导出")).click()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载文件").click()
        assert Path(download.value.path()).read_text(encoding="utf-8-sig") == text


def test_versions_stand_with_what_changed(world: World) -> None:
    with world.signed_in("admin", f"/surveys/{SURVEY}?tab=versions") as page:
        page.get_by_text("第 1 版").first.wait_for()
        token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
        definition = page.request.get(f"{world.url}/api/v1/surveys/{SURVEY}").json()["definition"]
        definition["pages"][0]["questions"][0]["title"]["zh-Hans"] = "您会向朋友推荐馋猫吗？"
        headers = {"X-CSRFToken": token}
        assert page.request.post(f"{world.url}/api/v1/surveys", data={"definition": definition}, headers=headers).ok
        page.reload()
        page.get_by_role("heading", name="对比").wait_for()
        page.locator("ins", has_text="您会向朋友推荐馋猫吗？").wait_for()


def test_a_store_reads_its_own_on_a_phone(world: World) -> None:
    with world.signed_in("store0001", f"/surveys/{SURVEY}", width=390) as page:
        page.get_by_text(re.compile(r"\d+ 份答卷")).first.wait_for()
        assert sideways(page) == []
        mine = page.request.get(f"{world.url}/api/v1/surveys/{SURVEY}/answers?limit=1").json()["total"]
        assert f"{mine:,} 份答卷" in page.inner_text("body")
        page.goto(f"{world.url}/surveys/{SURVEY}?tab=answers")
        page.locator("tr[data-row-key]").first.wait_for()
        assert sideways(page) == []
        assert page.get_by_role("button", name="导出").is_disabled()
        page.goto(f"{world.url}/journeys")
        page.get_by_text("体验曲线").first.wait_for()
        assert page.get_by_role("button", name="编辑旅程").count() == 0
        assert sideways(page) == []
