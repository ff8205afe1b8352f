"""The suppression list and opt-outs by mouse: add, find, import with rejected rows, remove and take back with a reason."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from .world import World

pytestmark = pytest.mark.browser
ROWS = "手机号\n13800138001\n不是号码\n13800138002\n13800138001\n"


def confirm(page: Any, reason: str) -> None:
    dialog = page.locator(".ant-modal:visible")
    dialog.get_by_label("理由，会记入审计").fill(reason)
    dialog.locator(".ant-btn-primary").click()
    page.get_by_text("已保存").first.wait_for()


def test_an_address_is_added_found_and_removed(world: World) -> None:
    with world.signed_in("admin") as page:
        page.goto(f"{world.url}/invitations?tab=blocked")
        page.get_by_role("button", name="加入名单").click()
        page.locator(".ant-modal").get_by_label("地址").fill("138 0013 8000")
        page.locator(".ant-modal").get_by_label("备注").fill("本人来电要求")
        page.locator(".ant-modal .ant-btn-primary").click()
        page.get_by_role("row", name="138****8000").wait_for()
        page.get_by_placeholder("完整手机号、邮箱，或备注").fill("13800138000")
        page.keyboard.press("Enter")
        page.get_by_role("row", name="138****8000").get_by_role("button", name="移出").click()
        confirm(page, "号码换了主人")
        page.get_by_text("名单是空的").wait_for()


def test_a_file_is_imported_and_what_was_not_taken_is_shown(world: World, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(ROWS, encoding="utf-8")
    with world.signed_in("admin") as page:
        page.goto(f"{world.url}/invitations?tab=blocked")
        page.get_by_role("button", name="导入").click()
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_text("新加入 2 个，已在名单 0 个，未导入 2 行").wait_for()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载未导入的行").or_(page.get_by_text("下载未导入的行")).first.click()
        told = Path(download.value.path()).read_text("utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in told] == ["row", '"3"', '"5"']


def opt_out(data: Path) -> None:
    """A customer of the demo presses 退订."""
    with sqlite3.connect(data / "records.sqlite3", timeout=10) as records:
        records.execute(
            "INSERT INTO invitations_optout (customer_id, channel, source, at) "
            "SELECT id, '', 'link', '2026-06-15 04:00:00' FROM customers_customer ORDER BY id LIMIT 1"
        )
    records.close()


def test_an_opt_out_is_seen_and_taken_back(world: World) -> None:
    opt_out(world.data)
    with world.signed_in("admin") as page:
        page.goto(f"{world.url}/invitations?tab=optOuts")
        page.get_by_text("点退订链接").wait_for()
        page.get_by_role("button", name="恢复").click()
        confirm(page, "顾客来电要求恢复")
        page.get_by_text("没有退订的顾客").wait_for()
        page.get_by_text("只看已恢复的").click()
        page.get_by_text("点退订链接").wait_for()
