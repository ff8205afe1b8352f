"""A run that is cut short goes on where its counters stand, and stores nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from opencem.kit.problems import Problem
from opencem.listen.feedback import service as feedback
from opencem.listen.feedback.models import Feedback
from opencem.listen.sources import jobs, running, service
from opencem.listen.sources.command import run_import_file
from opencem.listen.sources.models import ImportRun, RejectedRow
from opencem.platform.accounts.service import system_scope
from opencem.platform.audit.models import AuditEntry
from opencem.platform.events.models import Event

from .conftest import Wizard, counts, csv_of

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
HEADER = ("评价时间", "门店编码", "评价内容", "评价编号")


def rows(count: int) -> list[tuple[str, ...]]:
    return [(f"2026-03-01 00:{n // 60:02d}:{n % 60:02d}", "0001", f"第{n}条", f"r{n}") for n in range(count)]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 10)


def fail_at(monkeypatch: pytest.MonkeyPatch, call: int, error: Exception) -> None:
    """The door of feedback breaks at its nth call, once its rows are in the database."""
    real, calls = feedback.record_many, []

    def record_many(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        result = real(*args, **kwargs)
        if len(calls) == call:
            raise error
        return result

    monkeypatch.setattr(feedback, "record_many", record_many)


def test_a_fault_of_ours_stores_whole_batches_only_and_the_run_goes_on(
    wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = ("昨天", "0001", "x", "bad")
    repeated = ("2026-03-02", "0001", "again", "r3")
    checked = wizard.checked(wizard.uploaded("reviews", csv_of(HEADER, bad, *rows(24), repeated)))
    assert counts(checked) == (24, 0, 0, 2)
    with monkeypatch.context() as broken:
        fail_at(broken, 2, RuntimeError("boom"))
        stopped = wizard.run(checked["id"])
    assert (stopped["state"], stopped["error_code"], stopped["rows_done"]) == ("failed", "import_failed", 10)
    assert stopped["error"].startswith("导入中断")
    assert Feedback.rows.count() == Event.objects.filter(kind="feedback.created").count() == 9
    done = wizard.run(checked["id"])
    assert (done["state"], done["error"], done["rows_done"]) == ("done", "", 26)
    assert counts(done) == (24, 0, 0, 2)
    assert Feedback.rows.count() == Event.objects.filter(kind="feedback.created").count() == 24
    assert [(each["row"], each["code"]) for each in done["rejects"]] == [(2, "not_a_date"), (27, "duplicate_in_file")]


def test_a_busy_database_is_left_to_the_next_try(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = wizard.checked(wizard.uploaded("reviews", csv_of(HEADER, *rows(25))))
    wizard.api.post(f"/imports/{checked['id']}/run")
    run = ImportRun.objects.get()
    with monkeypatch.context() as broken:
        fail_at(broken, 2, OperationalError("database is locked"))
        with pytest.raises(OperationalError):
            jobs.run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_done, run.created) == ("running", 10, 10)
    jobs.run(run_id=run.pk)
    assert counts(wizard.status(checked["id"])) == (25, 0, 0, 0)


def test_two_workers_store_a_batch_once(wizard: Wizard) -> None:
    checked = wizard.checked(wizard.uploaded("reviews", csv_of(HEADER, *rows(15))))
    wizard.api.post(f"/imports/{checked['id']}/run")
    first, second = ImportRun.objects.get(), ImportRun.objects.get()
    scope = system_scope("test")
    assert running.perform(first, scope=scope, now=NOW, seconds=1e-9) is False
    with pytest.raises(running.Overtaken):
        running.perform(second, scope=scope, now=NOW)
    assert Feedback.rows.count() == 10
    wizard.pump()
    assert counts(wizard.status(checked["id"])) == (15, 0, 0, 0)


def test_a_large_file_goes_on_from_job_to_job(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SLICE_SECONDS", 1e-9)
    done = wizard.through("reviews", csv_of(HEADER, *rows(45)))
    assert (done["state"], counts(done)) == ("done", (45, 0, 0, 0))


def test_a_check_that_breaks_can_be_made_again(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    uploaded = wizard.uploaded("reviews", csv_of(HEADER, *rows(15)))
    with monkeypatch.context() as broken:
        broken.setattr(running, "_keep_rejects", lambda *_: 1 / 0)
        assert wizard.checked(uploaded)["state"] == "uploaded"
    assert wizard.api.post(f"/imports/{uploaded['id']}/run").status_code == 409
    assert counts(wizard.checked(uploaded)) == (15, 0, 0, 0)


def test_old_rows_are_forgotten_and_the_run_remembered(wizard: Wizard, settings: Any) -> None:
    wizard.through("reviews", csv_of(HEADER, ("昨天", "0001", "电话13800138000", "bad")))
    wizard.uploaded("reviews", csv_of(HEADER, *rows(1)))
    service.forget_old(datetime.now(UTC) + timedelta(days=1))
    assert not RejectedRow.objects.exists()
    assert list((settings.DATA_DIR / "imports").iterdir()) == []
    assert ImportRun.objects.count() == 2


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def _folder(self, company: dict[str, int], settings: Any, tmp_path: Path) -> None:
        settings.DATA_DIR = tmp_path / "data"

    def write(self, tmp_path: Path, *lines: tuple[str, ...]) -> Path:
        path = tmp_path / "reviews.csv"
        path.write_bytes(csv_of(*lines))
        return path

    def test_it_says_what_became_of_the_rows(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, HEADER, *rows(12), ("昨天", "0001", "x", "bad"))
        told = run_import_file("reviews", path, source="jd", rejected_to=tmp_path / "rejected.xlsx")
        assert told.summary.splitlines() == [
            "13 rows: 12 created, 0 updated, 0 unchanged, 1 rejected",
            "  row 14: 评价时间：不是能识别的日期",
        ]
        assert told.rejected == 1
        assert (tmp_path / "rejected.xlsx").stat().st_size > 1000
        assert set(Feedback.rows.values_list("source", "channel")) == {("jd", "jd")}
        assert AuditEntry.objects.filter(action="import.started").count() == 1

    def test_columns_can_be_named(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, ("w", "s", "t"), ("2026-03-01", "0001", "x"))
        told = run_import_file("reviews", path, mapping={"occurred_at": "w", "unit": "s", "text": "t"})
        assert told.run.created == 1

    def test_what_cannot_be_taken_stores_nothing(self, tmp_path: Path, settings: Any) -> None:
        path = self.write(tmp_path, ("w", "s", "t"), ("2026-03-01", "0001", "x"))
        with pytest.raises(Problem, match="invalid"):
            run_import_file("reviews", path)
        with pytest.raises(Problem, match="not_found"):
            run_import_file("spaceships", path)
        broken = tmp_path / "broken.csv"
        broken.write_text('评价时间,门店编码,评价内容\n2026-03-01,0001,好\n2026-03-01,0001,"没完', encoding="utf-8")
        with pytest.raises(Problem, match="quote_unclosed"):
            run_import_file("reviews", broken)
        assert not Feedback.rows.exists()
        assert list((settings.DATA_DIR / "imports").iterdir()) == []
