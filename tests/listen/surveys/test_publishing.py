"""A version never changes, a scale never either; what differs between two versions is told."""

from __future__ import annotations

from typing import Any

import pytest

from opencem.listen.surveys.models import SurveyVersion
from tests.listen.surveys.conftest import Editor, definition


def reworded() -> dict[str, Any]:
    """A question reworded, one gone, one new, one on another page."""
    changed = definition()
    first, last = changed["pages"]
    first["questions"][0]["title"]["en"] = "How likely are you to recommend us?"
    last["questions"] = [first["questions"].pop(), {"key": "again", "type": "phone", "title": {"zh-Hans": "手机号", "en": "Phone"},
                         "consent": {"version": "1", "text": {"zh-Hans": "同意", "en": "I agree"}}}]  # fmt: skip
    last["questions"][0]["choices"].append({"key": "wait", "label": {"zh-Hans": "等候", "en": "Waiting"}})
    return changed


def test_publishing_twice_the_same_is_one_version(editor: Editor) -> None:
    key = editor.published()
    again = editor.post(f"/surveys/{key}/publish", {"revision": 2})
    assert [version["number"] for version in again["versions"]] == [1]
    assert again["draft"]["differs"] is False


def test_a_second_version_leaves_the_first_as_it_was(editor: Editor) -> None:
    key = editor.published()
    editor.save(key, reworded(), 2)
    editor.post(f"/surveys/{key}/publish", {"revision": 3})
    assert editor.get(f"/surveys/{key}/versions/1")["definition"] == definition()
    assert editor.get(f"/surveys/{key}/versions/2")["definition"] == reworded()
    items = editor.get(f"/surveys/{key}/versions")["items"]
    assert [(one["number"], one["questions"], one["published_by"]["name"]) for one in items] == [
        (2, 3, "郑总"),
        (1, 3, "郑总"),
    ]
    editor.get(f"/surveys/{key}/versions/3", 404)


def test_the_differences_of_two_versions(editor: Editor) -> None:
    key = editor.published()
    editor.save(key, reworded(), 2)
    told = editor.get(f"/surveys/{key}/diff", **{"from": 1, "to": "draft"})
    assert (told["from"], told["to"]) == (1, None)
    changes = {(one["kind"], one["what"], one["key"]): one for one in told["changes"]}
    assert set(changes) == {
        ("changed", "question", "nps"), ("moved", "question", "why"), ("changed", "question", "why"),
        ("added", "question", "again"), ("removed", "question", "words"),
    }  # fmt: skip
    assert changes["changed", "question", "nps"]["words"] == [
        {
            "field": "title",
            "language": "en",
            "old": "Would you recommend us?",
            "new": "How likely are you to recommend us?",
        }
    ]
    assert changes["moved", "question", "why"]["fields"] == [{"field": "page", "old": "first", "new": "last"}]
    assert [one["field"] for one in changes["changed", "question", "why"]["fields"]] == ["choices"]
    assert changes["removed", "question", "words"]["title"]["en"] == "Anything to add?"
    editor.get(f"/surveys/{key}/diff", 404, **{"from": 1, "to": 9})
    editor.get(f"/surveys/{key}/diff", 404, **{"from": "x", "to": 1})


def test_an_old_version_is_taken_up_again(editor: Editor) -> None:
    key = editor.published()
    editor.save(key, reworded(), 2)
    editor.post(f"/surveys/{key}/publish", {"revision": 3})
    draft = editor.post(f"/surveys/{key}/versions/1/draft", {"revision": 3})
    assert (draft["revision"], draft["based_on"], draft["differs"]) == (4, 1, True)
    assert draft["definition"] == definition()
    editor.post(f"/surveys/{key}/versions/1/draft", {"revision": 2}, 409)


