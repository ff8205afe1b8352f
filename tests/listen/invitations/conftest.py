"""Customers who can be written to, a survey to ask them, and a sender that keeps what it was given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from opencem.listen.invitations import senders
from opencem.listen.invitations.asking import AskingWish
from opencem.listen.invitations.senders import OutgoingMessage, Sent
from tests.conftest import NOW


@dataclass
class KeptSender:
    """A real implementation of the port that hands messages to a list; `fails` maps recipients to what is raised, once each."""

    channel: str
    taken: list[OutgoingMessage] = field(default_factory=list)
    fails: dict[str, list[Exception]] = field(default_factory=dict)

    def send(self, message: OutgoingMessage) -> Sent:
        waiting = self.fails.get(message.recipient)
        if waiting:
            raise waiting.pop(0)
        self.taken.append(message)
        return Sent(f"p-{message.id}")


@pytest.fixture
def mail() -> KeptSender:
    return KeptSender("email")


@pytest.fixture
def sms() -> KeptSender:
    return KeptSender("sms")


@pytest.fixture(autouse=True)
def bound(mail: KeptSender, sms: KeptSender) -> Iterator[None]:
    before = list(senders._senders.values())
    senders.bind([mail, sms])
    yield
    senders.bind(before)


@pytest.fixture
def person(company: dict[str, int]) -> Callable[..., int]:
    """`person("M1", "0001", phone=…, email=…)`: a customer at a store; returns the id."""
    from opencem.listen.customers.service import NewCustomer, upsert_many

    def make(member: str, store: str = "0001", *, level: str = "", **more: Any) -> int:
        identities = {"member": member, **{kind: more[kind] for kind in ("phone", "email") if kind in more}}
        row = NewCustomer(
            identities=identities, name=f"{member}先生", level=level, home_unit_id=company[store],
            attributes=more.get("attributes", {}), joined_on=more.get("joined_on"),
        )  # fmt: skip
        (id_,) = upsert_many([row], now=NOW).ids
        assert id_ is not None
        return id_

    return make


@pytest.fixture
def order(company: dict[str, int]) -> Callable[..., int]:
    """`order("O1", customer, at=…)`: an order recorded through its door, with its event."""
    from opencem.listen.orders.service import NewOrder, record_many

    def make(number: str, customer: int | None, store: str = "0001", *, at: datetime = NOW, **more: Any) -> int:
        row = NewOrder(
            number=number, unit_id=company[store], ordered_at=at, amount=Decimal(str(more.get("amount", 100))),
            channel=more.get("channel", "store"), items=more.get("items", ()), customer_id=customer,
        )  # fmt: skip
        (id_,) = record_many([row], now=at).created_ids
        return id_

    return make


@pytest.fixture
def wish(survey: dict[str, Any]) -> Callable[..., AskingWish]:
    def make(**fields: Any) -> AskingWish:
        given = {"name": "六月回访", "survey": "post_purchase", "unit": "HQ", "channels": ("email",), **fields}
        return AskingWish(**given)

    return make


@pytest.fixture
def scope(people: dict[str, Any]) -> Callable[[str], Any]:
    from opencem.platform.accounts.service import scope_for

    def of(username: str) -> Any:
        return scope_for(people[username], "org.read", purpose="test")

    return of
