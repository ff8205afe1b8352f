"""热线: calls to the service line, as its system exports them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from opencem.engines.tables import Field, FieldKind
from opencem.listen.customers.identity import BadIdentity, normalise
from opencem.listen.customers.models import IdentityKind
from opencem.listen.feedback.models import FeedbackKind
from opencem.listen.feedback.service import NewFeedback
from opencem.listen.sources.kinds.registry import ImportKind, RowFault, register
from opencem.listen.sources.kinds.voices import (
    LONGEST_TEXT,
    OCCURRED_AT,
    ORDER_NUMBER,
    UNIT,
    Voice,
    VoiceTaker,
    derived_id,
)

PHONE = Field(
    "phone", "手机号", "Phone", FieldKind.CODE, longest=40,
    synonyms=("电话", "来电号码", "主叫号码", "联系电话", "手机", "手机号码", "mobile", "caller", "phone number", "tel"),
    example="13800138000",
)  # fmt: skip

FIELDS = (
    replace(OCCURRED_AT, label_zh="来电时间", label_en="Call time", synonyms=(*OCCURRED_AT.synonyms, "评价时间")),
    UNIT,
    Field(
        "text", "来电内容", "Content", required=True, longest=LONGEST_TEXT,
        synonyms=("内容", "诉求", "投诉内容", "问题描述", "通话内容", "小结", "text", "summary", "notes"),
        example="顾客反映收到的坚果有哈喇味",
    ),
    PHONE,
    Field(
        "rating", "满意度", "Satisfaction", FieldKind.RATING, synonyms=("评分", "服务评分", "rating", "score"), example="3"
    ),
    ORDER_NUMBER,
    Field(
        "external_id", "来电编号", "Call ID", FieldKind.CODE, longest=120,
        synonyms=("通话id", "流水号", "工单号", "记录编号", "id", "call no"),
        example="C20260301-017",
    ),
)  # fmt: skip


class CallTaker(VoiceTaker):
    def build(self, values: Mapping[str, Any]) -> Voice:
        unit = self.context.units.find(values["unit"])
        at = self.context.instant(unit, values["occurred_at"], "occurred_at")
        phone = _phone(values.get("phone", ""))
        text, number = values["text"], values.get("order_number", "")
        record = NewFeedback(
            kind=FeedbackKind.CALL,
            source=self.source(values, fallback="hotline"),
            external_id=values.get("external_id") or derived_id(unit.code, at.isoformat(), text, phone, number),
            unit_id=unit.id,
            touchpoint_code="hotline",
            channel="hotline",
            occurred_at=at,
            local_date=at.astimezone(self.context.units.zone(unit)).date(),
            text=text,
            rating=values.get("rating"),
            author=phone,
            order_number=number,
        )
        return Voice(record, (IdentityKind.PHONE, phone) if phone else None)


def _phone(value: str) -> str:
    try:
        return normalise(IdentityKind.PHONE, value) if value else ""
    except BadIdentity as bad:
        raise RowFault("phone", bad.code) from None


register(ImportKind("calls", "热线来电", "Hotline calls", FIELDS, CallTaker))
