"""The built script and stylesheet, by the names their content gave them."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

_MANIFEST = Path(__file__).parent / "static" / "respond" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Assets:
    """URLs, or "" where the front end has not been built: the page then works unadorned."""

    script: str = ""
    style: str = ""


def built_assets() -> Assets:
    """What `make build` left; a new build that replaces it is seen within a second."""
    return _assets_at(int(time.monotonic()))


@lru_cache(maxsize=1)
def _assets_at(second: int) -> Assets:
    try:
        return _read(_MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError:
        return Assets()


@lru_cache(maxsize=1)
def _read(changed: int) -> Assets:
    built = json.loads(_MANIFEST.read_text("utf-8"))
    return Assets(static(f"respond/{built['src/main.ts']['file']}"), static(f"respond/{built['style.css']['file']}"))
