"""The wizard's way: template, upload, mapping, check, run, mend, send again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl

from opencem.listen.feedback.models import Feedback
from opencem.platform.events.models import Event

from .conftest import Wizard, counts, csv_of

HEADER = ("评价时间", "门店编码", "评分", "评价内容", "订单号", "买家号", "评价编号")
GOOD = (
    ("2026-03-01 12:30", "0001", "5星", "好吃", "A1", "t**8", "r1"),
    ("2026年3月2日 下午3:20", "0002", "四星", "=1+1 有点贵", "", "", "r2"),
)


def test_a_file_becomes_feedback(wizard: Wizard, company: dict[str, int]) -> None:
    uploaded = wizard.uploaded("reviews", csv_of(HEADER, *GOOD), "天猫评价.csv")
    assert uploaded["state"] == "uploaded"
    assert uploaded["rows_total"] == 2
    assert uploaded["columns"] == list(HEADER)
    assert uploaded["mapping"]["unit"] == "门店编码"
    assert uploaded["mapping"]["external_id"] == "评价编号"
    assert uploaded["sample"][0][1] == "0001"

    checked = wizard.checked(uploaded, source="天猫")
    assert (checked["state"], counts(checked)) == ("checked", (2, 0, 0, 0))
    assert not Feedback.rows.exists()
    assert not Event.objects.filter(kind="feedback.created").exists()

    done = wizard.run(uploaded["id"])
    assert (done["state"], counts(done), done["rows_done"]) == ("done", (2, 0, 0, 0), 2)
    first, second = Feedback.rows.order_by("id")
    assert (first.kind, first.source, first.external_id, first.unit_id) == ("review", "tmall", "r1", company["0001"])
    assert (first.rating, first.text, first.order_number, first.author) == (5.0, "好吃", "A1", "t**8")
    assert first.occurred_at == datetime(2026, 3, 1, 4, 30, tzinfo=UTC)
    assert second.text == "=1+1 有点贵"
    assert second.local_date.isoformat() == "2026-03-02"
    assert Event.objects.filter(kind="feedback.created").count() == 2


def test_the_same_file_again_changes_nothing(wizard: Wizard) -> None:
    wizard.through("reviews", csv_of(HEADER, *GOOD))
    again = wizard.through("reviews", csv_of(HEADER, *GOOD))
    assert counts(again) == (0, 0, 2, 0)
    edited = wizard.through("reviews", csv_of(HEADER, GOOD[0], (*GOOD[1][:2], "1", *GOOD[1][3:])))
    assert counts(edited) == (0, 1, 1, 0)
    assert Feedback.rows.count() == 2
    assert Feedback.rows.get(external_id="r2").rating == 1.0


def test_rows_without_an_id_are_recognised_by_what_they_say(wizard: Wizard) -> None:
    content = csv_of(HEADER[:4], *(row[:4] for row in GOOD))
    assert counts(wizard.through("reviews", content)) == (2, 0, 0, 0)
    assert counts(wizard.through("reviews", content)) == (0, 0, 2, 0)


def test_bad_rows_are_rejected_by_number_and_the_good_ones_stored(wizard: Wizard) -> None:
    rows = [
        GOOD[0],
        ("昨天", "0001", "5", "x", "", "", "r3"),
        ("2026-03-01", "9999", "5", "x", "", "", "r4"),
        ("2026-03-01", "0001", "9", "x", "", "", "r5"),
        ("2026-03-01", "0001", "", "", "", "", "r6"),
        ("2026-03-01", "0001", "5", "x", "", "", "r1"),
        ("2099-01-01", "0001", "5", "x", "", "", "r8"),
        ("2026-03-01", "0001", "5", "bell\x07", "", "", "r9"),
        ("", "", "5", "x", "", "", "r10"),
        ("2026-03-01", "0001", "5", "长" * 10_001, "", "", "r11"),
        ("2026-03-01", "0001", "5", "nul\x00", "", "", "r12"),
    ]
    done = wizard.through("reviews", csv_of(HEADER, *rows))
    assert counts(done) == (1, 0, 0, 10)
    assert [(each["row"], each["field"], each["code"]) for each in done["rejects"]] == [
        (3, "occurred_at", "not_a_date"),
        (4, "unit", "unit_not_found"),
        (5, "rating", "number_out_of_range"),
        (6, "text", "rating_or_text_required"),
        (7, "external_id", "duplicate_in_file"),
        (8, "occurred_at", "in_future"),
        (9, "text", "control_character"),
        (10, "occurred_at", "required"),
        (10, "unit", "required"),
        (11, "text", "text_too_long"),
        (12, "text", "control_character"),
    ]
    assert done["rejects"][4]["message"] == "与第 2 行重复"
    assert Feedback.rows.count() == 1


def test_rejected_rows_come_back_marked_and_go_in_once_mended(wizard: Wizard) -> None:
    rows = [GOOD[0], ("昨天", "0009", "5", "=cmd|'/c calc'!A0", "", "", "r3")]
    done = wizard.through("reviews", csv_of(HEADER, *rows))
    sheet = wizard.workbook(f"/imports/{done['id']}/failed").worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*HEADER, "失败原因"]
    assert sheet["G2"].value == "r3"
    assert sheet["D2"].data_type == "s"
    assert sheet["H2"].value == "评价时间：不是能识别的日期"
    assert sheet["A2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["D2"].fill.fgColor.rgb != "FFFFC7CE"

    sheet["A2"], sheet["B2"] = "2026-03-05", "0002"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    again = wizard.through("reviews", mended.getvalue(), "失败.xlsx")
    assert counts(again) == (1, 0, 0, 0)
    assert Feedback.rows.get(external_id="r3").text == "=cmd|'/c calc'!A0"


def test_a_file_that_fails_twice_keeps_one_reason_column(wizard: Wizard) -> None:
    content = csv_of((*HEADER, "失败原因"), ("昨天", "0001", "5", "x", "", "", "r3", "旧原因"))
    done = wizard.through("reviews", content)
    sheet = wizard.workbook(f"/imports/{done['id']}/failed").worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*HEADER, "失败原因"]
    assert sheet["H2"].value == "评价时间：不是能识别的日期"


def test_modes_add_and_update(wizard: Wizard) -> None:
    wizard.through("reviews", csv_of(HEADER, GOOD[0]))
    both = csv_of(HEADER, (*GOOD[0][:3], "改了", *GOOD[0][4:]), GOOD[1])
    added = wizard.through("reviews", both, mode="add")
    assert counts(added) == (1, 0, 0, 1)
    assert added["rejects"][0]["code"] == "record_exists"
    updated = wizard.through("reviews", csv_of(HEADER, *GOOD, (*GOOD[0][:6], "new")), mode="update")
    assert counts(updated) == (0, 0, 2, 1)
    assert updated["rejects"][0]["code"] == "record_absent"


def test_a_mapping_that_does_not_fit_is_named_field_by_field(wizard: Wizard) -> None:
    uploaded = wizard.uploaded("reviews", csv_of(("when", "where", "what"), ("2026-03-01", "0001", "x")))
    assert uploaded["mapping"] == {}
    mapping = {"occurred_at": "when", "text": "nowhere", "bogus": "what", "rating": "when"}
    answer = wizard.api.post(f"/imports/{uploaded['id']}/check", {"mapping": mapping, "options": {"x": "y"}})
    assert answer.status_code == 422
    assert {(error["field"], error["code"]) for error in answer.json()["errors"]} == {
        ("mapping.text", "column_unknown"),
        ("mapping.bogus", "unknown_field"),
        ("mapping.occurred_at", "column_twice"),
        ("mapping.rating", "column_twice"),
        ("mapping.unit", "column_required"),
        ("options.x", "unknown_field"),
    }
    mapped = {**uploaded, "mapping": {"occurred_at": "when", "unit": "where", "text": "what"}}
    assert counts(wizard.checked(mapped)) == (1, 0, 0, 0)


def test_steps_cannot_be_skipped_and_running_twice_runs_once(wizard: Wizard) -> None:
    uploaded = wizard.uploaded("reviews", csv_of(HEADER, *GOOD))
    assert wizard.api.post(f"/imports/{uploaded['id']}/run").json()["code"] == "import_state"
    wizard.checked(uploaded)
    assert wizard.api.post(f"/imports/{uploaded['id']}/run").status_code == 200
    assert wizard.api.post(f"/imports/{uploaded['id']}/run").status_code == 200
    wizard.pump()
    assert counts(wizard.status(uploaded["id"])) == (2, 0, 0, 0)
    assert wizard.api.post(f"/imports/{uploaded['id']}/run").status_code == 409


def test_the_template_explains_itself_and_its_sample_is_not_data(wizard: Wizard) -> None:
    book = wizard.workbook("/imports/reviews/template")
    data, guide = book.worksheets
    assert [data.title, guide.title] == ["数据", "填写说明"]
    assert data["B1"].value == "门店编码"
    assert data["B2"].value == "0001"
    assert data.column_dimensions["A"].number_format == "@"
    assert guide["A2"].value == "评价时间"
    assert guide["B2"].value == "必填"
    data["A3"], data["B3"], data["D3"] = "2026-03-01", "0003", "真的一条"
    filled = io.BytesIO()
    book.save(filled)
    done = wizard.through("reviews", filled.getvalue(), "template.xlsx")
    assert counts(done) == (1, 0, 0, 1)
    assert done["rejects"][0]["code"] == "sample_row"
    assert Feedback.rows.get().text == "真的一条"


def test_every_kind_has_a_template_that_maps_itself(wizard: Wizard) -> None:
    kinds = wizard.api.get("/imports/kinds").json()["items"]
    assert [kind["code"] for kind in kinds] == ["reviews", "calls", "customers", "orders", "units"]
    for kind in kinds:
        content = wizard.api.get(f"/imports/{kind['code']}/template").content
        uploaded = wizard.uploaded(kind["code"], content, "template.xlsx")
        assert set(uploaded["mapping"]) == {field["key"] for field in kind["fields"]}
        for field in kind["fields"]:
            assert uploaded["mapping"][field["key"]] == field["label"]


def test_choices_are_offered_as_lists(wizard: Wizard) -> None:
    data = wizard.workbook("/imports/units/template").worksheets[0]
    lists = [rule.formula1 for rule in data.data_validations.dataValidation]
    assert any("门店" in each for each in lists)


def test_english_readers_read_english(wizard: Wizard) -> None:
    done = wizard.through("reviews", csv_of(HEADER, ("昨天", "0001", "5", "x", "", "", "r3")))
    answer = wizard.api.client.get(f"/api/v1/imports/{done['id']}", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.json()["rejects"][0]["message"] == "Not a date"


def test_the_list_is_paged_newest_first(wizard: Wizard) -> None:
    ids = [wizard.uploaded("reviews", csv_of(HEADER, *GOOD))["id"] for _ in range(3)]
    page = wizard.api.get("/imports", limit=2).json()
    assert [each["id"] for each in page["items"]] == ids[:0:-1]
    rest = wizard.api.get("/imports", limit=2, cursor=page["next_cursor"]).json()
    assert [each["id"] for each in rest["items"]] == ids[:1]
    assert rest["next_cursor"] is None


def test_the_file_is_gone_when_it_is_in(wizard: Wizard, settings: Any) -> None:
    wizard.through("reviews", csv_of(HEADER, *GOOD))
    assert list((settings.DATA_DIR / "imports").iterdir()) == []


def test_a_workbook_of_dates_and_numbers(wizard: Wizard, company: dict[str, int]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["时间", "店铺编号", "评分", "内容", "订单号"])
    book.active.append([datetime(2026, 3, 1, 12, 30), "0001", 4.5, "好", 123456789012345678])
    book.active.append([datetime(2026, 3, 1, 12, 31), "0001", 4, "好", 20260301])
    content = io.BytesIO()
    book.save(content)
    done = wizard.through("reviews", content.getvalue(), "评价.xlsx")
    assert counts(done) == (1, 0, 0, 1)
    assert (done["rejects"][0]["field"], done["rejects"][0]["code"]) == ("order_number", "lost_digits")
    stored = Feedback.rows.get()
    assert (stored.rating, stored.order_number) == (4.0, "20260301")
    assert stored.occurred_at == datetime(2026, 3, 1, 4, 31, tzinfo=UTC)


def test_another_importers_runs_are_their_own(
    wizard_of: Callable[[str], Wizard], people: dict[str, Any], company: dict[str, int]
) -> None:
    from opencem.platform.accounts.models import Grant, Role

    role = Role.objects.get(code="region_manager")
    role.permissions = [*role.permissions, "import.run"]
    role.save()
    hq, region = wizard_of("hq_admin"), wizard_of("r1_manager")
    of_hq = hq.uploaded("reviews", csv_of(HEADER, *GOOD))
    of_region = region.uploaded("reviews", csv_of(HEADER, *GOOD))
    assert region.api.get(f"/imports/{of_hq['id']}").status_code == 404
    assert region.api.get(f"/imports/{of_hq['id']}/failed").status_code == 404
    assert region.api.post(f"/imports/{of_hq['id']}/run").status_code == 404
    assert [each["id"] for each in region.api.get("/imports").json()["items"]] == [of_region["id"]]
    assert hq.api.get(f"/imports/{of_region['id']}").status_code == 200
    assert Grant.objects.filter(account=people["r1_manager"]).count() == 1


def test_who_may_not_import_reaches_nothing(wizard_of: Callable[[str], Wizard]) -> None:
    store = wizard_of("s1_manager")
    assert store.send("reviews", csv_of(HEADER, *GOOD)).status_code == 403
    assert store.api.get("/imports").status_code == 403
    assert store.api.get("/imports/kinds").status_code == 403
