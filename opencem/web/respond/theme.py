"""The survey's brand colour made readable, as a stylesheet small enough to allow by its hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

HOUSE_COLOR = "#0f766e"
_READABLE = 4.5
"""WCAG 2.2 AA contrast for text."""

_Rgb = tuple[float, float, float]
_WHITE: _Rgb = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Theme:
    """`css` sets the colours; `source` is what the Content-Security-Policy names to allow it."""

    css: str
    source: str
    brand: str


@lru_cache(maxsize=256)
def theme_of(color: str) -> Theme:
    """The theme of a `#rrggbb` colour, or of the house's if empty.

    `--brand` is darkened until white on it, and it on white, can be read; `--tint` and `--line` are light shades of it.
    """
    brand = _readable(_rgb(color or HOUSE_COLOR))
    shades = {"brand": brand, "deep": _mixed(brand, (0, 0, 0), 0.18), "tint": _mixed(brand, _WHITE, 0.92)}
    shades |= {"line": _mixed(brand, _WHITE, 0.78)}
    css = ":root{" + "".join(f"--{name}:{_hex(shade)};" for name, shade in shades.items()) + "}"
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Theme(css, f"'sha256-{digest}'", _hex(brand))


def _readable(color: _Rgb) -> _Rgb:
    while _contrast_with_white(color) < _READABLE:
        color = _mixed(color, (0, 0, 0), 0.06)
    return color


def _contrast_with_white(color: _Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in color)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _mixed(color: _Rgb, other: _Rgb, share: float) -> _Rgb:
    red, green, blue = (mine + (theirs - mine) * share for mine, theirs in zip(color, other, strict=True))
    return red, green, blue


def _rgb(color: str) -> _Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _hex(color: _Rgb) -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in color)
