"""What a provider tells us of a message, or a person of us, in our own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class NotUnderstood(ValueError):
    """A call that is none of those its provider describes."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One `record_receipt`: `state` is delivered, opened, bounced, failed, complained or opted_out."""

    channel: str
    provider_id: str
    state: str
    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A person who answered a message by asking not to be written to; `phone` as the provider writes it."""

    channel: str
    phone: str
    at: datetime


Heard = Receipt | Refusal
