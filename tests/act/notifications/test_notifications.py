from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from opencem.act.notifications import queries, service
from opencem.act.notifications.models import Notification
from opencem.act.notifications.service import Notice
from opencem.act.notifications.words import Words, body_of, title_of
from tests.conftest import NOW

service.register_words(
    {"test.told": {"zh-hans": Words("{unit}有事", "{unit}有事,请看"), "en": Words("News of {unit}", "See {unit}")}}
)


def tell(accounts: Any, *, key: str = "k", unit_id: int | None = None, now: datetime = NOW) -> None:
    notice = Notice(accounts, "test.told", {"unit": "徐汇店"}, unit_id, "/x", key)
    service.notify([notice], now=now)


def test_told_twice_is_told_once(people: Any) -> None:
    for _ in range(2):
        tell([people["agent"], people["s1_manager"]])
    assert Notification.objects.count() == 2


def test_read_one_and_all(people: Any) -> None:
    for key in "abc":
        tell([people["agent"]], key=key)
    tell([people["s1_manager"]])
    one = Notification.objects.filter(account=people["agent"]).first()
    other = Notification.objects.get(account=people["s1_manager"])
    assert one is not None
    assert service.mark_read(account=people["agent"], ids=[one.pk, other.pk], now=NOW) == 1
    assert queries.count_unread(people["agent"]) == 2
    assert service.mark_read(account=people["agent"], ids=None, now=NOW) == 2
    assert queries.count_unread(people["s1_manager"]) == 1


def test_out_of_scope_disappears(people: Any, company: dict[str, int]) -> None:
    tell([people["s1_manager"]], key="own", unit_id=company["0001"])
    tell([people["s1_manager"]], key="other", unit_id=company["0003"])
    tell([people["stranger"]], key="none", unit_id=company["0001"])
    assert queries.count_unread(people["s1_manager"]) == 1
    assert queries.count_unread(people["stranger"]) == 0
    people["s1_manager"].grants.all().delete()
    assert queries.count_unread(people["s1_manager"]) == 0


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh-hans", "徐汇店有事"), ("en", "News of 徐汇店"), ("zh-hant", "徐汇店有事"), ("EN", "News of 徐汇店")],
)
def test_words_in_the_readers_language(language: str, title: str) -> None:
    assert title_of("test.told", {"unit": "徐汇店"}, language) == title
    assert body_of("test.told", {"unit": "{x}"}, "en") == "See {x}"


def test_over_http(api: Any, people: Any) -> None:
    for minute in range(5):
        tell([people["agent"]], key=str(minute), now=NOW + timedelta(minutes=minute))
    agent = api("agent")
    first = agent.get("/notifications", limit=3).json()
    second = agent.get("/notifications", limit=3, cursor=first["next_cursor"]).json()
    assert [len(first["items"]), len(second["items"]), second["next_cursor"], first["unread"]] == [3, 2, None, 5]
    times = [one["created_at"] for one in first["items"] + second["items"]]
    assert times == sorted(times, reverse=True)
    assert (first["items"][0]["title"], first["items"][0]["read"]) == ("徐汇店有事", False)
    marked = agent.post("/notifications/read", {"ids": [first["items"][0]["id"]]}).json()
    assert marked == {"marked": 1, "unread": 4}
    assert len(agent.get("/notifications", unread=True).json()["items"]) == 4
    assert agent.post("/notifications/read", {}).json() == {"marked": 0, "unread": 4}
    assert agent.post("/notifications/read", {"all": True}).json() == {"marked": 4, "unread": 0}
    assert api("s1_manager").get("/notifications").json()["items"] == []


def test_signed_out_sees_nothing(client: Any, db: None) -> None:
    assert client.get("/api/v1/notifications").status_code == 401


def test_ticket_kinds_have_words_in_both_languages(db: None) -> None:
    from opencem.act.tickets import words  # noqa: F401

    parameters = dict.fromkeys(["unit", "number", "due", "by", "level", "target", "owner"], "X")
    for kind in ("ticket.opened", "ticket.transferred", "ticket.escalated", "ticket.reopened"):
        assert title_of(kind, parameters, "zh-hans") != title_of(kind, parameters, "en")
        assert body_of(kind, parameters, "zh-hans") != body_of(kind, parameters, "en")
