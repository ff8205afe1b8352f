"""An answer page in another site's frame, and on a tablet in a shop whose network comes and goes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from opencem.kit.clock import now
from opencem.listen.distribution.drafts import CollectorDraft
from opencem.listen.distribution.kiosks import admit_device
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.service import create_collectors
from opencem.listen.responses.models import Answer, Response
from opencem.listen.surveys.service import publish_survey

from . import product

sync_api = pytest.importorskip("playwright.sync_api")
EMBED = Path(__file__).parents[2] / "opencem" / "web" / "links" / "static" / "links" / "embed.js"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEFINITION = {
    "key": "one_page",
    "title": {"zh-Hans": "说说今天"},
    "languages": ["zh-Hans"],
    "pages": [
        {
            "key": "one",
            "questions": [
                {
                    "key": "recommend",
                    "type": "nps",
                    "title": {"zh-Hans": "愿意推荐我们吗？"},
                    "required": True,
                    "low_label": {"zh-Hans": "不愿意"},
                    "high_label": {"zh-Hans": "愿意"},
                }
            ],
        }
    ],
}


def _hindrance() -> str:
    if not product.chromium_path():
        return "chromium is absent: apt-get install chromium"
    return "" if EMBED.exists() and product.RESPOND.exists() else "the answer page is not built: make build"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if hindrance := _hindrance():
        required = "browser" in os.environ.get("OPENCEM_TEST_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(hindrance)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    with sync_api.sync_playwright() as playwright:
        opened = product.launch(playwright)
        yield opened
        opened.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def collect(company: dict[str, int]) -> Callable[..., Collector]:
    """`collect(kind=…)`: a collector of a one-page survey at store 0001."""

    def make(**wish: Any) -> Collector:
        version = publish_survey(definition=DEFINITION, owner_unit_id=company["HQ"], account=None, now=now())
        made = create_collectors(
            survey=version.survey, unit_ids=[company["0001"]], draft=CollectorDraft(**wish), account=None
        )
        return made.collectors[0]

    return make


class Site:
    """Somebody's shop, on an origin of its own."""

    def __init__(self) -> None:
        site = self
        self.html = ""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = site.html.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


def tag(live: str, token: str, **look: str) -> str:
    attributes = "".join(f' data-{name.replace("_", "-")}="{value}"' for name, value in look.items())
    return f'<!doctype html><html lang="zh"><h1>店铺</h1><script async src="{live}/embed.js" data-survey="{token}"{attributes}></script></html>'


def test_a_guest_answers_within_another_site_and_the_frame_grows_with_the_page(
    browser: Any, live_server: Any, collect: Any, site: Any
) -> None:
    token = collect(kind="embed", origins=(site.origin,)).token
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_default_timeout(8000)
    site.html = tag(live_server.url, token, mode="inline")
    page.goto(f"{site.origin}/")
    frame = page.frame_locator("iframe")
    frame.get_by_text("愿意推荐我们吗").wait_for()
    page.wait_for_function("document.querySelector('iframe').style.height !== '480px'")
    tall = page.evaluate("parseFloat(document.querySelector('iframe').style.height)")
    inside = page.frames[1].evaluate("document.getElementById('page').getBoundingClientRect().bottom + scrollY")
    assert abs(tall - inside) <= 1
    frame.locator("label[for=q-recommend-9]").click()
    frame.locator("button.go").click()
    frame.get_by_text("谢谢").first.wait_for()
    assert Response.rows.count() == 1
    assert Answer.rows.get().number == 9
    page.close()


def test_a_site_that_is_not_named_cannot_show_the_page(browser: Any, live_server: Any, collect: Any, site: Any) -> None:
    token = collect(kind="embed", origins=("https://shop.example",)).token
    site.html = tag(live_server.url, token, mode="inline")
    page = browser.new_page()
    page.goto(f"{site.origin}/")
    page.wait_for_selector("iframe")
    page.wait_for_timeout(500)
    assert "愿意推荐" not in (page.frames[1].content() if len(page.frames) > 1 else "")
    page.close()


def test_a_pop_up_comes_after_its_time_and_leaves_by_escape(
    browser: Any, live_server: Any, collect: Any, site: Any
) -> None:
    token = collect(kind="embed", origins=(site.origin,)).token
    site.html = tag(live_server.url, token, mode="popup", trigger="time", after_s="1", every_days="7")
    page = browser.new_page()
    page.goto(f"{site.origin}/")
    assert page.locator("[role=dialog]").count() == 0
    page.wait_for_selector("[role=dialog]", timeout=5000)
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")
    page.reload()
    page.wait_for_timeout(1500)
    assert page.locator("[role=dialog]").count() == 0  # asked once in seven days
    page.close()


@pytest.fixture
def tablet(browser: Any, live_server: Any, collect: Any) -> Iterator[Any]:
    """A tablet that was let in, with the survey open; thanks stand for three seconds."""
    collector = collect(kind="kiosk", reset_after_s=3)
    _device, url = admit_device(collector=collector, name="平板", account=None, now=now())
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto(f"{live_server.url}/k/{url.rpartition('/')[2]}")
    yield page
    context.close()


def until(page: Any, expression: str) -> None:
    """Waits for something to be true; the page's own policy forbids Playwright's way of waiting."""
    for _ in range(80):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never: {expression}")


def answer(page: Any, score: int) -> None:
    page.locator(f"label[for=q-recommend-{score}]").click()
    page.locator("button.go").click()
    page.wait_for_selector("[data-done]")


def test_a_tablet_serves_one_guest_after_the_other(tablet: Any) -> None:
    for score in (9, 3):
        answer(tablet, score)
        tablet.wait_for_selector("form")
        assert tablet.locator("input:checked").count() == 0
    assert sorted(Answer.rows.values_list("number", flat=True)) == [3, 9]


def test_answers_given_without_a_network_arrive_once_when_it_is_back(tablet: Any) -> None:
    until(tablet, "localStorage.getItem('opencem:kiosk:keys') !== null")
    tablet.context.set_offline(True)
    for score in (1, 8):
        answer(tablet, score)
        tablet.wait_for_selector("form")
        assert tablet.locator("input:checked").count() == 0
    assert Response.rows.count() == 0
    assert len(tablet.evaluate("JSON.parse(localStorage.getItem('opencem:kiosk:queue'))")) == 2
    tablet.context.set_offline(False)
    tablet.evaluate("dispatchEvent(new Event('online'))")
    until(tablet, "localStorage.getItem('opencem:kiosk:queue') === '[]'")
    assert sorted(Answer.rows.values_list("number", flat=True)) == [1, 8]
    assert Response.rows.count() == 2
