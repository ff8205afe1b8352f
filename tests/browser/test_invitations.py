"""A batch from its draft to an answered mail, in a real browser over a real mail server; and why others got none."""

from __future__ import annotations

import email
import email.policy
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from opencem.bench.harness import free_port

from . import product
from .visitors import answer_page_one, rate_all
from .world import World, drawer

pytestmark = pytest.mark.browser
LISTED = ("lin@example.com", "zhao@example.com", "sun@example.com")
ARRIVED_MS = 60_000


@dataclass
class Postbox:
    """The texts that each address has received."""

    texts: dict[str, str] = field(default_factory=dict)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        self.texts.update(dict.fromkeys(envelope.rcpt_tos, body.get_content()))
        return "250 OK"


@pytest.fixture(scope="module")
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory, postbox: tuple[Postbox, int]) -> Iterator[World]:
    """A small company whose mail goes to the postbox."""
    if hindrance := product.missing():
        required = "browser" in os.environ.get("OPENCEM_TEST_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(hindrance)
    sync_api = pytest.importorskip("playwright.sync_api")
    data = tmp_path_factory.mktemp("mailing")
    product.load_demo(data, stores=8, months=2)
    smtp = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(postbox[1])}
    with sync_api.sync_playwright() as playwright, product.served(data, **smtp) as url:
        browser = product.launch(playwright)
        yield World(url, data, browser)
        browser.close()


def test_a_batch_is_counted_sent_answered_and_explained(
    mailing: World, postbox: tuple[Postbox, int], tmp_path: Path
) -> None:
    box, _ = postbox
    with mailing.signed_in("admin") as page:
        make_people_known(page, mailing.url)
        let_the_night_be(page, mailing.url)
        draft(page, mailing.url, a_list(tmp_path))
        bars = drawer(page).get_by_role("list", name="每条规则之后还剩多少人")
        bars.wait_for()
        assert "3" in bars.get_by_role("listitem").first.inner_text()
        drawer(page).get_by_text("第 5 行").wait_for()
        send(page)
        assert wait_for_mails(page, box) == set(LISTED)
        follow(mailing, box.texts[LISTED[0]])
        page.goto(f"{mailing.url}/invitations")
        page.locator("tr", has_text="名单回访").first.wait_for()
        explained(page, mailing.url)


def make_people_known(page: Any, url: str) -> None:
    """Told by another system: a visit of each."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    for number, address in enumerate(LISTED):
        told = page.request.post(
            f"{url}/api/v1/touch-events",
            headers={"X-CSRFToken": token, "Referer": url},
            data={
                "kind": "visit", "external_id": f"V{number}", "unit": "HQ", "customer": {"email": address},
                "occurred_at": "2026-01-05T12:00:00+08:00",
            },
        )  # fmt: skip
        assert told.status == 201, told.text()


def let_the_night_be(page: Any, url: str) -> None:
    """Without quiet hours the test is the same by day and by night."""
    page.goto(f"{url}/invitations?tab=rules")
    page.get_by_role("switch", name="免打扰", exact=True).click()
    page.get_by_role("button", name="保存").click()
    page.locator(".ant-message").get_by_text("已保存").wait_for()


def a_list(folder: Path) -> Path:
    path = folder / "名单.csv"
    path.write_text("\n".join(["邮箱", *LISTED, "nobody@example.com"]), encoding="utf-8-sig")
    return path


def draft(page: Any, url: str, people: Path) -> None:
    page.goto(f"{url}/invitations")
    page.get_by_role("button", name="新建批次").first.click()
    form = drawer(page)
    form.get_by_label("名称").fill("名单回访")
    form.get_by_label("问卷", exact=True).click()
    page.locator(".ant-select-item-option").first.click()
    form.get_by_label("渠道", exact=True).click()
    page.locator(".ant-select-item-option", has_text="邮件").click()
    page.keyboard.press("Escape")
    form.get_by_text("按名单选").click()
    form.locator("input[type=file]").set_input_files(people)
    form.get_by_role("button", name="保存并计算人数").click()
    form.get_by_role("button", name="计算人数", exact=True).click()


def send(page: Any) -> None:
    drawer(page).get_by_role("button", name="发送给 3 人").click()
    page.locator(".ant-popconfirm").get_by_role("button", name="发送", exact=True).click()
    page.locator(".ant-message").get_by_text("已开始").wait_for()


def wait_for_mails(page: Any, box: Postbox) -> set[str]:
    for _ in range(ARRIVED_MS // 500):
        if len(box.texts) >= len(LISTED):
            break
        page.wait_for_timeout(500)
    return set(box.texts)


def follow(mailing: World, text: str) -> None:
    """The mail's link, on a phone, leads to the survey and carries the invitation along to its end."""
    link = re.search(r"https?://\S+/i/[\w-]+", text)
    assert link, text
    with mailing.visitor() as phone:
        phone.goto(link[0])
        assert f"i={link[0].rpartition('/')[2]}" in phone.url
        answer_page_one(phone, 9)
        phone.click("button.go")
        phone.wait_for_selector("#page[data-page='2']")
        rate_all(phone, 2)
        phone.click("button.go")
        phone.wait_for_selector("#page[data-page='end']")


def explained(page: Any, url: str) -> None:
    """The person's page: what was sent, that it was answered, and from when they may be asked again."""
    answered: list[Any] = []
    for _ in range(ARRIVED_MS // 500):
        completed = page.request.get(f"{url}/api/v1/invitations?state=completed").json()["items"]
        answered = [each for each in completed if each["by_name"] == "名单回访"]
        if answered:
            break
        page.wait_for_timeout(500)
    assert len(answered) == 1
    page.goto(f"{url}/customers/{answered[0]['customer']['id']}")
    told = page.get_by_role("region", name="邀请与规则")
    told.get_by_text("起可以邀请").wait_for()
    told.get_by_text("任意问卷间隔 7 天").wait_for()
    states = ["待发送", "已发送", "已送达", "已打开", "已开始", "已完成"]
    assert re.search(".*".join(states), told.inner_text(), re.DOTALL)
