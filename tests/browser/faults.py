"""What may not happen on a page: errors, failed requests, missing words, sideways scrolling, barriers (axe)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .product import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")
# What a page shows in place of a word it has no translation for: `tickets.filter.search`, alone in its element.
BARE_KEY = re.compile(r"^[a-z]\w*(?:\.[a-zA-Z]\w*)+$")
LEAVES = """() => [...document.querySelectorAll('body *')]
  .filter((each) => each.childElementCount === 0 && each.offsetParent && !each.closest('code, pre, [data-code]'))
  .map((each) => each.textContent.trim()).filter(Boolean)"""
SIDEWAYS = """() => {
  const wide = [document.documentElement, document.querySelector('#main')]
    .filter((each) => each && each.scrollWidth > each.clientWidth + 1);
  if (!wide.length) return '';
  const edge = document.documentElement.clientWidth;
  const past = [...document.querySelectorAll('#main *, body *')].find((each) => each.getBoundingClientRect().right > edge + 1);
  return `${wide[0].scrollWidth} > ${wide[0].clientWidth} ${past ? past.outerHTML.slice(0, 120) : ''}`;
}"""
# No rule is switched off; only what can be judged (WCAG 2 A and AA) counts.
RUN_AXE = """() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  resultTypes: ['violations'] }).then((result) => result.violations.map((each) => ({ id: each.id, impact: each.impact,
  nodes: each.nodes.map((node) => `${node.target.join(' ')} ${node.html.slice(0, 140)} ${node.any.map((one) => one.message).join('; ').slice(0, 160)}`) })))"""


@dataclass
class Watch:
    """Listens to one page; `take()` gives what went wrong since the last time."""

    page: Any
    faults: list[str] = field(default_factory=list)
    pending: set[int] = field(default_factory=set)
    expected: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("request", lambda request: self.pending.add(id(request)))
        self.page.on("requestfinished", lambda request: self.pending.discard(id(request)))
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", self._on_response)

    def take(self) -> list[str]:
        taken, self.faults = self.faults, []
        return taken

    def settle(self, limit_ms: int = 15_000, quiet_ms: int = 200) -> None:
        """Waits until nothing is under way and no skeleton stands in for what is coming."""
        quiet = waited = 0
        while quiet < quiet_ms and waited < limit_ms:
            self.page.wait_for_timeout(50)
            waited += 50
            busy = self.pending or self.page.locator(".ant-skeleton-active, .ant-spin-spinning").count()
            quiet = 0 if busy else quiet + 50
        if quiet < quiet_ms:
            self.faults.append(f"not settled after {limit_ms} ms, {len(self.pending)} requests under way")

    def _on_console(self, message: Any) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._add(f"console: {message.text[:300]}")

    def _on_failure(self, request: Any) -> None:
        self.pending.discard(id(request))
        # A page that is left gives up what it asked for.
        if "ERR_ABORTED" not in str(request.failure):
            self._add(f"request failed: {request.method} {request.url} {request.failure}")

    def _on_response(self, response: Any) -> None:
        if response.status >= 400:
            self._add(f"answer {response.status}: {response.request.method} {response.url}")

    def _add(self, fault: str) -> None:
        if not (self.expected and self.expected.search(fault)):
            self.faults.append(fault)


def missing_words(page: Any) -> list[str]:
    return [f"missing translation: {leaf}" for leaf in page.evaluate(LEAVES) if BARE_KEY.match(leaf)]


def sideways(page: Any) -> list[str]:
    found = page.evaluate(SIDEWAYS)
    return [f"scrolls sideways: {found}"] if found else []


def barriers(page: Any) -> list[str]:
    """Serious and critical violations, one line for each rule with the first places."""
    if not page.evaluate("() => 'axe' in window"):
        # Evaluated, not added as an element: the page's content security policy stays as it is.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"axe {each['impact']} {each['id']} ({len(each['nodes'])}): {' | '.join(each['nodes'][:3])}"
        for each in page.evaluate(RUN_AXE)
        if each["impact"] in SERIOUS
    ]
