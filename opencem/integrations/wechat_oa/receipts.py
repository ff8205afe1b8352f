"""What WeChat calls back of template and subscription messages, in the plain mode of message pushing.

Source: developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html (事件推送),
…/Basic_Information/Access_Overview.html (signature).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from opencem.integrations.outgoing.heard import Heard, NotUnderstood, Receipt

_LARGEST = 64 * 1024


def is_signed(token: str, signature: str, timestamp: str, nonce: str) -> bool:
    """Whether whoever calls knows the token: SHA-1 of token, timestamp and nonce in order of the alphabet."""
    text = "".join(sorted((token, timestamp, nonce)))
    expected = hashlib.sha1(text.encode("utf-8", "replace")).hexdigest()  # noqa: S324  # WeChat's own scheme
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def events(body: bytes) -> list[Heard]:
    """Receipts in an event; none in any other event. Raises NotUnderstood."""
    root = _parsed(body)
    kind, at = root.findtext("Event", ""), _moment(root.findtext("CreateTime", ""))
    if kind == "TEMPLATESENDJOBFINISH":
        status = root.findtext("Status", "")
        return [_receipt(root.findtext("MsgID", ""), status == "success", status, at)]
    if kind == "subscribe_msg_sent_event":
        return list(_subscriptions(root, at))
    return []


def _subscriptions(root: ElementTree.Element, at: datetime) -> Iterator[Receipt]:
    for item in root.iter("List"):
        code, status = item.findtext("ErrorCode", ""), item.findtext("ErrorStatus", "")
        yield _receipt(item.findtext("MsgID", ""), code == "0", f"{code} {status}", at)


def _receipt(provider_id: str, delivered: bool, said: str, at: datetime) -> Receipt:
    if not 0 < len(provider_id) <= 120:
        raise NotUnderstood("no id of a message")
    return Receipt("wechat", provider_id, "delivered" if delivered else "failed", at, {"code": said[:120]})


def _parsed(body: bytes) -> ElementTree.Element:
    # Without a document type there are no entities to expand, and the parser fetches nothing.
    if len(body) > _LARGEST or b"<!" in body.replace(b"<![CDATA[", b""):
        raise NotUnderstood("not an event")
    try:
        return ElementTree.fromstring(body)  # noqa: S314  # see above
    except ElementTree.ParseError as error:
        raise NotUnderstood("not XML") from error


def _moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotUnderstood("not a time") from error
