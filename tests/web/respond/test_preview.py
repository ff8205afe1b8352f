"""The preview is the answer page itself, for those who may read the survey; what is sent there is a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from opencem.kit.clock import now
from opencem.listen.responses import testing
from opencem.listen.responses.models import Answer, Response, ResponseDraft
from opencem.listen.surveys import previewing
from opencem.listen.surveys.models import Survey, SurveyDraft
from opencem.listen.surveys.service import publish_survey
from opencem.platform.accounts.models import Account
from tests.conftest import NOW

from .long_survey import choices, question, survey, text
from .plain_browser import PlainBrowser

PAGES: list[dict[str, Any]] = [
    {"key": "one", "questions": [question("ok", "single", choices=choices("y", "n"), required=True)]},
    {"key": "two", "questions": [question("said", "text"), question("from", "hidden", param="src")]},
    {"key": "three", "questions": [question("why", "text", show_if={"selected": ["ok", "n"]})]},
]
KEY = "/surveys/long_one"


@pytest.fixture
def hq(company: dict[str, int], api: Callable[[str], Any]) -> Any:
    publish_survey(definition=survey(PAGES), owner_unit_id=company["HQ"], account=None, now=NOW)
    return api("hq_admin")


def draft(client: Any, pages: list[dict[str, Any]], **whole: Any) -> None:
    seen = client.get(f"{KEY}/draft").json()["revision"]
    assert client.put(f"{KEY}/draft", {"definition": survey(pages, **whole), "revision": seen}).status_code == 200


def preview(client: Any, version: str = "draft", unit: str = "") -> PlainBrowser:
    asked = client.post(f"{KEY}/preview", {"version": version, "unit": unit})
    assert asked.status_code == 200, asked.content
    return PlainBrowser(asked.json()["path"])


def test_a_draft_is_shown_as_it_stands_and_again_once_it_is_saved(hq: Any) -> None:
    draft(hq, PAGES, title=text("新的标题"))
    browser = preview(hq).open()
    assert (browser.status, browser.offers("q.ok")) == (200, True)
    assert "新的标题" in browser.text
    assert "测试答卷" in browser.text
    draft(hq, PAGES, title=text("更新的标题"))
    assert "更新的标题" in browser.open().text
    assert "长问卷" in preview(hq, "1").open().text


def test_a_test_is_kept_marked_and_shown_under_its_filter(hq: Any) -> None:
    draft(hq, [*PAGES, {"key": "new", "questions": [question("fresh", "text")]}])
    browser = preview(hq, unit="0001")
    browser.url += "?src=poster"
    assert browser.open().press(q__ok="y").press(q__said="好").press(q__fresh="新题").is_thanked
    kept = Response.rows.get()
    assert (kept.is_test, kept.version_id, kept.collector_id, kept.unit.code) == (True, None, None, "0001")
    assert set(Answer.rows.values_list("question", "text")) >= {("said", "好"), ("fresh", "新题"), ("from", "poster")}
    asked = {"column": ["said", "fresh"]}
    assert hq.get(f"{KEY}/answers", column="said").json()["items"] == []
    (row,) = hq.get(f"{KEY}/answers", test="true", **asked).json()["items"]
    assert (row["cells"], row["version"]) == ({"said": "好", "fresh": "新题"}, 0)
    assert "fresh" in {each["key"] for each in hq.get(f"{KEY}/columns", test="true").json()["items"]}
    shown = hq.get(f"{KEY}/answers/{row['id']}").json()
    assert (shown["is_test"], shown["collector"]) == (True, "preview")
    assert {"key": "fresh", "title": "text 题", "type": "text", "value": "新题", "files": []} in shown["answers"]
    assert "新题".encode() not in b"".join(hq.get(f"{KEY}/answers/export.csv").streaming_content)
    assert "新题".encode() in b"".join(hq.get(f"{KEY}/answers/export.csv", test="true").streaming_content)


def test_sent_twice_is_kept_once_and_leaves_nothing_with_the_browser(hq: Any) -> None:
    browser = preview(hq).open().press(q__ok="y")
    form = browser.would_send() | {"_next": ["1"]}
    assert browser.send(form).is_thanked
    assert browser.send(form).is_thanked
    assert (Response.rows.count(), ResponseDraft.objects.count()) == (1, 0)
    assert not browser.client.cookies


def test_tests_are_deleted_together_or_one_by_one_and_real_answers_never(
    hq: Any, api: Callable[[str], Any], survey: Any, answer: Callable[..., int]
) -> None:
    for unit in ("0001", "0001", "0003"):
        preview(hq, unit=unit).open().press(q__ok="y").press()
    mine, other, far = Response.rows.filter(is_test=True).order_by("pk")
    real = answer("0001", recommend=9)
    Response.rows.filter(pk=real).update(survey=mine.survey)
    assert api("s1_manager").delete(f"{KEY}/test-answers").status_code == 403
    path = f"{KEY}/test-answers?id={other.pk}&id={real}"
    assert hq.delete(path).json() == {"deleted": 1}
    assert set(Response.rows.values_list("pk", flat=True)) == {mine.pk, far.pk, real}
    assert hq.delete(f"{KEY}/test-answers").json() == {"deleted": 2}
    assert list(Response.rows.values_list("pk", flat=True)) == [real]
    (noted, *_rest) = hq.get("/audit", action="test_answers.deleted").json()["items"]
    assert noted["after"] == {"deleted": 2}


def test_it_begins_where_it_is_asked_to(hq: Any) -> None:
    browser = preview(hq)
    assert browser.open(at="said").offers("q.said")
    assert browser.open(at="two").offers("q.said")
    assert browser.open(at="why").offers("q.said"), "not on the way without an answer: the nearest screen"
    assert browser.open(at="nothing").offers("q.ok")
    assert "Optional" in browser.open(at="said", lang="en").text or 'lang="en"' in browser.html


def test_a_faulty_draft_shows_its_faults_instead(hq: Any) -> None:
    broken = [{"key": "one", "questions": [question("ok", "single", choices=[])]}]
    draft(hq, broken)
    asked = hq.post(f"{KEY}/preview", {}).json()
    assert [fault["code"] for fault in asked["faults"]] == ["list_expected", "choices_expected"]
    browser = PlainBrowser(asked["path"]).open()
    assert (browser.status, "请至少添加一个选项" in browser.text) == (409, True)


def test_only_the_consoles_own_pages_may_frame_a_preview(hq: Any, survey: Any) -> None:
    path, client = preview(hq).url, hq.client
    shown, sent = client.get(path), client.post(path, {"_key": "x"})
    over = client.get("/s/preview/nothing")
    for response in (shown, sent, over):
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    real = client.get(f"/s/{survey['tokens']['0001']}")
    assert "frame-ancestors 'none'" in real.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/surveys").headers["Content-Security-Policy"]


def test_a_preview_ends_in_time_and_with_the_rights_of_who_asked(hq: Any, people: Any) -> None:
    browser = preview(hq)
    with time_machine.travel(now() + previewing.LIFE + timedelta(minutes=1)):
        assert browser.open().status == 410
    assert browser.open().status == 200
    assert PlainBrowser(browser.url[:-3] + "abc").open().status == 410
    Account.objects.get(pk=people["hq_admin"].pk).grants.all().delete()
    assert (browser.open().status, "预览已失效" in browser.text) == (410, True)


def test_nobody_previews_what_they_may_not_read(hq: Any, api: Callable[[str], Any], company: dict[str, int]) -> None:
    Survey.objects.update(owner_unit_id=company["R2"])
    for path in (KEY, "/surveys/none"):
        assert api("s1_manager").post(f"{path}/preview", {}).status_code == 404
    assert api("stranger").post(f"{KEY}/preview", {}).status_code == 403
    assert api("r2_manager").post(f"{KEY}/preview", {"unit": "0001"}).status_code == 404
    assert api("r2_manager").post(f"{KEY}/preview", {"version": "9"}).status_code == 404
    assert api("r2_manager").post(f"{KEY}/preview", {"version": "x"}).status_code == 404
    assert api("r2_manager").post(f"{KEY}/preview", {"unit": "0003"}).status_code == 200


def test_a_previews_form_opens_no_real_door_and_a_real_one_no_preview(hq: Any, survey: Any) -> None:
    tried = preview(hq).open().would_send({"q.ok": "y"})
    door = PlainBrowser(f"/s/{survey['tokens']['0001']}")
    assert door.send(tried | {"_next": ["1"]}).status == 409
    real = door.open().would_send()
    assert preview(hq).send(real | {"_next": ["1"]}).status == 400
    assert Response.rows.count() == 0


def test_there_is_a_limit_to_tests(hq: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(testing, "MOST", 1)
    assert preview(hq).open().press(q__ok="y").press().is_thanked
    full = preview(hq).open().press(q__ok="y").press()
    assert (full.status, "测试答卷已满" in full.text, Response.rows.count()) == (409, True, 1)


def test_a_survey_that_was_never_published_can_be_tried(company: Any, api: Callable[[str], Any]) -> None:
    client = api("hq_admin")
    assert client.post("/surveys", {"title": text("新问卷"), "key": "long_one"}).status_code == 201
    draft(client, PAGES)
    assert preview(client).open().press(q__ok="y").press().is_thanked
    assert SurveyDraft.objects.count() == 1
    assert [row["version"] for row in client.get(f"{KEY}/answers", test="true").json()["items"]] == [0]
