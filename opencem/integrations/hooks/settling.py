"""What is done with what providers tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from opencem.integrations.outgoing.heard import Heard, Receipt, Refusal
from opencem.kit.clock import now as clock_now
from opencem.listen.customers.models import IdentityKind
from opencem.listen.customers.service import identify
from opencem.listen.invitations.service import do_not_ask, record_receipt
from opencem.platform.jobs.service import enqueue, task

# A receipt can be quicker than our note of the message it is about.
_HEARD_AGAIN_AFTER = timedelta(minutes=1)


def settle(all_heard: Iterable[Heard]) -> int:
    """Returns how many concerned a message or a person we know now."""
    return sum(_leave_alone(heard) if isinstance(heard, Refusal) else _note(heard) for heard in all_heard)


def _note(receipt: Receipt) -> bool:
    detail = dict(receipt.detail)
    known = record_receipt(
        channel=receipt.channel, provider_id=receipt.provider_id, state=receipt.state, at=receipt.at, detail=detail
    )
    if not known:
        enqueue(
            hear_again,
            run_at=clock_now() + _HEARD_AGAIN_AFTER,
            channel=receipt.channel,
            provider_id=receipt.provider_id,
            state=receipt.state,
            at=receipt.at.isoformat(),
            detail=detail,
        )
    return known


@task
def hear_again(*, channel: str, provider_id: str, state: str, at: str, detail: dict[str, Any]) -> bool:
    """The second and last hearing: of what is still unknown, somebody else has sent it."""
    moment = datetime.fromisoformat(at)
    return record_receipt(channel=channel, provider_id=provider_id, state=state, at=moment, detail=detail)


def _leave_alone(refusal: Refusal) -> bool:
    customer = identify(IdentityKind.PHONE, refusal.phone)
    if customer is not None:
        do_not_ask(customer, refusal.at, channel=refusal.channel, source="reply")
    return customer is not None
