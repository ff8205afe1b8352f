"""Customers with the keys they are known by, and their orders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opencem.demo.world import World
from opencem.demo.world.members import CHANNELS, full_names
from opencem.demo.world.products import PRODUCTS, Product
from opencem.demo.world.size import DAY_S
from opencem.listen.customers.identity import buyer_key, digest
from opencem.listen.customers.models import Customer, Identity
from opencem.listen.orders.lines import Basket, basket_of
from opencem.listen.orders.models import Order, ProductName
from opencem.platform.privacy.service import keyed_hash

from .company import Company
from .table import Columns, Constant, days, instants, named, write

Ints = NDArray[np.int64]

_LEVELS = ("小猫", "花猫", "虎猫")
"""Membership levels, by how much one buys."""
_NUMBER_PREFIX = ("S", "D", "A", "T", "J", "M")


def phone_of(member: int) -> str:
    """A number that can belong to nobody: no mobile prefix begins with 12."""
    return f"+86120{member:08d}"


def order_numbers(world: World) -> Iterator[str]:
    """The number printed on each receipt: the channel's letter and a running number."""
    series = f"{world.size.seed % 100:02d}"
    letters = named(_NUMBER_PREFIX, world.orders.channel)
    return (f"{letter}{series}{number:09d}" for number, letter in enumerate(letters, start=1))


def order_numbers_of(world: World, orders: Ints) -> list[str]:
    """The numbers of these orders; "" where the position is negative."""
    series = f"{world.size.seed % 100:02d}"
    letters = named(_NUMBER_PREFIX, world.orders.channel[orders])
    pairs = zip(orders.tolist(), letters, strict=True)
    return [f"{letter}{series}{order + 1:09d}" if order >= 0 else "" for order, letter in pairs]


def write_customers(world: World, company: Company) -> int:
    """Write the members; returns the id of the first. Member i has id first + i."""
    members = world.members
    spent = np.bincount(world.orders.member, weights=world.orders.amount, minlength=len(members))
    level = np.digitize(spent, np.quantile(spent, [0.6, 0.9]))
    first = write(
        Customer,
        len(members),
        public_id=(f"c{world.size.seed}{keyed_hash(str(member), 'demo')[:30]}" for member in range(len(members))),
        name=full_names(len(members), np.random.default_rng([world.size.seed, 98])),
        level=named(_LEVELS, level),
        home_unit_id=company.unit_ids[members.home].tolist(),
        joined_on=days(members.joined),
        attributes=Constant("{}"),
        created_at=instants(members.joined * DAY_S),
    )
    for kind, of_members in _identities(world).items():
        _write_identities(kind, of_members, first)
    return first


def _identities(world: World) -> dict[str, dict[int, str]]:
    """By kind: the value of each member who has one."""
    everybody = range(len(world.members))
    buyers = np.unique(world.orders.member[world.orders.channel == CHANNELS.index("tmall")]).tolist()
    return {
        "member": {member: member_number(member) for member in everybody},
        "phone": {member: phone_of(member) for member in everybody if member % 10 < 7},
        "buyer": {member: buyer_key("tmall", f"tb{member:08d}") for member in buyers},
    }


def member_number(member: int) -> str:
    return f"M{member + 1:08d}"


def _write_identities(kind: str, of_members: dict[int, str], first: int) -> None:
    write(
        Identity,
        len(of_members),
        customer_id=(first + member for member in of_members),
        kind=Constant(kind),
        digest=(digest(kind, value) for value in of_members.values()),
        value=of_members.values(),
    )


def write_orders(world: World, company: Company, first_customer: int) -> int:
    """Write the orders; returns the id of the first. Order i has id first + i."""
    facts = order_facts(world, company, first_customer)
    items = _items(world.orders.products, world.orders.quantities)
    write(
        ProductName,
        len(PRODUCTS),
        code=(product.sku for product in PRODUCTS),
        name=(product.name for product in PRODUCTS),
    )
    return write(Order, len(world.orders), number=order_numbers(world), items=items, **facts)


def order_facts(world: World, company: Company, first_customer: int) -> Columns:
    """The columns of the orders that the analytics store keeps too."""
    orders = world.orders
    return {
        "unit_id": company.unit_ids[orders.place].tolist(),
        "customer_id": (orders.member + first_customer).tolist(),
        "ordered_at": instants(orders.at),
        "local_date": days(orders.day),
        "channel": named(CHANNELS, orders.channel),
        "amount": orders.amount.tolist(),
        "discount": orders.discount.tolist(),
        "promotion": orders.promotion.tolist(),
    }


def _items(products: Ints, quantities: Ints) -> Iterator[str]:
    """The lines of each order as JSON."""
    lines = [_line(number, quantity) for number in range(len(PRODUCTS)) for quantity in (1, 2)]
    codes = np.where(products < 0, -1, products * 2 + quantities - 1)
    for row in codes.tolist():
        yield f"[{', '.join([lines[code] for code in row if code >= 0])}]"


def baskets_of(world: World) -> list[Basket]:
    """What each order holds, as the orders room reads it; the few thousand different ones are read once."""
    orders = world.orders
    different, which = np.unique(
        np.concatenate([orders.products, orders.quantities], axis=1), axis=0, return_inverse=True
    )
    known = [_basket(row[: len(row) // 2], row[len(row) // 2 :]) for row in different.tolist()]
    return [known[number] for number in which.ravel().tolist()]


def _basket(products: Sequence[int], quantities: Sequence[int]) -> Basket:
    bought = zip(products, quantities, strict=True)
    return basket_of([line_of(PRODUCTS[product], quantity) for product, quantity in bought if product >= 0])


def _line(number: int, quantity: int) -> str:
    product = PRODUCTS[number]
    return json.dumps(line_of(product, quantity), ensure_ascii=False)


def line_of(product: Product, quantity: int) -> dict[str, Any]:
    """One line of an order as its source tells it."""
    return {
        "sku": product.sku, "name": product.name, "category": product.category, "quantity": quantity,
        "price": product.price,
    }  # fmt: skip
