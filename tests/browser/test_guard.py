"""A link under attack in a real browser: its work is done by itself, also in the middle of a form."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from .visitors import answer_page_one, answer_url
from .world import World

pytestmark = pytest.mark.browser


def guard(data: Path, mode: str) -> None:
    with sqlite3.connect(data / "records.sqlite3", timeout=10) as records:
        records.execute("UPDATE distribution_collector SET proof = ?", (mode,))
    records.close()


def test_the_work_is_done_before_the_first_page(world: World) -> None:
    guard(world.data, "on")
    with world.visitor() as page:
        page.wait_for_timeout(2500)  # a process knows a collector for two seconds
        page.goto(answer_url(world.data, world.url))
        page.wait_for_selector("#page[data-page='1']")
        answer_page_one(page, 9)
        page.click("button.go")
        page.wait_for_selector("#page[data-page='2']")
    guard(world.data, "auto")


def test_in_the_middle_of_a_form_nothing_is_lost(world: World) -> None:
    with world.visitor() as page:
        page.wait_for_timeout(2500)
        page.goto(answer_url(world.data, world.url))
        answer_page_one(page, 9)
        guard(world.data, "on")
        page.wait_for_timeout(2500)
        page.click("button.go")
        page.wait_for_selector("#page[data-page='2']")
    guard(world.data, "auto")
