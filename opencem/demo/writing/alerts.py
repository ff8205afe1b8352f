"""Which alert rules fire on the voices of history, by the engine that fires them on live ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from django.conf import settings

from opencem.act.alerts.models import Alert, AlertRule
from opencem.act.alerts.rules import active_rules, reasons_as_data
from opencem.act.alerts.service import change_rule, sync_rules
from opencem.act.alerts.titles import reasons_said, title_of, worst_rows
from opencem.act.tickets.service import sync_policies
from opencem.demo.world import World
from opencem.demo.world.opinions import TOPICS
from opencem.demo.world.tags import tags_for
from opencem.demo.world.units import ATTRIBUTES
from opencem.engines.rules import FeedbackFacts, MentionFacts, matches
from opencem.engines.survey_logic import SurveyDefinition
from opencem.engines.text import Analysis
from opencem.listen.feedback.models import Feedback
from opencem.platform.accounts.models import Account

from .company import Company, survey_definition
from .table import instants, write
from .tickets import Case
from .voices import Voices

_POLARITY = {-1: "negative", 0: "neutral", 1: "positive"}
_URGENCY = ("normal", "high", "urgent")
_OWN_RULES: tuple[dict[str, Any], ...] = (
    {
        "key": "food_safety",
        "name_zh": "提到食品安全",
        "name_en": "Food safety mentioned",
        "priority": "urgent",
        "condition": {
            "field": "mention",
            "op": "includes",
            "value": {"topic": "food_safety", "polarity": "negative"},
        },
    },
    {
        "key": "call_back",
        "name_zh": "低分且留了电话",
        "name_en": "Low score with a phone number",
        "priority": "high",
        "condition": {
            "all": [
                {"field": "score.recommend", "op": "<=", "value": 6},
                {"field": "has_contact", "op": "is", "value": True},
            ]
        },
    },
)
"""What the demo company has added to the built-in rule."""

Reasons = list[dict[str, Any]]


@dataclass(frozen=True)
class Firing:
    """The rules that fired on one feedback, each with why, and the case they make together."""

    fired: tuple[tuple[AlertRule, Reasons], ...]
    case: Case


def write_rules(company: Company) -> None:
    """The built-in rules and service levels, and the company's own rules."""
    sync_policies()
    sync_rules()
    by = Account.objects.get(pk=company.account_ids["admin"])
    for rule in _OWN_RULES:
        change_rule(by=by, version=0, **rule)


def fire(world: World, voices: Voices, analyses: dict[int, Analysis]) -> list[Firing]:
    """Hold every feedback against every active rule."""
    rules = sorted(active_rules(), key=lambda rule: -_URGENCY.index(rule.stored.priority))
    contacts = world.responses.leaves_phone.tolist()
    columns = zip(voices.recommend.tolist(), voices.kind.tolist(), voices.position.tolist(), strict=True)
    firings = []
    for number, (recommend, kind, position) in enumerate(columns):
        facts = _facts(recommend, kind == 0 and contacts[position], analyses.get(number))
        held = [(rule.stored, match) for rule in rules if (match := matches(rule.condition, facts))]
        if held:
            fired = tuple((rule, reasons_as_data(match, voices.texts[number])) for rule, match in held)
            firings.append(Firing(fired, _case(world, voices, number, analyses.get(number), fired)))
    return firings


def _facts(recommend: int, has_contact: bool, analysis: Analysis | None) -> FeedbackFacts:
    mentions = analysis.mentions if analysis else ()
    return FeedbackFacts(
        scores={} if recommend < 0 else {"recommend": recommend},
        sentiment=analysis.sentiment if analysis else None,
        sentiment_label=analysis.label if analysis else None,
        has_text=analysis is not None,
        has_contact=has_contact,
        mentions=tuple(MentionFacts(m.topic, _POLARITY[m.polarity], m.start, m.end) for m in mentions),
    )


def _case(
    world: World, voices: Voices, number: int, analysis: Analysis | None, fired: tuple[tuple[AlertRule, Reasons], ...]
) -> Case:
    recommend = int(voices.recommend[number])
    titled = Feedback(recommend=None if recommend < 0 else recommend, text=voices.texts[number], source="hotline")
    return Case(
        feedback=number,
        received_at=int(min(voices.at[number] + 1, world.size.now_s)),
        place=int(voices.place[number]),
        topic=_topic(world, voices, number, analysis),
        priority=fired[0][0].priority,
        title=title_of(titled, _because(world, voices, number)),
        reasons=[
            {"rule": rule.key, "name_zh": rule.name_zh, "name_en": rule.name_en, "reasons": reasons}
            for rule, reasons in fired
        ],
    )


def _because(world: World, voices: Voices, number: int) -> str:
    """What was ticked, or rated worst, by somebody who wrote nothing."""
    if voices.kind[number] != 0 or voices.texts[number]:
        return ""
    position, language = voices.position[number], settings.LANGUAGE_CODE
    ticked = tags_for(world.responses.topics[position], int(voices.recommend[number]))
    stars = {("satisfaction", row): int(n) for row, n in zip(ATTRIBUTES, world.responses.stars[position], strict=True)}
    return reasons_said(_survey(), ticked, language) or worst_rows(_survey(), stars, language)


@cache
def _survey() -> SurveyDefinition:
    return SurveyDefinition.parse(survey_definition())


def _topic(world: World, voices: Voices, number: int, analysis: Analysis | None) -> str:
    """What it is about: the first complaint in the words, else the first on the person's mind."""
    spoken = (mention.topic for mention in (analysis.mentions if analysis else ()) if mention.polarity < 0)
    source = (world.responses, world.reviews, world.calls)[voices.kind[number]]
    thought = (TOPICS[code - len(TOPICS)] for code in source.topics[voices.position[number]] if code >= len(TOPICS))
    return next(spoken, "") or next(thought, "")


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
        reasons=(json.dumps(reasons, ensure_ascii=False) for _, _, _, reasons in rows),
        ticket_id=(first_ticket + number for number, _, _, _ in rows),
    )
