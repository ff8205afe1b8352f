"""Texts go out to translators and come back to their places; Traditional is offered by conversion."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opencem.listen.surveys import texts
from tests.listen.surveys.conftest import Editor, definition


def workbook_of(editor: Editor, path: str) -> list[list[Any]]:
    content = editor.api.get(path).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def send(editor: Editor, rows: list[list[Any]], status: int = 200, **form: Any) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("texts.xlsx", content.getvalue())
    response = editor.api.client.post("/api/v1/surveys/visit/texts.xlsx", {"file": file, **form})
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_every_text_has_an_address_that_outlives_a_new_order() -> None:
    before = definition()
    moved = definition()
    moved["pages"][0]["questions"].reverse()
    assert {entry.address for entry in texts.entries(before)} == {entry.address for entry in texts.entries(moved)}
    assert {entry.address: entry.where for entry in texts.entries(before)}[
        "pages.first.questions.why.choices.price.label"
    ] == "主要原因"


@pytest.mark.parametrize(
    "part", [{"pages": [{"key": "a"}, {"key": "a", "title": {"en": "x"}}]}, {"pages": 3}, {"title": {"en": 4}}, {}]
)
def test_addresses_of_half_a_survey(part: Any) -> None:
    found = texts.entries(part)
    assert len({entry.address for entry in found}) == len(found)
    assert texts.with_texts(part, {entry.address: {"en": "new"} for entry in found}) is not part


def test_a_translators_file_comes_back(editor: Editor) -> None:
    editor.published()
    rows = workbook_of(editor, "/surveys/visit/texts.xlsx?languages=fr,en")
    assert rows[0] == ["address", "where", "zh-Hans", "en", "fr"]
    at = {row[0]: row for row in rows}
    at["pages.first.questions.nps.title"][4] = "Nous recommanderiez-vous ?"
    at["pages.first.questions.why.choices.staff.label"][3] = "Our people"
    taken = send(
        editor,
        [
            *rows,
            ["pages.gone.title", "", "", "", "x"],
            [rows[1][0], "", "", "", "y"],
            [rows[2][0], "", "", "", "z" * 4001],
        ],
    )
    assert (taken["changed"], taken["added_languages"]) == (2, ["fr"])
    assert [(one["row"], one["code"]) for one in taken["refused"]] == [
        (len(rows) + 1, "survey_text_unknown"), (len(rows) + 2, "survey_text_twice"), (len(rows) + 3, "survey_text_twice"),
    ]  # fmt: skip
    draft = editor.get("/surveys/visit/draft")["definition"]
    first = draft["pages"][0]["questions"]
    assert draft["languages"] == ["zh-Hans", "en", "fr"]
    assert first[0]["title"]["fr"] == "Nous recommanderiez-vous ?"
    assert first[1]["choices"][1]["label"] == {"zh-Hans": "店员", "en": "Our people"}
    assert {one["language"] for one in taken["missing"]} == {"fr"}
    assert len(taken["missing"]) == len(rows) - 2
    assert editor.get("/surveys/visit/texts")["missing"] == taken["missing"]


def test_a_file_that_changes_nothing_saves_nothing(editor: Editor) -> None:
    editor.published()
    taken = send(editor, workbook_of(editor, "/surveys/visit/texts.xlsx"))
    assert (taken["changed"], taken["draft"], taken["refused"]) == (0, None, [])


def test_a_text_too_long_is_refused_by_row(editor: Editor) -> None:
    editor.published()
    taken = send(editor, [["address", "en"], ["title", "x" * 4001]])
    assert [(one["row"], one["code"]) for one in taken["refused"]] == [(2, "survey_text_too_long")]


def test_files_that_are_no_texts(editor: Editor) -> None:
    editor.published()
    assert send(editor, [["place", "en"], ["title", "x"]], 422)["code"] == "texts_columns"
    assert send(editor, [["address", "words"], ["title", "x"]], 422)["code"] == "texts_columns"
    response = editor.api.client.post("/api/v1/surveys/visit/texts.xlsx", {"file": SimpleUploadedFile("a.xlsx", b"no")})
    assert response.status_code == 422


def test_a_file_written_from_an_older_draft_is_refused(editor: Editor) -> None:
    editor.published()
    assert send(editor, [["address", "en"], ["title", "Other"]], 409, revision=1)["code"] == "draft_conflict"
    assert send(editor, [["address", "en"], ["title", "Other"]], revision=2)["changed"] == 1


def test_traditional_is_offered_for_what_has_none(editor: Editor) -> None:
    own = {"zh-Hans": "到店体验", "zh-Hant": "自己寫的", "en": "Your visit"}
    editor.published()
    editor.save("visit", definition(title=own), 2)
    draft = editor.post("/surveys/visit/texts/convert", {"from": "zh-Hans", "to": "zh-Hant", "revision": 3})
    kept = draft["definition"]
    assert kept["languages"] == ["zh-Hans", "en", "zh-Hant"]
    assert kept["title"]["zh-Hant"] == "自己寫的"
    questions = kept["pages"][0]["questions"]
    assert questions[0]["title"]["zh-Hant"] == "願意推薦我們嗎？"
    assert questions[1]["choices"][1]["label"]["zh-Hant"] == "店員"
    assert draft["faults"] == []
    assert editor.get("/surveys/visit/texts")["missing"] == []
    again = editor.post("/surveys/visit/texts/convert", {"overwrite": True, "revision": 4})
    assert again["definition"]["title"]["zh-Hant"] == "到店體驗"
    assert (
        editor.post("/surveys/visit/texts/convert", {"from": "en", "to": "zh-Hant", "revision": 5}, 422)["code"]
        == "conversion_unknown"
    )
