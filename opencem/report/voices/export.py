"""The stream as a workbook: what is seen, complete or refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from django.utils import timezone

from opencem.kit.chinese import spoken
from opencem.kit.problems import Problem
from opencem.kit.sheets.writing import Column, WorkbookWriter
from opencem.listen.feedback.models import FeedbackKind
from opencem.platform.accounts.models import Account
from opencem.platform.audit import service as audit
from opencem.platform.privacy.service import mask_name, personal
from opencem.platform.scope.value import Scope

from . import problems as problems
from .filters import FeedbackFilter
from .queries.listing import Voice, count_voices, each_voice

ROW_LIMIT = 100_000

_COLUMNS = (
    ("时间", "Time", 20),
    ("门店编码", "Unit code", 12),
    ("门店", "Unit", 18),
    ("类型", "Kind", 8),
    ("来源", "Source", 14),
    ("渠道", "Channel", 10),
    ("触点", "Touchpoint", 12),
    ("推荐分", "Recommend (0–10)", 8),
    ("评分", "Rating (1–5)", 8),
    ("原文", "Text", 60),
    ("情感", "Sentiment", 10),
    ("观点", "Mentions", 30),
    ("订单号", "Order number", 20),
    ("客户", "Customer", 12),
    ("存疑", "Flags", 20),
    ("工单", "Ticket", 16),
)
_LABELS = {"negative": "负面", "neutral": "中性", "positive": "正面", "mixed": "褒贬不一"}
_SIGNS = {-1: "−", 0: "·", 1: "+"}


def export_feedback(
    scope: Scope,
    wanted: FeedbackFilter,
    account: Account,
    target: BinaryIO,
    *,
    language: str,
    row_limit: int = ROW_LIMIT,
) -> int:
    """Write every matching row to `target` as XLSX and note it in the audit trail; returns the number of rows.

    Raises `export_too_large` above `row_limit` before anything is written: an export is never cut short in silence.
    """
    rows = count_voices(scope, wanted)
    if rows > row_limit:
        raise Problem("export_too_large", 422, params={"rows": rows, "limit": row_limit})
    written = _write(each_voice(scope, wanted), scope, target, language)
    asked = wanted.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    audit.record("feedback.exported", account=account, object_kind="feedback", after={"filter": asked, "rows": written})
    return written


def _write(voices: Iterable[Voice], scope: Scope, target: BinaryIO, language: str) -> int:
    columns = [Column(spoken(language, zh, en), width) for zh, en, width in _COLUMNS]
    written = 0
    with WorkbookWriter(target) as book:
        sheet = book.add_sheet(spoken(language, "反馈", "Feedback"), columns)
        for voice in voices:
            sheet.write_row(_cells(voice, scope, language))
            written += 1
    return written


def _cells(voice: Voice, scope: Scope, language: str) -> list[object]:
    feedback = voice.feedback
    customer = feedback.customer
    return [
        timezone.localtime(feedback.occurred_at),
        feedback.unit.code,
        feedback.unit.name,
        spoken(language, str(FeedbackKind(feedback.kind).label), feedback.kind),
        feedback.source,
        feedback.channel,
        feedback.touchpoint_code,
        feedback.recommend,
        feedback.rating,
        feedback.text,
        _label(voice, language),
        " ".join(f"{mention.topic}{_SIGNS[mention.polarity]}" for mention in voice.mentions),
        feedback.order_number,
        personal(scope, customer.name, mask_name) if customer else "",
        " ".join(flag.kind for flag in voice.flags if flag.reversed_at is None),
        voice.ticket.number if voice.ticket else "",
    ]


def _label(voice: Voice, language: str) -> str:
    analysis = getattr(voice.feedback, "analysis", None)
    if analysis is None:
        return ""
    label: str = analysis.label
    return spoken(language, _LABELS.get(label, label), label)
