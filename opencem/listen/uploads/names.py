"""What a file is called by whoever sent it, made harmless."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 100
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')


def clean_name(given: str, suffix: str) -> str:
    """The last part of the name without what systems or readers trip over, with the suffix of what the file is.

    Marks that turn the direction of writing go: they make `gpj.exe` read as `exe.jpg`.
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = _NOT_IN_NAMES.sub("", unicodedata.normalize("NFC", last)).strip(" .")
    stem = plain.rpartition(".")[0] or plain
    return f"{stem.strip(' .')[:_LONGEST] or 'file'}{suffix}"
