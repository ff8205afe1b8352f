"""DingTalk: to a group by its robot, mentioning the person the message is for.

Source: open.dingtalk.com/document/robots/custom-robot-access (自定义机器人接入) and /customize-robot-security-settings (加签).
"""

from __future__ import annotations

import base64
import hmac
from typing import Any
from urllib.parse import quote

from opencem.integrations.outgoing.client import Caller
from opencem.integrations.outgoing.reaching import reach
from opencem.integrations.outgoing.robots import Robot, parse_robots, robot_for
from opencem.integrations.outgoing.values import Values, parsed
from opencem.kit.clock import now
from opencem.listen.invitations.senders import (
    OutgoingMessage,
    PermanentSendFailure,
    Sent,
    TemporarySendFailure,
)

URL = "https://oapi.dingtalk.com"
_SHUT_OUT_S = 600.0  # after more than 20 messages in a minute (130101, 410100)
_BUSY = {-1}
_FINAL = {400102, 400105, 300005}


def signature(timestamp_ms: int, secret: str) -> str:
    """Base64 of HMAC-SHA256 of `timestamp\\nsecret` keyed with the secret."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{timestamp_ms}\n{secret}".encode(), "sha256")).decode()


class DingTalk:
    """Implements `Sender`. A robot forgets what it has sent, so a message whose answer was lost is not sent again."""

    channel = "dingtalk"

    def __init__(self, robots: tuple[Robot, ...], caller: Caller, url: str = URL) -> None:
        self._robots = robots
        self._caller = caller
        self._url = url

    def send(self, message: OutgoingMessage) -> Sent:
        robot, member = robot_for(message.recipient, self._robots)
        url, body = self._address(robot), _body(message, member)
        said = reach(lambda: self._caller.post_json(url, body), repeatable=False).json()
        if said.get("errcode") != 0:
            raise _failure(said)
        return Sent(message.id)

    def _address(self, robot: Robot) -> str:
        address = f"{self._url}/robot/send?access_token={quote(robot.key)}"
        if not robot.secret:
            return address
        timestamp = int(now().timestamp() * 1000)
        return f"{address}&timestamp={timestamp}&sign={quote(signature(timestamp, robot.secret), safe='')}"


def from_settings(values: Values, timeout_s: float) -> DingTalk | None:
    """None where no robot is set. Raises ValueError."""
    robots = parsed(values, "DINGTALK_ROBOTS", parse_robots)
    if not robots:
        return None
    return DingTalk(robots, Caller(timeout_s=timeout_s, allowed=None), values["DINGTALK_URL"] or URL)


def _body(message: OutgoingMessage, member: str) -> dict[str, Any]:
    """Plain text, so that nothing in a name is read as markup."""
    mention = f"@{member} " if member else ""
    content = f"{message.subject}\n{mention}{message.text}"
    at = {"atUserIds": [member] if member else [], "isAtAll": False}
    return {"msgtype": "text", "text": {"content": content}, "at": at}


def _failure(said: dict[str, Any]) -> Exception:
    code, text = said.get("errcode", "none"), str(said.get("errmsg", ""))[:200]
    if code in _FINAL:
        return PermanentSendFailure(str(code), text)
    if code in _BUSY:
        return TemporarySendFailure(f"{code}: {text}")
    return TemporarySendFailure(f"{code}: {text}", retry_after=_SHUT_OUT_S)
