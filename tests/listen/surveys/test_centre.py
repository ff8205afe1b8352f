"""The list: filters, pages, folders, tags; and whose surveys one sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opencem.listen.journeys.models import Touchpoint
from opencem.listen.journeys.service import ensure_default_journey
from tests.listen.surveys.conftest import Editor, definition


def keys(page: Any) -> list[str]:
    return [one["key"] for one in page["items"]]


@pytest.fixture
def shelf(editor: Editor) -> dict[str, Any]:
    """Three surveys, filed differently."""
    ensure_default_journey()
    folder = editor.post("/survey-folders", {"name": "门店"}, 201)
    first = editor.start(title={"zh-Hans": "门店满意度", "en": "Store"}, key="store_csat", folder=folder["id"])
    editor.start(title={"zh-Hans": "热线回访", "en": "Hotline"}, key="hotline")
    editor.published("visit")
    editor.patch(
        "/surveys/store_csat",
        {"tags": ["季度", "门店"], "scene": "store", "touchpoint": "store_checkout", "target_group": "会员"},
    )
    editor.patch("/surveys/hotline", {"tags": ["季度"], "scene": "service", "owner": None})
    return {"folder": folder, "first": first}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["visit", "hotline", "store_csat"]),
        ({"q": "满意"}, ["store_csat"]),
        ({"q": "HOTLINE"}, ["hotline"]),
        ({"q": "季度 门店"}, ["store_csat"]),
        ({"q": "100%"}, []),
        ({"status": "published"}, ["visit"]),
        ({"tag": "季度"}, ["hotline", "store_csat"]),
        ({"scene": "service"}, ["hotline"]),
        ({"touchpoint": "store_checkout"}, ["store_csat"]),
        ({"folder": "none"}, ["visit", "hotline"]),
        ({"folder": "x"}, []),
        ({"folder": "99999999999999999999"}, []),
        ({"owner": "me"}, ["visit", "store_csat"]),
        ({"owner": "0x1"}, []),
        ({"owner": "9" * 5000}, []),
        ({"unit": "R1"}, []),
        ({"unit": "HQ"}, ["visit", "hotline", "store_csat"]),
        ({"sort": "-updated"}, ["hotline", "store_csat", "visit"]),
        ({"archived": "true"}, []),
    ],
)
def test_filters(editor: Editor, shelf: Any, query: Any, expected: list[str]) -> None:
    assert keys(editor.get("/surveys", **query)) == expected


def test_a_folder_narrows_and_is_not_deleted_while_it_holds_something(editor: Editor, shelf: Any) -> None:
    folder = shelf["folder"]["id"]
    assert keys(editor.get("/surveys", folder=folder)) == ["store_csat"]
    [listed] = editor.get("/survey-folders")["items"]
    assert (listed["surveys"], listed["may_write"], listed["unit"]["code"]) == (1, True, "HQ")
    inner = editor.post("/survey-folders", {"name": "里层", "parent": folder}, 201)
    assert editor.patch(f"/survey-folders/{folder}", {"parent": inner["id"]}, 422)["code"] == "folder_in_itself"
    assert editor.delete(f"/survey-folders/{folder}", 409)["code"] == "folder_not_empty"
    assert editor.patch(f"/survey-folders/{inner['id']}", {"name": " 新名 ", "parent": None})["name"] == "新名"
    editor.patch("/surveys/store_csat", {"folder": None})
    editor.delete(f"/survey-folders/{folder}")


def test_an_item_tells_what_the_centre_shows(editor: Editor, shelf: Any) -> None:
    editor.post("/surveys/store_csat/comments", {"text": "先看看", "question": ""}, 201)
    found = next(one for one in editor.get("/surveys")["items"] if one["key"] == "store_csat")
    assert found["folder"]["name"] == "门店"
    touchpoint = Touchpoint.objects.get(code="store_checkout")
    assert found["touchpoint"] == {
        "code": "store_checkout", "name_zh": touchpoint.name_zh, "name_en": touchpoint.name_en,
    }  # fmt: skip
    assert (found["tags"], found["scene"], found["target_group"]) == (["季度", "门店"], "store", "会员")
    assert (found["open_comments"], found["may_write"], found["questions"]) == (1, True, 0)
    assert "definition" not in found


def test_facets(editor: Editor, shelf: Any) -> None:
    editor.post("/surveys/visit/archive")
    told = editor.get("/surveys/facets")
    assert told["statuses"] == [{"value": "draft", "count": 2}]
    assert told["tags"] == [{"value": "季度", "count": 2}, {"value": "门店", "count": 1}]
    assert {one["value"] for one in told["scenes"]} == {"store", "service"}
    assert [(one["name"], one["count"]) for one in told["owners"]] == [("郑总", 1)]
    assert [(one["name"], one["count"]) for one in told["folders"]] == [("门店", 1)]
    assert told["archived"] == 1


def test_pages_meet_every_survey_once(editor: Editor) -> None:
    made = [editor.start(title={"en": f"Survey {n}"})["key"] for n in range(7)]
    for sort in ("-created", "-updated"):
        seen, cursor = [], None
        while True:
            page = editor.get("/surveys", sort=sort, limit=3, cursor=cursor)
            seen += keys(page)
            if (cursor := page["next_cursor"]) is None:
                break
        assert seen == made[::-1]
    assert editor.get("/surveys", 400, cursor="zzz")["code"] == "bad_cursor"


def test_the_list_costs_the_same_for_one_survey_and_for_many(
    editor: Editor, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for n in range(12):
        editor.start(title={"en": f"Survey {n}"})
    with django_assert_max_num_queries(16):
        editor.get("/surveys")


def test_a_region_reads_what_headquarters_owns_and_writes_only_its_own(editor: Editor, region_editor: Editor) -> None:
    editor.published("visit")
    assert region_editor.get("/surveys/visit")["may_write"] is False
    assert region_editor.save("visit", definition(), 2, 403)["code"] == "forbidden"
    for verb in ("pause", "archive", "close"):
        assert region_editor.post(f"/surveys/visit/{verb}", status=403)["code"] == "forbidden"
    assert (
        region_editor.post("/surveys", {"definition": definition(color="#123456")}, 409)["code"] == "survey_key_taken"
    )
    own = region_editor.start(copy_of="visit", title={"zh-Hans": "华东版", "en": "East"})
    assert (own["owner_unit"]["code"], own["may_write"]) == ("R1", True)
    draft = region_editor.get(f"/surveys/{own['key']}/draft")
    assert (
        region_editor.post(f"/surveys/{own['key']}/publish", {"revision": draft["revision"]})["status"] == "published"
    )
    assert region_editor.patch(f"/surveys/{own['key']}", {"unit": "R2"}, 404)["code"] == "not_found"
    assert region_editor.patch(f"/surveys/{own['key']}", {"unit": "0001"})["owner_unit"]["code"] == "0001"


def test_a_survey_of_another_region_does_not_exist(editor: Editor, region_editor: Editor, api: Any) -> None:
    editor.start(title={"en": "Secret south"}, key="south", unit="R2")
    editor.post("/question-bank", {"question": definition()["pages"][0]["questions"][0], "unit": "R2"}, 201)
    folder = editor.post("/survey-folders", {"name": "华南", "unit": "R2"}, 201)
    for path in (
        "",
        "/draft",
        "/versions",
        "/comments",
        "/coupons",
        "/draft/uses?question=nps",
        "/diff?from=draft&to=draft",
    ):
        region_editor.get(f"/surveys/south{path}", 404)
    region_editor.post("/surveys/south/comments", {"text": "x"}, 404)
    region_editor.post("/surveys/south/check", {"definition": {}}, 404)
    region_editor.post("/surveys", {"copy_of": "south"}, 404)
    region_editor.patch(f"/survey-folders/{folder['id']}", {"name": "x"}, 404)
    assert keys(region_editor.get("/surveys")) == []
    assert region_editor.get("/question-bank")["items"] == []
    assert region_editor.get("/survey-folders")["items"] == []
    assert region_editor.get("/surveys/facets")["statuses"] == []
    assert "south" not in str(region_editor.get("/search", q="south"))
    below = Editor(api("r2_manager"))
    assert keys(below.get("/surveys")) == ["south"]


def test_a_store_sees_what_its_region_owns(editor: Editor, region_editor: Editor, api: Any) -> None:
    region_editor.start(title={"en": "East"}, key="east")
    assert keys(Editor(api("s1_manager")).get("/surveys")) == ["east"]
    assert keys(Editor(api("r2_manager")).get("/surveys")) == []
    assert keys(editor.get("/surveys", unit="R1")) == ["east"]
