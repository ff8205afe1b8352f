"""Writing the audit trail: in the transaction of the change it tells of."""

from __future__ import annotations

from typing import Any

from opencem.platform.audit.models import AuditEntry


def record(
    action: str,
    *,
    account: Any = None,
    object_kind: str = "",
    object_id: object = "",
    unit_id: int | None = None,
    before: object = None,
    after: object = None,
    reason: str = "",
    address: str = "",
) -> None:
    """Appends one entry. `account` is an Account or None for the system; `before`/`after` are JSON-able."""
    AuditEntry.objects.create(
        action=action,
        account_id=getattr(account, "pk", None),
        account_name=getattr(account, "username", ""),
        object_kind=object_kind,
        object_id=str(object_id),
        unit_id=unit_id,
        before=before,
        after=after,
        reason=reason,
        address=address,
    )
