"""Each type of format 2: what it takes, how it is stored, what it refuses."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencem.engines.survey_logic import TYPES, Answer, Context, DefinitionError, SurveyDefinition, examine
from opencem.engines.survey_logic.types.checklist import Checklist, Score
from opencem.engines.survey_logic.types.identifier import Identifier

from .every_type import EVERY_TYPE, question, source
from .surveys import SURVEY, text

SENT = {"upload_01": "photo", "upload_02": "photo", "upload_03": "visit.shelf", "upload_04": "signed"}
TODAY = Context(today=date(2026, 3, 31), uploads=SENT)

TAKEN: list[tuple[str, object, object, list[tuple[str, str, float | None, str | None]]]] = [
    ("rating", 0, 0, [("", "", 0.0, None)]),
    ("effort", 7, 7, [("", "", 7.0, None)]),
    ("city", "bj", "bj", [("", "bj", None, None)]),
    ("city", {"choice": "other", "text": " 拉萨 "}, "other", [("", "other", None, "拉萨")]),
    ("city", {"choice": "bj", "text": ""}, "bj", [("", "bj", None, None)]),
    ("colour", "red", "red", [("", "red", None, None)]),
    ("colours", ["red", "blue"], ["red", "blue"], [("", "red", None, None), ("", "blue", None, None)]),
    ("drinks", ["tea", "milk", "tea"], ["tea", "milk"], [("", "tea", None, None), ("", "milk", None, None)]),
    (
        "drinks",
        {"choices": ["tea", "other"], "text": {"other": "豆汁"}},
        ["tea", "other"],
        [("", "tea", None, None), ("", "other", None, "豆汁")],
    ),
    ("which", {"night": "b", "day": ""}, {"night": "b"}, [("night", "b", None, None)]),
    (
        "all_of",
        {"night": ["b", "a"], "day": []},
        {"night": ["b", "a"]},
        [("night", "b", None, None), ("night", "a", None, None)],
    ),
    ("rank", ["b", "c", "a"], ["b", "c", "a"], [("", "b", 1.0, None), ("", "c", 2.0, None), ("", "a", 3.0, None)]),
    ("best_two", ["c"], ["c"], [("", "c", 1.0, None)]),
    ("slider", 0.3, 0.3, [("", "", 0.3, None)]),
    ("shares", {"b": 9.9, "a": 0.1}, {"a": 0.1, "b": 9.9}, [("", "a", 0.1, None), ("", "b", 9.9, None)]),
    ("amount", 12.34, 12.34, [("", "", 12.34, None)]),
    ("day", "2026-03-01", "2026-03-01", [("", "", None, "2026-03-01")]),
    ("hour", "23:59", "23:59", [("", "", None, "23:59")]),
    ("email", " Li.Lei@Example.COM ", "Li.Lei@example.com", [("", "", None, "Li.Lei@example.com")]),
    ("card", "11010519491231002x", "11010519491231002X", [("", "", None, "11010519491231002X")]),
    ("order", "AB-12", "AB-12", [("", "", None, "AB-12")]),
    ("area", ["广东", "深圳"], ["广东", "深圳"], [("1", "广东", None, None), ("2", "深圳", None, None)]),
    ("area", ["海南"], ["海南"], [("1", "海南", None, None)]),
    ("store", ["0101"], ["0101"], [("1", "0101", None, None)]),
    (
        "photo",
        ["upload_01", "upload_02"],
        ["upload_01", "upload_02"],
        [("", "", None, "upload_01"), ("", "", None, "upload_02")],
    ),
    ("signed", ["upload_04"], ["upload_04"], [("", "", None, "upload_04")]),
    ("signed", {"typed": " 王小明 "}, ["王小明"], [("", "typed", None, "王小明")]),
    ("place", {"lat": 31.23, "lng": 121}, {"lat": 31.23, "lng": 121}, [("lat", "", 31.23, None), ("lng", "", 121.0, None)]),
    ("campaign", "spring", "spring", [("", "", None, "spring")]),
    (
        "visit",
        {"greeting": "no", "shelf": {"answer": "yes", "note": "缺货", "evidence": ["upload_03"]}},
        {"greeting": "no", "shelf": "yes"},
        [("greeting", "no", None, None), ("shelf", "yes", None, "缺货"), ("shelf", "evidence", None, "upload_03")],
    ),
    ("again", ["tea", "water"], ["tea", "water"], [("", "tea", None, None), ("", "water", None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "raw", "value", "rows"), TAKEN, ids=[f"{case[0]}-{case[1]}" for case in TAKEN])
def test_taken(key: str, raw: object, value: object, rows: list[tuple[str, str, float | None, str | None]]) -> None:
    examination = examine(EVERY_TYPE, {key: raw}, context=TODAY)
    assert examination.errors == ()
    assert examination.data == {key: value}
    assert examination.answers == tuple(Answer(key, *row) for row in rows)


REFUSED: list[tuple[str, object, str, str]] = [
    ("rating", 11, "", "out_of_range"),
    ("effort", 0, "", "out_of_range"),
    ("effort", float("nan"), "", "not_a_number"),
    ("city", "other2", "", "choice_not_offered"),
    ("city", {"choice": "bj", "text": "x"}, "", "text_not_asked"),
    ("city", {"choice": "other", "text": "好" * 201}, "", "too_long"),
    ("city", {"choice": "other", "texts": "x"}, "", "wrong_type"),
    ("city", {"choice": ["bj"]}, "", "wrong_type"),
    ("colour", ["red"], "", "wrong_type"),
    ("drinks", ["tea"], "", "too_few_choices"),
    ("drinks", ["tea", "milk", "water", "other"], "", "too_many_choices"),
    ("drinks", ["tea", "none"], "", "exclusive_choice"),
    ("drinks", {"choices": ["tea", "milk"], "text": {"other": "x"}}, "", "text_not_asked"),
    ("drinks", {"choices": ["tea", "milk"], "text": ["x"]}, "", "wrong_type"),
    ("drinks", {"choices": "tea"}, "", "wrong_type"),
    ("which", {"day": "z"}, "day", "choice_not_offered"),
    ("which", {"day": ["a"]}, "day", "wrong_type"),
    ("which", {"noon": "a"}, "", "unknown_row"),
    ("all_of", {"day": ["a", "b", "c"]}, "day", "too_many_choices"),
    ("all_of", {"day": ["a"] * 9}, "day", "too_many_answers"),
    ("rank", ["a", "b"], "", "rank_all"),
    ("rank", ["a", "b", "b"], "", "ranked_twice"),
    ("rank", ["a"] * 99, "", "too_many_answers"),
    ("best_two", ["a", "b", "c"], "", "too_many_choices"),
    ("rank", "abc", "", "wrong_type"),
    ("slider", 0.35, "", "off_step"),
    ("slider", 1.1, "", "number_out_of_range"),
    ("slider", float("inf"), "", "number_out_of_range"),
    ("shares", {"a": 5, "b": 4}, "", "wrong_total"),
    ("shares", {"a": -1, "b": 11}, "", "number_out_of_range"),
    ("shares", {"a": float("nan")}, "", "number_needed"),
    ("shares", {"z": 10}, "", "choice_not_offered"),
    ("shares", [10], "", "wrong_type"),
    ("amount", "12", "", "number_needed"),
    ("amount", 10**400, "", "number_out_of_range"),
    ("amount", True, "", "number_needed"),
    ("day", "2026-02-30", "", "bad_date"),
    ("day", "2026-2-3", "", "bad_date"),
    ("day", "2026-02-28", "", "date_too_early"),
    ("day", "2026-04-01", "", "date_too_late"),
    ("hour", "24:00", "", "bad_time"),
    ("hour", "9:30", "", "bad_time"),
    ("email", "li@localhost", "", "bad_email"),
    ("email", "li..lei@example.com", "", "bad_email"),
    ("email", "a@b.c" * 60, "", "too_long"),
    ("card", "110105194912310021", "", "bad_identifier"),
    ("card", "11010519491331002X", "", "bad_identifier"),
    ("order", "ab-12", "", "bad_identifier"),
    ("order", "A" * 9, "", "bad_identifier"),
    ("area", ["广东"], "", "unknown_path"),
    ("area", ["广东", "深圳", "福田"], "", "wrong_type"),
    ("store", ["x" * 41], "", "unknown_path"),
    ("photo", ["upload_01", "upload_02", "upload_03"], "", "too_many_files"),
    ("photo", ["upload_09"], "", "unknown_upload"),
    ("photo", ["../../etc/passwd"], "", "unknown_upload"),
    ("photo", ["upload_04"], "", "unknown_upload"),
    ("signed", "upload_04", "", "wrong_type"),
    ("signed", {"drawn": "x"}, "", "wrong_type"),
    ("signed", {"typed": "x" * 61}, "", "too_long"),
    ("visit", {"shelf": "no"}, "shelf", "photo_needed"),
    ("visit", {"shelf": {"answer": "yes", "evidence": ["upload_01"]}}, "shelf", "unknown_upload"),
    ("place", {"lat": 91, "lng": 0}, "lat", "out_of_range"),
    ("place", {"lat": 1}, "", "wrong_type"),
    ("words", "x", "", "takes_no_answer"),
    ("poster", {"a": 1}, "", "takes_no_answer"),
    ("campaign", "x" * 201, "", "too_long"),
    ("visit", {"greeting": "maybe"}, "greeting", "choice_not_offered"),
    ("visit", {"greeting": {"answer": "no", "evidence": "upload_01"}}, "greeting", "wrong_type"),
    ("visit", {"greeting": {"answer": "no", "evidence": ["upload_01"] * 6}}, "greeting", "too_many_files"),
    ("visit", {"greeting": {"answer": "no", "note": "x" * 501}}, "", "too_long"),
]


@pytest.mark.parametrize(("key", "raw", "row", "code"), REFUSED, ids=[f"{case[0]}-{case[3]}" for case in REFUSED])
def test_refused(key: str, raw: object, row: str, code: str) -> None:
    examination = examine(EVERY_TYPE, {key: raw}, context=TODAY)
    assert [(error.question, error.row, error.code) for error in examination.errors] == [(key, row, code)]
    assert examination.answers == ()


def test_every_type_is_used_here_or_in_the_older_survey() -> None:
    assert {each.type for each in (*EVERY_TYPE.questions, *SURVEY.questions)} | {"text"} == set(TYPES)


def test_html_is_only_text() -> None:
    written = "<img src=x onerror=alert(1)>"
    examination = examine(SURVEY, {"recommend": 9, "comment": "<b>好</b>"})
    assert examination.answers[1].text == "<b>好</b>"
    survey = source(question("html", "block") | {"title": text(written)})
    assert SurveyDefinition.parse(survey).by_key["html"].title.in_language("en") == written


def test_carried_choices_are_those_left() -> None:
    again = EVERY_TYPE.by_key["again"]
    assert again.offered_keys({"drinks": ["tea", "milk"]}) == {"water", "other", "none"}
    assert again.offered_keys({}) == {"tea", "milk", "water", "other", "none"}
    chosen = SurveyDefinition.parse(source(question("best", "single", carry={"from": "drinks", "what": "chosen"})))
    assert chosen.by_key["best"].offered_keys({"drinks": ["tea", "milk"]}) == {"tea", "milk"}
    assert chosen.by_key["best"].offered_keys({}) == frozenset()


def test_what_does_not_apply_gives_its_weight_back() -> None:
    visit = EVERY_TYPE.by_key["visit"]
    assert isinstance(visit, Checklist)
    assert visit.score({"greeting": "yes", "shelf": "no", "music": "na"}).percent == pytest.approx(200 / 3)
    assert visit.score({"greeting": "no", "shelf": "yes", "music": "yes"}) == Score(50, ("greeting",))
    assert visit.score({"greeting": "na"}) == Score(None, ())


def test_a_required_matrix_of_choices_needs_every_row() -> None:
    survey = source()
    survey["pages"][0]["questions"] = [each | {"required": True} for each in survey["pages"][0]["questions"][6:8]]
    errors = examine(SurveyDefinition.parse(survey), {"which": {"day": "a"}, "all_of": {"night": ["a"]}}).errors
    assert [(error.question, error.row, error.code) for error in errors] == [
        ("which", "night", "required"),
        ("all_of", "day", "required"),
    ]


def test_a_required_block_asks_nothing() -> None:
    survey = source(question("note", "block", required=True))
    assert examine(SurveyDefinition.parse(survey), {}).errors == ()


def test_unit_paths_are_asked_of_the_caller() -> None:
    known = Context(knows_path=lambda codes: codes == ("01", "0101"))
    assert examine(EVERY_TYPE, {"store": ["01", "0101"]}, context=known).errors == ()
    assert [error.code for error in examine(EVERY_TYPE, {"store": ["01"]}, context=known).errors] == ["unknown_path"]


@pytest.mark.parametrize("characters", ["A-Z", "A-Z0-9", "a-z-", "X0-9./#_-"])
def test_own_characters_make_one_class(characters: str) -> None:
    survey = source(question("own", "identifier", format={"chars": characters}))
    own = SurveyDefinition.parse(survey).by_key["own"]
    assert isinstance(own, Identifier)
    assert re.fullmatch(r"\[[^\]]+\]\{1,100\}", own.pattern)
    assert not re.fullmatch(own.pattern, "^")
    assert not re.fullmatch(own.pattern, "")


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("twelve points", question("x", "rating", points=12), "number_expected"),
    ("an unknown look", question("x", "rating", look="cats"), "not_offered"),
    ("a look on an effort score", question("x", "ces", look="stars"), "unknown_field"),
    ("an image elsewhere", question("x", "image", src="https://example.com/x.png"), "own_file_expected"),
    ("an image by another host", question("x", "image", src="//example.com/x.png"), "own_file_expected"),
    ("an image above the root", question("x", "image", src="/media/../x.png"), "own_file_expected"),
    ("no image", question("x", "image"), "own_file_expected"),
    ("script for an image", question("x", "image", src="javascript:alert(1)"), "own_file_expected"),
    ("a slider backwards", question("x", "slider", min=5, max=1), "min_above_max"),
    ("no step", question("x", "number", step=0), "number_expected"),
    ("NaN", question("x", "number", min=float("nan")), "number_expected"),
    ("a date in words", question("x", "date", min="yesterday"), "date_expected"),
    ("a regular expression", question("x", "identifier", format={"chars": "(a+)+"}), "characters_expected"),
    ("an unknown format", question("x", "identifier", format="passport"), "not_offered"),
    ("no levels", question("x", "cascade", source="units"), "list_expected"),
    ("a path too deep", question("x", "cascade", levels=[text("省")], source=[["a", "b"]]), "path_expected"),
    ("an unknown source", question("x", "cascade", levels=[text("省")], source="cities"), "list_expected"),
    ("eleven files", question("x", "file", accept=["image"], max_files=11), "number_expected"),
    ("any file", question("x", "file", accept=["exe"]), "not_offered"),
    ("no parameter", question("x", "hidden"), "param_expected"),
    ("a weight below 0", question("x", "checklist", items=[{"key": "a", "label": text("a"), "weight": -1}]), "number_expected"),
    ("more of at least than at most", question("x", "multiple", min=2, max=1, choices=[]), "min_above_max"),
    ("carrying from nowhere", question("x", "single", carry={"from": "y", "what": "chosen"}), "carry_expected"),
    ("carrying from a number", question("x", "single", carry={"from": "amount", "what": "chosen"}), "carry_expected"),
    (
        "a carried key again",
        question("x", "single", carry={"from": "rank", "what": "chosen"}, choices=[{"key": "a", "label": text("a")}]),
        "key_taken",
    ),
    ("a long note", question("x", "text", note="x" * 2001), "text_expected"),
    ("an image on a plain choice", question("x", "single", choices=[{"key": "a", "label": text("a"), "image": "/a"}]), "unknown_field"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "code"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_fault(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        SurveyDefinition.parse(source(asked))
    assert code in {fault.code for fault in caught.value.errors}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from("abc"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["a", "day", "choice", "choices", "text", "lat", "greeting"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*EVERY_TYPE.by_key, "weather"]), anything, max_size=6))
def test_any_json_can_be_examined_and_what_is_read_can_be_stored(raw: dict[str, object]) -> None:
    examination = examine(EVERY_TYPE, raw, context=TODAY)
    json.dumps(examination.data, allow_nan=False)
    for answer in examination.answers:
        json.dumps([answer.number, answer.text], allow_nan=False)
        assert len(answer.choice) <= 40
        assert len(answer.row) <= 40
