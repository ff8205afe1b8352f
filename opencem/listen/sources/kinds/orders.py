"""订单: orders of tills, shops and platforms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from opencem.engines.tables import Field, FieldKind
from opencem.listen.customers import service as customers
from opencem.listen.orders import queries as orders_queries
from opencem.listen.orders import service as orders
from opencem.listen.orders.service import NewOrder
from opencem.listen.sources.kinds.customers import IDENTITY_FIELDS, identities_of
from opencem.listen.sources.kinds.keyed import KeyedTaker, Stored
from opencem.listen.sources.kinds.registry import ImportKind, register
from opencem.listen.sources.kinds.voices import OCCURRED_AT, UNIT

FIELDS = (
    Field(
        "number", "订单号", "Order number", FieldKind.CODE, required=True, longest=64,
        synonyms=("订单编号", "订单id", "小票号", "交易号", "order", "order id", "order no", "receipt"),
        example="A20260301001",
    ),
    replace(
        OCCURRED_AT, key="ordered_at", label_zh="下单时间", label_en="Order time",
        synonyms=(
            "订单时间", "交易时间", "购买时间", "付款时间", "消费时间", "时间", "日期", "date", "datetime", "ordered at",
            "order date",
        ),
    ),
    UNIT,
    Field(
        "amount", "实付金额", "Amount", FieldKind.MONEY, required=True, minimum=0,
        synonyms=("金额", "实付", "订单金额", "支付金额", "消费金额", "成交金额", "paid", "total", "revenue"),
        example="58.80",
    ),
    Field(
        "discount", "优惠金额", "Discount", FieldKind.MONEY, minimum=0,
        synonyms=("优惠", "折扣", "折扣金额", "discount amount"),
        example="5.00",
    ),
    Field(
        "promotion", "是否促销", "Promotion", FieldKind.BOOLEAN,
        synonyms=("促销", "促销单", "是否活动", "on promotion"),
        example="否",
        note_zh="是/否", note_en="yes or no",
    ),
    *IDENTITY_FIELDS[:2],
    Field("channel", "渠道", "Channel", FieldKind.CODE, longest=20, synonyms=("来源", "平台", "source"), example="store"),
    Field(
        "items", "商品", "Items", longest=4000,
        synonyms=("商品明细", "商品名称", "品名", "products", "product"),
        example="夏威夷果 500g×1；每日坚果×2",
        note_zh="多个商品用分号隔开，数量写在 × 后面", note_en="Separated by semicolons, the quantity after ×",
    ),
)  # fmt: skip

_ITEM: Final = re.compile(r"(.+?)\s*[×xX*]\s*(\d{1,6})")
_SEPARATORS: Final = re.compile(r"[;；\n]+")


@dataclass(frozen=True, slots=True)
class OrderRow:
    order: NewOrder
    identities: Mapping[str, str]


class OrderTaker(KeyedTaker[OrderRow]):
    key_field = "number"

    def build(self, values: Mapping[str, Any]) -> OrderRow:
        unit = self.context.units.find(values["unit"])
        order = NewOrder(
            number=values["number"],
            unit_id=unit.id,
            ordered_at=self.context.instant(unit, values["ordered_at"], "ordered_at"),
            amount=values["amount"],
            channel=values.get("channel") or "store",
            discount=values.get("discount", Decimal(0)),
            promotion=values.get("promotion", False),
            items=parse_items(values.get("items", "")),
        )
        return OrderRow(order, identities_of(values))

    def key(self, record: OrderRow) -> str:
        return record.order.number

    def known(self, records: Sequence[OrderRow]) -> Mapping[str, int | None]:
        return dict(orders_queries.units_of([record.order.number for record in records]))

    def store(self, records: Sequence[OrderRow]) -> Stored:
        people = customers.ensure_many([record.identities for record in records], now=self.context.now)
        rows = [replace(record.order, customer_id=who) for record, who in zip(records, people, strict=True)]
        result = orders.record_many(rows, now=self.context.now)
        return Stored(len(result.created_ids), result.updated, result.unchanged)


def parse_items(text: str) -> list[dict[str, Any]]:
    """ "夏威夷果×1；每日坚果×2" as [{name, quantity}]; without a quantity it is one."""
    items = []
    for part in _SEPARATORS.split(text):
        if name := part.strip():
            match = _ITEM.fullmatch(name)
            items.append({"name": match[1], "quantity": int(match[2])} if match else {"name": name, "quantity": 1})
    return items


register(ImportKind("orders", "订单", "Orders", FIELDS, OrderTaker))
