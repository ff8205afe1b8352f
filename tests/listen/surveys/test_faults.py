"""Every fault and warning the engine can name has words in Chinese."""

from __future__ import annotations

import re

from opencem.kit.problems import TEXTS
from tests.paths import ROOT

ENGINE = ROOT / "opencem" / "engines" / "survey_logic"
NAMED = re.compile(r'(?:\bfault\(|LogicError\(|DefinitionWarning\(\s*[^,"]*(?:"[^"]*")?[^,"]*,)\s*"([a-z_]+)"')


def test_no_fault_is_told_by_its_code_alone() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ENGINE.rglob("*.py"))
    codes = set(NAMED.findall(sources))
    assert {"key_taken", "unknown_operator", "never_holds", "unreachable_page"} <= codes
    assert sorted(code for code in codes if f"survey_fault_{code}" not in TEXTS) == []
