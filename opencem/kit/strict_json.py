"""JSON as the standard has it: no NaN, no duplicate keys, no lone surrogates or NUL, bounded depth and numbers."""

from __future__ import annotations

import json
from typing import Any

MAX_DEPTH = 60


class NotJson(ValueError):
    """The bytes are not JSON we accept."""


def loads(body: bytes) -> Any:
    """Parses; raises NotJson for anything the standard library would let through and a store would choke on."""
    try:
        text = body.decode("utf-8")
        _check_depth(text)
        value = json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique, parse_int=_small_int)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    if "\\u" in text:
        _check_strings(value)
    elif "\x00" in text:
        raise NotJson("NUL")
    return value


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate key")
    return result


def _small_int(text: str) -> int:
    if len(text) > 19:
        raise ValueError("number too long")
    return int(text)


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for char in text:
        if char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError("too deep")
        elif char in "]}":
            depth -= 1


def _check_strings(value: Any) -> None:
    if isinstance(value, str):
        if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value):
            raise NotJson("NUL or lone surrogate")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_strings(key)
            _check_strings(item)
    elif isinstance(value, list):
        for item in value:
            _check_strings(item)
