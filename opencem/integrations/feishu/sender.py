"""Feishu: a card to a group by its robot, mentioning the person the message is for.

Source: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (自定义机器人使用指南).
"""

from __future__ import annotations

import base64
import hmac
from typing import Any
from urllib.parse import quote

from opencem.integrations.feishu.words import button
from opencem.integrations.outgoing.client import Caller
from opencem.integrations.outgoing.reaching import MENDED_BY_HAND_S, reach
from opencem.integrations.outgoing.robots import Robot, parse_robots, robot_for
from opencem.integrations.outgoing.values import Values, parsed
from opencem.kit.clock import now
from opencem.listen.invitations.senders import OutgoingMessage, PermanentSendFailure, Sent, TemporarySendFailure

URL = "https://open.feishu.cn"
_TOO_OFTEN = {11232, 11233, 9499}
_FINAL = {10208, 230001}


def signature(timestamp_s: int, secret: str) -> str:
    """Base64 of HMAC-SHA256 of nothing, keyed with `timestamp\\nsecret`."""
    return base64.b64encode(hmac.digest(f"{timestamp_s}\n{secret}".encode(), b"", "sha256")).decode()


class Feishu:
    """Implements `Sender`. A robot forgets what it has sent, so a message whose answer was lost is not sent again."""

    channel = "feishu"

    def __init__(self, robots: tuple[Robot, ...], caller: Caller, url: str = URL) -> None:
        self._robots = robots
        self._caller = caller
        self._url = url

    def send(self, message: OutgoingMessage) -> Sent:
        robot, member = robot_for(message.recipient, self._robots)
        url = f"{self._url}/open-apis/bot/v2/hook/{quote(robot.key, safe='')}"
        body = {**_signed(robot), "msg_type": "interactive", "card": _card(message, member)}
        said = reach(lambda: self._caller.post_json(url, body), repeatable=False).json()
        if said.get("code") != 0:
            raise _failure(said)
        return Sent(message.id)


def from_settings(values: Values, timeout_s: float) -> Feishu | None:
    """None where no robot is set. Raises ValueError."""
    robots = parsed(values, "FEISHU_ROBOTS", parse_robots)
    if not robots:
        return None
    return Feishu(robots, Caller(timeout_s=timeout_s, allowed=None), values["FEISHU_URL"] or URL)


def _signed(robot: Robot) -> dict[str, str]:
    if not robot.secret:
        return {}
    timestamp = int(now().timestamp())
    return {"timestamp": str(timestamp), "sign": signature(timestamp, robot.secret)}


def _card(message: OutgoingMessage, member: str) -> dict[str, Any]:
    """Texts stand in plain_text elements, so that nothing in a name is read as markup."""
    text = message.text.replace(message.link, "").strip()
    elements: list[dict[str, Any]] = [{"tag": "div", "text": {"tag": "plain_text", "content": text}}]
    if member:
        mention = f"<at id={_id_only(member)}></at>"
        elements.insert(0, {"tag": "div", "text": {"tag": "lark_md", "content": mention}})
    label = {"tag": "plain_text", "content": button(message.language)}
    elements.append(
        {"tag": "action", "actions": [{"tag": "button", "text": label, "type": "primary", "url": message.link}]}
    )
    return {"header": {"title": {"tag": "plain_text", "content": message.subject}}, "elements": elements}


def _id_only(member: str) -> str:
    """A user id as it may stand in markup."""
    if not all(char.isalnum() or char in "_-" for char in member):
        raise PermanentSendFailure("bad_user_id", "not a user id")
    return member


def _failure(said: dict[str, Any]) -> Exception:
    code, text = said.get("code", "none"), str(said.get("msg", ""))[:200]
    if code in _FINAL:
        return PermanentSendFailure(str(code), text)
    if code in _TOO_OFTEN:
        return TemporarySendFailure(f"{code}: {text}", retry_after=60)
    return TemporarySendFailure(f"{code}: {text}", retry_after=MENDED_BY_HAND_S)
