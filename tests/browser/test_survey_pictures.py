"""Pictures in surveys: uploaded where they are wanted, seen by whoever answers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import pictures

from .faults import barriers
from .pictures import context_of
from .test_editor import Desk, add, desk, first_collector, publish, saved, settings  # noqa: F401  # a fixture
from .test_uploads import shoot

pytestmark = pytest.mark.browser
LOADED = "all => Promise.all(all.map(async each => { each.loading = 'eager'; await each.decode(); return each.naturalWidth }))"


def give(place: Any, button: str, color: str, size: tuple[int, int] = (1600, 1200)) -> None:
    photo = {"name": f"{color}.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg(*size, color)}
    with place.page.expect_file_chooser() as chooser:
        place.get_by_role("button", name=button).click()
    chooser.value.set_files(photo)


def test_pictures_from_the_editor_to_the_phone(desk: Desk) -> None:  # noqa: F811
    with desk.at_work() as page:
        page.goto(f"{desk.url}/surveys/new")
        page.get_by_role("button", name=re.compile("空白问卷")).click()
        page.wait_for_url("**/surveys/*/edit*")
        key = page.url.split("/surveys/")[1].split("/")[0]
        add(page, "图片选择")
        pictured = settings(page)
        give(pictured, "上传图片 选项一的图片", "teal")
        pictured.get_by_role("button", name="换一张 选项一的图片").wait_for()
        give(pictured, "上传图片 选项二的图片", "orange")
        pictured.get_by_role("button", name="换一张 选项二的图片").wait_for()
        assert barriers(page) == []
        shoot(page, "editor-pictures")
        page.get_by_text("外观", exact=True).first.click()
        give(page.locator("main"), "上传图片 标志", "crimson", (600, 800))
        page.get_by_role("button", name="换一张 标志").wait_for()
        give(page.locator("main"), "上传图片 封面图", "navy", (1600, 2400))
        page.get_by_role("button", name="换一张 封面图").wait_for()
        saved(page)
        shoot(page, "editor-theme")
        publish(page)
        url = re.sub(r"^https?://[^/]+", desk.url, first_collector(desk, page, key)["url"])
        context = context_of(desk.browser, 390, "zh")
        phone = context.new_page()
        phone.goto(url)
        assert all(phone.locator("img").evaluate_all(LOADED))
        assert phone.locator("img").count() == 4
        chosen = phone.locator(".pictures img").first.evaluate("each => each.currentSrc")
        assert "x320.jpg" in chosen or "x640.jpg" in chosen  # never larger than the screen needs
        assert barriers(phone) == []
        shoot(phone, "phone-pictures")
        phone.locator(".pictures label").first.click()
        phone.click("button.go")
        phone.wait_for_selector("#page[data-page='end']")
        context.close()
