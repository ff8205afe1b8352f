"""The pages of people without an account in hand: sign-in, and the customer's answer page in all its states."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .faults import Watch
from .pictures import LANGUAGES, WIDTHS, Shots, context_of

OPEN_STORE, CLOSED_STORE = "0001", "0002"
ROWS = ("product", "service", "environment", "price", "speed")
TOKEN = """SELECT token FROM distribution_collector JOIN organization_orgunit AS unit ON unit.id = unit_id
 WHERE unit.code = ? ORDER BY distribution_collector.id LIMIT 1"""


def close_a_collector(data: Path) -> None:
    """Before the server starts: the survey of one store takes no more answers."""
    with sqlite3.connect(data / "records.sqlite3") as records:
        records.execute(
            "UPDATE distribution_collector SET status = 'closed' WHERE token = ?", (_token(data, CLOSED_STORE),)
        )
    records.close()


def answer_url(data: Path, url: str, store: str = OPEN_STORE) -> str:
    return f"{url}/s/{_token(data, store)}"


def walk_visitors(shots: Shots, browser: Any, url: str, data: Path) -> None:
    for width in WIDTHS:
        for language, code in LANGUAGES.items():
            for walk in (_sign_in, _answer, _closed):
                context = context_of(browser, width, language)
                context.add_cookies([{"name": "opencem_language", "value": code, "url": url}])
                page = context.new_page()
                watch = Watch(page, expected=re.compile(r"answer (404|410|422)"))

                def shoot(name: str, page: Any = page, watch: Watch = watch, end: str = f"{width}-{language}") -> None:
                    shots.take(page, watch, f"visitor/{name}-{end}", axe=True)

                walk(page, url, data, shoot)
                context.close()


Shoot = Callable[[str], None]


def _sign_in(page: Any, url: str, _data: Path, shoot: Shoot) -> None:
    page.goto(f"{url}/accounts/login/")
    shoot("sign-in")
    page.fill("#login", "nobody")
    page.fill("#password", "not-this-one")
    page.click("button[type=submit]")
    shoot("sign-in-wrong")


def _answer(page: Any, url: str, data: Path, shoot: Shoot) -> None:
    page.goto(answer_url(data, url))
    shoot("answer-1")
    page.click("button.go")
    page.wait_for_selector("[role=alert]")
    shoot("answer-1-error")
    answer_page_one(page, 3)
    shoot("answer-1-tags")
    page.click("button.go")
    page.wait_for_selector("#page[data-page='2']")
    shoot("answer-2")
    rate_all(page, 2)
    page.click("button.go")
    page.wait_for_selector("#page[data-page='end']")
    shoot("answer-thanks")


def _closed(page: Any, url: str, data: Path, shoot: Shoot) -> None:
    page.goto(answer_url(data, url, CLOSED_STORE))
    shoot("answer-closed")
    page.goto(f"{url}/s/no-such-token")
    shoot("answer-unknown")


def answer_page_one(page: Any, score: int) -> None:
    page.click("label[for=q-recommend]" if score == 0 else f"label[for=q-recommend-{score}]")


def rate_all(page: Any, stars: int) -> None:
    for row in ROWS:
        page.click(f"label[for=q-satisfaction-{row}-{stars}]")


def _token(data: Path, store: str) -> str:
    records = sqlite3.connect(data / "records.sqlite3")
    try:
        return str(records.execute(TOKEN, (store,)).fetchone()[0])
    finally:
        records.close()
