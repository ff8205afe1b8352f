"""Comments, the question bank, coupons."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from opencem.listen.surveys import service
from opencem.listen.surveys.models import Coupon, Survey
from opencem.platform.events.models import Event
from tests.conftest import NOW
from tests.listen.surveys.conftest import Editor, definition


def test_a_remark_is_made_settled_and_taken_back(editor: Editor, api: Callable[[str], Any]) -> None:
    editor.published()
    reader = Editor(api("hq_analyst"))
    made = reader.post("/surveys/visit/comments", {"question": "nps", "text": " 题目太长 "}, 201)
    assert (made["text"], made["by"]["name"], made["resolved_at"]) == ("题目太长", "何分析", None)
    settled = editor.post(f"/surveys/visit/comments/{made['id']}/resolve")
    assert settled["resolved_by"]["name"] == "郑总"
    assert editor.get("/surveys/visit/comments", resolved="false")["items"] == []
    assert [one["id"] for one in editor.get("/surveys/visit/comments", resolved="true")["items"]] == [made["id"]]
    assert editor.post(f"/surveys/visit/comments/{made['id']}/reopen")["resolved_at"] is None
    editor.delete(f"/surveys/visit/comments/{made['id']}", 404)
    reader.delete(f"/surveys/visit/comments/{made['id']}")
    assert editor.get("/surveys/visit/comments")["items"] == []
    assert reader.post("/surveys/visit/comments", {"text": "  "}, 422)["code"] == "text_expected"
    reader.post("/surveys/visit/comments/99999999999999999999/resolve", status=404)


def test_a_question_of_the_bank_stands_alone(editor: Editor) -> None:
    question = definition()["pages"][0]["questions"][1]
    kept = editor.post("/question-bank", {"question": question, "tags": ["原因", "原因"]}, 201)
    assert "show_if" not in kept["question"]
    assert (kept["type"], kept["tags"], kept["may_write"]) == ("single", ["原因"], True)
    for query, found in (
        ({}, 1),
        ({"q": "主要"}, 1),
        ({"q": "reason"}, 1),
        ({"type": "nps"}, 0),
        ({"tag": "原因"}, 1),
        ({"q": "无"}, 0),
    ):
        assert len(editor.get("/question-bank", **query)["items"]) == found
    changed = editor.patch(f"/question-bank/{kept['id']}", {"tags": ["新"]})
    assert (changed["tags"], changed["question"]) == (["新"], kept["question"])
    editor.delete(f"/question-bank/{kept['id']}")
    editor.delete(f"/question-bank/{kept['id']}", 404)


@pytest.mark.parametrize(
    "question", [{}, {"key": "a"}, {"key": "a", "type": "single", "title": {"en": "x"}}, {"type": {}}]
)
def test_half_a_question_is_not_kept(editor: Editor, question: Any) -> None:
    refused = editor.post("/question-bank", {"question": question}, 422)
    assert refused["code"] == "question_expected"
    assert all(error["field"].startswith("question") for error in refused["errors"])


def test_each_code_once_each_response_one(editor: Editor) -> None:
    survey = Survey.objects.get(key=editor.published())
    added = editor.post("/surveys/visit/coupons", {"codes": ["A1", " A2 ", "A1"]})
    assert added == {"added": 2, "already": 0, "left": 2, "given": 0}
    assert editor.post("/surveys/visit/coupons", {"codes": ["A2", "A3"]})["already"] == 1
    given = [service.take_coupon(survey_id=survey.pk, response_key=f"r{n}", now=NOW) for n in (1, 2, 1, 3, 4, 2)]
    assert given == ["A1", "A2", "A1", "A3", None, "A2"]
    assert editor.get("/surveys/visit/coupons") == {"left": 0, "given": 3}
    assert Event.objects.filter(kind="survey.coupons_out").count() == 1
    refused = editor.post("/surveys/visit/coupons", {"codes": ["ok", "x" * 61]}, 422)
    assert refused["errors"][0]["field"] == "codes.1"
    assert Coupon.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_no_code_goes_out_twice_under_many_hands(survey: dict[str, Any]) -> None:
    survey_id = survey["survey"].pk
    service.add_coupons(survey=survey["survey"], codes=[f"C{n}" for n in range(10)], account=None)
    given: list[str | None] = []

    def take(name: int) -> None:
        try:
            given.append(service.take_coupon(survey_id=survey_id, response_key=f"r{name}", now=NOW))
        finally:
            connection.close()

    hands = [threading.Thread(target=take, args=(n,)) for n in range(14)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(30)
    codes = [code for code in given if code]
    assert len(given) == 14
    assert len(codes) == len(set(codes)) == 10