def test_faults_keep_it_from_being_published_and_are_told_with_their_place(editor: Editor) -> None:
    key = editor.start()["key"]
    faulty = definition()
    faulty["pages"][0]["questions"][1]["choices"] = []
    editor.save(key, faulty, 1)
    refused = editor.post(f"/surveys/{key}/publish", {"revision": 2}, 422)
    assert refused["code"] == "survey_invalid"
    assert any(error["field"].startswith("pages.0.questions.1") for error in refused["errors"])
    assert all(error["message"] for error in refused["errors"])
    assert not SurveyVersion.objects.filter(survey__key=key).exists()


@pytest.mark.parametrize(
    "question",
    [
        {"type": "signature", "required": True},
        {"type": "file", "required": {">": [{"var": "nps"}, 3]}, "accept": ["image", "pdf", "office"]},
        {"type": "checklist", "items": [{"key": "floor", "label": {"zh-Hans": "地面", "en": "Floor"}, "evidence": True}]},
    ],
)  # fmt: skip
def test_what_needs_a_file_is_published(editor: Editor, question: dict[str, Any]) -> None:
    asked = definition()
    asked["pages"][-1]["questions"].append({"key": "upload", "title": {"zh-Hans": "上传", "en": "Upload"}, **question})
    key = editor.start()["key"]
    editor.save(key, asked, 1)
    editor.post(f"/surveys/{key}/publish", {"revision": 2}, 200)


def test_somebody_saved_since_so_it_is_not_published(editor: Editor) -> None:
    key = editor.start()["key"]
    editor.save(key, definition(), 1)
    assert editor.post(f"/surveys/{key}/publish", {"revision": 1}, 409)["code"] == "draft_conflict"


@pytest.mark.parametrize(
    "other",
    [
        {"key": "nps", "type": "text", "title": {"zh-Hans": "一", "en": "a"}},
        {"key": "nps", "type": "matrix_rating", "title": {"zh-Hans": "一", "en": "a"},
         "rows": [{"key": "a", "label": {"zh-Hans": "一", "en": "a"}}]},
    ],
)  # fmt: skip
def test_a_published_question_keeps_its_scale(editor: Editor, other: Any) -> None:
    key = editor.published()
    without = definition()
    without["pages"] = [
        {"key": "first", "questions": [{"key": "new", "type": "text", "title": {"zh-Hans": "一", "en": "a"}}]}
    ]
    editor.save(key, without, 2)
    editor.post(f"/surveys/{key}/publish", {"revision": 3})
    without["pages"][0]["questions"].append(other)
    editor.save(key, without, 3)
    refused = editor.post(f"/surveys/{key}/publish", {"revision": 4}, 422)
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [
        ("pages.0.questions.1", "scale_changed")
    ]
    assert "nps" in refused["errors"][0]["message"]


def test_a_scale_of_a_matrix_stays_but_rows_may_come(editor: Editor) -> None:
    rows = [{"key": "a", "label": {"zh-Hans": "一", "en": "a"}}]
    matrix = {"key": "m", "type": "matrix_rating", "max": 5, "title": {"zh-Hans": "一", "en": "a"}, "rows": rows}
    page = {"key": "first", "questions": [matrix]}
    key = editor.published(pages=[page])
    more = {**matrix, "rows": [*rows, {"key": "b", "label": {"zh-Hans": "二", "en": "b"}}]}
    del more["max"]  # five is what it means when left out
    editor.save(key, definition(pages=[{**page, "questions": [more]}]), 2)
    editor.post(f"/surveys/{key}/publish", {"revision": 3})
    editor.save(key, definition(pages=[{**page, "questions": [{**more, "max": 7}]}]), 3)
    refused = editor.post(f"/surveys/{key}/publish", {"revision": 4}, 422)
    assert refused["errors"][0]["code"] == "scale_changed"


def test_a_definition_is_published_at_once(editor: Editor) -> None:
    made = editor.post("/surveys", {"definition": definition()}, 201)
    assert (made["key"], made["status"], made["versions"][0]["number"]) == ("visit", "published", 1)
    assert made["definition"] == definition()
    assert made["questions"] == 3
    assert made["languages"] == ["zh-Hans", "en"]
