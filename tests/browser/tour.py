"""The pictures of docs/tour.md, taken from the whole demo: `python -m tests.browser.tour --data DIR`."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from . import product
from .faults import Watch
from .pictures import context_of
from .visitors import answer_page_one, answer_url

FOLDER = product.ROOT / "docs" / "img"
DESK, PHONE = (1280, 780), (390, 844)
# Lower, or without the navigation, where a page is full: a picture stays under 150 KB.
LOW = {"ticket": 640, "scorecard": 690, "editor": 640, "preview": 560, "blocked": 520}
PAGE_ONLY = {"fusion": 724, "surveys": 560}
BUSIEST = """SELECT unit.code FROM tickets_ticket AS ticket JOIN organization_orgunit AS unit ON unit.id = ticket.unit_id
 WHERE ticket.state <> 'closed' AND unit.kind = 'store' GROUP BY unit.code ORDER BY count(*) DESC, unit.code LIMIT 1"""
Steps = Callable[[Any], None]


def _open(row: int) -> Steps:
    return lambda page: page.locator("#main tr[class*=opens] td:nth-child(2)").nth(row).click()


def _to_ranking(page: Any) -> None:
    page.locator("#ranking").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('ranking').scrollIntoView({ block: 'center' })")


def _to_expensive(page: Any) -> None:
    page.locator("#main [role=tab]").nth(1).click()


def _try_out(page: Any) -> None:
    for place, weight in ((0, 30), (2, 30)):
        page.locator("#main input[role=spinbutton]").nth(place * 2).fill(str(weight))
    page.get_by_role("button", name="试算").first.click()


def _choose_unit(page: Any) -> None:
    page.locator("#main .ant-tree-title").nth(1).click()


def _flow_of_the_template(page: Any) -> None:
    page.get_by_role("button", name="使用此模板").click()
    page.wait_for_url("**/edit*")
    page.locator(".ant-segmented-item", has_text="流程").click()


def _change_and_publish(page: Any) -> None:
    title = page.locator("article[data-question=recommend]").get_by_role("textbox", name="题目", exact=True)
    title.fill("您有多愿意把巷口馋猫推荐给家人和朋友？")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("region", name="与第 1 版相比").wait_for()


# Name → who looks, where, and what is done there first.
AT_THE_DESK: dict[str, tuple[str, str, Steps | None]] = {
    "overview": ("admin", "/overview?period=d90", None),
    "drill": ("admin", "/overview?period=d90&unit=C11", _to_ranking),
    "ticket": ("agent", "/tickets", _open(1)),
    "products": ("admin", "/feedback?topic=packaging&polarity=-1&period=d90", None),
    "feedback": ("analyst", "/feedback?q=纸袋&period=d90", None),
    "scorecard": ("admin", "/scorecards?unit=R4", _open(12)),
    "what-if": ("admin", "/schemes/store", _try_out),
    "fusion": ("analyst", "/fusion", None),
    "expensive": ("analyst", "/fusion", _to_expensive),
    "import": ("admin", "/imports?kind=reviews", None),
    "organization": ("admin", "/org", _choose_unit),
    "editor": ("admin", "/surveys/post_purchase/edit?q=reasons", None),
    "editor-flow": ("admin", "/surveys/new?template=brand_research", _flow_of_the_template),
    "editor-publish": ("admin", "/surveys/post_purchase/edit", _change_and_publish),
    "preview": ("admin", "/surveys/post_purchase/edit?view=preview", None),
    "surveys": ("admin", "/surveys/post_purchase?tab=collectors", None),
    "centre": ("admin", "/surveys", None),
    "summary": ("admin", "/surveys/post_purchase", None),
    "blocked": ("admin", "/invitations?tab=blocked", None),
    "journeys": ("admin", "/journeys?period=d90", None),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tour", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with the demo")
    parser.add_argument("--url", help="where it is served already")
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if options.url:
        return _take(options.url, options.data, options.only)
    with product.served(options.data) as url:
        return _take(url, options.data, options.only)


def _take(url: str, data: Path, only: list[str]) -> int:
    with sync_playwright() as playwright:
        browser = product.launch(playwright)
        for name, (who, path, steps) in AT_THE_DESK.items():
            if not only or name in only:
                _picture(browser, url, name, DESK, who, path, steps)
        if not only or "store-phone" in only:
            _picture(browser, url, "store-phone", PHONE, _busy_manager(data), "/store", None)
        if not only or "answer-phone" in only:
            context = context_of(browser, PHONE[0], "zh")
            page = context.new_page()
            page.goto(answer_url(data, url))
            answer_page_one(page, 6)
            page.screenshot(path=FOLDER / "answer-phone.png")
        browser.close()
    return 0


def _busy_manager(data: Path) -> str:
    """The manager of the store with the most tickets to see to, so that the page has something on it."""
    records = sqlite3.connect(data / "records.sqlite3")
    try:
        return f"store{records.execute(BUSIEST).fetchone()[0]}"
    finally:
        records.close()


def _picture(
    browser: Any, url: str, name: str, size: tuple[int, int], who: str, path: str, steps: Steps | None
) -> None:
    context = context_of(browser, 1440 if size == DESK else 390, "zh")
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": LOW.get(name, size[1])})
    product.enter(page, url, who)
    watch = Watch(page)
    page.goto(url + path)
    watch.settle()
    if steps:
        steps(page)
        page.wait_for_timeout(400)
        watch.settle()
    corner = page.locator("#main").bounding_box()
    clip = {"x": corner["x"], "y": corner["y"], "width": corner["width"], "height": PAGE_ONLY.get(name, 0)}
    page.screenshot(path=FOLDER / f"{name}.png", **({"clip": clip} if name in PAGE_ONLY else {}))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
