"""An e-mail address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..context import Context
from ..question import Data, Question
from ..reading import NOT_ANSWERED, Answer, Reading

LONGEST = 254
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


@dataclass(frozen=True, kw_only=True)
class Email(Question):
    """Answer: an address of up to 254 characters, stored with its domain in lower case."""

    type = "email"
    analysis = "contact"

    def read(self, value: object, data: Data, context: Context) -> Reading:
        typed = self.clean(value, LONGEST)
        if not typed:
            return NOT_ANSWERED
        local, _, domain = typed.partition("@")
        if not _ADDRESS.fullmatch(typed) or local.startswith(".") or local.endswith(".") or ".." in local:
            raise self.refused("bad_email")
        address = f"{local}@{domain.lower()}"
        return Reading(address, (Answer(self.key, text=address),))
