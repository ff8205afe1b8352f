"""Somebody with a phone who scans a code and answers page by page, scripts off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.served import Browser, Reply
from tests.web.respond.plain_browser import PlainBrowser

STARS = ("product", "service", "environment", "price", "speed")


@dataclass
class _Django:
    """What `PlainBrowser` expects of Django's test client, over a socket."""

    browser: Browser

    def get(self, url: str, query: Mapping[str, str]) -> Any:
        return _Answer(self.browser.get(url + "".join(f"?{name}={value}" for name, value in query.items())))

    def post(self, url: str, body: str, content_type: str) -> Any:
        return _Answer(self.browser.send("POST", url, body, content_type))


class _Answer:
    def __init__(self, reply: Reply) -> None:
        self.status_code, self.content = reply.status, reply.body


@dataclass
class Respondent:
    port: int
    token: str
    browser: Browser = field(init=False)
    page: PlainBrowser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = Browser(self.port)
        self.page = PlainBrowser(f"/s/{self.token}", client=_Django(self.browser))  # type: ignore[arg-type]

    def open(self, **query: str) -> PlainBrowser:
        return self.page.open(**query)

    def first_page(self, recommend: int) -> PlainBrowser:
        """Score, then the reasons which that score has brought up, skipped."""
        self.page.press(q__recommend=str(recommend))
        if self.page.page == "1":
            self.page.press()
        return self.page

    def last_page(self, comment: str = "", stars: int = 4) -> dict[str, list[str]]:
        """The fields the last page would send."""
        filled = {f"q.satisfaction.{row}": str(stars) for row in STARS}
        return self.page.would_send({**filled, "q.comment": comment}) | {"_next": ["1"]}

    def answer(self, recommend: int, comment: str = "", stars: int = 4, **query: str) -> None:
        """The whole questionnaire, to the thank-you page."""
        self.open(**query)
        self.first_page(recommend)
        self.page.send(self.last_page(comment, stars))
        assert self.page.is_thanked, self.page.text
