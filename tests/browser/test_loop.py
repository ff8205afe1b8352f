"""The loop in a real browser over a real server: a customer answers, people act, the figures move, walls hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from .world import World, act, drawer

pytestmark = pytest.mark.browser
MANAGER, NEIGHBOUR = "store0001", "0002"
UNHURRIED_S = 20


def this_month() -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m}"


def tile(page: Any, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def count_in(page: Any, name: str) -> int:
    """The n under a headline figure."""
    found = re.search(r"n=([\d,]+)", tile(page, name).inner_text())
    assert found, f"no n under {name}"
    return int(found[1].replace(",", ""))


def test_the_loop_closes(world: World) -> None:
    words = "吃出一只虫子，太恶心了"
    with world.signed_in("admin") as boss:
        tile(boss, "NPS 净推荐值").get_by_text("n=").wait_for()
        before = count_in(boss, "NPS 净推荐值")
        world.answer(2, words)
        take_and_close(world, words)
        figures_moved_without_reload(boss, before)
        drill_to_the_answer(boss, words)


def take_and_close(world: World, words: str) -> None:
    """The store's manager, on a phone, finds the ticket within seconds and sees it through."""
    with world.signed_in(MANAGER, width=390) as page:
        page.goto(f"{world.url}/tickets?sort=newest")
        page.locator("#main li button", has_text=words).click()
        act(page, "领取", "已领取")
        act(page, "跟进", "已记录", {"跟进内容": "已致电道歉，顾客愿意再来"})
        drawer(page).get_by_text("已致电道歉，顾客愿意再来").wait_for()
        drawer(page).get_by_role("button", name="关闭", exact=True).last.click()
        dialog = page.locator(".ant-modal[role=dialog], .ant-modal")
        dialog.get_by_role("combobox").click()
        page.locator(".ant-select-item-option").first.click()
        dialog.get_by_label("处理措施").fill("退款并下架同批商品")
        dialog.get_by_role("button", name="关闭", exact=True).last.click()
        drawer(page).locator("dd", has_text="退款并下架同批商品").wait_for()
        drawer(page).locator("strong", has_text="已关闭").first.wait_for()


def figures_moved_without_reload(boss: Any, before: int) -> None:
    tile(boss, "NPS 净推荐值").get_by_text(f"n={before + 1}").wait_for()


def drill_to_the_answer(boss: Any, words: str) -> None:
    """HQ → region → city → store by the ranking, then the answers, then the one answer with its ticket."""
    boss.locator("#ranking").get_by_role("button", name="看表格").click()
    for name, code in (("华东", "R1"), ("上海", "C11"), ("上海徐汇店", "0001")):
        boss.locator("#ranking").get_by_role("button", name=name, exact=True).click()
        boss.wait_for_url(f"**/overview?*unit={code}*")
        boss.get_by_label("下钻路径").get_by_text(name, exact=True).wait_for()
    tile(boss, "NPS 净推荐值").get_by_role("button").click()
    boss.wait_for_url("**/feedback?*unit=0001*")
    boss.locator("article", has_text="虫子").first.click()
    opened = drawer(boss)
    opened.get_by_text(words).first.wait_for()
    opened.get_by_text("您有多愿意").wait_for()
    opened.get_by_role("button", name=re.compile("工单.*已关闭|已关闭")).click()
    boss.wait_for_url("**/tickets?*open=*")
    drawer(boss).get_by_text("退款并下架同批商品").first.wait_for()
    boss.go_back()
    drawer(boss).get_by_text("您有多愿意").wait_for()


def test_nothing_of_another_store(world: World) -> None:
    theirs = of_the_neighbour(world)
    with world.signed_in(MANAGER) as page:
        for path in theirs.addresses:
            assert page.request.get(f"{world.url}/api/v1{path}").status in {403, 404}, path
        assert nothing_listed(world, page)
        assert found_by_search(world, page, "徐汇店")
        assert not found_by_search(world, page, "静安店")
        # A store manager takes no file away; what a region's manager takes is checked in tests/isolation.
        assert page.request.get(f"{world.url}/api/v1/feedback/export.xlsx").status == 403
        assert total(world, page) < theirs.total_of_company
        page.goto(f"{world.url}/overview?unit={NEIGHBOUR}")
        page.get_by_text(re.compile("没有|找不到|不存在")).first.wait_for()
        assert "静安" not in page.inner_text("body")
        page.goto(world.url + theirs.ticket_page)
        page.get_by_text(re.compile("没有|找不到|不存在")).first.wait_for()
        assert "静安" not in page.inner_text("body")


@dataclass(frozen=True)
class Neighbour:
    addresses: tuple[str, ...]
    ticket_page: str
    total_of_company: int


