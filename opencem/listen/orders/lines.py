"""The products of an order, read from the lines its source told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Product:
    """What a line sells: known by ``code``, the SKU, or by its name where the source gives no SKU. "" is an unknown category."""

    code: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Basket:
    """The different products of an order in the order of its lines, all lines of one together.

    ``worth`` is price × quantity of each; None when one of the prices is not known.
    """

    products: tuple[Product, ...]
    worth: tuple[float, ...] | None

    def amounts(self, paid: float) -> list[float | None]:
        """What was paid for each product: ``paid`` in proportion to its worth; None where that cannot be told."""
        if len(self.products) == 1:
            return [paid]
        whole = sum(self.worth or ())
        if self.worth is None or not whole:
            return [None] * len(self.products)
        return [paid * each / whole for each in self.worth]


def product_of(line: Mapping[str, Any]) -> Product | None:
    """The product of a line; None of a line that names none."""
    name, code = (str(line.get(key) or "").strip()[:LONGEST] for key in ("name", "sku"))
    if not (code or name):
        return None
    return Product(code or name, name or code, str(line.get("category") or "").strip()[:LONGEST])


def products_of(lines: Iterable[Mapping[str, Any]]) -> list[Product]:
    """The different products of an order, in the order of its lines; of two names of one code the later one."""
    return list({product.code: product for line in lines if (product := product_of(line))}.values())


def basket_of(lines: Sequence[Mapping[str, Any]]) -> Basket:
    """What an order holds."""
    products, worth = products_of(lines), _worth(lines)
    return Basket(tuple(products), None if worth is None else tuple(worth[product.code] for product in products))


def _worth(lines: Sequence[Mapping[str, Any]]) -> dict[str, float] | None:
    """Price × quantity by product code; None when one of the prices is not known."""
    worth: dict[str, float] = {}
    for line in lines:
        if (product := product_of(line)) is None:
            continue
        each = _number(line.get("price")), _number(line.get("quantity", 1))
        if each[0] is None or each[1] is None:
            return None
        worth[product.code] = worth.get(product.code, 0.0) + each[0] * each[1]
    return worth


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
