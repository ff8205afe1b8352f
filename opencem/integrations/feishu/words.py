"""The few words a card needs besides its message."""

from __future__ import annotations

_BUTTON = {"zh-hans": "去填写", "zh-hant": "去填寫"}


def button(language: str) -> str:
    return _BUTTON.get(language.lower(), "Open the survey")
