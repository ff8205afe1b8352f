"""Reading a sender's settings, so that what is missing or wrong is told by its name and never by its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")
Values = Mapping[str, str]


def demand(values: Values, *names: str) -> None:
    """Raises ValueError unless all of these are set."""
    missing = [f"OPENCEM_{name}" for name in names if not values[name]]
    if missing:
        raise ValueError(f"{', '.join(missing)}: needed for this sender")


def parsed(values: Values, name: str, parse: Callable[[str], T]) -> T:
    """One setting through a parser. Raises ValueError with the setting's name."""
    try:
        return parse(values[name])
    except ValueError as error:
        raise ValueError(f"OPENCEM_{name}: {error}") from error
