"""From the editor to the console: a survey that asks for a photo and a signature, answered on a phone, looked at by staff."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests import pictures

from .faults import barriers
from .pictures import context_of
from .test_editor import Desk, add, desk, first_collector, publish, saved  # noqa: F401  # a fixture
from .test_uploads import shoot

pytestmark = pytest.mark.browser


def test_a_photo_and_a_signature_from_the_menu_to_the_console(desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    with desk.at_work() as page:
        page.goto(f"{desk.url}/surveys/new")
        page.get_by_role("button", name=re.compile("空白问卷")).click()
        page.wait_for_url("**/surveys/*/edit*")
        key = page.url.split("/surveys/")[1].split("/")[0]
        add(page, "照片")
        add(page, "签名")
        saved(page)
        publish(page)
        answer(desk, first_collector(desk, page, key)["url"])
        page.goto(f"{desk.url}/surveys/{key}?tab=answers")
        row = page.locator("tr[data-row-key]").first
        row.wait_for()
        row.click()
        drawer = page.locator(".ant-drawer-open")
        small = drawer.get_by_role("img", name=re.compile("照片 小票.jpg"))
        small.wait_for()
        drawer.get_by_role("img", name=re.compile("照片 签名.png")).wait_for()
        assert small.evaluate("async each => { await each.decode(); return each.naturalWidth }") > 0
        shoot(page, "console-files")
        assert barriers(page) == []
        with page.expect_download() as download:
            drawer.get_by_role("link", name="小票.jpg").click()
        kept = Image.open(download.value.path())
        assert (kept.size, dict(kept.getexif())) == ((900, 1200), {})
        small.click()
        large = page.locator(".ant-image-preview img[src*='/uploads/']").first
        large.wait_for()
        shoot(page, "console-large")


def answer(desk: Desk, url: str) -> None:  # noqa: F811
    context = context_of(desk.browser, 390, "zh")
    phone = context.new_page()
    phone.goto(re.sub(r"^https?://[^/]+", desk.url, url))
    photo = pictures.jpeg(1200, 900, "orange")
    assert dict(Image.open(io.BytesIO(photo)).getexif().get_ifd(pictures.GPS))
    phone.locator(".question.file input[type=file]").last.set_input_files(
        [{"name": "小票.jpg", "mimeType": "image/jpeg", "buffer": photo}]
    )
    phone.get_by_text("已传好").wait_for()
    sign(phone)
    phone.click("button.go")
    phone.wait_for_selector("#page[data-page='end']")
    context.close()


def sign(phone: Any) -> None:
    phone.locator("canvas").scroll_into_view_if_needed()
    box = phone.locator("canvas").bounding_box()
    phone.mouse.move(box["x"] + 30, box["y"] + 60)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 200, box["y"] + 140, steps=8)
    phone.mouse.move(box["x"] + 280, box["y"] + 40, steps=8)
    phone.mouse.up()
