"""A wizard to click through, and small files."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


def csv_of(*rows: Sequence[object]) -> bytes:
    """Rows as CSV, quoted where needed."""
    import csv

    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@dataclass
class Wizard:
    """One person at the import wizard."""

    api: Any
    pump: Callable[[], None]

    def send(self, kind: str, content: bytes, name: str = "file.csv", mode: str = "both") -> Any:
        data = {"kind": kind, "mode": mode, "file": SimpleUploadedFile(name, content)}
        return self.api.client.post("/api/v1/imports", data)

    def uploaded(self, kind: str, content: bytes, name: str = "file.csv", mode: str = "both") -> dict[str, Any]:
        answer = self.send(kind, content, name, mode)
        assert answer.status_code == 201, answer.content.decode()
        return dict(answer.json())

    def checked(self, uploaded: dict[str, Any], **options: str) -> dict[str, Any]:
        body = {"mapping": uploaded["mapping"], "options": options}
        answer = self.api.post(f"/imports/{uploaded['id']}/check", body)
        assert answer.status_code == 200, answer.content.decode()
        self.pump()
        return self.status(uploaded["id"])

    def run(self, import_id: str) -> dict[str, Any]:
        answer = self.api.post(f"/imports/{import_id}/run")
        assert answer.status_code == 200, answer.content.decode()
        self.pump()
        return self.status(import_id)

    def status(self, import_id: str) -> dict[str, Any]:
        return dict(self.api.get(f"/imports/{import_id}").json())

    def through(self, kind: str, content: bytes, name: str = "file.csv", mode: str = "both", **options: str) -> Any:
        """All steps at once; the finished import."""
        checked = self.checked(self.uploaded(kind, content, name, mode), **options)
        assert checked["state"] == "checked", checked
        return self.run(checked["id"])

    def workbook(self, path: str) -> openpyxl.Workbook:
        answer = self.api.get(path)
        assert answer.status_code == 200, answer.content.decode()
        return openpyxl.load_workbook(io.BytesIO(answer.content))


@pytest.fixture
def wizard(api: Callable[[str], Any], pump: Callable[[], None], settings: Any, tmp_path: Path) -> Wizard:
    settings.DATA_DIR = tmp_path
    return Wizard(api("hq_admin"), pump)


@pytest.fixture
def wizard_of(
    api: Callable[[str], Any], pump: Callable[[], None], settings: Any, tmp_path: Path
) -> Callable[[str], Wizard]:
    settings.DATA_DIR = tmp_path
    return lambda username: Wizard(api(username), pump)


def counts(run: dict[str, Any]) -> tuple[int, int, int, int]:
    return run["created"], run["updated"], run["unchanged"], run["rejected"]
