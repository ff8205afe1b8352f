"""What belongs to a survey as a whole: its languages, its looks, its tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from .definition import LANGUAGES, SCREENS, Screens, Theme
from .source import Source

_MOST_LANGUAGES = 30
_LONGEST_TAG = 40
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def languages_of(source: Source, value: object) -> tuple[str, ...]:
    """Language tags, the first is the one to fall back on."""
    listed = value if isinstance(value, list) else []
    tags = tuple(tag for tag in listed if isinstance(tag, str) and _LANGUAGE.fullmatch(tag))
    if 0 < len(listed) == len(set(tags)) <= _MOST_LANGUAGES:
        return tags
    with source.at("languages"):
        source.fault("languages_expected", "language tags such as zh-Hans or fr, each once")
    return LANGUAGES[:1]


def theme_of(source: Source, survey: Mapping[str, object]) -> Theme:
    """`theme`, with the survey's own `color` where it names none."""
    color = _color(source, survey.get("color", ""))
    if survey.get("theme") is None:
        return Theme(color)
    with source.at("theme"):
        theme = source.mapping(survey["theme"], ("color", "logo", "cover", "progress", "screens"))
        return Theme(
            color=_color(source, theme.get("color", "")) or color,
            logo=source.own_file(theme, "logo"),
            cover=source.own_file(theme, "cover"),
            progress=source.flag(theme, "progress", default=True),
            screens=cast(Screens, source.one_of(theme.get("screens", "pages"), "screens", SCREENS)),
        )


def _color(source: Source, value: object) -> str:
    if value == "" or (isinstance(value, str) and _COLOR.fullmatch(value)):
        return str(value)
    with source.at("color"):
        source.fault("color_expected", "a colour such as #b4232a")
    return ""


def tag_of(source: Source, value: object) -> str:
    """One tag, a short text."""
    if isinstance(value, str) and 0 < len(value) <= _LONGEST_TAG:
        return value
    source.fault("text_expected", f"a text of 1 to {_LONGEST_TAG} characters", most=_LONGEST_TAG)
    return ""
