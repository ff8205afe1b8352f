"""Messages to send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opencem.listen.invitations.senders import OutgoingMessage

MESSAGE = OutgoingMessage(
    id="inv_9Zk2-1",
    recipient="+8613812345678",
    language="zh-Hans",
    subject="徐汇店想听听您的意见",
    text="您好，张女士：花一分钟说说这次购物。\nhttps://cem.example.com/i/tok1",
    html="<p>您好，张女士</p>",
    link="https://cem.example.com/i/tok1",
    unsubscribe="https://cem.example.com/u/tok1",
    variables={
        "name": "张女士",
        "unit": "徐汇店",
        "survey": "购后回访",
        "link": "https://cem.example.com/i/tok1",
        "code": "tok1",
    },
)


def message(**changes: Any) -> OutgoingMessage:
    return replace(MESSAGE, **changes)
