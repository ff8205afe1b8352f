"""The clicks of the tour that the loop does not pass: hand over, wait, take a doubt back, move a unit, fetch the codes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from .world import World, act, drawer

pytestmark = pytest.mark.browser


def _read(page: Any, world: World, path: str) -> dict[str, Any]:
    answer = page.request.get(f"{world.url}/api/v1{path}")
    assert answer.ok, (path, answer.status)
    return dict(answer.json())


def _new_ticket(page: Any, world: World) -> str:
    return str(_read(page, world, "/tickets?state=new&limit=1")["items"][0]["id"])


def test_a_ticket_waits_and_is_handed_over(world: World) -> None:
    with world.signed_in("agent") as page:
        number = _new_ticket(page, world)
        page.goto(f"{world.url}/tickets?open={number}")
        act(page, "领取", "已领取")
        _more(page, "等顾客回复", "已转为等顾客", {"在等顾客什么": "等顾客发小票照片"})
        drawer(page).get_by_text("等顾客发小票照片").wait_for()
        drawer(page).get_by_text("计时暂停").first.wait_for()
        act(page, "继续处理", "已继续", {"说明": "收到照片了"})
        _more(page, "转派", "已转派", {"交代": "请门店当面致歉"}, choose="转给")
        drawer(page).get_by_text("请门店当面致歉").wait_for()
        assert _read(page, world, f"/tickets/{number}")["owner"]["name"] != "小林"


def _more(page: Any, name: str, done: str, fields: dict[str, str], *, choose: str = "") -> None:
    """An act that may stand behind "more", and whose dialog may ask for a person."""
    button = drawer(page).get_by_role("button", name=name, exact=True)
    if button.count():
        button.click()
    else:
        drawer(page).get_by_role("button", name="更多", exact=True).click()
        page.get_by_role("menuitem", name=name, exact=True).click()
    dialog = page.locator(".ant-modal").last
    if choose:
        dialog.get_by_label(choose).click()
        page.locator(".ant-select-item-option:visible").last.click()
    for label, text in fields.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name=name, exact=True).click()
    page.locator(".ant-message").get_by_text(done).first.wait_for()


def test_many_tickets_are_taken_at_once(world: World) -> None:
    for words in ("等了很久", "包装破了"):
        world.answer(2, words)
    with world.signed_in("agent") as page:
        for _ in range(60):
            if len(_read(page, world, "/tickets?state=new&limit=5")["items"]) >= 2:
                break
            page.wait_for_timeout(250)
        page.goto(f"{world.url}/tickets?queue=unowned")
        boxes = page.locator("#main tr[class*=opens] .ant-checkbox-input")
        boxes.first.wait_for()
        boxes.nth(0).check()
        boxes.nth(1).check()
        bar = page.get_by_role("region", name="批量操作")
        bar.get_by_text("已选 2 条").wait_for()
        bar.get_by_role("button", name="领取").click()
        page.locator(".ant-message").get_by_text("已领取 2 张").wait_for()
        bar.wait_for(state="hidden")


def test_a_view_is_saved_and_opens_the_list(world: World) -> None:
    with world.signed_in("agent") as page:
        page.goto(f"{world.url}/tickets?state=closed&sort=newest")
        page.get_by_role("button", name="视图").click()
        page.get_by_label("视图名称").fill("最近关闭")
        page.get_by_role("button", name="保存视图").click()
        page.get_by_role("button", name="打开列表时默认用「最近关闭」").click()
        page.get_by_role("button", name="不再默认用「最近关闭」").wait_for()
        page.goto(f"{world.url}/tickets")
        page.wait_for_url(re.compile(r"state=closed"))
        page.get_by_role("button", name="最近关闭").first.click()
        page.get_by_role("button", name="删除「最近关闭」").click()
        page.locator(".ant-popconfirm").get_by_role("button", name="删除").click()
        page.get_by_text("还没有保存的视图").wait_for()


def test_a_doubt_is_taken_back_with_a_reason(world: World) -> None:
    with world.signed_in("admin") as page:
        page.goto(f"{world.url}/feedback?flagged=true&period=m12")
        page.locator("#main article").first.click()
        drawer(page).get_by_role("button", name="撤销").first.click()
        page.locator(".ant-modal textarea").fill("店内活动，顾客共用平板")
        page.locator(".ant-modal").get_by_role("button", name="撤销").click()
        drawer(page).get_by_text("店内活动，顾客共用平板").wait_for()


def test_a_unit_is_dragged_to_its_new_parent(world: World) -> None:
    with world.signed_in("admin") as page:
        units = {unit["code"]: unit for unit in _read(page, world, "/units")["items"]}
        store = units["0001"]
        city = units[store["parent"]]
        other = next(each for each in units.values() if each["kind"] == "city" and each["code"] != city["code"])
        page.goto(f"{world.url}/org")
        tree = page.locator(".ant-tree")
        for code in _above(units, store) + _above(units, other):
            switcher = tree.locator(".ant-tree-treenode", has_text=units[code]["name"]).first.locator(
                ".ant-tree-switcher"
            )
            if "close" in (switcher.get_attribute("class") or ""):
                switcher.click()
                page.wait_for_timeout(300)
        _drag(*(tree.locator(".ant-tree-node-content-wrapper", has_text=unit["name"]).first for unit in (store, other)))
        dialog = page.locator(".ant-modal")
        dialog.get_by_text(f"调整「{store['name']}」的归属").wait_for()
        dialog.get_by_role("button", name=re.compile("调整归属|确定")).click()
        page.get_by_text("归属已调整").first.wait_for()
        assert _parent(page, world, "0001") == other["code"]


def _drag(source: Any, target: Any) -> None:
    """Straight down or up: a step to the left means the level above, as trees have it."""
    left, right = (each.bounding_box()["x"] for each in (source, target))
    source.drag_to(target, source_position={"x": 40, "y": 12}, target_position={"x": 40 + left - right, "y": 12})


def _above(units: dict[str, dict[str, Any]], unit: dict[str, Any]) -> list[str]:
    """The codes above a unit, from the top."""
    parent = unit["parent"]
    return [*_above(units, units[parent]), parent] if parent else []


def _parent(page: Any, world: World, code: str) -> str:
    return next(str(unit["parent"]) for unit in _read(page, world, "/units")["items"] if unit["code"] == code)


def test_the_codes_of_a_region_come_in_one_file(world: World) -> None:
    with world.signed_in("admin") as page:
        page.goto(f"{world.url}/surveys/post_purchase?unit=R1")
        with page.expect_download() as download:
            _zip_link(page).click()
        names = zipfile.ZipFile(Path(download.value.path())).namelist()
        assert any(name.endswith(".png") for name in names)


def _zip_link(page: Any) -> Any:
    """On the survey's page, or behind its tab of links."""
    link = page.get_by_role("link", name=re.compile("打包下载二维码|二维码.*打包|ZIP"))
    page.locator("#main [role=tab], #main a[href*='qr.zip']").first.wait_for()
    for tab in page.locator("#main [role=tab]").all():
        if link.count():
            break
        tab.click()
        page.wait_for_timeout(500)
    return link.first


def test_typing_is_not_lost_by_a_wrong_click(world: World) -> None:
    with world.signed_in("admin") as page:
        page.goto(f"{world.url}/rules")
        page.locator("#main tr[class*=opens]").first.click()
        drawer(page).get_by_label("名称", exact=False).first.fill("改到一半")
        page.get_by_role("link", name="反馈流").first.click(force=True)
        page.locator(".ant-modal").get_by_role("button", name="继续编辑").click()
        page.get_by_role("button", name="继续编辑").wait_for(state="hidden")  # else Escape is for the closing question
        assert "/rules" in page.url
        drawer(page).get_by_label("名称", exact=False).first.press("Escape")
        page.locator(".ant-modal").get_by_role("button", name="放弃修改").click()
        drawer(page).wait_for(state="hidden")
