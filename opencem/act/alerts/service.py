"""The doors of alerts: hold the rules against feedback, and change a rule."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from opencem.act.alerts import problems  # noqa: F401  registers the codes raised below
from opencem.act.alerts.facts import Known, known_of
from opencem.act.alerts.models import Alert, AlertRule
from opencem.act.alerts.rules import BUILT_IN, ActiveRule, active_rules, reasons_as_data
from opencem.act.alerts.titles import causes_of, title_of
from opencem.act.tickets.service import Wish, open_tickets
from opencem.engines.rules import RuleError, parse
from opencem.kit.problems import FieldError, Problem
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import system_scope
from opencem.platform.audit.service import record
from opencem.platform.events.service import publish_many
from opencem.platform.scope.value import Scope


def evaluate(feedback_ids: Collection[int], now: datetime) -> int:
    """Hold every active rule against these feedback. Returns how many alerts are new; running it again adds none."""
    rules = active_rules()
    if not rules:
        return 0
    since = now - timedelta(days=max(rule.stored.max_age_days for rule in rules))
    scope = system_scope("alerts")
    fired = [
        alert for known in known_of(scope, feedback_ids, since) for rule in rules if (alert := _alert(rule, known, now))
    ]
    return _store(scope, fired, now) if fired else 0


def _alert(rule: ActiveRule, known: Known, now: datetime) -> Alert | None:
    match = rule.match(known, now)
    if match is None:
        return None
    return Alert(
        rule=rule.stored,
        rule_version=rule.stored.version,
        feedback=known.feedback,
        unit_id=known.feedback.unit_id,
        fired_at=now,
        reasons=reasons_as_data(match, known.feedback.text),
    )


@transaction.atomic
def _store(scope: Scope, fired: list[Alert], now: datetime) -> int:
    """Keeps those not fired before; each without a ticket yet opens or joins one."""
    Alert.rows.bulk_create(fired, ignore_conflicts=True, batch_size=500)
    ids = {alert.feedback_id for alert in fired}
    new = Alert.rows.filter(feedback_id__in=ids, ticket=None).select_related("rule", "feedback").order_by("pk")
    causes = causes_of(scope, {alert.feedback for alert in new}, settings.LANGUAGE_CODE)
    wishes = [(alert, _wish(alert, causes.get(alert.feedback_id, ""))) for alert in new]
    tickets = open_tickets([wish for _, wish in wishes], now=now)
    for alert, wish in wishes:
        alert.ticket = tickets[wish.number]
    Alert.rows.bulk_update([alert for alert, _ in wishes], ["ticket"], batch_size=200)
    publish_many("alert.fired", [(alert.pk, _told(alert)) for alert, _ in wishes])
    return len(wishes)


def _wish(alert: Alert, because: str) -> Wish:
    rule = alert.rule
    return Wish(
        feedback=alert.feedback,
        title=title_of(alert.feedback, because),
        priority=rule.priority,
        reason={"rule": rule.key, "name_zh": rule.name_zh, "name_en": rule.name_en, "reasons": alert.reasons},
        own=str(rule.pk) if rule.own_ticket else "",
    )


def _told(alert: Alert) -> dict[str, int | None]:
    return {"feedback": alert.feedback_id, "ticket": alert.ticket_id, "unit": alert.unit_id}


def sync_rules() -> None:
    """Makes the built-in rules where there are none; what was changed stays."""
    for key, fields in BUILT_IN.items():
        AlertRule.objects.get_or_create(key=key, defaults=dict(fields))


@transaction.atomic
def change_rule(*, key: str, by: Account, version: int, **fields: Any) -> AlertRule:
    """Makes (version 0) or changes a rule; it holds for feedback from now on. Problems `rule_invalid`, `conflict`."""
    _check(fields["condition"])
    rule = AlertRule.objects.select_for_update().filter(key=key).first() or AlertRule(key=key, version=0)
    if rule.version != version:
        raise Problem("conflict", 409)
    before = {name: getattr(rule, name) for name in fields} if rule.pk else None
    for name, value in {**fields, "version": version + 1}.items():
        setattr(rule, name, value)
    rule.save()
    record("alert_rule.changed", account=by, object_kind="alert_rule", object_id=key, before=before, after=fields)
    return rule


def _check(condition: object) -> None:
    try:
        parse(condition)
    except RuleError as error:
        place = f"condition.{error.path}".rstrip(".")
        raise Problem("rule_invalid", 422, errors=[FieldError(place, f"rule_{error.code}")]) from error