def of_the_neighbour(world: World) -> Neighbour:
    """What the next store has, as HQ sees it."""
    with world.signed_in("admin") as page:

        def first(path: str) -> dict[str, Any]:
            return dict(page.request.get(f"{world.url}/api/v1{path}").json()["items"][0])

        voice = first(f"/feedback?unit={NEIGHBOUR}&from=2020-01-01&to=2099-01-01")
        tickets = page.request.get(f"{world.url}/api/v1/tickets?state=all&limit=100").json()["items"]
        ticket = next(each for each in tickets if each["unit"]["code"] not in {"0001"})
        addresses = (
            f"/feedback/{voice['id']}",
            f"/tickets/{ticket['id']}",
            f"/feedback?unit={NEIGHBOUR}",
            f"/tickets?unit={NEIGHBOUR}",
            f"/scorecards/{NEIGHBOUR}/{this_month()}",
            f"/units/{NEIGHBOUR}/history",
            f"/feedback/export.xlsx?unit={NEIGHBOUR}",
        )
        return Neighbour(addresses, f"/tickets/{ticket['id']}", total(world, page))


def found_by_search(world: World, page: Any, words: str) -> list[Any]:
    found = page.request.get(f"{world.url}/api/v1/search?q={words}").json()
    return [item for group in found["groups"] for item in group["items"]]


def nothing_listed(world: World, page: Any) -> bool:
    lists = (
        "/units",
        "/feedback?limit=100&from=2020-01-01&to=2099-01-01",
        "/tickets?state=all&limit=100",
        f"/scorecards?month={this_month()}",
    )
    answers = {path: page.request.get(f"{world.url}/api/v1{path}") for path in lists}
    assert all(answer.ok for answer in answers.values()), {path: answer.status for path, answer in answers.items()}
    said = {path: str(answer.json()) for path, answer in answers.items()}
    assert all("上海徐汇店" in words for path, words in said.items() if not path.startswith("/tickets")), said
    return not any("静安店" in words or "天河店" in words for words in said.values())


def total(world: World, page: Any) -> int:
    """How many voices the account's whole scope holds, by the query gateway."""
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    body = {"metrics": ["feedback_count"], "time": {"from": "2020-01-01", "to": "2099-01-01"}}
    answer = page.request.post(f"{world.url}/api/v1/query", data=body, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()
    return int(answer.json()["rows"][0]["feedback_count"]["value"])


def rows_of(workbook: bytes) -> list[tuple[Any, ...]]:
    from io import BytesIO

    return list(load_workbook(BytesIO(workbook), read_only=True).active.iter_rows(values_only=True))


def test_reviews_come_in_by_file(world: World, tmp_path: Path) -> None:
    """One row names a store nobody has: it is refused with its reason, and can be fetched, mended and sent again."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)
    file = tmp_path / "评价.csv"
    rows = [f"{day:%Y-%m-%d %H:%M},0001,5,凤爪很入味,tmall", f"{day:%Y-%m-%d %H:%M},9999,1,不知道哪家店,tmall"]
    file.write_text("\n".join(["评价时间,门店编码,评分,评价内容,来源", *rows]), encoding="utf-8-sig")
    with world.signed_in("admin") as page:
        page.goto(f"{world.url}/imports?kind=reviews")
        page.set_input_files("input[type=file]", str(file))
        page.get_by_role("button", name="预检", exact=True).click()
        page.get_by_text("1 行不合格").wait_for()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载不合格行").click()
        refused = rows_of(Path(download.value.path()).read_bytes())
        assert any("9999" in str(row) for row in refused)
        assert not any("凤爪很入味" in str(row) for row in refused)
        page.get_by_role("button", name="导入 1 行").click()
        page.get_by_role("button", name="再导一份").wait_for()
        page.goto(f"{world.url}/feedback?q=凤爪很入味&unit=0001")
        page.locator("article", has_text="凤爪").first.wait_for()


def test_a_scorecard_moves_and_opens(world: World) -> None:
    with world.signed_in(MANAGER, width=390) as page:

        def card() -> dict[str, Any]:
            return dict(page.request.get(f"{world.url}/api/v1/scorecards/0001/{this_month()}").json())

        before = nps_item(card())
        world.answer(0, "等了四十分钟，店员态度很差", pause_s=UNHURRIED_S)
        for _ in range(40):
            if nps_item(card())["n"] > before["n"]:
                break
            page.wait_for_timeout(250)
        after = nps_item(card())
        assert after["n"] == before["n"] + 1
        assert after["value"] < before["value"]
        page.goto(f"{world.url}/scorecards?open=0001&month={this_month()}")
        drawer(page).get_by_role("link", name=re.compile("净推荐值")).click()
        page.wait_for_url("**/feedback?*")
        page.locator("article", has_text="四十分钟").first.wait_for()


def nps_item(card: dict[str, Any]) -> dict[str, Any]:
    return dict(next(item for item in card["items"] if item["metric"] == "nps"))


def test_another_language(world: World) -> None:
    with world.signed_in("analyst") as page:
        page.get_by_role("heading", name="总览", level=1).wait_for()
        page.get_by_role("button", name="我的账号").click()
        page.get_by_role("menuitem", name="English").click()
        page.get_by_role("heading", name="Overview", level=1).wait_for()
        page.reload()
        page.get_by_role("heading", name="Overview", level=1).wait_for()
        assert page.get_attribute("html", "lang") == "en"
        page.get_by_role("button", name=re.compile("account", re.I)).click()
        page.get_by_role("menuitem", name="简体中文").click()
        page.get_by_role("heading", name="总览", level=1).wait_for()
