"""WeChat official account: a template message (模板消息) or a subscription message (订阅通知) to an openid.

Sources: developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html,
…/Subscription_Messages/api.html, …/Basic_Information/getStableAccessToken.html.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from opencem.integrations.outgoing.access_token import AccessToken
from opencem.integrations.outgoing.client import Answer, Caller
from opencem.integrations.outgoing.reaching import MENDED_BY_HAND_S, reach
from opencem.integrations.outgoing.templates import Template, parse_templates, template_for
from opencem.integrations.outgoing.values import Values, demand, parsed
from opencem.listen.invitations.senders import (
    OutgoingMessage,
    PermanentSendFailure,
    Sent,
    TemporarySendFailure,
)

URL = "https://api.weixin.qq.com"
Kind = Literal["template", "subscribe"]
_PATHS: dict[Kind, str] = {
    "template": "/cgi-bin/message/template/send",
    "subscribe": "/cgi-bin/message/subscribe/bizsend",
}
_TOKEN_GONE = {40001, 40014, 42001, 41001}
_FINAL = {40003, 43004, 43101, 43108, 43116, 47003, 45047}  # no such openid, does not follow, refuses, value too long
_BUSY = {-1}
_DAY_SPENT = {45009, 43107}
# How long a value may be, by the beginning of the field's name; longer ones are refused with 47003.
_MOST_CHARS = {"thing": 20, "name": 10, "phrase": 5, "short_thing": 10, "character_string": 32, "number": 32}


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    app_id: str
    secret: str
    templates: tuple[Template, ...]
    kind: Kind = "template"
    url: str = URL


class WeChat:
    """Implements `Sender`. WeChat drops a repeat of a template message by its client_msg_id; not so a subscription's."""

    channel = "wechat"

    def __init__(self, account: OfficialAccount, caller: Caller) -> None:
        self._account = account
        self._caller = caller
        self._token = AccessToken(self._fetch_token)

    def send(self, message: OutgoingMessage) -> Sent:
        body = self._body(message)
        said = self._post(body)
        if said.get("errcode") in _TOKEN_GONE:
            self._token.forget()
            said = self._post(body)
        if said.get("errcode") != 0:
            raise _failure(said)
        return Sent(str(said.get("msgid") or message.id))

    def _body(self, message: OutgoingMessage) -> dict[str, Any]:
        template = template_for(message, self._account.templates)
        data = {name: {"value": _cut(name, value)} for name, value in template.filled(message.variables).items()}
        body = {"touser": message.recipient, "template_id": template.id, "data": data}
        if self._account.kind == "subscribe":
            return {**body, "page": message.link}
        return {**body, "url": message.link, "client_msg_id": hashlib.sha256(message.id.encode()).hexdigest()[:32]}

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        path = _PATHS[self._account.kind]
        url = f"{self._account.url}{path}?access_token={quote(self._token.get(), safe='')}"
        repeatable = self._account.kind == "template"
        return reach(lambda: self._caller.post_json(url, body), repeatable=repeatable).json()

    def _fetch_token(self) -> Answer:
        """The stable token: asking for it in one process does not end the one another process holds."""
        asked = {"grant_type": "client_credential", "appid": self._account.app_id, "secret": self._account.secret}
        return self._caller.post_json(f"{self._account.url}/cgi-bin/stable_token", asked)


def from_settings(values: Values, timeout_s: float) -> WeChat | None:
    """None where no official account is set. Raises ValueError."""
    if not values["WECHAT_APP_ID"]:
        return None
    demand(values, "WECHAT_APP_SECRET", "WECHAT_TEMPLATES")
    account = OfficialAccount(
        app_id=values["WECHAT_APP_ID"],
        secret=values["WECHAT_APP_SECRET"],
        templates=parsed(values, "WECHAT_TEMPLATES", parse_templates),
        kind=parsed(values, "WECHAT_MESSAGE", _kind),
        url=values["WECHAT_URL"] or URL,
    )
    return WeChat(account, Caller(timeout_s=timeout_s, allowed=None))


def _kind(text: str) -> Kind:
    kinds: dict[str, Kind] = {"": "template", "template": "template", "subscribe": "subscribe"}
    if text not in kinds:
        raise ValueError("neither template nor subscribe")
    return kinds[text]


def _cut(field: str, value: str) -> str:
    most = _MOST_CHARS.get(field.rstrip("0123456789"))
    return value if most is None or len(value) <= most else value[: most - 1] + "…"


def _failure(said: dict[str, Any]) -> Exception:
    code, text = said.get("errcode", "none"), str(said.get("errmsg", ""))[:200]
    if code in _FINAL:
        return PermanentSendFailure(str(code), text)
    if code in _BUSY:
        return TemporarySendFailure(f"{code}: {text}")
    if code in _DAY_SPENT:
        return TemporarySendFailure(f"{code}: {text}", retry_after=3600)
    return TemporarySendFailure(f"{code}: {text}", retry_after=MENDED_BY_HAND_S)
