"""The product as a visitor meets it: a real server process over a data folder of its own, a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
CONSOLE = ROOT / "opencem" / "web" / "console" / "static" / "console" / "index.html"
RESPOND = ROOT / "opencem" / "web" / "respond" / "static" / "respond" / "manifest.json"
PASSWORD = "chanmao-2026"  # the demo's, printed for everybody
START_S = 60
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> str:
    """What stands in the way of driving a browser, in a sentence; empty when nothing does."""
    if not chromium_path():
        return "chromium is absent: apt-get install chromium"
    unbuilt = [path.parent.name for path in (CONSOLE, RESPOND) if not path.exists()]
    return f"not built: {', '.join(unbuilt)}: make build" if unbuilt else ""


def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def launch(playwright: Any) -> Any:
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))


def migrate(data_dir: Path) -> None:
    _opencem(data_dir, "migrate")


def load_demo(data_dir: Path, *, stores: int = 12, months: int = 3) -> None:
    """The fictional company, small enough for a test."""
    migrate(data_dir)
    _opencem(data_dir, "demo", "--stores", str(stores), "--months", str(months))


@contextmanager
def served(data_dir: Path, **settings: str) -> Iterator[str]:
    """`opencem serve` over the folder on a free loopback port; gives its address once it is ready.

    `settings` by their names without `OPENCEM_`.
    """
    port = _free_port()
    log = (data_dir / "serve.log").open("wb")
    command = [sys.executable, "-m", "opencem", "serve"]
    process = subprocess.Popen(  # our own program
        command, cwd=ROOT, env=_environment(data_dir, port, settings), stdout=log, stderr=subprocess.STDOUT
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process, Path(log.name))
        yield url
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def enter(page: Any, url: str, username: str) -> None:
    """Signs in through the page, as a person does."""
    page.goto(f"{url}/accounts/login/")
    page.fill("#login", username)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("#main")


def _opencem(data_dir: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "opencem", *arguments]
    subprocess.run(command, cwd=ROOT, env=_environment(data_dir), check=True, capture_output=True)


def _environment(data_dir: Path, port: int | None = None, settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of the tests' own settings reaches the product."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENCEM_", "DJANGO_"))}
    given = {"OPENCEM_DATA_DIR": str(data_dir), "OPENCEM_LOG_LEVEL": "WARNING"}
    wanted = {f"OPENCEM_{name}": value for name, value in (settings or {}).items()}
    return clean | given | wanted | ({"OPENCEM_PORT": str(port)} if port else {})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{url}/readyz", timeout=2):  # loopback
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not get ready:\n{log.read_text(errors='replace')[-3000:]}")
