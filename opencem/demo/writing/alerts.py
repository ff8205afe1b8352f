"""Which alert rules fire on the voices of history, by the engine that fires them on live ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from opencem.act.alerts.models import Alert, AlertRule
from opencem.demo.world import World
from opencem.demo.world.opinions import TOPICS
from opencem.engines.rules import FeedbackFacts, MentionFacts, matches, parse
from opencem.engines.rules.conditions import Condition
from opencem.engines.rules.matching import Match, Reason
from opencem.engines.text import Analysis

from .company import Company
from .table import instants, write
from .tickets import Case
from .voices import Voices

_POLARITY = {-1: "negative", 0: "neutral", 1: "positive"}
_URGENCY = ("normal", "high", "urgent")


@dataclass(frozen=True)
class Firing:
    """The rules that fired on one feedback, with why, and the case they make together."""

    fired: tuple[tuple[AlertRule, Match], ...]
    case: Case


def fire(world: World, voices: Voices, analyses: dict[int, Analysis]) -> list[Firing]:
    """Hold every feedback against every active rule."""
    rules = [(rule, parse(rule.condition)) for rule in AlertRule.objects.filter(active=True).order_by("pk")]
    received = np.minimum(voices.at + 1, world.size.now_s).tolist()
    firings = []
    for number, (recommend, kind) in enumerate(zip(voices.recommend.tolist(), voices.kind.tolist(), strict=True)):
        analysis = analyses.get(number)
        fired = _fired(rules, _facts(recommend, analysis))
        if fired:
            topic = _topic(world, voices, number, analysis)
            firings.append(
                Firing(fired, _case(number, received[number], int(voices.place[number]), kind, topic, fired))
            )
    return firings


def _fired(rules: Sequence[tuple[AlertRule, Condition]], facts: FeedbackFacts) -> tuple[tuple[AlertRule, Match], ...]:
    held = ((rule, matches(condition, facts)) for rule, condition in rules)
    return tuple((rule, match) for rule, match in held if match is not None)


def _facts(recommend: int, analysis: Analysis | None) -> FeedbackFacts:
    return FeedbackFacts(
        scores={} if recommend < 0 else {"recommend": float(recommend)},
        sentiment=analysis.sentiment if analysis else None,
        sentiment_label=analysis.label if analysis else None,
        has_text=analysis is not None,
        mentions=tuple(MentionFacts(m.topic, _POLARITY[m.polarity], m.start, m.end) for m in analysis.mentions)
        if analysis
        else (),
    )


def _topic(world: World, voices: Voices, number: int, analysis: Analysis | None) -> str:
    """What it is about: the first complaint in the words, else the first on the person's mind."""
    if analysis:
        spoken = next((mention.topic for mention in analysis.mentions if mention.polarity < 0), "")
        if spoken:
            return spoken
    source = (world.responses, world.reviews, world.calls)[voices.kind[number]]
    codes = source.topics[voices.position[number]].tolist()
    complaint = next((code for code in codes if code >= len(TOPICS)), -1)
    return TOPICS[complaint % len(TOPICS)] if complaint >= 0 else ""


def _case(
    number: int, received: int, place: int, kind: int, topic: str, fired: tuple[tuple[AlertRule, Match], ...]
) -> Case:
    priority = max((rule.priority for rule, _ in fired), key=_URGENCY.index)
    reasons = [{"rule": rule.key, "reasons": _reasons(match)} for rule, match in fired]
    return Case(number, received, place, topic, priority, fired[0][0].name_zh, reasons)


def _reasons(match: Match) -> list[dict[str, Any]]:
    return [_reason(reason) for reason in match.reasons]


def _reason(reason: Reason) -> dict[str, Any]:
    return {"field": reason.field, "op": reason.op, "actual": reason.actual}


def write_alerts(company: Company, firings: Sequence[Firing], first_feedback: int, first_ticket: int) -> None:
    """Write one alert per rule and feedback; the ticket of firing i has id first_ticket + i."""
    rows = [(number, firing.case, *fired) for number, firing in enumerate(firings) for fired in firing.fired]
    write(
        Alert,
        len(rows),
        rule_id=(rule.pk for _, _, rule, _ in rows),
        rule_version=(rule.version for _, _, rule, _ in rows),
        feedback_id=(case.feedback + first_feedback for _, case, _, _ in rows),
        unit_id=(int(company.unit_ids[case.place]) for _, case, _, _ in rows),
        fired_at=instants(np.array([case.received_at for _, case, _, _ in rows], np.int64)),
        reasons=(json.dumps(_reasons(match), ensure_ascii=False) for _, _, _, match in rows),
        ticket_id=(first_ticket + number for number, _, _, _ in rows),
    )
