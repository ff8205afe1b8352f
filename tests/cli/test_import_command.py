"""`opencem import` as somebody types it, in a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT


@pytest.fixture
def opencem(tmp_path: Path):  # type: ignore[no-untyped-def]  # a runner: (*arguments) -> CompletedProcess[str]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENCEM_")}
    environment = {**kept, "OPENCEM_DATA_DIR": str(tmp_path / "var"), "OPENCEM_LOG_LEVEL": "ERROR"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "opencem", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.mark.slow
def test_exit_codes_tell_what_became_of_the_file(opencem, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    units, reviews = tmp_path / "units.csv", tmp_path / "reviews.csv"
    units.write_text("编码,名称,上级编码,类型\n0001,徐汇店,HQ,门店\nHQ,总部,,总部\n", encoding="gb18030")
    reviews.write_text("评价时间,门店编码,评价内容\n2026-03-01,0001,好吃\n昨天,0001,x\n", encoding="utf-8")
    assert opencem("migrate").returncode == 0
    taken = opencem("import", "units", str(units))
    assert (taken.returncode, taken.stdout.strip()) == (0, "2 rows: 2 created, 0 updated, 0 unchanged, 0 rejected")
    partly = opencem("import", "reviews", str(reviews), "--rejected", str(tmp_path / "rejected.xlsx"))
    assert partly.returncode == 1
    assert "row 3" in partly.stdout
    assert (tmp_path / "rejected.xlsx").exists()
    refused = opencem("import", "reviews", str(reviews), "--map", "unit=nowhere")
    assert refused.returncode == 2
    assert "nowhere" in refused.stderr
    assert "Traceback" not in refused.stderr
    dated = tmp_path / "dated.csv"
    dated.write_text("评价时间,门店编码,评价内容\n3/4/2026,0001,不错\n", encoding="utf-8")
    assert opencem("import", "reviews", str(dated)).returncode == 1
    asked = opencem("import", "reviews", str(dated), "--date-order", "dmy")
    assert (asked.returncode, asked.stdout.strip()) == (0, "1 rows: 1 created, 0 updated, 0 unchanged, 0 rejected")
    assert opencem("import", "reviews", str(dated), "--date-order", "ymd").returncode == 2
