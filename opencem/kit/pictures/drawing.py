"""The parent's side: pictures made anew in a bounded child process. Nothing of the file is read in this one."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import opencem

from .child import arguments
from .limits import Format, PictureLimits, PictureRefused, Size, Variant

_ROOT: Final = Path(opencem.__path__[0]).parent
_AT_ONCE: Final = threading.BoundedSemaphore(2)
"""Children of one process: each may take hundreds of megabytes."""


@dataclass(frozen=True, slots=True)
class Drawn:
    path: Path
    size: Size


def redraw(
    source: Path, format: Format, folder: Path, variants: Sequence[Variant], limits: PictureLimits | None = None
) -> list[Drawn]:
    """Each variant of the picture in `source` as a file in `folder`.

    `format` is what the file is by its content; another is damaged. Raises `PictureRefused`.
    """
    limits = limits or PictureLimits()
    target = folder / "drawn"
    with _AT_ONCE:
        summary = _run_child(arguments(source.absolute(), format, target.absolute(), list(variants), limits), limits)
    if "refused" in summary:
        raise PictureRefused(summary["refused"])
    return [Drawn(target.with_suffix(f".{number}"), Size(*size)) for number, size in enumerate(summary["sizes"])]


def _run_child(given: list[str], limits: PictureLimits) -> dict[str, Any]:
    """An empty environment: what is exploited in there finds no database URL and no secret."""
    try:
        done = subprocess.run(  # noqa: S603  # our own module; the file is an argument, never a command
            [sys.executable, "-m", "opencem.kit.pictures.child", *given],
            capture_output=True,
            timeout=limits.wall_seconds,
            env={"PYTHONUTF8": "1"},
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PictureRefused("too_complex") from None
    if done.returncode == 0:
        summary: dict[str, Any] = json.loads(done.stdout)
        return summary
    raise PictureRefused("too_complex" if done.returncode < 0 else "damaged")
