"""Pictures of every page for each role, two widths and two languages, into var/shots; fails on any fault seen.

`python -m tests.browser.shots [--data DIR] [--roles hq_admin,…] [--pages /tickets,…]`: over a small demo of its own, or
over the demo in DIR. What is walked is read from the console: its navigation as each role sees it, and its routes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import product
from .faults import Watch
from .pictures import LANGUAGES, WIDTHS, Shots, context_of
from .visitors import close_a_collector, walk_visitors

PEOPLE = {
    "hq_admin": "admin",
    "hq_analyst": "analyst",
    "region_manager": "huazhong",
    "store_manager": "store0001",
    "agent": "agent",
    "viewer": "viewer",
}
FOLDER = product.ROOT / "var" / "shots"
AT_ONCE = 2
ROUTES = product.ROOT / "console" / "src" / "routes.tsx"
# For a page about one thing: where the API lists such things, and what a thing is called in the address.
EXAMPLES = {
    "/tickets/:number": ("/tickets?state=all", "id"),
    "/feedback/:id": ("/feedback", "id"),
    "/customers/:id": ("/fusion/people?attitude=promoter&behaviour=growing", "id"),
    "/schemes/:key": ("/schemes", "key"),
    "/surveys/:key": ("/surveys?status=published", "key"),
    "/surveys/:key/edit": ("/surveys?status=published", "key"),
}
# Pages that stand in no navigation; whoever may do everything is shown them.
BEYOND = ("/surveys/new",)
OF_WRITERS = ("/surveys/:key/edit",)
# Whoever sees all: with every tab and the first thing of every list opened.
IN_DEPTH = ("hq_admin", "store_manager")
NOTHING_FOUND = {"feedback-empty": "/feedback?q=没有人说过这句话", "tickets-empty": "/tickets?q=没有这张工单"}
UNAVAILABLE = {"type": "about:blank", "title": "服务暂时不可用", "status": 503, "code": "unavailable", "errors": []}


@dataclass(frozen=True)
class View:
    """A role at one width in one language: a browser context and how its pictures are named."""

    shots: Shots
    role: str
    width: int
    language: str
    context: Any
    url: str

    def name(self, page_name: str) -> str:
        return f"{self.role}/{page_name}-{self.width}-{self.language}"

    def shoot(self, page: Any, watch: Watch, page_name: str) -> None:
        # Words do not change who can reach what: one language is enough for the slow look.
        self.shots.take(page, watch, self.name(page_name), axe=self.language == "zh")

    def visit(self, paths: dict[str, str], *, in_depth: bool) -> None:
        page = self.context.new_page()
        watch = Watch(page)
        for page_name, path in paths.items():
            page.goto(self.url + path)
            self.shoot(page, watch, page_name)
            if in_depth:
                self._deeper(page, watch, page_name)
        page.close()

    def visit_unavailable(self, path: str) -> None:
        """What a reader sees while the analytics store does not answer."""
        page = self.context.new_page()
        watch = Watch(page, expected=re.compile(r"answer 503"))
        page.route("**/api/v1/query", lambda route: route.fulfill(status=503, json=UNAVAILABLE))
        page.goto(self.url + path)
        self.shoot(page, watch, f"{path.strip('/')}-unavailable")
        page.close()

    def _deeper(self, page: Any, watch: Watch, page_name: str) -> None:
        self._open_first(page, watch, page_name)
        for index in range(1, page.locator("#main [role=tab]").count()):
            page.locator("#main [role=tab]").nth(index).click()
            self.shoot(page, watch, f"{page_name}-tab{index + 1}")
            self._open_first(page, watch, f"{page_name}-tab{index + 1}")

    def _open_first(self, page: Any, watch: Watch, page_name: str) -> None:
        """The first row or card that opens something beside the list."""
        rows = page.locator("#main tr[class*=opens] td:nth-child(2), #main ul[class*=cards] > li > button")
        if rows.count() == 0 or page.locator("[role=dialog]:visible").count():
            return
        rows.first.click()
        page.wait_for_timeout(400)
        if page.locator("[role=dialog]:visible").count():
            self.shoot(page, watch, f"{page_name}-open")
            page.go_back()
            watch.settle()


def main() -> int:
    options = _options()
    if hindrance := product.missing():
        print(hindrance, file=sys.stderr)
        return 2
    started = time.monotonic()
    with _data_folder(options.data) as data, product.served(data) as url:
        walks = [(role, url, data, options.pages) for role in options.roles]
        # Most of a walk is waiting for pages to settle: two browsers wait at the same time.
        with ProcessPoolExecutor(AT_ONCE, mp_context=multiprocessing.get_context("spawn")) as pool:
            walked = list(pool.map(_walk, *zip(*walks, strict=True)))
    seconds = time.monotonic() - started
    faults = sum(faulty for _, faulty in walked)
    print(f"{sum(taken for taken, _ in walked)} pictures in {FOLDER}, {faults} with faults, {seconds:.0f} s")
    return 1 if faults else 0


def _walk(role: str, url: str, data: Path, wanted: list[str]) -> tuple[int, int]:
    """One role in a browser of its own; returns how many pictures were taken and how many of them show a fault."""
    shots = Shots(FOLDER)
    with _browser() as browser:
        if role == "visitor":
            walk_visitors(shots, browser, url, data)
        else:
            _walk_role(shots, browser, url, role, wanted)
    return shots.taken, len(shots.faults)


def _walk_role(shots: Shots, browser: Any, url: str, role: str, wanted: list[str]) -> None:
    with _closing(context_of(browser, 1440, "zh")) as context:
        page = context.new_page()
        product.enter(page, url, PEOPLE[role])
        paths = _paths(page, url, role)
        kept = context.storage_state()
    paths = {name: path for name, path in paths.items() if not wanted or path.startswith(tuple(wanted))}
    for width in WIDTHS:
        for language, code in LANGUAGES.items():
            with _closing(context_of(browser, width, language, storage_state=kept)) as context:
                context.add_cookies([{"name": "opencem_language", "value": code, "url": url}])
                view = View(shots, role, width, language, context, url)
                view.visit(paths, in_depth=role in IN_DEPTH and language == "zh")
                if role == "hq_admin" and not wanted:
                    view.visit(NOTHING_FOUND, in_depth=False)
                    view.visit_unavailable("/overview")


def _paths(page: Any, url: str, role: str) -> dict[str, str]:
    """Page name → address: the side navigation of this role, then one example of each page about a single thing."""
    page.wait_for_selector("nav a[href]")
    links = page.eval_on_selector_all("nav a[href]", "links => links.map((link) => link.getAttribute('href'))")
    paths = {link.split("?")[0].strip("/"): link for link in links}
    routes = re.findall(r"page\('(/[^']+)'", ROUTES.read_text(encoding="utf-8"))
    if role == "hq_admin":
        paths |= {route.strip("/").replace("/", "-"): route for route in BEYOND}
    for route in (each for each in routes if ":" in each and (role == "hq_admin" or each not in OF_WRITERS)):
        if example := _example(page, url, route):
            paths[route.strip("/").replace("/:", "-").replace("/", "-")] = example
    walked = set(paths.values()) | set(EXAMPLES) | {"/gallery", "/store"}
    if role == "hq_admin" and (forgotten := set(routes) - {link.split("?")[0] for link in walked}):
        raise SystemExit(f"routes nobody walks: {sorted(forgotten)}")
    return paths


def _example(page: Any, url: str, route: str) -> str:
    if route not in EXAMPLES:
        raise SystemExit(f"no example for {route}: name one in EXAMPLES")
    listing, key = EXAMPLES[route]
    answer = page.request.get(f"{url}/api/v1{listing}")
    listed = answer.json() if answer.ok else []
    items = listed["items"] if isinstance(listed, dict) else listed
    return re.sub(r":\w+", str(items[0][key]), route) if items else ""


@contextmanager
def _closing(context: Any) -> Iterator[Any]:
    try:
        yield context
    finally:
        context.close()


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = product.launch(playwright)
        yield browser
        browser.close()


@contextmanager
def _data_folder(given: Path | None) -> Iterator[Path]:
    """The given demo, else a small one made for these pictures; one store's survey is closed in it."""
    folder = Path(tempfile.mkdtemp(prefix="opencem-shots-"))
    try:
        if given:
            shutil.copytree(given, folder, dirs_exist_ok=True)
            product.migrate(folder)
        else:
            product.load_demo(folder)
        close_a_collector(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="shots", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder with the demo (it is copied)")
    parser.add_argument("--roles", type=lambda text: text.split(","), default=["visitor", *PEOPLE])
    parser.add_argument("--pages", type=lambda text: text.split(","), default=[], help="only these paths")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
