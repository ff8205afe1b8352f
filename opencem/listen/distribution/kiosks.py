"""Tablets that may answer at a kiosk collector: let in once by an address that is told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from opencem.kit.ids import new_id
from opencem.kit.problems import Problem
from opencem.listen.distribution import problems  # noqa: F401  # registers the texts of what is refused here
from opencem.listen.distribution.models import Collector, CollectorKind, KioskDevice
from opencem.platform.audit.service import record
from opencem.platform.privacy.service import keyed_hash

_SEEN_EVERY = timedelta(minutes=10)


@transaction.atomic
def admit_device(*, collector: Collector, name: str, account: object, now: datetime) -> tuple[KioskDevice, str]:
    """A new device and the address to open on it, which holds its secret and is never told again.

    Raises Problem `device_not_for_kind`, `device_name`, `device_exists`.
    """
    if collector.kind != CollectorKind.KIOSK:
        raise Problem("device_not_for_kind", 409)
    called = name.strip()
    if not 1 <= len(called) <= 60 or not called.isprintable():
        raise Problem("device_name", 422, field="name")
    secret = new_id()
    try:
        with transaction.atomic():
            device = KioskDevice.rows.create(
                collector=collector, name=called, digest=keyed_hash(secret, "kiosk"), created_at=now
            )
    except IntegrityError as error:
        raise Problem("device_exists", 409, field="name") from error
    _note("kiosk.admitted", device, account)
    return device, f"{settings.PUBLIC_URL}/k/{secret}"


@transaction.atomic
def revoke_device(*, device: KioskDevice, account: object, now: datetime) -> KioskDevice:
    """Shuts a device out, for instance a lost one. Doing so twice changes nothing."""
    if device.revoked_at is None:
        device.revoked_at = now
        device.save(update_fields=["revoked_at"])
        _note("kiosk.revoked", device, account)
    return device


def token_for(secret: str) -> str | None:
    """The token of the collector a device's secret opens; None when it is unknown or revoked."""
    device = _device(secret)
    return None if device is None else str(device.collector.token)


def may_answer(collector_id: int, secret: str) -> bool:
    """Whether a device may answer at this collector."""
    device = _device(secret) if secret else None
    return device is not None and device.collector_id == collector_id


def answers_at(collector_id: int, secret: str, now: datetime) -> bool:
    """The same at the moment of an answer, which also tells that the device is alive."""
    device = _device(secret) if secret else None
    if device is None or device.collector_id != collector_id:
        return False
    if device.seen_at is None or now - device.seen_at > _SEEN_EVERY:
        KioskDevice.rows.filter(pk=device.pk).update(seen_at=now)
    return True


def _device(secret: str) -> KioskDevice | None:
    rows = KioskDevice.rows.filter(digest=keyed_hash(secret, "kiosk"), revoked_at=None)
    found: KioskDevice | None = rows.select_related("collector").first()
    return found


def _note(action: str, device: KioskDevice, account: object) -> None:
    record(
        action, account=account, object_kind="collector", object_id=device.collector_id,
        unit_id=device.collector.unit_id, after={"device": device.name},
    )  # fmt: skip
