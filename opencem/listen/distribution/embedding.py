"""How an answer page stands on another site, and the line of HTML that puts it there.

The line names the collector and how it looks; which sites may show it is enforced by the answer page's own headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django.conf import settings

from opencem.listen.distribution.models import Collector

MODES = ("inline", "popup", "button")
TRIGGERS = ("load", "time", "scroll", "exit", "event")
# name → (lowest, highest) of what is counted
_RANGES = {"after_s": (0, 600), "scroll_percent": (1, 100), "every_days": (0, 365)}
_TEXTS = {"label": 40, "event": 60}
DEFAULT_LOOK: Mapping[str, Any] = {
    "mode": "popup",
    "trigger": "time",
    "after_s": 10,
    "scroll_percent": 50,
    "event": "",
    "every_days": 30,
    "label": "",
    "side": "right",
}


def look_faults(look: Mapping[str, Any]) -> list[str]:
    """The names of values that cannot be."""
    return [name for name, value in look.items() if not _may_be(name, value)]


def _may_be(name: str, value: Any) -> bool:
    if name in _RANGES:
        low, high = _RANGES[name]
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    if name in _TEXTS:
        return isinstance(value, str) and len(value) <= _TEXTS[name] and (value.isprintable() or value == "")
    choices: dict[str, tuple[str, ...]] = {"mode": MODES, "trigger": TRIGGERS, "side": ("left", "right")}
    return value in choices.get(name, ())


def snippet(collector: Collector) -> str:
    """The HTML to paste into a page."""
    look = {**DEFAULT_LOOK, **collector.look}
    values = {"survey": collector.token, **{name.replace("_", "-"): value for name, value in look.items()}}
    attributes = "".join(f' data-{name}="{escape(str(value))}"' for name, value in values.items() if value != "")
    return f'<script async src="{settings.PUBLIC_URL}/embed.js"{attributes}></script>'
