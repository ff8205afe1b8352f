"""What is known of a submission besides its answers: the same when a page is shown and when it is submitted.

Read only when a survey asks for it: most say nothing that depends on who answers or what was bought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from opencem.engines.survey_logic import Context, Item
from opencem.listen.distribution import codes
from opencem.listen.distribution.queries import Door
from opencem.listen.invitations.queries import invited_by
from opencem.listen.orders.queries import by_numbers
from opencem.listen.responses.keys import SubmissionKey
from opencem.listen.uploads.queries import SentFiles

from .carried import carried_by
from .levels import knows_units
from .visitor import code_of, invitation_of

Known = TypeVar("Known")


def context_of(request: HttpRequest, door: Door, key: SubmissionKey, now: datetime) -> Context:
    """Facts, bought items, today's date and the seed of one submission."""
    person = _Person(request, door, key, now)
    facts = {
        "unit.name": lambda: door.unit_name,
        "order.number": lambda: person.order_number or carried_by(request, door).params.get("order", "")[:64],
        "customer.name": lambda: person.name,
    }
    today = now.astimezone(_zone(door.unit_timezone or settings.TIME_ZONE)).date()
    items = _Lazy({"order.items": lambda: person.items})
    return Context(key.text, today, _Lazy(facts), items, SentFiles(key.text), knows_units)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


class _Lazy(Mapping[str, Known]):
    """Values worked out when they are asked for."""

    def __init__(self, by_name: Mapping[str, Callable[[], Known]]) -> None:
        self._by_name = by_name

    def __getitem__(self, name: str) -> Known:
        return self._by_name[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


@dataclass(frozen=True)
class _Person:
    """Who answers, as far as a signed invitation or a one-time code says: an order number alone can be guessed."""

    request: HttpRequest
    door: Door
    key: SubmissionKey
    now: datetime

    @cached_property
    def _told(self) -> tuple[str, str]:
        """The name and the order of whoever was invited; of a receipt's code the order alone."""
        invited = invited_by(invitation_of(self.request))
        if invited is not None:
            return invited.name, invited.order_number
        if not self.door.needs_code:
            return "", ""
        found = codes.look_up(self.door.collector_id, code_of(self.request), self.key.text, self.now)
        return "", found.order_number

    @property
    def name(self) -> str:
        return self._told[0]

    @property
    def order_number(self) -> str:
        return self._told[1]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        found = by_numbers([self.order_number]) if self.order_number else ()
        return tuple(_item(each) for order in found for each in order.items if isinstance(each, Mapping))


def _item(bought: Mapping[str, object]) -> Item:
    name = str(bought.get("name") or bought.get("sku") or "")
    facts = {fact: bought[fact] for fact in ("quantity", "price") if fact in bought}
    return Item(str(bought.get("sku") or name)[:40], name, facts)
