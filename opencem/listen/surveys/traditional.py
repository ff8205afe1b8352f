"""Simplified to Traditional Chinese and back, by OpenCC: characters as Taiwan writes them, words as they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from opencem.kit.problems import Problem
from opencem.listen.surveys.definitions import Definition
from opencem.listen.surveys.texts import entries

_CONVERSIONS = {("zh-Hans", "zh-Hant"): "s2tw", ("zh-Hant", "zh-Hans"): "tw2s"}


def converted(definition: Definition, origin: str, to: str, *, overwrite: bool) -> dict[str, dict[str, str]]:
    """The texts that conversion offers, by address; only where `to` has none, unless `overwrite`.

    Raises Problem `conversion_unknown` for languages that are no two ways of writing Chinese.
    """
    convert = _converter(origin, to)
    return {
        entry.address: {to: convert(entry.texts[origin])}
        for entry in entries(definition)
        if origin in entry.texts and (overwrite or to not in entry.texts)
    }


def _converter(origin: str, to: str) -> Callable[[str], str]:
    if (origin, to) not in _CONVERSIONS:
        raise Problem("conversion_unknown", 422, field="to")
    return _load(_CONVERSIONS[origin, to])


@cache
def _load(name: str) -> Callable[[str], str]:
    from opencc import OpenCC  # its dictionaries take a moment

    convert: Callable[[str], str] = OpenCC(name).convert
    return convert
