"""An export holds every matching row once, personal data by right, formulas dead; a killed one goes on where it stood."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from opencem.report.centre import export, service
from opencem.report.centre.models import AnswerExport
from tests.conftest import NOW

from .conftest import GIVEN

PATH = "/surveys/post_purchase"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(export.BOM)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sent(response: Any) -> bytes:
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def test_csv_has_a_line_per_response_and_no_live_formula(api: Callable[[str], Any], given: list[int]) -> None:
    lines = rows_of(sent(api("hq_analyst").get(f"{PATH}/answers/export.csv")))
    head, body = lines[0], lines[1:]
    assert [int(line[0]) for line in body] == [
        response for response, _ in sorted(zip(given, GIVEN, strict=True), key=lambda pair: pair[1][4])
    ]
    comment = next(place for place, title in enumerate(head) if "说" in title or "建议" in title or "comment" in title)
    assert {line[comment] for line in body if line[comment].endswith("公式开头")} == {"'=2+5 公式开头"}
    assert body[0][1] == "2026-06-15 12:00:00"


def test_the_workbook_has_the_same_rows(api: Callable[[str], Any], given: list[int]) -> None:
    import zipfile

    content = sent(api("r1_manager").get(f"{PATH}/answers/export.xlsx", unit="0001"))
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 1 + 3
    assert "<f>" not in sheet


def test_who_may_not_export_gets_none(api: Callable[[str], Any], given: list[int]) -> None:
    for path in ("answers/export.csv", "answers/export.xlsx"):
        assert api("s1_manager").get(f"{PATH}/{path}").status_code == 403
    assert api("s1_manager").post(f"{PATH}/exports").status_code == 403


def test_above_the_limit_a_direct_export_is_refused_and_not_cut(
    api: Callable[[str], Any], given: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from opencem.platform.audit.models import AuditEntry

    monkeypatch.setattr(export, "AT_ONCE", 8)
    for kind in ("csv", "xlsx"):
        refused = api("hq_analyst").get(f"{PATH}/answers/export.{kind}")
        assert (refused.status_code, refused.json()["code"]) == (422, "answers_too_many")
    assert not AuditEntry.objects.filter(action="answers.exported").exists()
    assert len(rows_of(sent(api("r1_manager").get(f"{PATH}/answers/export.csv")))) == 1 + 5


def test_an_export_in_the_background_equals_the_direct_one(
    api: Callable[[str], Any], given: list[int], pump: Callable[[], None]
) -> None:
    from opencem.platform.audit.models import AuditEntry

    client = api("hq_analyst")
    begun = client.post(f"{PATH}/exports?score_min=7").json()
    assert (begun["state"], begun["rows_total"]) == ("running", 6)
    unfinished = client.get(f"/answer-exports/{begun['id']}/file")
    assert (unfinished.status_code, unfinished.json()["code"]) == (409, "export_unfinished")
    pump()
    done = client.get(f"{PATH}/exports").json()["items"][0]
    assert (done["state"], done["rows_done"]) == ("done", 6)
    assert sent(client.get(f"/answer-exports/{begun['id']}/file")) == sent(
        client.get(f"{PATH}/answers/export.csv", score_min=7)
    )
    noted = AuditEntry.objects.filter(action="answers.exported").order_by("pk")[0]
    assert noted.after == {"filter": {"score_min": 7}, "rows": 6}
    assert api("r1_manager").get(f"/answer-exports/{begun['id']}/file").status_code == 404


def begin(people: Any, survey: Any, person: str = "hq_analyst") -> AnswerExport:
    from opencem.platform.accounts.service import scope_for
    from opencem.report.centre.filters import AnswerFilter

    scope = scope_for(people[person], "feedback.export", purpose="test")
    assert scope is not None
    return service.start_export(
        survey=survey["survey"], wanted=AnswerFilter(), scope=scope, account=people[person], language="zh-Hans", now=NOW
    )


def test_a_killed_export_goes_on_where_it_stood(
    people: Any, survey: Any, given: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BATCH", 2)
    run = begin(people, survey)
    assert service.write_slice(run, seconds=-1, now=NOW) is False
    assert run.rows_done == 2
    with service.path_of(run).open("ab") as file:
        file.write("半行，写到一半就被杀了".encode())  # written after what is noted, as by a process that died
    found = AnswerExport.objects.get(pk=run.pk)
    while not service.write_slice(found, seconds=-1, now=NOW):
        found = AnswerExport.objects.get(pk=run.pk)
    lines = rows_of(service.finished_file(found).read_bytes())
    assert sorted(int(line[0]) for line in lines[1:]) == sorted(given)
    assert found.rows_done == len(given)


def test_rights_taken_away_stop_an_export(people: Any, survey: Any, given: list[int]) -> None:
    from opencem.platform.accounts.models import Grant

    run = begin(people, survey)
    Grant.objects.filter(account=people["hq_analyst"]).delete()
    assert service.write_slice(run, seconds=1, now=NOW) is True
    assert (run.state, run.error, service.path_of(run).exists()) == ("failed", "forbidden", False)


def test_one_account_runs_a_few_at_a_time(api: Callable[[str], Any], given: list[int]) -> None:
    client = api("hq_analyst")
    answers = [client.post(f"{PATH}/exports") for _ in range(service.AT_THE_SAME_TIME + 1)]
    assert [answer.status_code for answer in answers] == [202] * service.AT_THE_SAME_TIME + [409]
    assert api("r1_manager").post(f"{PATH}/exports").status_code == 202


def test_old_files_go_and_their_runs_stay(people: Any, survey: Any, given: list[int]) -> None:
    run = begin(people, survey)
    service.write_slice(run, seconds=5, now=NOW)
    path = service.path_of(run)
    assert path.exists()
    assert path.stat().st_mode & 0o077 == 0
    assert service.forget_old(NOW) == 0
    assert service.forget_old(NOW + timedelta(days=8)) == 1
    assert not path.exists()
    assert AnswerExport.objects.get(pk=run.pk).stored_as == ""
