"""评价: reviews of marketplaces and delivery platforms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opencem.engines.tables import Field, FieldKind
from opencem.listen.customers.identity import buyer_key
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

FIELDS = (
    OCCURRED_AT,
    UNIT,
    Field(
        "rating", "评分", "Rating", FieldKind.RATING,
        synonyms=("星级", "打分", "评价星级", "分数", "总体评分", "score", "stars", "star"),
        example="5",
        note_zh="1–5，可写 4.5、5星、五星、好评/中评/差评；评分和内容至少填一项",
        note_en="1–5, such as 4.5, 5星, 五星 or 好评; a rating or a text is needed",
    ),
    Field(
        "text", "评价内容", "Text", longest=LONGEST_TEXT,
        synonyms=("内容", "评论", "评论内容", "评价", "正文", "review", "comment", "content", "review text"),
        example="味道不错，就是有点贵",
    ),
    ORDER_NUMBER,
    Field(
        "buyer", "买家号", "Buyer ID", FieldKind.CODE, longest=120,
        synonyms=("买家", "买家昵称", "用户昵称", "用户", "昵称", "用户id", "买家id", "buyer", "user", "user id", "nickname"),
        example="t**8",
        note_zh="平台上的买家账号，用来关联客户",
        note_en="The buyer's account on the platform; joins the row to a customer",
    ),
    Field(
        "external_id", "评价编号", "Review ID", FieldKind.CODE, longest=120,
        synonyms=("评价id", "评论id", "评论编号", "id", "review no", "comment id"),
        example="88001",
        note_zh="平台的评价编号；没有时按时间、门店、内容等识别，重复导入不会重复",
        note_en="The platform's id. Without one, a row is recognised by its time, store, text and buyer",
    ),
    Field(
        "source", "平台", "Platform", FieldKind.CODE, longest=40,
        synonyms=("来源", "渠道", "平台名称", "source", "channel"),
        example="天猫",
    ),
)  # fmt: skip


class ReviewTaker(VoiceTaker):
    def build(self, values: Mapping[str, Any]) -> Voice:
        rating, text = values.get("rating"), values.get("text", "")
        if rating is None and not text:
            raise RowFault("text", "rating_or_text_required")
        unit = self.context.units.find(values["unit"])
        at = self.context.instant(unit, values["occurred_at"], "occurred_at")
        source = self.source(values, fallback="review")
        buyer, number = values.get("buyer", ""), values.get("order_number", "")
        record = NewFeedback(
            kind=FeedbackKind.REVIEW,
            source=source,
            external_id=values.get("external_id") or derived_id(unit.code, at.isoformat(), text, buyer, number),
            unit_id=unit.id,
            touchpoint_code="review",
            channel=source if source != "review" else unit.kind,
            occurred_at=at,
            local_date=at.astimezone(self.context.units.zone(unit)).date(),
            text=text,
            rating=rating,
            author=buyer,
            order_number=number,
        )
        return Voice(record, (IdentityKind.BUYER, buyer_key(source, buyer)) if buyer else None)


register(ImportKind("reviews", "评价", "Reviews", FIELDS, ReviewTaker))
