"""What reviews and calls have in common: a row becomes a Feedback, joined to its order and its customer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from opencem.engines.tables import Field, FieldKind
from opencem.listen.customers import service as customers
from opencem.listen.feedback import queries as feedback_queries
from opencem.listen.feedback import service as feedback
from opencem.listen.feedback.service import NewFeedback
from opencem.listen.orders import queries as orders
from opencem.listen.sources.kinds.keyed import KeyedTaker, Stored
from opencem.listen.sources.kinds.registry import RowFault

LONGEST_TEXT: Final = 10_000

OCCURRED_AT = Field(
    "occurred_at", "评价时间", "Time", FieldKind.INSTANT, required=True,
    synonyms=(
        "时间", "日期", "创建时间", "发布时间", "评论时间", "评论日期", "来电时间", "通话时间", "发生时间", "date", "datetime",
        "created at", "review time", "review date", "call time",
    ),
    example="2026-03-01 12:30",
    note_zh="日期或日期加时间，如 2026-03-01 12:30；不写时区按门店当地时间",
    note_en="A date, or date and time, such as 2026-03-01 12:30; local time at the unit unless an offset is given",
)  # fmt: skip
UNIT = Field(
    "unit", "门店编码", "Store code", FieldKind.CODE, required=True, longest=40,
    synonyms=(
        "组织编码", "店铺编码", "门店编号", "店铺编号", "店号", "门店代码", "店铺代码", "门店id", "店铺id", "store", "store id",
        "store no", "shop", "shop id", "shop code", "unit code",
    ),
    example="0001",
    note_zh="组织架构中的编码，前面的 0 要保留",
    note_en="The code of the unit in the organisation; keep leading zeros",
)  # fmt: skip
ORDER_NUMBER = Field(
    "order_number", "订单号", "Order number", FieldKind.CODE, longest=64,
    synonyms=("订单编号", "订单id", "交易号", "小票号", "order", "order id", "order no", "receipt"),
    example="A20260301001",
    note_zh="填写后会关联到订单和客户",
    note_en="Joins the row to its order and customer",
)  # fmt: skip

_SOURCES: Final = {
    "天猫": "tmall", "淘宝": "taobao", "京东": "jd", "美团": "meituan", "大众点评": "dianping", "点评": "dianping",
    "饿了么": "eleme", "抖音": "douyin", "小红书": "xiaohongshu", "拼多多": "pdd", "热线": "hotline", "微信": "wechat",
}  # fmt: skip
_SOURCE_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


@lru_cache(256)
def source_code(text: str) -> str:
    """The stable code of a platform: 天猫 is tmall; what is unknown must look like a code. Raises ValueError."""
    code = _SOURCES.get(text.strip(), text.strip().lower())
    if not _SOURCE_CODE.fullmatch(code):
        raise ValueError(text)
    return code


@dataclass(frozen=True, slots=True)
class Voice:
    """A Feedback in the making. `identity` is the (kind, value) its customer may be known by."""

    feedback: NewFeedback
    identity: tuple[str, str] | None = None


class VoiceTaker(KeyedTaker[Voice]):
    key_field = "external_id"

    def key(self, record: Voice) -> str:
        return f"{record.feedback.source}\n{record.feedback.external_id}"

    def known(self, records: Sequence[Voice]) -> Mapping[str, int | None]:
        found: dict[str, int | None] = {}
        for source in {voice.feedback.source for voice in records}:
            ids = [voice.feedback.external_id for voice in records if voice.feedback.source == source]
            for external_id, unit in feedback_queries.units_of(source, ids).items():
                found[f"{source}\n{external_id}"] = unit
        return found

    def store(self, records: Sequence[Voice]) -> Stored:
        result = feedback.record_many(self._joined(records), now=self.context.now)
        return Stored(len(result.created_ids), result.updated, result.unchanged)

    def source(self, values: Mapping[str, Any], fallback: str) -> str:
        try:
            return source_code(values.get("source") or self.context.options.get("source") or fallback)
        except ValueError:
            raise RowFault("source", "bad_source") from None

    def _joined(self, records: Sequence[Voice]) -> list[NewFeedback]:
        """By order number, else by identity; an order outside the importer's scope is as good as none."""
        numbers = {voice.feedback.order_number for voice in records if voice.feedback.order_number}
        found = {
            order.number: order
            for order in (orders.by_numbers(numbers) if numbers else ())
            if self.context.scope.covers(order.unit_id)
        }
        people = _people(voice.identity for voice in records if voice.identity)
        joined = []
        for voice in records:
            order = found.get(voice.feedback.order_number)
            customer_id = (order.customer_id if order else None) or people.get(voice.identity or ("", ""))
            if order or customer_id:
                order_id = order.pk if order else None
                joined.append(replace(voice.feedback, order_id=order_id, customer_id=customer_id))
            else:
                joined.append(voice.feedback)
        return joined


def derived_id(*parts: object) -> str:
    """An id for a row that brings none: the same row is the same feedback, however often it is imported."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return "row-" + hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _people(identities: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    by_kind: dict[str, set[str]] = {}
    for kind, value in identities:
        by_kind.setdefault(kind, set()).add(value)
    return {
        (kind, value): customer
        for kind, values in by_kind.items()
        for value, customer in customers.identify_many(kind, values).items()
    }
