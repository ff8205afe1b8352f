"""The channels an invitation may go by: which of a person's keys is their address there, and whether receipts come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opencem.listen.customers.models import IdentityKind


@dataclass(frozen=True, slots=True)
class Channel:
    """`identity` is the kind of key that is the address; None: the customer's public id.

    Without `receipts` nobody tells of delivery: what the provider has taken counts as delivered until it bounces.
    """

    identity: IdentityKind | None
    receipts: bool


CHANNELS: Mapping[str, Channel] = {
    "email": Channel(IdentityKind.EMAIL, receipts=False),
    "sms": Channel(IdentityKind.PHONE, receipts=True),
    "wechat": Channel(IdentityKind.OPENID, receipts=True),
    # Staff of the company, asked where they work: the user id there is their member id here.
    "wecom": Channel(IdentityKind.MEMBER, receipts=False),
    "dingtalk": Channel(IdentityKind.MEMBER, receipts=False),
    "feishu": Channel(IdentityKind.MEMBER, receipts=False),
    "webhook": Channel(None, receipts=False),
}
