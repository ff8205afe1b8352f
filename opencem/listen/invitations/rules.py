"""The contact rules as stored settings: read as the engine's value, changed as a new version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from opencem.engines.contact import Clock, ContactRules, FatigueRule, QuietHours, Scope
from opencem.kit.problems import Problem
from opencem.listen.invitations import problems  # noqa: F401  registers the codes raised below
from opencem.listen.invitations.models import ContactPolicy, Invitation, State
from opencem.platform.audit.service import record

BUILT_IN: Final[Mapping[str, Any]] = {
    "fatigue": [
        {
            "key": "week", "name": "任意问卷间隔 7 天", "scope": "all", "surveys": [], "clock": "invited", "most": None,
            "days": None, "gap_hours": 168, "channels": [], "reminders": False, "requeue": False,
        },
        {
            "key": "quarter", "name": "90 天内最多 4 次", "scope": "all", "surveys": [], "clock": "invited", "most": 4,
            "days": 90, "gap_hours": None, "channels": [], "reminders": False, "requeue": False,
        },
        {
            "key": "same_survey", "name": "答过同一问卷 30 天内不再邀请", "scope": "survey", "surveys": [],
            "clock": "answered", "most": None, "days": None, "gap_hours": 720, "channels": [], "reminders": False,
            "requeue": False,
        },
    ],
    "quiet": {"begins": 21 * 60, "ends": 9 * 60},
    "complaint_days": 90,
}  # fmt: skip


def in_force() -> ContactPolicy:
    """The newest version; the built-in rules, as version 0, where nothing was ever changed."""
    newest = ContactPolicy.objects.order_by("-version").first()
    return newest or ContactPolicy(version=0, content=dict(BUILT_IN))


def version_of(number: int) -> ContactPolicy | None:
    """An older version, for explaining a decision that was made by it."""
    return ContactPolicy.objects.filter(version=number).first()


def contact_rules() -> ContactRules:
    """The rules in force, as the engine takes them."""
    policy = in_force()
    return _parse(policy.content, policy.version)


def change_rules(*, by: Any, version: int, content: Mapping[str, Any], now: datetime) -> ContactPolicy:
    """Puts new rules in force from now on; whoever waits by the old ones is looked at again at once.

    Problems `conflict`, `contact_rule_invalid`, `quiet_hours_invalid`.
    """
    _parse(content, 0)
    before = in_force()
    if before.version != version:
        raise Problem("conflict", 409)
    try:
        with transaction.atomic():
            policy = ContactPolicy.objects.create(
                version=version + 1, content=dict(content), changed_at=now, account_id=getattr(by, "pk", None)
            )
            Invitation.rows.filter(state=State.SCHEDULED, due_at__gt=now).exclude(reason="").update(due_at=now)
            record(
                "contact_rules.changed", account=by, object_kind="contact_rules", object_id=policy.version,
                before=before.content, after=policy.content,
            )  # fmt: skip
    except IntegrityError as error:
        raise Problem("conflict", 409) from error
    return policy


def _parse(content: Mapping[str, Any], version: int) -> ContactRules:
    quiet = content["quiet"]
    return ContactRules(
        _fatigue(content["fatigue"]), _quiet(quiet) if quiet else None, content["complaint_days"], version
    )


def _quiet(hours: Mapping[str, int]) -> QuietHours:
    try:
        return QuietHours(hours["begins"], hours["ends"])
    except ValueError as error:
        raise Problem("quiet_hours_invalid", 422, field="quiet") from error


def _fatigue(rules: list[Mapping[str, Any]]) -> tuple[FatigueRule, ...]:
    keys: set[str] = set()
    for index, rule in enumerate(rules):
        if rule["key"] in keys:
            raise Problem("rule_key_twice", 422, field=f"fatigue.{index}.key", params={"value": rule["key"]})
        keys.add(rule["key"])
    return tuple(_rule(index, rule) for index, rule in enumerate(rules))


def _rule(index: int, rule: Mapping[str, Any]) -> FatigueRule:
    try:
        return FatigueRule(
            key=rule["key"],
            scope=Scope(rule["scope"]),
            clock=Clock(rule["clock"]),
            most=rule["most"],
            days=rule["days"],
            gap_hours=rule["gap_hours"],
            surveys=frozenset(rule["surveys"]),
            channels=frozenset(rule["channels"]),
            reminders=rule["reminders"],
            requeue=rule["requeue"],
        )
    except ValueError as error:
        why = {"why": str(error)}
        raise Problem("contact_rule_invalid", 422, field=f"fatigue.{index}", params=why) from error
