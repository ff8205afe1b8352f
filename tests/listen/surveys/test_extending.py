"""A region adds its own block to headquarters' survey; what headquarters asks is locked."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.listen.surveys.conftest import Editor, definition

OWN = {"key": "parking", "type": "single", "title": {"zh-Hans": "停车方便吗？", "en": "Was parking easy?"},
       "choices": [{"key": "yes", "label": {"zh-Hans": "方便", "en": "Yes"}}]}  # fmt: skip


@pytest.fixture
def east(editor: Editor, region_editor: Editor) -> dict[str, Any]:
    """The region's survey that extends `visit`, with a question of its own."""
    editor.published("visit")
    made = region_editor.start(extends="visit", title={"zh-Hans": "华东版", "en": "East"})
    draft = region_editor.get(f"/surveys/{made['key']}/draft")["definition"]
    draft["pages"][-1]["questions"] = [copy.deepcopy(OWN)]
    saved = region_editor.save(made["key"], draft, 1)
    return {"key": made["key"], "draft": draft, "saved": saved, "made": made}


def test_the_region_adds_its_own_and_publishes(region_editor: Editor, east: dict[str, Any]) -> None:
    assert (east["made"]["extends"], east["made"]["owner_unit"]["code"]) == ("visit", "R1")
    assert east["saved"]["faults"] == []
    assert east["saved"]["locked"] == ["nps", "why", "words"]
    published = region_editor.post(f"/surveys/{east['key']}/publish", {"revision": 2})
    assert published["questions"] == 4


def changed(draft: dict[str, Any], how: str) -> dict[str, Any]:
    draft = copy.deepcopy(draft)
    first = draft["pages"][0]["questions"]
    match how:
        case "words":
            first[0]["title"]["en"] = "Other words"
        case "choice":
            first[1]["choices"].pop()
        case "condition":
            first[1]["show_if"] = {">=": [{"var": "nps"}, 0]}
        case "question":
            first.pop()
            draft["pages"][1]["questions"][0].pop("show_if")
        case "page":
            draft["pages"].pop(1)
        case "jump":
            draft["pages"][0]["next"] = [{"if": True, "to": "own_block"}]
        case "more":
            first[0]["hint"] = {"zh-Hans": "提示", "en": "Hint"}
    return draft


@pytest.mark.parametrize("how", ["words", "choice", "condition", "question", "page", "jump", "more"])
def test_what_is_locked_cannot_be_changed(region_editor: Editor, east: dict[str, Any], how: str) -> None:
    saved = region_editor.save(east["key"], changed(east["draft"], how), 2)
    assert {fault["code"] for fault in saved["faults"]} & {"locked_changed", "locked_missing"}
    refused = region_editor.post(f"/surveys/{east['key']}/publish", {"revision": 3}, 422)
    assert refused["code"] == "survey_invalid"
    assert all("锁定" in error["message"] for error in refused["errors"])


def test_further_languages_and_questions_beside_the_locked_ones_are_free(
    region_editor: Editor, east: dict[str, Any]
) -> None:
    draft = east["draft"]
    draft["languages"].append("zh-Hant")
    draft["pages"][0]["questions"].insert(1, {**copy.deepcopy(OWN), "key": "beside"})
    region_editor.save(east["key"], draft, 2)
    converted = region_editor.post(f"/surveys/{east['key']}/texts/convert", {"revision": 3})
    assert converted["faults"] == []
    region_editor.post(f"/surveys/{east['key']}/publish", {"revision": 4})


def test_a_new_version_of_headquarters_is_taken_over(
    editor: Editor, region_editor: Editor, east: dict[str, Any]
) -> None:
    newer = definition()
    newer["pages"][0]["questions"][0]["title"]["en"] = "New words"
    newer["pages"][1]["questions"] = [{"key": "fresh", "type": "text", "title": {"zh-Hans": "新题", "en": "New"}}]
    editor.save("visit", newer, 2)
    editor.post("/surveys/visit/publish", {"revision": 3})
    codes = {fault["code"] for fault in region_editor.get(f"/surveys/{east['key']}/draft")["faults"]}
    assert codes == {"locked_changed", "locked_missing"}
    renewed = region_editor.post(f"/surveys/{east['key']}/draft/renew", {"revision": 2})
    assert renewed["faults"] == []
    asked = [[one["key"] for one in page["questions"]] for page in renewed["definition"]["pages"]]
    assert asked == [["nps", "why"], ["fresh"], ["parking"]]
    assert editor.post("/surveys/visit/draft/renew", {"revision": 3}, 409)["code"] == "survey_extends_none"


def test_only_what_is_published_and_seen_can_be_extended(editor: Editor, region_editor: Editor) -> None:
    editor.start(title={"en": "x"}, key="half")
    assert region_editor.post("/surveys", {"extends": "half"}, 409)["code"] == "survey_never_published"
    editor.start(title={"en": "x"}, key="south", unit="R2")
    region_editor.post("/surveys", {"extends": "south"}, 404)
    assert (
        region_editor.post("/surveys", {"extends": "half", "copy_of": "half"}, 422)["code"] == "survey_start_expected"
    )
