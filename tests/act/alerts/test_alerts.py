from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opencem.act.alerts import handlers, service
from opencem.act.alerts.models import Alert, AlertRule
from opencem.act.alerts.titles import title_of
from opencem.act.tickets.models import Ticket
from opencem.kit.problems import Problem
from opencem.listen.feedback.models import Flag
from opencem.platform.events.models import Event
from opencem.platform.events.service import EventView
from opencem.understand.text.models import Mention, TextAnalysis
from tests.conftest import NOW


@pytest.fixture
def hear(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Events about these feedback reach the handler at a moment; returns how many alerts are new."""

    def through(ids: Sequence[int], at: datetime) -> int:
        monkeypatch.setattr(handlers, "now", lambda: at)
        before = Alert.rows.count()
        write = handlers.on_feedback(
            [EventView(number, "feedback.created", pk, {}, at) for number, pk in enumerate(ids)]
        )
        if write is not None:
            write()
        return Alert.rows.count() - before

    return through


def analyse(one: Any, *mentions: tuple[str, int, int, int]) -> None:
    TextAnalysis.rows.create(feedback=one, sentiment=-0.5, label="negative", version="t", text_hash="", analysed_at=NOW)
    for topic, polarity, start, end in mentions:
        Mention.rows.create(
            feedback=one, topic=topic, polarity=polarity, start=start, end=end, clause_start=0, clause_end=len(one.text)
        )


def rule(key: str, condition: dict[str, Any], **fields: Any) -> AlertRule:
    return AlertRule.objects.create(key=key, name_zh=key, name_en=key, condition=condition, **fields)


@pytest.mark.parametrize(("recommend", "fires"), [(0, True), (6, True), (7, False), (10, False), (None, False)])
def test_six_or_less_fires_at_once(hear: Any, feedback: Any, recommend: int | None, fires: bool) -> None:
    one = feedback(recommend=recommend)
    assert hear([one.pk], NOW) == int(fires)
    assert Ticket.rows.filter(feedback=one).count() == int(fires)


def test_food_safety_fires_when_the_text_is_read(hear: Any, feedback: Any) -> None:
    one = feedback(recommend=9, text="吃出了虫子,别的都好")
    assert hear([one.pk], NOW) == 0
    analyse(one, ("food_safety", -1, 2, 6), ("taste", 1, 7, 10))
    assert hear([one.pk], NOW) == 1
    alert = Alert.rows.get()
    assert alert.reasons == [
        {
            "field": "mention",
            "op": "includes",
            "actual": 1,
            "negated": False,
            "topic": "food_safety",
            "mentions": [{"words": "了虫子,", "start": 2, "end": 6}],
        }
    ]
    entry = alert.ticket.entries.get(kind="alert")
    assert (entry.data["rule"], entry.data["reasons"]) == ("unhappy", alert.reasons)


def test_praise_of_food_safety_does_not_fire(hear: Any, feedback: Any) -> None:
    one = feedback(recommend=9, text="很干净很安全")
    analyse(one, ("food_safety", 1, 0, 6))
    assert hear([one.pk], NOW) == 0


def test_however_often_the_pipeline_runs_there_is_one_alert_and_one_ticket(hear: Any, feedback: Any) -> None:
    one = feedback(recommend=2)
    assert [hear([one.pk], NOW) for _ in range(3)] == [1, 0, 0]
    assert (Alert.rows.count(), Ticket.rows.count()) == (1, 1)
    assert Event.objects.filter(kind="alert.fired").count() == 1


def test_two_rules_share_a_ticket_unless_one_asks_for_its_own(hear: Any, feedback: Any) -> None:
    rule("stars", {"field": "rating", "op": "<=", "value": 2}, priority="high")
    own = rule("food", {"field": "source", "op": "==", "value": "tmall"}, own_ticket=True)
    one = feedback(recommend=2, rating=1)
    assert hear([one.pk], NOW) == 3
    tickets = {alert.rule.key: alert.ticket for alert in Alert.rows.select_related("rule", "ticket")}
    assert tickets["unhappy"] == tickets["stars"] != tickets["food"]
    assert tickets["stars"].priority == "high"
    assert tickets["food"].number.endswith(f"-{own.pk}")


def test_history_fires_nothing(hear: Any, feedback: Any) -> None:
    old = feedback(recommend=1, at=NOW - timedelta(days=8))
    recent = feedback(recommend=1, at=NOW - timedelta(days=6))
    rule("patient", {"field": "score.recommend", "op": "<=", "value": 6}, max_age_days=30)
    assert hear([old.pk, recent.pk], NOW) == 3
    assert {alert.rule.key for alert in Alert.rows.filter(feedback=old)} == {"patient"}


def test_what_must_be_absent_waits_for_the_reading(hear: Any, feedback: Any) -> None:
    AlertRule.objects.all().delete()
    rule("silent", {"not": {"field": "mention", "op": "includes", "value": {"topic": "taste"}}})
    unread, silent = feedback(text="还行"), feedback(text="")
    assert hear([unread.pk, silent.pk], NOW) == 1
    analyse(unread, ("taste", 0, 0, 2))
    assert hear([unread.pk], NOW) == 0


def test_facts_of_flags_and_contact(hear: Any, feedback: Any) -> None:
    rule("doubt", {"field": "flags", "op": "includes", "value": "speeder"})
    one = feedback(recommend=9)
    flag = Flag.rows.create(feedback=one, kind="speeder", weight=0.4, raised_at=NOW)
    assert hear([one.pk], NOW) == 1
    other = feedback(recommend=9)
    Flag.rows.create(feedback=other, kind="speeder", weight=0.4, raised_at=NOW, reversed_at=NOW)
    assert hear([other.pk], NOW) == 0
    assert flag.pk


def test_rules_switched_off_do_not_fire(hear: Any, feedback: Any) -> None:
    AlertRule.objects.update(active=False)
    assert hear([feedback(recommend=0).pk], NOW) == 0


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"recommend": 3, "text": "太  慢\n了"}, "NPS 3 · 太 慢 了"),
        ({"rating": 2.0, "text": "难吃"}, "★ 2 · 难吃"),
        ({"recommend": 0}, "NPS 0"),
        ({}, "tmall"),
        ({"text": "很" * 80}, "很" * 59 + "…"),
    ],
)
def test_titles(feedback: Any, fields: dict[str, Any], title: str) -> None:
    assert title_of(feedback(**fields)) == title


@pytest.mark.parametrize(
    ("language", "given", "title"),
    [
        ("zh-hans", {"reasons": ["slow", "stale"]}, "NPS 5 · 等得久、不新鲜"),
        ("en", {"reasons": ["slow", "stale"]}, "NPS 5 · Slow, Not fresh"),
        ("zh-hant", {"reasons": ["stale"]}, "NPS 5 · 不新鮮"),
        ("zh-hans", {"stars": {"service": 1, "speed": 1, "price": 2}}, "NPS 5 · 服务、速度 ★ 1"),
        ("zh-hans", {}, "NPS 5"),
    ],
)
def test_a_ticket_without_words_says_why(
    survey: Any, pump: Any, settings: Any, language: str, given: dict[str, Any], title: str
) -> None:
    from opencem.listen.distribution.queries import door
    from opencem.listen.responses import keys
    from opencem.listen.responses.service import Visit, submit

    settings.LANGUAGE_CODE = language
    behind = door(survey["tokens"]["0001"])
    assert behind is not None
    moment = datetime.now(UTC) - timedelta(minutes=1)
    stars = dict.fromkeys(("product", "service", "environment", "price", "speed"), 4) | given.get("stars", {})
    raw = {"recommend": 5, "satisfaction": stars, "reasons": given.get("reasons", [])}
    key = keys.mint(behind.collector_id, behind.version_id, moment)
    submit(door=behind, key=key, raw=raw, visit=Visit(), now=moment)
    pump()
    assert Ticket.rows.get().title == title


def test_titles_are_read_together(survey: Any, answer: Any, pump: Any, django_assert_num_queries: Any) -> None:
    from opencem.act.alerts.titles import causes_of
    from opencem.listen.feedback.models import Feedback
    from opencem.platform.accounts.service import system_scope

    for _ in range(3):
        answer("0001", recommend=2, stars=2)
    pump()
    silent = list(Feedback.rows.all())
    scope = system_scope("alerts")
    causes_of(scope, silent[:1], "zh-hans")  # a version is read once per process
    with django_assert_num_queries(1):
        causes = causes_of(scope, silent, "zh-hans")
    assert set(causes.values()) == {"各项 ★ 2"}


@pytest.mark.usefixtures("live")  # PostgreSQL hands out events of ended transactions only
def test_from_an_answer_to_a_ticket(answer: Any, pump: Any, api: Any, feedback: Any, analytics: Any) -> None:
    moment = datetime.now(UTC) - timedelta(minutes=1)
    answer("0001", recommend=3, comment="等了四十分钟还送错了", at=moment)
    answer("0001", recommend=10, comment="很好吃", at=moment)
    pump()
    (item,) = api("agent").get("/tickets").json()["items"]
    assert item["title"].startswith("NPS 3 · 等了四十分钟")
    (alert,) = api("s1_manager").get("/alerts").json()["items"]
    assert (alert["ticket"], alert["rule"]["key"], alert["unit"]["code"]) == (item["id"], "unhappy", "0001")
    assert api("s2_manager").get("/alerts").json()["items"] == []


def test_alerts_by_day_and_page(hear: Any, feedback: Any, api: Any) -> None:
    for days in range(4):
        at = NOW + timedelta(days=days)
        hear([feedback(recommend=1, at=at).pk], at)
    client = api("agent")
    two = client.get("/alerts", **{"from": "2026-06-16", "to": "2026-06-17"}).json()["items"]
    assert len(two) == 2
    first = client.get("/alerts", limit=3).json()
    rest = client.get("/alerts", limit=3, cursor=first["next_cursor"]).json()
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 4


BODY = {
    "version": 0,
    "name_zh": "配送差评",
    "name_en": "Bad delivery",
    "priority": "high",
    "condition": {"field": "mention", "op": "includes", "value": {"topic": "delivery", "polarity": "negative"}},
}


def test_a_rule_is_made_changed_and_audited(feedback: Any, api: Any) -> None:
    admin = api("hq_admin")
    assert admin.put("/alert-rules/delivery", BODY).json()["version"] == 1
    assert admin.put("/alert-rules/delivery", BODY).status_code == 409
    assert admin.put("/alert-rules/delivery", BODY | {"version": 1, "active": False}).json()["active"] is False
    assert {one["key"] for one in admin.get("/alert-rules").json()} == {"unhappy", "low_rating", "delivery"}
    assert api("r1_manager").put("/alert-rules/delivery", BODY).status_code == 403
    from opencem.platform.audit.models import AuditEntry

    assert AuditEntry.objects.filter(action="alert_rule.changed", object_id="delivery").count() == 2


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        ({}, "condition"),
        ({"any": []}, "condition.any"),
        ({"any": [{"field": "rating", "op": "<=", "value": "x"}]}, "condition.any.0.value"),
        ({"field": "__class__", "op": "==", "value": 1}, "condition.field"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_place(feedback: Any, api: Any, condition: Any, field: str) -> None:
    refused = api("hq_admin").put("/alert-rules/bad", BODY | {"condition": condition})
    assert (refused.status_code, refused.json()["code"]) == (422, "rule_invalid")
    assert refused.json()["errors"][0]["field"].startswith(field)
    assert not AlertRule.objects.filter(key="bad").exists()


def test_a_rule_key_is_a_plain_word(feedback: Any, api: Any) -> None:
    assert api("hq_admin").put("/alert-rules/Bad-Key", BODY).status_code in (404, 422)


def test_the_door_raises_the_problem(feedback: Any, people: Any) -> None:
    with pytest.raises(Problem, match="rule_invalid"):
        service.change_rule(key="x", by=people["hq_admin"], version=0, condition={"not": 1})
