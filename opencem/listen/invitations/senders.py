"""The port by which an invitation leaves the house; adapters in `opencem.integrations` implement it, config binds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to one person.

    `id` (letters, digits, `-`, `_`; at most 60) is the same at every try of the same message and of no other: mail carries
    it as the Message-ID, other channels as the provider's own idempotency or out id. `recipient` is what the channel
    knows the person by: an e-mail address, a phone in E.164, an openid, a user id. `template_id` and `variables` are for
    channels that send by template only; the rest sends `subject`, `text` and, where it is not empty, `html`.
    `unsubscribe` is a link that takes an opt-out by GET (asks) and by POST (RFC 8058, at once).
    """

    id: str
    recipient: str
    language: str
    subject: str
    text: str
    html: str
    link: str
    unsubscribe: str
    template_id: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider has taken the message. `provider_id` is how its receipts will name it."""

    provider_id: str


class TemporarySendFailure(Exception):
    """It may work later: the provider is away, busy, or says so. `retry_after` in seconds, None: as the room sees fit."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class PermanentSendFailure(Exception):
    """It will never work for this person by this channel. `code` is the provider's own, or one of ours."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class Sender(Protocol):
    """Sends by one channel. Called from one thread at a time, message after message, so a connection may be kept."""

    @property
    def channel(self) -> str:
        """One of `channels.CHANNELS`."""

    def send(self, message: OutgoingMessage) -> Sent:
        """Returns once the provider has taken the message. Raises TemporarySendFailure or PermanentSendFailure."""


_senders: dict[str, Sender] = {}


def bind(senders: Iterable[Sender]) -> None:
    """Sets the senders of this process, one a channel; a channel without one is not offered."""
    _senders.clear()
    _senders.update({sender.channel: sender for sender in senders})


def sender_of(channel: str) -> Sender | None:
    return _senders.get(channel)


def bound_channels() -> frozenset[str]:
    return frozenset(_senders)
