"""A draft is kept as it is, and never over somebody else's words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from time import process_time
from typing import Any

import pytest
import time_machine
from django.db import connection

from opencem.kit.problems import Problem
from opencem.listen.surveys import service
from opencem.listen.surveys.models import SurveyDraft
from opencem.platform.audit.models import AuditEntry
from tests.conftest import NOW
from tests.listen.surveys.conftest import Editor, definition


def test_a_blank_survey_has_a_key_to_read_and_a_draft(editor: Editor) -> None:
    made = editor.start(title={"zh-Hans": "售后回访", "en": "After-sales call"})
    assert made["key"].startswith("after_sales_call_")
    assert (made["status"], made["versions"], made["draft"]["revision"]) == ("draft", [], 1)
    assert made["owner"]["name"] == "郑总"
    assert made["owner_unit"]["code"] == "HQ"
    other = editor.start(title={"zh-Hans": "售后回访"})
    assert other["key"].startswith("survey_")


def test_an_incomplete_draft_is_kept_and_its_faults_are_listed_with_their_place(editor: Editor) -> None:
    key = editor.start()["key"]
    half = definition()
    half["pages"][0]["questions"][1]["title"] = {"zh-Hans": "主要原因"}
    half["pages"].append({"key": "empty", "questions": []})
    saved = editor.save(key, half, 1)
    assert saved["revision"] == 2
    assert saved["definition"] is None
    assert {fault["path"] for fault in saved["faults"]} >= {"pages.0.questions.1.title", "pages.2.questions"}
    read = editor.get(f"/surveys/{key}/draft")
    assert read["definition"] == {**half, "key": key}
    assert read["faults"] == saved["faults"]


@pytest.mark.parametrize(
    "strange",
    [
        {}, {"pages": None}, {"pages": [None, 1, "x"]}, {"pages": [{"questions": [7, {"type": []}, {"type": {}}]}]},
        {"title": "x", "languages": "en"}, {"languages": [1, {}]}, {"pages": [{"key": {}, "questions": [{"key": [], "title": 3}]}]},
        {"title": {"zh-Hans": 3}, "pages": [{"key": "a", "next": 4, "questions": [{"choices": {"a": 1}}]}]},
        {"pages": [{"key": 1, "questions": [
            {"key": 2, "type": "text", "lines": "x"}, {"type": "rating", "points": {}}, {"type": "cascade", "levels": 3},
            {"type": "single", "choices": [{"key": {}, "label": 4}], "show_if": {"selected": []}, "carry": {"from": []}},
            {"type": "matrix_rating", "max": "9", "rows": [{}, 7]}, {"type": "phone", "consent": {"text": {"en": 3}}},
            {"type": "text", "show_if": {"answered": []}, "unit": {"en": "x"}, "required": "yes"}, {"type": "number", "unit": 3},
        ]}]},
    ],
)  # fmt: skip
def test_whatever_is_sent_is_kept_or_refused_but_never_breaks(editor: Editor, strange: Any) -> None:
    key = editor.start()["key"]
    saved = editor.save(key, strange, 1)
    assert saved["faults"]
    assert editor.get(f"/surveys/{key}/draft")["definition"] == {**strange, "key": key}
    assert editor.get("/surveys")["items"][0]["key"] == key
    editor.get(f"/surveys/{key}/diff", **{"from": "draft", "to": "draft"})
    editor.get(f"/surveys/{key}/draft/uses", question="a")
    for path in ("texts", "texts.xlsx", "export.json", "export.xlsx", "export.pdf"):
        assert editor.api.get(f"/surveys/{key}/{path}").status_code == 200, path
    refused = editor.post(f"/surveys/{key}/publish", {"revision": 2}, 422)
    assert refused["code"] == "survey_invalid"


def test_two_editors_the_second_is_told_who_and_when(editor: Editor, api: Callable[[str], Any], people: Any) -> None:
    from opencem.platform.accounts.models import Grant, Role

    Grant.objects.create(
        account=people["hq_analyst"],
        role=Role.objects.get(code="hq_admin"),
        unit_id=Grant.objects.filter(account=people["hq_admin"]).get().unit_id,
    )
    other = Editor(api("hq_analyst"))
    key = editor.start()["key"]
    editor.save(key, definition(), 1)
    refused = other.save(key, definition(title={"zh-Hans": "别的"}), 1, 409)
    assert refused["code"] == "draft_conflict"
    assert refused["revision"] == 2
    assert refused["saved_by"]["name"] == "郑总"
    assert refused["saved_at"]
    assert "郑总" in refused["title"]
    assert other.save(key, definition(title={"zh-Hans": "别的"}), 2)["revision"] == 3


def test_a_repeated_save_changes_nothing(editor: Editor) -> None:
    key = editor.start()["key"]
    assert editor.save(key, definition(), 1)["revision"] == 2
    assert editor.save(key, definition(), 1)["revision"] == 2
    assert SurveyDraft.objects.get(survey__key=key).revision == 2


def test_one_sitting_is_one_line_of_the_audit_trail(editor: Editor) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        key = editor.start()["key"]
        for revision in (1, 2, 3):
            clock.shift(timedelta(minutes=5))
            editor.save(key, definition(title={"zh-Hans": f"第{revision}稿", "en": "x"}), revision)
        clock.shift(timedelta(minutes=20))
        editor.save(key, definition(), 4)
    entries = AuditEntry.objects.filter(action="survey.draft_saved", object_id=key).order_by("pk")
    assert [entry.after["revision"] for entry in entries] == [1, 5]


def test_a_definition_over_two_megabytes_is_refused_and_nothing_is_kept(editor: Editor) -> None:
    key = editor.start()["key"]
    large = definition(intro={"en": "x" * 2 * 1024 * 1024})
    assert editor.save(key, large, 1, 413)["code"] == "definition_too_large"
    larger = definition(intro={"en": "x" * 10 * 1024 * 1024})
    assert editor.save(key, larger, 1, 413)["code"] == "too_large"
    assert SurveyDraft.objects.get(survey__key=key).revision == 1


def test_a_large_but_possible_definition_is_kept(editor: Editor) -> None:
    key = editor.start()["key"]
    assert editor.save(key, definition(intro={"zh-Hans": "长" * 300_000}), 1)["revision"] == 2


def test_the_draft_of_a_published_survey_starts_from_its_newest_version(editor: Editor) -> None:
    key = editor.published()
    editor.delete(f"/surveys/{key}/draft")
    draft = editor.get(f"/surveys/{key}/draft")
    assert (draft["revision"], draft["based_on"], draft["differs"]) == (0, 1, False)
    assert draft["definition"] == definition()
    assert editor.save(key, definition(color="#112233"), 0)["differs"] is True
    assert editor.save(key, definition(), 1)["differs"] is False
    editor.delete(f"/surveys/{key}/draft")
    assert AuditEntry.objects.filter(action="survey.draft_discarded", object_id=key).count() == 2


def test_the_only_draft_is_not_thrown_away(editor: Editor) -> None:
    key = editor.start()["key"]
    assert editor.delete(f"/surveys/{key}/draft", 409)["code"] == "survey_never_published"
    editor.delete(f"/surveys/{key}")
    editor.get(f"/surveys/{key}", 404)


def test_checking_keeps_nothing(editor: Editor) -> None:
    key = editor.start()["key"]
    assert editor.post(f"/surveys/{key}/check", {"definition": definition()})["faults"] == []
    assert editor.post(f"/surveys/{key}/check", {"definition": {"title": 1}})["faults"]
    assert editor.get(f"/surveys/{key}/draft")["revision"] == 1


def test_what_breaks_when_a_question_goes(editor: Editor) -> None:
    key = editor.published()
    uses = editor.get(f"/surveys/{key}/draft/uses", question="nps")["items"]
    assert [use["path"] for use in uses] == ["pages.0.questions.1.show_if"]
    of_choice = editor.get(f"/surveys/{key}/draft/uses", question="why", choice="staff")["items"]
    assert [use["path"] for use in of_choice] == ["pages.1.questions.0.show_if"]
    assert editor.get(f"/surveys/{key}/draft/uses", question="why", choice="price")["items"] == []


def test_a_copy_takes_the_draft_or_a_version(editor: Editor) -> None:
    key = editor.published()
    editor.save(key, definition(title={"zh-Hans": "改过的", "en": "Changed"}), 2)
    copied = editor.start(copy_of=key)
    assert copied["key"] != key
    assert copied["title"]["zh-Hans"] == "改过的"
    of_version = editor.start(copy_of=key, version=1, title={"zh-Hans": "另一份"})
    draft = editor.get(f"/surveys/{of_version['key']}/draft")["definition"]
    assert draft["title"] == {"zh-Hans": "另一份"}
    assert draft["pages"] == definition()["pages"]
    assert draft["key"] == of_version["key"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "survey_start_expected"),
        ({"template": "x", "copy_of": "y"}, 422, "survey_start_expected"),
        ({"template": "no_such"}, 404, "not_found"),
        ({"copy_of": "no_such"}, 404, "not_found"),
        ({"title": {"en": "x"}, "key": "Bad Key"}, 422, "survey_key_invalid"),
        ({"title": {"en": "x"}, "folder": 99}, 404, "not_found"),
        ({"title": {"en": "x"}, "unit": "9999"}, 404, "not_found"),
        ({"title": {"en": 7}}, 422, "invalid"),
    ],
)
def test_a_wrong_beginning_is_refused(editor: Editor, body: Any, status: int, code: str) -> None:
    assert editor.post("/surveys", body, status)["code"] == code


def test_a_key_is_given_once(editor: Editor) -> None:
    editor.start(title={"en": "x"}, key="mine")
    for body in (
        {"title": {"en": "x"}, "key": "mine"},
        {"title": {"en": "x"}, "key": "facets"},
        {"definition": definition(key="import")},
    ):
        assert editor.post("/surveys", body, 409)["code"] == "survey_key_taken"


def test_faults_and_warnings_are_told_in_the_readers_language(editor: Editor) -> None:
    key = editor.start()["key"]
    odd = definition()
    odd["pages"][0]["questions"][0]["title"].pop("en")
    odd["pages"][1]["questions"][0]["show_if"] = {"==": [{"var": "why"}, "weather"]}
    zh = editor.save(key, odd, 1)
    assert [(fault["code"], fault["message"]) for fault in zh["faults"]] == [("translation_missing", "缺少 en 的文字")]
    assert ("unknown_choice", "题目「why」没有选项「weather」") in [
        (one["code"], one["message"]) for one in zh["warnings"]
    ]
    editor.api.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    english = editor.get(f"/surveys/{key}/draft")
    assert [fault["message"] for fault in english["faults"]] == ["no text in en"]


def test_the_flow_is_told(editor: Editor) -> None:
    flow = editor.get(f"/surveys/{editor.published()}/draft")["flow"]
    assert {node["id"] for node in flow["nodes"]} >= {"page:first", "page:last", "question:why", "end:"}
    assert ("question:nps", "question:why") in {(edge["source"], edge["target"]) for edge in flow["edges"]}


@pytest.mark.django_db(transaction=True)
def test_of_many_hands_on_one_revision_one_is_kept_and_the_others_are_told(survey: dict[str, Any]) -> None:
    found = survey["survey"]
    service.save_draft(survey=found, definition=definition(), revision=0, account=None, now=NOW)
    told: list[str] = []

    def save(name: int) -> None:
        try:
            mine = definition(title={"zh-Hans": f"第{name}只手", "en": "x"})
            service.save_draft(survey=found, definition=mine, revision=1, account=None, now=NOW)
            told.append("kept")
        except Problem as problem:
            told.append(problem.code)
        finally:
            connection.close()

    hands = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(30)
    assert sorted(told) == ["draft_conflict"] * 7 + ["kept"]
    assert SurveyDraft.objects.get(survey=found).revision == 2


def test_a_survey_of_three_hundred_questions_is_saved_and_checked_in_a_moment(editor: Editor) -> None:
    key = editor.start()["key"]
    pages = [{"key": f"p{page}", "questions": [_asked(page, place) for place in range(10)]} for page in range(30)]
    large = definition(pages=pages)
    started = process_time()
    saved = editor.save(key, large, 1)
    took = process_time() - started
    assert saved["faults"] == []
    assert len(saved["flow"]["nodes"]) == 331
    assert (
        took < 3
    )  # half a second when nothing else runs; a hundred rules checked against each other would take minutes


def _asked(page: int, place: int) -> dict[str, Any]:
    question: dict[str, Any] = {
        "key": f"q{page}_{place}",
        "type": "nps",
        "title": {"zh-Hans": f"第{place}题", "en": f"Q {place}"},
    }
    return question | ({"show_if": {"<=": [{"var": f"q{page - 1}_{place}"}, 6]}} if page and place < 7 else {})
