"""The built script and stylesheet, by the names their content gave them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

_BUILT = Path(__file__).parent / "static" / "respond"


@dataclass(frozen=True, slots=True)
class Assets:
    """URLs, or "" where the front end has not been built: the page then works unadorned."""

    script: str = ""
    style: str = ""


def built_assets() -> Assets:
    """What `make build` left; read again when a new build replaces it."""
    manifest = _BUILT / "manifest.json"
    try:
        return _read(manifest, manifest.stat().st_mtime_ns)
    except FileNotFoundError:
        return Assets()


@lru_cache(maxsize=1)
def _read(manifest: Path, changed: int) -> Assets:
    built = json.loads(manifest.read_text("utf-8"))
    return Assets(static(f"respond/{built['src/main.ts']['file']}"), static(f"respond/{built['style.css']['file']}"))
