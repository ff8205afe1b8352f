"""`editor`: a survey of 300 questions and 200 rules, opened in the editor in a real browser, and checked.

Opening ends when the first question can be typed into. The first visit of a browser, which loads the console as well,
is told apart from the later ones.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opencem.bench.company import prepare
from opencem.bench.harness import Result, Server, at_most, environment_of, folder, server
from opencem.bench.loop import Console
from opencem.bench.page import browser

QUESTIONS = 300
RULES = 200
ON_A_PAGE = 10
VISITS = 7
CHECKS = 15
_CHECK = """
import json, sys
from opencem.bench import editor
print(json.dumps(editor.check_times(json.load(sys.stdin))))
"""


def run(data: Path | None) -> Sequence[Result]:
    with folder(data) as where:
        prepare(where, stores=5, keys=1)
        checked = _checked(where)
        with server(where) as running:
            analyst = Console(running.url)
            opened = _open(running, analyst, _draft(analyst))
    return [
        at_most("editor_open_ms", statistics.median(opened[1:]), "ms", 1_000),
        Result("editor_first_visit_ms", round(opened[0], 1), "ms"),
        at_most("editor_validate_ms", statistics.median(checked), "ms", 100),
    ]


def definition() -> dict[str, Any]:
    """Pages of ten questions; each rule asks for a question some pages before."""
    rules_left = iter(range(RULES))
    pages = [
        {
            "key": f"page_{first // ON_A_PAGE}",
            "questions": [_question(number, rules_left) for number in range(first, first + ON_A_PAGE)],
        }
        for first in range(0, QUESTIONS, ON_A_PAGE)
    ]
    return {"key": "long", "title": _words("长问卷"), "pages": pages}


def check_times(source: dict[str, Any]) -> list[float]:
    """How long each of some checks took (ms). Run inside the folder's environment."""
    import django

    django.setup()
    from opencem.listen.surveys.inspection import inspect

    times = []
    for number in range(CHECKS):
        # Another title each time, as a person types: nothing of the check before serves again.
        changed = {**source, "title": _words(f"长问卷 {number}")}
        began = time.perf_counter()
        found = inspect(changed, "zh-hans", None)
        times.append((time.perf_counter() - began) * 1000)
        assert not found.faults, found.faults[:3]
    return times


def _question(number: int, rules_left: Any) -> dict[str, Any]:
    kind = ("single", "rating", "text", "multiple", "nps")[number % 5]
    made: dict[str, Any] = {"key": f"q{number}", "type": kind, "title": _words(f"第 {number + 1} 题，您怎么看？")}
    if kind in ("single", "multiple"):
        made["choices"] = [{"key": f"c{place}", "label": _words(f"选项 {place}")} for place in range(6)]
    if number >= ON_A_PAGE and next(rules_left, None) is not None:
        made["show_if"] = _rule(number - ON_A_PAGE)
    return made


def _rule(earlier: int) -> dict[str, Any]:
    of = {"var": f"q{earlier}"}
    return ({"==": [of, "c1"]}, {">=": [of, 3]}, {"!=": [of, None]}, {"in": ["c2", of]}, {"<=": [of, 6]})[earlier % 5]


def _words(text: str) -> dict[str, str]:
    return {"zh-Hans": text}


def _checked(where: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _CHECK],
        env={**environment_of(where), "DJANGO_SETTINGS_MODULE": "opencem.config.settings"},
        input=json.dumps(definition()), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    times: list[float] = json.loads(done.stdout)
    return times


def _draft(analyst: Console) -> str:
    key = str(analyst.send("POST", "/surveys", {"title": _words("长问卷"), "languages": ["zh-Hans"]})["key"])
    revision = analyst.get(f"/surveys/{key}/draft")["revision"]
    analyst.send("PUT", f"/surveys/{key}/draft", {"definition": {**definition(), "key": key}, "revision": revision})
    return key


def _open(running: Server, analyst: Console, key: str) -> list[float]:
    """From the click on the address to a first question that can be typed into (ms), for each visit."""
    times = []
    with browser() as chromium:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.add_cookies(
            [{"name": each.name, "value": each.value or "", "url": running.url} for each in analyst.cookies]
        )
        for _ in range(VISITS):
            page = context.new_page()
            page.goto(f"{running.url}/surveys/{key}/edit", wait_until="commit")
            page.locator("article[data-question] [role=textbox], article[data-question] textarea").first.wait_for()
            times.append(float(page.evaluate("performance.now()")))
            page.close()
    return times
