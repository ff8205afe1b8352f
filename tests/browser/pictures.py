"""Takes the pictures and notes what is wrong on each page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .faults import Watch, barriers, missing_words, sideways

WIDTHS = {1440: 900, 390: 844}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
LOCALES = {"zh": "zh-CN", "en": "en-US"}
PHONE = 600


@dataclass
class Shots:
    """Takes pictures into a folder and collects what is wrong on the pages."""

    folder: Path
    faults: dict[str, list[str]] = field(default_factory=dict)
    taken: int = 0

    def take(self, page: Any, watch: Watch, name: str, *, axe: bool) -> None:
        """One settled page: its picture, and everything that is wrong with it."""
        watch.settle()
        path = self.folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)
        self.taken += 1
        phone = page.viewport_size["width"] < 600
        wrong = watch.take() + missing_words(page) + (sideways(page) if phone else []) + (barriers(page) if axe else [])
        if wrong:
            self.faults[name] = wrong
            print("\n".join([name, *(f"    {each}" for each in dict.fromkeys(wrong))]), flush=True)


def context_of(browser: Any, width: int, language: str, **more: Any) -> Any:
    """A browser of this width whose reader has chosen this language; nothing moves in the pictures."""
    size = {"width": width, "height": WIDTHS[width]}
    return browser.new_context(viewport=size, locale=LOCALES[language], reduced_motion="reduce", **more)
