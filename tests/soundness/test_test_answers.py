"""A test answer changes nothing that anybody counts: every read of the API, and every row but its own, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps

from opencem.kit.clock import now
from opencem.listen.responses.models import Answer, Response
from opencem.listen.responses.terms import forget_terms
from opencem.listen.surveys.models import Coupon, Survey
from opencem.listen.surveys.service import publish_survey
from opencem.understand.assessment.models import DueScorecard
from tests.isolation import world as worlds
from tests.isolation.plan import READS
from tests.web.respond.plain_browser import PlainBrowser

PERSON = "hq_admin"
LATER = now() + timedelta(minutes=10)
FIGURES = ("responses", "nps", "csat", "ces", "duration", "tickets_opened")
# Made by programs that look at the system's own clock; and the trail, which tells of this test's own exports.
CLOCKED = (".pdf", ".zip", ".xlsx", "/audit")


@pytest.fixture
def world(company: Any, survey: Any, answer: Any, pump: Any, analytics: Any, people: Any) -> worlds.World:
    """A company with answers, alerts, tickets, scorecards; its survey has a quota, a limit and coupons to give."""
    built = worlds.build(company, survey, answer, pump)
    with_quota = survey["version"].definition | {
        "key": "post_purchase",
        "ends": [{"key": "full", "title": {"zh-Hans": "满", "zh-Hant": "滿", "en": "Full"}}],
        "quotas": [{"key": "low", "if": {"<=": [{"var": "recommend"}, 6]}, "limit": 2, "end": "full"}],
    }
    publish_survey(definition=with_quota, owner_unit_id=company["HQ"], account=None, now=worlds.NOW)
    Survey.objects.filter(key="post_purchase").update(answer_limit=40, device_limit=1, reward="coupons")
    Coupon.objects.bulk_create([Coupon(survey=survey["survey"], code=f"C{number}") for number in range(3)])
    forget_terms()
    pump()
    return built


def rows() -> Iterator[tuple[str, list[Any]]]:
    """Every row of every table, tests left out; nor the worker's clock, nor the trail of this test's own exports."""
    for model in (model for model in apps.get_models() if model._meta.app_label not in ("jobs", "audit")):
        found = model._base_manager.all()  # type: ignore[attr-defined]
        if model is Response:
            found = found.filter(is_test=False)
        if model is DueScorecard:
            found = found.exclude(event_id=0)  # the marks of the night's own job, at twenty past two
        if model is Answer:
            found = found.filter(response__is_test=False)
        yield model._meta.label, sorted(map(repr, found.values_list()))


def reads(client: Any, world: worlds.World) -> dict[str, str]:
    """What each read of the API answers, as a digest."""
    paths = [path for calls in READS.values() for store in worlds.STORES for path in calls(world, store)]
    kept = [path for path in dict.fromkeys(paths) if not any(kind in path for kind in CLOCKED)]
    return {path: digest(client.get(path)) for path in kept}


def digest(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.status_code} {hashlib.sha256(content).hexdigest()}"


def figures(client: Any) -> list[bytes]:
    time = {"from": f"{LATER.year}-01-01", "to": f"{LATER.year}-12-31"}
    asked = (
        {"metrics": [name], "dimensions": dimensions, "time": time} for name in FIGURES for dimensions in ([], ["unit"])
    )
    return [client.post("/query", body).content for body in asked]


def send_test(client: Any, unit: str, score: str) -> PlainBrowser:
    """An answer as bad as can be, at a store, on the page that respondents see."""
    preview = client.post("/surveys/post_purchase/preview", {"version": "2", "unit": unit})
    assert preview.status_code == 200, preview.content
    browser = PlainBrowser(preview.json()["path"]).open(order=f"{worlds.canary(unit)}order")
    browser.press(q__recommend=score)
    for _ in range(6):
        if browser.is_thanked:
            return browser
        filled = {f"q.satisfaction.{row}": "1" for row in ("product", "service", "environment", "price", "speed")}
        filled["q.comment"] = "吃出了头发，要投诉，恶心"
        offered = {name: value for name, value in filled.items() if browser.offers(name)}
        browser.press(**{name.replace(".", "__"): value for name, value in offered.items()})
    raise AssertionError(browser.text)


def test_nothing_that_is_counted_changes_by_a_test(
    world: worlds.World, api: Callable[[str], Any], pump: Callable[[], None]
) -> None:
    client = api(PERSON)
    with time_machine.travel(LATER, tick=False):
        pump()
        before = dict(rows()), reads(client, world), figures(client)
        assert all(len(body) > 40 for body in before[2])
        for score in ("0", "1", "2", "9"):
            assert "C0" not in send_test(client, "0001", score).text
        pump()
        after = dict(rows()), reads(client, world), figures(client)
    assert Response.rows.filter(is_test=True).count() == 4
    assert Answer.rows.filter(response__is_test=True).exists()
    for label, kept in before[0].items():
        assert after[0][label] == kept, label
    for path, kept in before[1].items():
        assert after[1][path] == kept, path
    assert after[2] == before[2]


def test_the_same_answer_given_for_real_does_change_them(
    world: worlds.World, api: Callable[[str], Any], pump: Callable[[], None], survey: Any
) -> None:
    """The proof above would see a test that is counted."""
    client = api(PERSON)
    with time_machine.travel(LATER, tick=False):
        pump()
        before = dict(rows()), reads(client, world), figures(client)
        send_real(survey["tokens"]["0001"])
        pump()
        after = dict(rows()), reads(client, world), figures(client)
    changed = {label for label in before[0] if before[0][label] != after[0][label]}
    assert {"responses.Response", "feedback.Feedback", "distribution.Collector", "surveys.Coupon"} <= changed
    assert {"alerts.Alert", "tickets.Ticket", "responses.QuotaCount"} <= changed
    assert len([path for path in before[1] if before[1][path] != after[1][path]]) > 5
    assert after[2] != before[2]


def send_real(token: str) -> None:
    browser = PlainBrowser(f"/s/{token}").open()
    browser.press(q__recommend="0")
    for _ in range(6):
        if browser.is_thanked:
            return
        rows = ("product", "service", "environment", "price", "speed")
        offered = {f"q__satisfaction__{row}": "1" for row in rows if browser.offers(f"q.satisfaction.{row}")}
        if browser.offers("q.comment"):
            offered["q__comment"] = "吃出了头发，要投诉，恶心"
        browser.press(**offered)
    raise AssertionError(browser.text)
