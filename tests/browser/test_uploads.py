"""Files in a real, phone-sized browser: chosen, seen, taken back, signed, and kept from getting lost."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from opencem.listen.responses.models import Answer, Response
from opencem.listen.uploads import store
from opencem.listen.uploads.models import Upload
from tests import pictures
from tests.web.respond.long_survey import question, survey, text

from .faults import barriers
from .test_answer_page import SMALL_TARGETS, Phone, chromium, go_on, phone  # noqa: F401  # fixtures
from .test_answer_types import opened  # noqa: F401  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("OPENCEM_TEST_SHOTS", "")
PHOTO = question("photo", "file", max_files=3, accept=["image", "pdf"], required=True)
SIGN = question("sign", "signature", required=True)
VISIT = question(
    "visit", "checklist", items=[{"key": "shelf", "label": text("货架整齐"), "evidence": True, "critical": True}]
)


def asking(*questions: dict[str, Any]) -> dict[str, Any]:
    return survey([{"key": f"p{place}", "questions": [each]} for place, each in enumerate(questions)])


def a_photo(name: str = "门口.jpg", **like: Any) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": pictures.jpeg(**like)}


def choose(page: Any, *files: dict[str, Any], within: str = ".files") -> None:
    page.locator(f"{within} input[type=file]").last.set_input_files(list(files))


def shoot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_photos_go_ahead_are_seen_and_can_be_taken_back(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone(has_touch=True, is_mobile=True).new_page()
    page.goto(opened(asking(PHOTO, question("why", "text"))))
    assert page.get_by_role("button", name="拍照").is_visible()
    shoot(page, "file-empty")
    choose(page, a_photo(), a_photo("菜品.jpg", width=1600, height=1200, color="orange"))
    page.get_by_text("已传好").nth(1).wait_for()
    assert page.locator(".sent img").evaluate_all("all => all.map(each => each.naturalWidth > 0)") == [True, True]
    shoot(page, "file-two")
    page.get_by_role("button", name="移除 门口.jpg").click()
    assert page.locator(".sent li").count() == 1
    assert page.evaluate(SMALL_TARGETS) == []
    assert barriers(page) == []
    go_on(page, "2")
    page.click("button.back")
    page.wait_for_selector("#page[data-page='1']")
    assert page.locator(".sent li").inner_text().startswith("菜品.jpg")
    assert page.locator(".sent img").evaluate("each => each.naturalWidth > 0")
    go_on(page, "2")
    go_on(page, "end")
    kept = Upload.rows.get(taken_at__isnull=False)
    assert (kept.name, Answer.rows.get().text) == ("菜品.jpg", kept.public_id)
    with store.current().open(kept.public_id) as file:
        assert not Image.open(io.BytesIO(file.read())).getexif()


def test_the_browsers_own_back_keeps_what_arrived(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone().new_page()
    page.goto(opened(asking(PHOTO, question("why", "text"))))
    choose(page, a_photo())
    page.get_by_text("已传好").wait_for()
    go_on(page, "2")
    page.go_back()
    page.get_by_text("已传好").wait_for()
    go_on(page, "2")
    go_on(page, "end")
    assert Answer.rows.count() == 1


def test_more_than_may_be_sent_are_left_out_and_told(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone().new_page()
    page.goto(opened(asking(PHOTO)))
    choose(page, *(a_photo(f"{color}.jpg", color=color) for color in ("red", "green", "blue", "black")))
    page.get_by_role("alert").get_by_text("最多传 3 个文件").wait_for()
    page.get_by_text("已传好").nth(2).wait_for()
    assert page.get_by_role("button", name="选择文件").is_disabled()
    page.get_by_role("button", name="移除 green.jpg").click()
    assert page.get_by_text("最多传 3 个文件", exact=True).count() == 0
    assert page.get_by_role("button", name="选择文件").is_enabled()
    go_on(page, "end")
    assert Answer.rows.count() == 2


def test_a_bad_file_is_told_where_it_was_chosen(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone().new_page()
    page.goto(opened(asking(PHOTO)))
    choose(page, {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": pictures.SVG})
    page.get_by_role("alert").get_by_text("这种文件收不了").wait_for()
    page.click("button.go")
    page.get_by_text("有文件没传上").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "移除 x.jpg"
    shoot(page, "file-refused")
    page.get_by_role("button", name="移除 x.jpg").click()
    page.click("button.go")
    page.get_by_text("这题必答").first.wait_for()
    choose(page, a_photo())
    page.get_by_text("这题必答").first.wait_for(state="hidden")
    go_on(page, "end")
    assert (Response.rows.count(), Upload.rows.count()) == (1, 1)


def test_pressed_while_a_photo_is_on_its_way_it_goes_on_once_that_has_arrived(
    phone: Phone,  # noqa: F811
    opened: Any,  # noqa: F811
) -> None:
    page = phone().new_page()
    page.goto(opened(asking(PHOTO)))
    held: list[Any] = []
    page.route("**/files", lambda route: held.append(route))
    choose(page, a_photo())
    page.click("button.go")
    page.get_by_text("文件还在上传").wait_for()
    shoot(page, "file-waiting")
    assert Response.rows.count() == 0
    held[0].continue_()
    page.wait_for_selector("#page[data-page='end']")
    assert Answer.rows.get().question == "photo"


def test_without_a_network_a_photo_waits_and_nothing_is_sent_without_it(
    phone: Phone,  # noqa: F811
    opened: Any,  # noqa: F811
) -> None:
    page = phone().new_page()
    page.clock.install()
    page.goto(opened(asking(PHOTO)))
    page.route("**/files", lambda route: route.abort())
    choose(page, a_photo())
    for _ in range(3):
        page.wait_for_timeout(100)
        page.clock.fast_forward(7000)
    page.get_by_text("没传上").first.wait_for()
    page.click("button.go")
    page.get_by_text("有文件没传上").wait_for()
    shoot(page, "file-offline")
    assert Response.rows.count() == 0
    page.unroute("**/files")
    page.get_by_role("button", name="重试").click()
    page.get_by_text("已传好").wait_for()
    go_on(page, "end")
    assert Answer.rows.get().text == Upload.rows.get().public_id


def test_a_photo_with_scripts_switched_off(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone(java_script_enabled=False).new_page()
    page.goto(opened(asking(PHOTO, VISIT, SIGN)))
    page.locator("input[type=file]").set_input_files([a_photo(), a_photo("b.jpg", color="red")])
    go_on(page, "2")
    page.click("button.back")
    page.get_by_text("去掉勾选").wait_for()
    shoot(page, "file-plain")
    page.get_by_label("b.jpg").uncheck()
    go_on(page, "2")
    page.get_by_text("不符合", exact=True).click()
    page.locator("input[type=file]").set_input_files([a_photo("shelf.jpg")])
    shoot(page, "visit-plain")
    go_on(page, "3")
    shoot(page, "sign-plain")
    page.get_by_label("输入姓名").fill("王小明")
    go_on(page, "end")
    assert sorted(Answer.rows.values_list("question", "row", "choice")) == [
        ("photo", "", ""), ("sign", "", "typed"), ("visit", "shelf", "evidence"), ("visit", "shelf", "no"),
    ]  # fmt: skip
    assert sorted(Upload.rows.filter(taken_at__isnull=False).values_list("name", flat=True)) == [
        "shelf.jpg",
        "门口.jpg",
    ]


def test_a_signature_by_finger(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone().new_page()
    page.goto(opened(asking(SIGN)))
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 100)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 40 + 12 * step, box["y"] + 100 + (30 if step % 2 else -30))
    page.mouse.up()
    shoot(page, "sign")
    assert page.evaluate(SMALL_TARGETS) == []
    assert barriers(page) == []
    page.click("button.go")
    page.wait_for_selector("#page[data-page='end']")
    upload = Upload.rows.get()
    with store.current().open(upload.public_id) as file:
        drawn = Image.open(io.BytesIO(file.read()))
        drawn.load()
    assert (drawn.format, upload.is_personal) == ("PNG", True)
    assert drawn.convert("L").getextrema() == (0, 255)
    assert Answer.rows.get().text == upload.public_id


def test_the_photo_of_a_mystery_visit(phone: Phone, opened: Any) -> None:  # noqa: F811
    page = phone(has_touch=True, is_mobile=True).new_page()
    page.goto(opened(asking(VISIT)))
    page.get_by_text("不符合", exact=True).tap()
    page.click("button.go")
    page.get_by_text("请附上照片").first.wait_for()
    choose(page, a_photo("shelf.jpg"))
    page.get_by_text("已传好").wait_for()
    shoot(page, "visit")
    assert page.get_by_text("请附上照片").count() == 0
    go_on(page, "end")
    assert list(Answer.rows.order_by("pk").values_list("row", "choice")) == [("shelf", "no"), ("shelf", "evidence")]
