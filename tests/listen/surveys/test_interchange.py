"""Surveys from other tools, and out to them: what is taken, what is told to be left out."""

from __future__ import annotations

import io
import json
import re
import zlib
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opencem.engines.survey_logic import evaluate, inspect
from opencem.listen.surveys import library
from opencem.listen.surveys.interchange.conditions import Names, NotUnderstood, read_condition, write_condition
from tests.listen.surveys.conftest import Editor, definition

NAMES = Names({"a": "a", "Store visit": "visit"}.get, lambda question, value: {"x": "x", "Yes": "yes"}.get(value))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("${a} = 'x'", {"==": [{"var": "a"}, "x"]}),
        ("{Store visit} = 'Yes'", {"==": [{"var": "visit"}, "yes"]}),
        ("${a} >= 5 and ${a} < 7.5", {"and": [{">=": [{"var": "a"}, 5]}, {"<": [{"var": "a"}, 7.5]}]}),
        ("${a} = 1 or ${a} = 2 and ${a} = 3",
         {"or": [{"==": [{"var": "a"}, 1]}, {"and": [{"==": [{"var": "a"}, 2]}, {"==": [{"var": "a"}, 3]}]}]}),
        ("selected(${a}, 'x')", {"selected": ["a", "x"]}),
        ("not(selected(${a}, 'x'))", {"!": [{"selected": ["a", "x"]}]}),
        ("(${a} != '')", {"answered": ["a"]}),
        ("{a} empty", {"!": [{"answered": ["a"]}]}),
        ("{a} notempty && {a} contains 'x'", {"and": [{"answered": ["a"]}, {"selected": ["a", "x"]}]}),
        ("{a} anyof ['x', 'Yes']", {"or": [{"selected": ["a", "x"]}, {"selected": ["a", "yes"]}]}),
        ("{a} = true", {"==": [{"var": "a"}, True]}),
    ],
)  # fmt: skip
def test_a_condition_is_read(text: str, rule: Any) -> None:
    assert read_condition(text, NAMES) == rule
    evaluate(rule, {"a": "x"})


