"""Whether a survey takes answers, and on what terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from opencem.listen.distribution.queries import door, forget_doors
from opencem.listen.surveys import queries, service
from opencem.listen.surveys.models import Survey
from opencem.platform.audit.models import AuditEntry
from opencem.platform.events.models import Event
from tests.conftest import NOW
from tests.listen.surveys.conftest import Editor


def status_after(editor: Editor, key: str, *verbs: str) -> str:
    for verb in verbs:
        editor.post(f"/surveys/{key}/{verb}")
    return str(editor.get(f"/surveys/{key}")["status"])


def test_pause_resume_close_and_open_again(editor: Editor) -> None:
    key = editor.published()
    assert status_after(editor, key, "pause") == "paused"
    assert status_after(editor, key, "resume") == "published"
    assert status_after(editor, key, "close") == "closed"
    assert status_after(editor, key, "resume") == "published"
    done = (
        AuditEntry.objects.filter(object_kind="survey", object_id=key).order_by("pk").values_list("action", flat=True)
    )
    assert list(done)[-4:] == ["survey.paused", "survey.resumed", "survey.closed", "survey.resumed"]
    assert list(Event.objects.filter(kind__startswith="survey.").order_by("pk").values_list("kind", flat=True)) == [
        "survey.published", "survey.paused", "survey.resumed", "survey.closed", "survey.resumed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "verb"),
    [((), "resume"), (("pause",), "pause"), (("close",), "pause"), (("close",), "close"), ((), "restore")],
)
def test_a_step_that_makes_no_sense_is_refused(editor: Editor, before: tuple[str, ...], verb: str) -> None:
    key = editor.published()
    status_after(editor, key, *before)
    assert editor.post(f"/surveys/{key}/{verb}", status=409)["code"] == "survey_state"


def test_a_draft_cannot_run(editor: Editor) -> None:
    key = editor.start()["key"]
    for verb in ("pause", "resume", "close"):
        assert editor.post(f"/surveys/{key}/{verb}", status=409)["from"] == "draft"


def test_an_archived_survey_is_closed_out_of_the_list_and_can_come_back(editor: Editor) -> None:
    key = editor.published()
    gone = editor.post(f"/surveys/{key}/archive")
    assert gone["status"] == "closed"
    assert gone["archived_at"]
    assert editor.get("/surveys")["items"] == []
    assert [one["key"] for one in editor.get("/surveys", archived="true")["items"]] == [key]
    assert editor.post(f"/surveys/{key}/resume", status=409)["from"] == "archived"
    assert editor.post(f"/surveys/{key}/publish", {"revision": 2}, 409)["code"] == "survey_state"
    assert editor.post(f"/surveys/{key}/restore")["archived_at"] is None
    assert status_after(editor, key, "resume") == "published"


def test_the_answer_page_is_closed_while_paused(survey: dict[str, Any], api: Callable[[str], Any]) -> None:
    editor = Editor(api("hq_admin"))
    editor.post("/surveys/post_purchase/pause")
    forget_doors()
    found = door(survey["tokens"]["0001"])
    assert found is not None
    assert found.closed_because(NOW) == "closed"


def test_a_published_survey_is_never_deleted(editor: Editor) -> None:
    key = editor.published()
    assert editor.delete(f"/surveys/{key}", 409)["code"] == "survey_published"
    assert Survey.objects.filter(key=key).exists()


def test_a_survey_is_closed_when_its_end_has_come(editor: Editor) -> None:
    key = editor.published()
    editor.patch(f"/surveys/{key}", {"closes_at": "2026-07-01T00:00:00+08:00"})
    assert service.close_due(NOW) == 0
    assert service.close_due(NOW + timedelta(days=30)) == 1
    assert service.close_due(NOW + timedelta(days=30)) == 0
    survey = Survey.objects.get(key=key)
    assert survey.status == "closed"
    assert editor.post(f"/surveys/{key}/resume", status=409)["code"] == "survey_over"
    assert editor.post(f"/surveys/{key}/publish", {"revision": 2}, 409)["code"] == "survey_over"
    editor.patch(f"/surveys/{key}", {"closes_at": None})
    assert status_after(editor, key, "resume") == "published"


def test_terms_are_kept_and_told(editor: Editor) -> None:
    key = editor.published()
    terms = {
        "opens_at": "2026-07-01T00:00:00Z", "closes_at": "2026-08-01T00:00:00Z", "answer_limit": 500, "device_limit": 1,
        "redirect": "https://example.com/thanks?from=survey", "reward": "points", "points_webhook": "https://example.com/points",
    }  # fmt: skip
    changed = editor.patch(f"/surveys/{key}", {**terms, "password": "开门"})
    assert {name: changed["settings"][name] for name in terms} == terms
    assert changed["settings"]["has_password"] is True
    assert "开门" not in str(AuditEntry.objects.filter(object_id=key).values_list("before", "after"))
    kept = Survey.objects.get(key=key)
    assert service.password_matches(kept.pk, "开门")
    assert not service.password_matches(kept.pk, "关门")
    found = queries.terms_of(kept.pk)
    assert (found.closed_because(NOW), found.closed_because(NOW + timedelta(days=20))) == ("not_open_yet", "")
    assert found.closed_because(NOW + timedelta(days=90)) == "expired"
    assert editor.patch(f"/surveys/{key}", {"password": None})["settings"]["has_password"] is False
    assert service.password_matches(kept.pk, "")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"redirect": "javascript:alert(1)"}, "redirect", "survey_address_expected"),
        ({"redirect": "//example.com"}, "redirect", "survey_address_expected"),
        ({"redirect": "https://a b"}, "redirect", "survey_address_expected"),
        ({"redirect": "http://[x"}, "redirect", "survey_address_expected"),
        ({"points_webhook": "ftp://example.com"}, "points_webhook", "survey_address_expected"),
        (
            {"opens_at": "2026-07-02T00:00:00Z", "closes_at": "2026-07-01T00:00:00Z"},
            "closes_at",
            "survey_schedule_order",
        ),
        ({"opens_at": "2026-07-02T00:00:00"}, "opens_at", "wrong_type"),
        ({"answer_limit": 0}, "answer_limit", "wrong_type"),
        ({"reward": "gold"}, "reward", "wrong_type"),
        ({"touchpoint": "nowhere"}, "touchpoint", "survey_touchpoint_unknown"),
        ({"owner": 999}, "owner", "survey_owner_unknown"),
        ({"tags": ["x" * 31]}, "tags.0", "too_large"),
        ({"status": "published"}, "status", "unknown_field"),
    ],
)
def test_terms_that_make_no_sense_are_refused(editor: Editor, body: Any, field: str, code: str) -> None:
    key = editor.start()["key"]
    refused = editor.patch(f"/surveys/{key}", body, 422)
    assert [(one["field"].removeprefix("body."), one["code"]) for one in refused["errors"]] == [(field, code)]


def test_null_empties_what_can_be_empty(editor: Editor) -> None:
    key = editor.start()["key"]
    full = {
        "scene": "store",
        "target_group": "会员",
        "redirect": "https://example.com",
        "reward": "coupons",
        "answer_limit": 5,
    }
    editor.patch(f"/surveys/{key}", full)
    emptied = editor.patch(
        f"/surveys/{key}", dict.fromkeys([*full, "unit", "folder", "owner", "touchpoint", "password"])
    )
    assert (emptied["scene"], emptied["target_group"], emptied["owner"], emptied["owner_unit"]["code"]) == (
        "",
        "",
        None,
        "HQ",
    )
    assert (emptied["settings"]["redirect"], emptied["settings"]["reward"], emptied["settings"]["answer_limit"]) == (
        "",
        "none",
        None,
    )
