"""Phone numbers as people type them, to E.164."""

from __future__ import annotations

import re
import unicodedata

DEFAULT_REGION = "CN"

_SEPARATORS = re.compile(r"[\s().\-\u2010-\u2015]+")
_CHINESE_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_LONGEST = 40


def to_e164(typed: str, region: str = DEFAULT_REGION) -> str | None:
    """The number as `+8613812345678`, or None if it is no valid number. National numbers are read as of `region`."""
    if len(typed) > _LONGEST:
        return None
    compact = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    mobile = _CHINESE_MOBILE.fullmatch(compact) if region == DEFAULT_REGION else None
    return f"+86{mobile[1]}" if mobile else _by_numbering_plan(compact, region)


def _by_numbering_plan(compact: str, region: str) -> str | None:
    """Anything but a Chinese mobile number. The library is imported here because its tables take long to load."""
    import phonenumbers

    try:
        number = phonenumbers.parse(compact, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
