"""Reasons as tags that change with a score."""

from __future__ import annotations

from dataclasses import dataclass

from .multiple import Multiple


@dataclass(frozen=True, kw_only=True)
class Tags(Multiple):
    """As `multiple`, shown as tags; its groups usually depend on an earlier score."""

    type = "tags"
