"""The doors of alerts: hold the rules against feedback, and change a rule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def find(feedback_ids: Collection[int], now: datetime) -> list[tuple[Alert, Wish]]:
    """Hold every active rule against these feedback. The new alerts, not kept yet, each with the ticket it wishes for."""
    rules = active_rules()
    if not rules:
        return []
    since = now - timedelta(days=max(rule.stored.max_age_days for rule in rules))
    scope = system_scope("alerts")
    fired = [
        alert for known in known_of(scope, feedback_ids, since) for rule in rules if (alert := _alert(rule, known, now))
    ]
    return _as_wishes(scope, _not_known(fired))


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


def _not_known(fired: Sequence[Alert]) -> list[Alert]:
    about = {alert.feedback_id for alert in fired}
    known = set(Alert.rows.filter(feedback_id__in=about).values_list("rule_id", "feedback_id")) if about else ()
    return [alert for alert in fired if (alert.rule_id, alert.feedback_id) not in known]


def _as_wishes(scope: Scope, alerts: Sequence[Alert]) -> list[tuple[Alert, Wish]]:
    causes = causes_of(scope, {alert.feedback for alert in alerts}, settings.LANGUAGE_CODE)
    return [(alert, _wish(alert, causes.get(alert.feedback_id, ""))) for alert in alerts]


@transaction.atomic
def keep(fired: Sequence[tuple[Alert, Wish]], now: datetime) -> int:
    """Keeps new alerts, each opening or joining a ticket. Returns their number."""
    if not fired:
        return 0
    tickets = open_tickets([wish for _, wish in fired], now=now)
    for alert, wish in fired:
        alert.ticket = tickets[wish.number]
    Alert.rows.bulk_create([alert for alert, _ in fired], batch_size=200)
    publish_many("alert.fired", [(alert.pk, _told(alert)) for alert, _ in fired])
    return len(fired)


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
