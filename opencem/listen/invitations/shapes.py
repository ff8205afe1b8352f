"""Rows as they go out over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from opencem.engines.contact import Check, Funnel
from opencem.kit.problems import text_of
from opencem.listen.invitations import senders
from opencem.listen.invitations.channels import CHANNELS
from opencem.listen.invitations.explaining import Explained
from opencem.listen.invitations.models import Batch, BatchReject, ContactPolicy, Invitation, InvitationStep, Trigger
from opencem.platform.privacy.service import mask_name, personal
from opencem.platform.scope.value import Scope

NOBODY = Funnel()


def funnel_shape(funnel: Funnel) -> dict[str, Any]:
    return {**asdict(funnel), "rates": asdict(funnel.rates)}


def batch_shape(batch: Batch, funnel: Funnel | None, rejects: list[BatchReject], language: str) -> dict[str, Any]:
    return {
        **_asking_shape(batch, funnel),
        "state": batch.state,
        "starts_at": batch.starts_at,
        "per_minute": batch.per_minute,
        "people": {
            "filter": batch.people.get("filter"),
            "file": batch.people.get("file", ""),
            "listed": batch.people.get("listed", 0),
            "rejected": batch.rejected,
            "rejects": [_reject_shape(reject, language) for reject in rejects],
        },
        "preview": batch.preview,
    }


def trigger_shape(trigger: Trigger, funnel: Funnel | None) -> dict[str, Any]:
    return {
        **_asking_shape(trigger, funnel),
        "event": trigger.event,
        "condition": trigger.condition,
        "delay_minutes": trigger.delay_minutes,
        "active": trigger.active,
        "simulation": trigger.simulation,
    }


def _asking_shape(asking: Batch | Trigger, funnel: Funnel | None) -> dict[str, Any]:
    return {
        "id": asking.public_id,
        "name": asking.name,
        "survey": {"key": asking.survey.key, "title": asking.survey.title},
        "unit": {"code": asking.unit.code, "name": asking.unit.name},
        "touchpoint": asking.touchpoint.code if asking.touchpoint else "",
        "channels": asking.channels,
        "message": asking.message,
        "templates": asking.templates,
        "share": asking.share,
        "expires_hours": asking.expires_hours,
        "reminder_hours": asking.reminder_hours,
        "version": asking.version,
        "created_at": asking.created_at,
        "funnel": funnel_shape(funnel or NOBODY),
    }


def _reject_shape(reject: BatchReject, language: str) -> dict[str, Any]:
    return {
        "row": reject.row_number,
        "code": reject.code,
        "message": text_of(reject.code, language),
        "shown": reject.shown,
    }


def rules_shape(policy: ContactPolicy) -> dict[str, Any]:
    return {
        "version": policy.version,
        **policy.content,
        "channels": list(CHANNELS),
        "bound": sorted(senders.bound_channels()),
    }


def invitation_shape(invitation: Invitation, scope: Scope) -> dict[str, Any]:
    asking = invitation.batch or invitation.trigger
    return {
        "id": invitation.pk,
        "survey": {"key": invitation.survey.key, "title": invitation.survey.title},
        "unit": {"code": invitation.unit.code, "name": invitation.unit.name},
        "customer": {
            "id": invitation.customer.public_id,
            "name": personal(scope, invitation.customer.name, mask_name),
        },
        "by": "batch" if invitation.batch_id else "trigger",
        "by_name": asking.name if asking and scope.covers(asking.unit_id) else "",
        **{name: getattr(invitation, name) for name in _PLAIN},
    }


_PLAIN = (
    "channel", "state", "reason", "next_at", "due_at", "expires_at", "created_at", "sent_at", "completed_at",
    "reminders",
)  # fmt: skip


def explained_shape(explained: Explained, scope: Scope) -> dict[str, Any]:
    decision = explained.now
    names = {f"fatigue:{rule['key']}": rule["name"] for rule in explained.policy.content["fatigue"]}
    return {
        "now": {
            "survey": explained.survey,
            "outcome": decision.outcome.value,
            "rule": decision.rule,
            "channel": decision.channel,
            "next_at": decision.next_at,
            "checks": [_check_shape(check, names) for check in decision.checks],
            "rules_version": explained.policy.version,
        },
        "opted_out": [{"channel": out.channel, "source": out.source, "at": out.at} for out in explained.opted_out],
        "invitations": [
            {**invitation_shape(invitation, scope), "steps": [_step_shape(step) for step in steps]}
            for invitation, steps in explained.invitations
        ],
    }


def _check_shape(check: Check, names: dict[str, str]) -> dict[str, Any]:
    return {
        "rule": check.rule,
        "name": names.get(check.rule, ""),
        "verdict": check.verdict.value,
        "until": check.until,
    }


def _step_shape(step: InvitationStep) -> dict[str, Any]:
    return {"at": step.at, "state": step.state, "reason": step.reason, "detail": step.detail}
