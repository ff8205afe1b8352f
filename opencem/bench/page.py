"""`page`: bytes on the wire and requests of the answer page, in a real browser that asks for gzip.

Needs Playwright (a test dependency) and a Chromium; both are named when they are missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from opencem.bench.company import prepare
from opencem.bench.harness import Result, at_most, folder, server

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def run(data: Path | None) -> Sequence[Result]:
    with folder(data) as where:
        made = prepare(where, stores=1, keys=1)
        with server(where) as running:
            sizes = _load(f"{running.url}/s/{made.token}")
    own = urlsplit(running.url).netloc
    script = sum(size for url, kind, size in sizes if kind == "Script")
    return [
        at_most("page_total_bytes", sum(size for _, _, size in sizes), "bytes", 40_960),
        at_most("page_script_bytes", script, "bytes", 15_360),
        at_most("third_party_requests", sum(urlsplit(url).netloc != own for url, _, _ in sizes), "requests", 0),
        Result("page_requests", len(sizes), "requests"),
    ]


def _load(url: str) -> list[tuple[str, str, float]]:
    """(url, kind, bytes on the wire with headers) of every request of a first visit."""
    with browser() as chromium:
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, extra_http_headers={"Accept-Encoding": "gzip"}
        )
        page = context.new_page()
        network = context.new_cdp_session(page)
        kinds: dict[str, tuple[str, str]] = {}
        sizes: dict[str, float] = {}
        network.on(
            "Network.responseReceived", lambda e: kinds.update({e["requestId"]: (e["response"]["url"], e["type"])})
        )
        network.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
        network.send("Network.enable")
        page.goto(url, wait_until="networkidle")
    return [(*kinds[request], size) for request, size in sizes.items() if not kinds[request][0].startswith("data:")]


@contextmanager
def browser() -> Iterator[Any]:
    """A Chromium without a window, closed afterwards."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise click.ClickException("this bench needs Playwright: pip install -r requirements-dev.txt") from error
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise click.ClickException("this bench needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield launched
        launched.close()