@pytest.mark.parametrize(
    "text",
    ["", "${a}", "${a} =", "= 5", "${unknown} = 1", "count-selected(${a}) > 1", "${a} = ${a}", "${a} = 5)", "((${a} = 5)",
     "today() > 1", "${a} = 'x' extra", "not " * 40 + "${a} = 1", "(" * 500 + "${a} = 1" + ")" * 500, "${a} = 1 or " * 999, "'"],
)  # fmt: skip
def test_what_is_not_understood_is_refused_whole(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_condition(text, NAMES)


@pytest.mark.parametrize(
    "rule",
    [{"==": [{"var": "a"}, "x"]}, {"selected": ["a", "x"]}, {"!": [{"answered": ["a"]}]},
     {"and": [{">": [{"var": "a"}, 3]}, {"or": [{"answered": ["a"]}, {"<=": [{"var": "a"}, 1]}]}]}],
)  # fmt: skip
def test_a_rule_written_as_a_condition_reads_back_as_it_was(rule: Any) -> None:
    assert read_condition(write_condition(rule), NAMES) == rule


SURVEY = [
    ["type", "name", "label::English (en)", "label::中文 (zh)", "hint", "required", "relevant", "constraint", "appearance", "parameters"],
    ["start", "start"],
    ["begin_group", "visit", "The visit", "到店"],
    ["select_one yes_no", "Came Before", "Have you been here?", "来过吗？", "", "yes"],
    ["select_multiple likes or_other", "likes", "What did you like?", "喜欢什么？", "", "", "${Came Before} = 'y'"],
    ["integer", "times", "How often?", "几次？", "", "", "count-selected(${likes}) > 1", ". < 100"],
    ["range", "stars", "Stars", "星级", "", "", "", "", "rating", "start=1 end=5 step=1"],
    ["end_group"],
    ["begin_group", "more", "More", "更多", "", "", "${stars} <= 3"],
    ["text", "why", "Why?", "为什么？", "Be frank", "true()", "", "", "multiline"],
    ["video", "clip", "A video", "视频"],
    ["select_one nowhere", "gone", "Gone", "没有"],
    ["end_group"],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::中文 (zh)"],
    ["yes_no", "y", "Yes", "是"],
    ["yes_no", "n", "No", "否"],
    ["likes", "Food & Drink", "Food and drink", "吃喝"],
    ["likes", "人", "People", "店员"],
]


def form(survey: list[list[Any]] = SURVEY) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "survey"  # type: ignore[union-attr]
    for name, rows in (("survey", survey), ("choices", CHOICES), ("settings", [["form_title"], ["Store visit"]])):
        sheet = book["survey"] if name == "survey" else book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def send(editor: Editor, content: bytes, name: str, status: int = 201, **more: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    response = editor.api.client.post("/api/v1/surveys/import", {"file": file, **more})
    assert response.status_code == status, response.content.decode()[:1000]
    return response.json()


def test_an_xlsform_becomes_a_draft(editor: Editor) -> None:
    made = send(editor, form(), "visit.xlsx")
    draft = made["draft"]["definition"]
    assert draft["title"] == {"en": "Store visit", "zh-Hans": "Store visit"}
    assert [(page["key"], len(page["questions"])) for page in draft["pages"]] == [("visit", 4), ("more", 2)]
    came, likes, times, stars = draft["pages"][0]["questions"]
    assert (came["type"], came["required"], came["title"]["zh-Hans"]) == ("single", True, "来过吗？")
    assert [choice["key"] for choice in likes["choices"]] == ["food_drink", "choice", "other_open"]
    assert likes["show_if"] == {"==": [{"var": "came_before"}, "y"]}
    assert "show_if" not in times
    assert (stars["type"], stars["points"]) == ("rating", 5)
    assert draft["pages"][1]["show_if"] == {"<=": [{"var": "stars"}, 3]}
    assert draft["pages"][1]["questions"][0]["hint"] == {"en": "Be frank"}
    left = {(one["where"], one["code"]) for one in made["not_taken"]}
    assert left == {
        ("times", "import_condition"),
        ("times", "import_constraint"),
        ("clip", "import_type"),
        ("gone", "import_list"),
    }
    assert all(one["message"] for one in made["not_taken"])
    assert made["survey"]["status"] == "draft"


def test_a_workbook_that_is_no_form_is_refused(editor: Editor) -> None:
    assert send(editor, form([["a", "b"], ["1", "2"]]), "x.xlsx", 422)["code"] == "xlsform_expected"
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.save(content)
    assert send(editor, content.getvalue(), "x.xlsx", 422)["code"] == "file_no_sheet"
    assert send(editor, b"PK\x03\x04 broken", "x.xlsx", 422)["code"] == "file_damaged"
    assert send(editor, b"%PDF-1.4", "x.pdf", 422)["code"] == "survey_file_unknown"
    assert send(editor, b"{} " + b" " * (5 << 20), "x.json", 413)["code"] == "file_too_large"


SURVEYJS: dict[str, Any] = {
    "title": {"default": "Your stay", "zh-cn": "入住体验"},
    "pages": [
        {
            "name": "page1",
            "elements": [
                {"type": "rating", "name": "nps", "title": "Recommend us?", "rateMin": 0, "rateMax": 10, "isRequired": True},
                {"type": "radiogroup", "name": "Room", "title": {"default": "Room", "zh-cn": "房型"}, "hasOther": True,
                 "choices": ["single", {"value": "dbl", "text": {"default": "Double", "zh-cn": "双人房"}}]},
                {"type": "panel", "name": "p", "visibleIf": "{nps} < 7", "elements": [
                    {"type": "comment", "name": "why", "visibleIf": "{Room} = 'dbl' and {nps} <= 6"},
                    {"type": "matrix", "name": "m", "columns": ["bad", "good"], "rows": ["bed", "bath"]}]},
                {"type": "boolean", "name": "again"},
                {"type": "text", "name": "when", "inputType": "date", "visibleIf": "{again} = true"},
                {"type": "html", "name": "note", "html": "<b>Thank</b> you"},
                {"type": "paneldynamic", "name": "many"},
                {"type": "text", "name": "weird", "visibleIf": "age({nps}) > 3"},
            ],
        }
    ],
}  # fmt: skip


def test_a_surveyjs_form_becomes_a_draft(editor: Editor) -> None:
    made = send(editor, json.dumps(SURVEYJS).encode(), "stay.json")
    draft = made["draft"]["definition"]
    questions = {question["key"]: question for question in draft["pages"][0]["questions"]}
    assert draft["languages"] == ["en", "zh-Hans"]
    assert questions["nps"]["type"] == "nps"
    assert [choice["key"] for choice in questions["room"]["choices"]] == ["single", "dbl", "other_open"]
    assert questions["room"]["choices"][1]["label"] == {"en": "Double", "zh-Hans": "双人房"}
    assert questions["why"]["show_if"] == {"and": [{"==": [{"var": "room"}, "dbl"]}, {"<=": [{"var": "nps"}, 6]}]}
    assert [row["key"] for row in questions["m"]["rows"]] == ["bed", "bath"]
    assert questions["when"] == {
        "key": "when",
        "type": "date",
        "title": {"en": "when"},
        "show_if": {"==": [{"var": "again"}, "true"]},
    }
    assert questions["note"]["title"] == {"en": "Thank you"}
    left = {(one["where"], one["code"]) for one in made["not_taken"]}
    assert left == {("p", "import_condition"), ("many", "import_type"), ("weird", "import_condition")}
    codes = {fault["code"] for fault in made["draft"]["faults"]}
    assert codes == {"translation_missing"}


@pytest.mark.parametrize(
    "source",
    [
        [], 1, "x", {}, {"pages": [{"elements": []}]}, {"elements": {}}, {"pages": 7},
    ],
)  # fmt: skip
def test_json_that_is_no_survey_is_refused(editor: Editor, source: Any) -> None:
    assert send(editor, json.dumps(source).encode(), "a.json", 422)["code"] in (
        "survey_file_unknown",
        "surveyjs_expected",
    )


@pytest.mark.parametrize(
    "element",
    [
        {"type": "rating", "rateMin": "a", "rateMax": {}}, {"type": ["x"]}, {"type": "radiogroup", "choices": "abc", "title": 3},
        {"type": "checkbox", "choices": [None, {}, [1], True], "maxSelectedChoices": "9"}, {"type": "text", "inputType": {}},
        {"type": "matrix", "rows": {}, "columns": [{"value": []}]}, {"name": {"a": 1}, "type": "comment", "visibleIf": 5},
        {"type": "text", "min": [], "max": "x", "inputType": "number"}, {"type": "boolean", "labelTrue": 7, "title": {"default": 3, "xx": "y"}},
    ],
)  # fmt: skip
def test_strange_elements_make_a_draft_with_faults_at_worst(editor: Editor, element: Any) -> None:
    send(
        editor,
        json.dumps({"locale": "fr", "elements": [element, {"type": "comment", "name": "ok"}]}).encode(),
        "a.json",
    )


def test_what_goes_out_as_json_comes_in_again(editor: Editor) -> None:
    editor.published()
    exported = editor.api.get("/surveys/visit/export.json?version=1")
    assert json.loads(exported.content) == definition()
    made = send(editor, exported.content, "visit.json")
    assert made["draft"]["faults"] == []
    assert made["draft"]["definition"] == {**definition(), "key": made["survey"]["key"]}
    editor.get("/surveys/visit/export.json", 404, version="9")


def test_what_goes_out_as_xlsform_comes_in_again(editor: Editor) -> None:
    editor.published()
    made = send(editor, editor.api.get("/surveys/visit/export.xlsx").content, "visit.xlsx")
    back = made["draft"]["definition"]
    assert made["not_taken"] == []
    assert back["languages"] == ["zh-Hans", "en"]
    first, last = back["pages"]
    assert [question["type"] for question in first["questions"]] == ["slider", "single"]
    assert first["questions"][1]["choices"] == definition()["pages"][0]["questions"][1]["choices"]
    assert first["questions"][1]["show_if"] == {"<=": [{"var": "nps"}, 6]}
    assert last["questions"][0]["show_if"] == {"==": [{"var": "why"}, "staff"]}


@pytest.mark.parametrize("key", [one.key for one in library.templates()])
def test_every_template_goes_out_as_a_workbook(key: str) -> None:
    from opencem.listen.surveys.interchange.files import read_file
    from opencem.listen.surveys.interchange.xlsform_out import write_xlsform

    content = io.BytesIO()
    write_xlsform(library.template(key).definition, content)
    if key in ("mystery_visit", "brand_research", "product_test"):
        back = read_file(content.getvalue(), f"{key}.xlsx")
        assert not [
            fault for fault in inspect(back.definition | {"key": "a"}).faults if fault.code != "translation_missing"
        ]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("key", [one.key for one in library.templates()])
def test_every_template_can_be_printed(key: str, language: str) -> None:
    from opencem.listen.surveys.interchange.paper import write_paper

    one = library.template(key)
    content = write_paper(one.definition, language)
    assert content.startswith(b"%PDF-")
    shown = b"".join(zlib.decompress(part) for part in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL))
    words = one.title[language].removeprefix("App ").split(" ")[0]
    assert (words.encode() if language == "en" else words.encode("utf-16-be").hex().encode()) in shown
