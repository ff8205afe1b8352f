"""The product's own words for readers of traditional characters. Where a room has written its own they come first.

Only templates and labels pass here, never what people said or named.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

TRADITIONAL = "zh-hant"


@cache
def traditional(text: str) -> str:
    """A text of the product in traditional characters, as Taiwan writes them, words as they are. Kept for the life of the process."""
    return _converter()(text)


def spoken(language: str, zh: str, en: str) -> str:
    """The one of two texts that a reader of ``language`` reads; simplified is turned for a reader of traditional."""
    if language.lower().startswith("en"):
        return en
    return traditional(zh) if language.lower() == TRADITIONAL else zh


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # its dictionaries take a moment, and most processes never meet a reader of traditional

    convert: Callable[[str], str] = OpenCC("s2tw").convert
    return convert
