"""The import rules hold, and each is shown to bite: a planted offence must break exactly its contract."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

# contract → (file to plant it in, the offending line)
OFFENCES = {
    "floors": ("listen/feedback/service.py", "import opencem.act.tickets.models"),
    "platform": ("platform/events/service.py", "import opencem.platform.accounts.models"),
    "listen": ("listen/surveys/models.py", "import opencem.listen.responses.models"),
    "understand": ("understand/text/models.py", "import opencem.understand.assessment.models"),
    "act": ("act/notifications/models.py", "import opencem.act.tickets.models"),
    "report": ("report/system/queries.py", "import opencem.report.voices"),
    "integrations": ("integrations/feishu/sender.py", "import opencem.integrations.wecom.sender"),
    "web": ("web/api/answers.py", "import opencem.web.console.words"),
    "engines": ("engines/stats/nps.py", "import django.db"),
}


def lint(folder: Path, contract: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(ROOT / ".importlinter")]
    if contract:
        command += ["--contract", contract]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "opencem", folder / "opencem", ignore=shutil.ignore_patterns("static", "__pycache__"))
    return folder


def test_the_rules_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize("contract", sorted(OFFENCES))
def test_each_rule_bites(copy: Path, contract: str) -> None:
    file, line = OFFENCES[contract]
    target = copy / "opencem" / file
    before = target.read_text(encoding="utf-8")
    target.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        result = lint(copy, contract)
    finally:
        target.write_text(before, encoding="utf-8")
    assert result.returncode != 0
    assert "BROKEN" in result.stdout


def test_a_new_folder_must_be_placed(copy: Path) -> None:
    new = copy / "opencem" / "attic"
    new.mkdir()
    (new / "__init__.py").touch()
    try:
        result = lint(copy, "floors")
    finally:
        shutil.rmtree(new)
    assert result.returncode != 0
    assert "attic" in result.stdout
