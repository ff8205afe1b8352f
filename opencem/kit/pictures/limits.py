"""What a picture may cost, what is made of it, and how one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MEBIBYTE = 1024 * 1024

Format = Literal["JPEG", "PNG", "WEBP", "GIF"]
"""The formats read here, as Pillow calls them."""


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """Bounds on one picture and on the child process that reads it. Sizes in bytes, times in seconds."""

    pixels: int = 64_000_000  # what the cameras of phones give
    memory_bytes: int = 768 * MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: int = 40


@dataclass(frozen=True, slots=True)
class Variant:
    """One picture to make: at most `longest` pixels on its longer side, never larger than the original."""

    longest: int
    format: Literal["JPEG", "PNG", "WEBP"] = "JPEG"
    quality: int = 85


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int


class PictureRefused(Exception):
    """The picture is not taken. `code` is one of `damaged`, `too_many_pixels`, `too_complex`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
