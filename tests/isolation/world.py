"""A small company in which every row of every store carries a canary no other store has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from opencem.kit.clock import now
from tests.doubts import lay_doubts
from tests.pictures import jpeg

# The present: alert rules leave old feedback alone.
NOW = now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
STORES = ("0001", "0002", "0003")
# Who may see which store's canaries. HQ people see all.
SEES = {
    "hq_admin": set(STORES),
    "hq_analyst": set(STORES),
    "r1_manager": {"0001", "0002"},
    "r1_agent": {"0001", "0002"},
    "r2_manager": {"0003"},
    "s1_manager": {"0001"},
    "s2_manager": {"0002"},
    "stranger": set(),
}


def canary(store: str) -> str:
    return f"canary{store}zq"


@dataclass(frozen=True)
class World:
    """Ids of one record of each kind, by store code."""

    units: dict[str, int]
    feedback: dict[str, int]
    tickets: dict[str, str]
    customers: dict[str, str]
    collectors: dict[str, int]
    code_batches: dict[str, int]
    devices: dict[str, int]
    flags: dict[str, int]
    batches: dict[str, str]
    triggers: dict[str, str]
    responses: dict[str, int]
    uploads: dict[str, str]


def build(
    company: dict[str, int], survey: dict[str, Any], answer: Callable[..., int], pump: Callable[[], None]
) -> World:
    """Orders, customers, answers that raise tickets, flags: the same shape at each store, other words and numbers."""
    from opencem.listen.customers.models import Customer, Identity
    from opencem.listen.distribution.models import CodeBatch, Collector, KioskDevice
    from opencem.listen.feedback.models import Feedback, Flag
    from opencem.listen.orders.models import Order
    from opencem.understand.assessment.due import recompute_due

    customers, feedback = {}, {}
    for position, store in enumerate(STORES):
        customer = Customer.objects.create(
            public_id=f"{canary(store)}id", name=f"{canary(store)}name", home_unit_id=company[store]
        )
        Identity.objects.create(customer=customer, kind="phone", digest=canary(store), value=f"+8613{position}12345678")
        Order.rows.create(
            number=f"{canary(store)}order", unit_id=company[store], customer=customer, ordered_at=NOW - timedelta(days=1),
            local_date=NOW.date(), channel="store", amount=Decimal(100 + 7 * position), items=[{"name": canary(store)}],
        )  # fmt: skip
        customers[store] = customer.public_id
        for number in range(3 + position):
            answer(
                store, recommend=number, comment=f"{canary(store)} 吃出了头发,太差", stars=1 + position,
                at=NOW + timedelta(minutes=10 * position + number), order_number=f"{canary(store)}order",
            )  # fmt: skip
    pump()
    for store in STORES:
        feedback[store] = Feedback.rows.filter(unit_id=company[store]).order_by("pk").values_list("pk", flat=True)[0]
    lay_doubts({pk: [("speeder", 0.4, {"note": canary(store)})] for store, pk in feedback.items()}, NOW)
    pump()
    recompute_due(now())  # by itself half a second later: nothing of the world is to be still on its way
    collectors = {store: Collector.rows.get(unit_id=company[store]).pk for store in STORES}
    return World(
        units=company,
        feedback=feedback,
        tickets=_tickets(company),
        customers=customers,
        collectors=collectors,
        code_batches={
            store: CodeBatch.rows.create(collector_id=pk, label=canary(store), count=1, created_at=NOW).pk
            for store, pk in collectors.items()
        },
        devices={
            store: KioskDevice.rows.create(collector_id=pk, name=canary(store), digest=canary(store), created_at=NOW).pk
            for store, pk in collectors.items()
        },
        uploads=_uploads(company),
        responses={store: Feedback.rows.get(pk=pk).response_id for store, pk in feedback.items()},
        batches=_batches(company, survey, customers),
        triggers=_triggers(company, survey),
        flags={store: Flag.rows.get(feedback_id=pk, kind="speeder").pk for store, pk in feedback.items()},
    )


def _uploads(company: dict[str, int]) -> dict[str, str]:
    """A photo of each store that came with a response."""
    from opencem.engines.survey_logic import UploadTerms
    from opencem.listen.uploads import service
    from opencem.listen.uploads.models import Upload

    sent = {}
    for store in STORES:
        photo, key = jpeg(), canary(store) + "key"
        sender = service.Sender(key, company[store], "photo", UploadTerms(("image",), 1, 1))
        upload = service.receive(sender=sender, name=f"{canary(store)}.jpg", chunks=[photo], size=len(photo), now=NOW)
        Upload.rows.filter(pk=upload.pk).update(taken_at=NOW)
        sent[store] = upload.public_id
    return sent


def _tickets(company: dict[str, int]) -> dict[str, str]:
    from opencem.act.tickets.models import Ticket

    return {store: Ticket.rows.filter(unit_id=company[store]).order_by("pk")[0].number for store in STORES}


def _batches(company: dict[str, int], survey: dict[str, Any], customers: dict[str, str]) -> dict[str, str]:
    """A batch of each store that has asked its customer."""
    from opencem.listen.customers.models import Customer
    from opencem.listen.invitations.models import Batch, Invitation, InvitationStep

    made = {}
    for store in STORES:
        batch = Batch.rows.create(
            public_id=f"{canary(store)}batch", name=canary(store), survey=survey["survey"], unit_id=company[store],
            channels=["sms"], people={"filter": {"unit": store}}, created_at=NOW,
        )  # fmt: skip
        invitation = Invitation.rows.create(
            batch=batch, survey=survey["survey"], unit_id=company[store], channel="sms", state="sent", sent_at=NOW,
            customer=Customer.objects.get(public_id=customers[store]), order_number=f"{canary(store)}order",
            created_at=NOW, expires_at=NOW + timedelta(days=7),
        )  # fmt: skip
        InvitationStep.rows.create(invitation=invitation, at=NOW, state="sent", detail={"note": canary(store)})
        made[store] = batch.public_id
    return made


def _triggers(company: dict[str, int], survey: dict[str, Any]) -> dict[str, str]:
    from opencem.listen.invitations.models import Trigger

    return {
        store: Trigger.rows.create(
            public_id=f"{canary(store)}trigger", name=canary(store), survey=survey["survey"], unit_id=company[store],
            channels=["sms"], event="order.recorded", created_at=NOW,
        ).public_id
        for store in STORES
    }  # fmt: skip
