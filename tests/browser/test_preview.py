"""The preview in the editor: the real page in a phone, loaded anew when the draft is saved; its answers are tests."""

from __future__ import annotations

from typing import Any

import pytest

from .test_editor import Desk, card, desk, question, saved, survey, text

pytestmark = pytest.mark.browser
__all__ = ["desk"]

CHOICES = [{"key": "y", "label": text("满意")}, {"key": "n", "label": text("不满意")}]


def frame(page: Any) -> Any:
    return page.frame_locator("iframe")


def test_a_draft_is_tried_on_a_phone_and_leaves_only_a_test(desk: Desk) -> None:
    with desk.at_work() as page:
        key = desk.draft(page, survey([question("ok", "single", choices=CHOICES)], [question("why")]))
        desk.open(page, key)
        page.get_by_text("预览", exact=True).click()
        frame(page).locator("legend", has_text="题目ok").wait_for()
        assert frame(page).get_by_text("测试答卷，不计入统计").is_visible()
        width = page.locator("iframe").bounding_box()["width"]
        page.get_by_text("电脑", exact=True).click()
        assert page.locator("iframe").bounding_box()["width"] > width + 200
        page.get_by_text("手机", exact=True).click()
        send(page)
        page.get_by_role("link", name="看测试答卷").click()
        page.get_by_role("row", name="草稿").or_(page.get_by_text("味道好")).first.wait_for()
        page.get_by_role("button", name="清空测试答卷").click()
        page.locator(".ant-popconfirm .ant-btn-dangerous").click()
        page.get_by_text("已删除 1 份测试答卷").wait_for()
        page.get_by_text("没有符合条件的答卷").wait_for()


def send(page: Any) -> None:
    frame(page).locator("label", has_text="不满意").click()
    frame(page).locator("button.go").click()
    frame(page).locator("textarea, input[type=text]").first.fill("味道好")
    frame(page).locator("button.go").click()
    frame(page).get_by_role("heading", name="谢谢您的反馈").wait_for()


def test_what_is_saved_is_seen_and_a_place_can_be_chosen(desk: Desk) -> None:
    with desk.at_work() as page:
        key = desk.draft(page, survey([question("ok", "single", choices=CHOICES)], [question("why")]))
        desk.open(page, key, "?q=ok")
        card(page, "ok").get_by_role("textbox", name="题目", exact=True).fill("您满意吗？")
        saved(page)
        page.get_by_text("预览", exact=True).click()
        frame(page).locator("legend", has_text="您满意吗？").wait_for()
        page.get_by_label("从哪里看起").click()
        page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text="题目why").click()
        frame(page).locator("legend", has_text="题目why").wait_for()


def test_the_preview_fits_a_phone(desk: Desk) -> None:
    with desk.at_work(width=390) as page:
        key = desk.draft(page, survey([question("ok", "single", choices=CHOICES)]))
        page.goto(f"{desk.url}/surveys/{key}/edit?view=preview")
        frame(page).locator("legend", has_text="题目ok").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
