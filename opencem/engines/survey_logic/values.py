"""The few conversions JsonLogic needs, identical in Python and in `respond/src/logic.ts`.

JavaScript's own coercions are not used on either side: a rule must mean the same in the browser and on the server,
so both follow the tables here. Missing (`None`) is not zero, not false in a comparison and not an empty string.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_SMALLEST_POSITIONAL = 1e-6


def is_number(value: object) -> bool:
    """A JSON number; Python's booleans are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def to_number(value: object) -> float | None:
    """The number a value stands for: numbers, booleans (0/1) and plain decimal strings; anything else is missing."""
    if isinstance(value, (bool, int, float)):
        return _finite(value)
    if isinstance(value, str):
        text = value.strip(" ")
        return float(text) if _NUMBER.fullmatch(text) else None
    return None


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def truthy(value: object) -> bool:
    """JsonLogic's truth: missing, false, 0, "" and [] are false; everything else, "0" too, is true."""
    return bool(value) or isinstance(value, Mapping)


def strictly_equal(left: object, right: object) -> bool:
    """Same kind and same value; lists item by item."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(strictly_equal, left, right))
    if is_number(left) and is_number(right):
        return left == right
    return type(left) is type(right) and not isinstance(left, Mapping) and left == right


def loosely_equal(left: object, right: object) -> bool:
    """As `strictly_equal`, but a number also equals the decimal string or the boolean that stands for it."""
    if strictly_equal(left, right):
        return True
    if type(left) is type(right):
        return False
    numbers = to_number(left), to_number(right)
    return None not in numbers and numbers[0] == numbers[1]


def order(left: object, right: object) -> int | None:
    """-1, 0 or 1; None where the two cannot be ordered (one is missing, or not both numbers or both strings)."""
    if isinstance(left, str) and isinstance(right, str):
        return _sign(_utf16(left), _utf16(right))
    left_number, right_number = to_number(left), to_number(right)
    if left_number is None or right_number is None:
        return None
    return _sign(left_number, right_number)


def _sign(left: float | bytes, right: float | bytes) -> int:
    return (left > right) - (left < right)  # type: ignore[operator]  # both are numbers or both are bytes


def _utf16(text: str) -> bytes:
    """JavaScript orders strings by UTF-16 unit, which differs from code points beyond U+FFFF."""
    return text.encode("utf-16-be", "surrogatepass")


def to_text(value: object) -> str:
    """What `cat` writes: numbers as JavaScript prints them, missing as nothing, lists joined by commas."""
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(map(to_text, value))
    return _number_text(value) if isinstance(value, (int, float)) else str(value)


def _number_text(number: float) -> str:
    if float(number).is_integer() and abs(number) < 1e21:
        return str(int(number))
    if abs(number) >= _SMALLEST_POSITIONAL and "e-" in repr(number):
        return format(number, ".20f").rstrip("0")
    return re.sub(r"e([+-])0", r"e\1", repr(float(number)))


def look_up(data: object, path: tuple[str, ...]) -> object:
    """Follow a dotted path through mappings and lists; None where it ends early."""
    for step in path:
        if isinstance(data, (dict, Mapping)):  # the class itself first: asking the abstract one is slow
            data = data.get(step)
        elif isinstance(data, list) and step.isascii() and step.isdigit():
            index = int(step[:6])
            data = data[index] if index < len(data) else None
        else:
            return None
    return data


def answered(value: object) -> bool:
    """Whether a question has an answer at all: 0 and false are answers; "", [] and {} are not."""
    return not (value is None or value == "" or value == [] or value == {})


def nps_group(value: object) -> str | None:
    """`promoter` (9-10), `passive` (7-8), `detractor` (0-6); None without a score from 0 to 10."""
    score = to_number(value)
    if score is None or not 0 <= score <= 10:
        return None
    if score >= 9:
        return "promoter"
    return "passive" if score >= 7 else "detractor"
