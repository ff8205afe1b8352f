"""A served demo company, and the people who look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import product
from .faults import Watch
from .pictures import context_of
from .visitors import answer_page_one, answer_url, rate_all

SECONDS = 30_000


@dataclass
class World:
    """A served demo company and a browser that looks at it."""

    url: str
    data: Path
    browser: Any

    @contextmanager
    def visitor(self, width: int = 390) -> Iterator[Any]:
        """A page of somebody's own; whatever goes wrong on it fails the test."""
        context = context_of(self.browser, width, "zh")
        context.set_default_timeout(SECONDS)
        page = context.new_page()
        watch = Watch(page, expected=re.compile(r"answer 404"))
        yield page
        context.close()
        assert watch.take() == []

    @contextmanager
    def signed_in(self, username: str, width: int = 1440) -> Iterator[Any]:
        with self.visitor(width) as page:
            product.enter(page, self.url, username)
            yield page

    def answer(self, score: int, words: str, *, pause_s: int = 0) -> None:
        """A customer of the first store fills the survey in on a phone; whoever takes no time at all is doubted."""
        with self.visitor() as page:
            page.goto(answer_url(self.data, self.url))
            answer_page_one(page, score)
            page.click("button.go")
            page.wait_for_selector("#page[data-page='2']")
            rate_all(page, 2)
            page.click("label[for=q-satisfaction-price-4]")
            page.fill("textarea", words)
            page.wait_for_timeout(pause_s * 1000)
            page.click("button.go")
            page.wait_for_selector("#page[data-page='end']")


def drawer(page: Any) -> Any:
    return page.locator(".ant-drawer-open [role=dialog]")


def act(page: Any, name: str, done: str, fields: dict[str, str] | None = None) -> None:
    """One act on the ticket in the drawer, with what its dialog asks for."""
    drawer(page).get_by_role("button", name=name, exact=True).click()
    for label, text in (fields or {}).items():
        page.locator(".ant-modal").get_by_label(label).fill(text)
    if fields:
        page.locator(".ant-modal").get_by_role("button", name=name, exact=True).click()
    page.locator(".ant-message").get_by_text(done).first.wait_for()
