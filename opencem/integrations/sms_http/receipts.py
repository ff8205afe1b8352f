"""What SMS providers call back: reports of delivery, and replies of people.

Sources: help.aliyun.com/document_detail/101867.html (SmsReport), …/101847.html (SmsUp);
cloud.tencent.com/document/product/382/59178 (短信下发状态通知), …/382/59179 (短信回复).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from opencem.integrations.outgoing.heard import Heard, NotUnderstood, Receipt, Refusal

_CHINA = timezone(timedelta(hours=8))  # both write Beijing time without saying so
_MOST = 1000
# 退订, as the operators prescribe it for marketing messages, and what people write instead.
_LEAVING = {"T", "TD", "R", "N", "退订", "退訂", "取消", "STOP", "UNSUBSCRIBE"}
_NO_SUCH_NUMBER = "空号"


def aliyun(told: Any) -> list[Heard]:
    """A list of reports or of replies. Raises NotUnderstood."""
    return [heard for item in _items(told) for heard in _aliyun(item)]


def tencent(told: Any) -> list[Heard]:
    """A list of reports, or one reply. Raises NotUnderstood."""
    return [heard for item in _items([told] if isinstance(told, dict) else told) for heard in _tencent(item)]


def _items(told: Any) -> list[dict[str, Any]]:
    if not isinstance(told, list) or len(told) > _MOST or not all(isinstance(item, dict) for item in told):
        raise NotUnderstood("not a list of objects")
    return told


def _aliyun(item: dict[str, Any]) -> Iterator[Heard]:
    if "content" in item:
        yield from _reply(item.get("phone_number"), item["content"], _beijing(item.get("send_time")))
    else:
        said = f"{item.get('err_code', '')} {item.get('err_msg', '')}".strip()
        yield _report(item.get("biz_id"), item.get("success") is True, said, _beijing(item.get("report_time")))


def _tencent(item: dict[str, Any]) -> Iterator[Heard]:
    if "text" in item:
        phone = f"+{item.get('nationcode') or '86'}{item.get('mobile', '')}"
        yield from _reply(phone, item["text"], _since_epoch(item.get("time")))
    else:
        said = f"{item.get('errmsg', '')} {item.get('description', '')}".strip()
        at = _beijing(item.get("user_receive_time"))
        yield _report(item.get("sid"), item.get("report_status") == "SUCCESS", said, at)


def _report(provider_id: Any, delivered: bool, said: str, at: datetime) -> Receipt:
    if not isinstance(provider_id, str) or not 0 < len(provider_id) <= 120:
        raise NotUnderstood("no id of a message")
    state = "delivered" if delivered else "bounced" if _NO_SUCH_NUMBER in said else "failed"
    return Receipt("sms", provider_id, state, at, {} if delivered else {"code": said[:120]})


def _reply(phone: Any, content: Any, at: datetime) -> Iterator[Refusal]:
    """Only what asks to be left alone: anything else is for people to read elsewhere."""
    if not isinstance(phone, str) or not isinstance(content, str):
        raise NotUnderstood("not a reply")
    if content.strip().strip("。.!！").upper() in _LEAVING:
        yield Refusal("sms", phone, at)


def _beijing(text: Any) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=_CHINA).astimezone(UTC)
    except (TypeError, ValueError) as error:
        raise NotUnderstood("not a time") from error


def _since_epoch(seconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise NotUnderstood("not a time") from error
