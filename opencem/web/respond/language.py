"""Which of a survey's languages a visitor reads."""

from __future__ import annotations

from collections.abc import Sequence

from opencem.engines.survey_logic import Language

_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def choose(wanted: str, accept_language: str, spoken: Sequence[Language]) -> Language:
    """The language asked for if the survey speaks it, else the browser's first that it speaks, else the survey's first."""
    for tag in (wanted, *_by_preference(accept_language)):
        language = _named(tag)
        if language is not None and language in spoken:
            return language
    return spoken[0]


def _by_preference(accept_language: str) -> list[str]:
    """Tags of the header, most wanted first (RFC 9110, 12.5.4)."""
    weighted = [_weighted(part) for part in accept_language[:400].split(",")]
    return [tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if weight > 0]


def _weighted(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";q=")
    try:
        return (float(quality) if quality else 1.0), tag
    except ValueError:
        return 0.0, tag


def _named(tag: str) -> Language | None:
    lowered = tag.lower()
    if lowered.startswith(_TRADITIONAL):
        return "zh-Hant"
    if lowered.startswith("zh"):
        return "zh-Hans"
    return "en" if lowered.startswith("en") else None
