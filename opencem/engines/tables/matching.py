"""Which column is which: headers matched to fields by their names in Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .fields import Field

_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|[\s_\-*:/.、#]+")


def match_headers(fields: Sequence[Field], headers: Sequence[str]) -> dict[str, str]:
    """Map field keys to headers. A header serves one field; a field's own name goes before its synonyms."""
    known = {_plain(header): header for header in reversed(headers) if header}
    mapping: dict[str, str] = {}
    for names_of in (_own_names, _synonyms):
        for field in fields:
            if field.key in mapping:
                continue
            name = next((_plain(name) for name in names_of(field) if _plain(name) in known), None)
            if name is not None:
                mapping[field.key] = known.pop(name)
    return mapping


def _own_names(field: Field) -> tuple[str, ...]:
    return (field.key, field.label_zh, field.label_en)


def _synonyms(field: Field) -> tuple[str, ...]:
    return field.synonyms


def _plain(header: str) -> str:
    """ "评价时间（必填）*" and "评价 时间" are one: width, case, spaces and asides do not count."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", header)).casefold()
