"""WeCom: a card to a member by an application, or to a group by its robot.

Sources: developer.work.weixin.qq.com/document/path/90236 (发送应用消息), /99110 (消息推送), /90313 (全局错误码).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from opencem.integrations.outgoing.access_token import AccessToken
from opencem.integrations.outgoing.client import Answer, Caller
from opencem.integrations.outgoing.reaching import MENDED_BY_HAND_S, reach
from opencem.integrations.outgoing.robots import GROUP, Robot, parse_robots, robot_for
from opencem.integrations.outgoing.values import Values, demand, parsed
from opencem.integrations.wecom.words import button
from opencem.listen.invitations.senders import (
    OutgoingMessage,
    PermanentSendFailure,
    Sent,
    TemporarySendFailure,
)

URL = "https://qyapi.weixin.qq.com"
_TOKEN_GONE = {40014, 42001, 41001}
_FINAL = {40003, 60111, 81013, 82001, 40058, 93000}
_BUSY = {-1, 45009, 45033}
_REPEATS_DROPPED_S = 4 * 3600  # the longest the interface remembers a message
_TITLE_BYTES, _TEXT_BYTES, _ROBOT_BYTES = 128, 512, 2048


@dataclass(frozen=True, slots=True)
class WeComAccount:
    """Without `corp_id` only groups can be reached, without robots only members."""

    corp_id: str = ""
    agent_id: int = 0
    secret: str = ""
    robots: tuple[Robot, ...] = ()
    url: str = URL


class WeCom:
    """Implements `Sender`. A repeat to a member is dropped by WeCom itself; a robot's is not."""

    channel = "wecom"

    def __init__(self, account: WeComAccount, caller: Caller) -> None:
        self._account = account
        self._caller = caller
        self._token = AccessToken(self._fetch_token)

    def send(self, message: OutgoingMessage) -> Sent:
        if message.recipient.startswith(GROUP):
            return self._to_group(message)
        if not self._account.corp_id:
            raise PermanentSendFailure("no_application", "the settings name no application to write to members")
        said = self._with_token(lambda token: self._post_card(message, token))
        if said.get("invaliduser"):
            raise PermanentSendFailure("invaliduser", "not a member whom the application may write to")
        return Sent(str(said.get("msgid") or message.id))

    def _to_group(self, message: OutgoingMessage) -> Sent:
        robot, _everybody = robot_for(message.recipient, self._account.robots)
        text = f"{message.subject}\n{message.text}"
        body = {"msgtype": "text", "text": {"content": cut(text, _ROBOT_BYTES)}}
        url = f"{self._account.url}/cgi-bin/webhook/send?key={quote(robot.key)}"
        said = reach(lambda: self._caller.post_json(url, body), repeatable=False).json()
        if said.get("errcode") != 0:
            raise _failure(said)
        return Sent(message.id)

    def _with_token(self, call: Callable[[str], Answer]) -> dict[str, Any]:
        """The successful answer; a token that is no longer good is renewed once."""
        for attempt in (1, 2):
            token = self._token.get()
            said = reach(lambda: call(token), repeatable=True).json()  # noqa: B023  # called at once
            if said.get("errcode") == 0:
                return said
            if said.get("errcode") in _TOKEN_GONE and attempt == 1:
                self._token.forget()
                continue
            break
        raise _failure(said)

    def _post_card(self, message: OutgoingMessage, token: str) -> Answer:
        card = {
            "title": cut(message.subject, _TITLE_BYTES),
            "description": cut(message.text.replace(message.link, "").strip(), _TEXT_BYTES),
            "url": message.link,
            "btntxt": button(message.language),
        }
        body = {
            "touser": message.recipient,
            "msgtype": "textcard",
            "agentid": self._account.agent_id,
            "textcard": card,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": _REPEATS_DROPPED_S,
        }
        return self._caller.post_json(f"{self._account.url}/cgi-bin/message/send?access_token={quote(token)}", body)

    def _fetch_token(self) -> Answer:
        account = self._account
        return self._caller.get(
            f"{account.url}/cgi-bin/gettoken?corpid={quote(account.corp_id)}&corpsecret={quote(account.secret)}"
        )


def from_settings(values: Values, timeout_s: float) -> WeCom | None:
    """None where neither an application nor a robot is set. Raises ValueError."""
    robots = parsed(values, "WECOM_ROBOTS", parse_robots)
    if values["WECOM_CORP_ID"]:
        demand(values, "WECOM_AGENT_ID", "WECOM_SECRET")
    elif not robots:
        return None
    account = WeComAccount(
        corp_id=values["WECOM_CORP_ID"],
        agent_id=parsed(values, "WECOM_AGENT_ID", lambda text: int(text or 0)),
        secret=values["WECOM_SECRET"],
        robots=robots,
        url=values["WECOM_URL"] or URL,
    )
    return WeCom(account, Caller(timeout_s=timeout_s, allowed=None))


def cut(text: str, most_bytes: int) -> str:
    """The beginning of a text that is no longer than so many bytes of UTF-8."""
    encoded = text.encode()
    if len(encoded) <= most_bytes:
        return text
    return encoded[: most_bytes - 3].decode("utf-8", "ignore") + "…"


def _failure(said: dict[str, Any]) -> Exception:
    code, text = said.get("errcode", "none"), str(said.get("errmsg", ""))[:200]
    if code in _FINAL:
        return PermanentSendFailure(str(code), text)
    if code in _BUSY:
        return TemporarySendFailure(f"{code}: {text}", retry_after=60)
    return TemporarySendFailure(f"{code}: {text}", retry_after=MENDED_BY_HAND_S)
