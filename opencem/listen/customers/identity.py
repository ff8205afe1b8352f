"""One spelling for each key a customer is known by, and the digest it is matched by."""

from __future__ import annotations

import re
from typing import Final

from opencem.listen.customers.models import IdentityKind
from opencem.platform.privacy.service import keyed_hash

HOME_REGION: Final = "CN"
LONGEST: Final = 200
# Most numbers here are Chinese mobiles; the full parser takes fifty times as long for the same answer.
_CHINESE_MOBILE: Final = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_BETWEEN_DIGITS: Final = str.maketrans("", "", " -()\u00a0\t")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
# Which key decides when the keys of one row name different people: the company's own first.
PRECEDENCE: Final = (
    IdentityKind.MEMBER,
    IdentityKind.UNIONID,
    IdentityKind.OPENID,
    IdentityKind.BUYER,
    IdentityKind.PHONE,
    IdentityKind.EMAIL,
)


class BadIdentity(ValueError):
    """A value that cannot be a key of its kind. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def normalise(kind: str, value: str) -> str:
    """Phones as E.164 (+8613800138000), e-mail in lower case, other keys as they are. Raises `BadIdentity`."""
    value = value.strip()
    if kind == IdentityKind.PHONE:
        return _phone(value)
    if kind == IdentityKind.EMAIL:
        return _email(value)
    if not value or len(value) > LONGEST:
        raise BadIdentity("bad_identity")
    return value


def buyer_key(source: str, buyer_id: str) -> str:
    """A buyer id means something on its own platform only."""
    return f"{source}:{buyer_id}"


def digest(kind: str, normalised: str) -> str:
    return keyed_hash(normalised, f"identity.{kind}")


def _phone(value: str) -> str:
    if match := _CHINESE_MOBILE.fullmatch(value.translate(_BETWEEN_DIGITS)):
        return f"+86{match[1]}"
    import phonenumbers

    try:
        number = phonenumbers.parse(value, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise BadIdentity("bad_phone") from None
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise BadIdentity("bad_phone")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _email(value: str) -> str:
    if len(value) > LONGEST or not _EMAIL.fullmatch(value):
        raise BadIdentity("bad_email")
    return value.lower()
