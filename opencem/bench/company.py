"""A small company for the benches: stores, the survey, a link per store, an analyst who may sign in."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opencem.bench.harness import command, environment_of

PASSWORD = "bench-Password-9"
_MAKE = """
import json, sys
from opencem.bench.company import make
print(json.dumps(make(int(sys.argv[1]), int(sys.argv[2]), json.load(sys.stdin))))
"""


@dataclass(frozen=True, slots=True)
class Made:
    """Collector tokens, and submission keys minted for them: (token, key) pairs ready to be posted."""

    doors: list[tuple[str, str]]
    token: str


def ten_questions() -> dict[str, Any]:
    """The survey of most benches."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "ten_questions.json").read_text(encoding="utf-8"))
    return found


def prepare(data: Path, *, stores: int, keys: int, definition: dict[str, Any] | None = None) -> Made:
    """Migrates a folder and fills it, in a process of its own so that this one stays clean for measuring."""
    command(data, "migrate")
    done = subprocess.run(
        [sys.executable, "-c", _MAKE, str(stores), str(keys)],
        env={**environment_of(data), "DJANGO_SETTINGS_MODULE": "opencem.config.settings"},
        input=json.dumps(definition or ten_questions()), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    made = json.loads(done.stdout)
    return Made([tuple(pair) for pair in made["doors"]], made["token"])


def make(stores: int, keys: int, definition: dict[str, Any]) -> dict[str, object]:
    """Run inside the folder's environment: the company, its survey, its collectors, and `keys` submission keys."""
    import django

    django.setup()
    from opencem.kit.clock import now
    from opencem.listen.distribution.service import open_collectors
    from opencem.listen.responses.keys import mint
    from opencem.listen.surveys.queries import latest_version_id
    from opencem.listen.surveys.service import publish_survey
    from opencem.platform.accounts.service import bootstrap_administrator
    from opencem.platform.organization.queries import by_code
    from opencem.platform.organization.service import UnitRow, import_units

    at = now()
    codes = [f"{number:04d}" for number in range(1, stores + 1)]
    rows = [UnitRow("HQ", "总部", "", "hq"), UnitRow("R1", "华东", "HQ", "region")]
    import_units([*rows, *(UnitRow(code, f"{code}店", "R1", "store") for code in codes)], now=at)
    bootstrap_administrator(username="bench", password=PASSWORD, name="bench", now=at)
    survey = publish_survey(definition=definition, owner_unit_id=by_code(["HQ"])["HQ"].id, account=None, now=at).survey
    version = latest_version_id(survey.pk)
    collectors = open_collectors(survey=survey, unit_ids=[by_code([code])[code].id for code in codes])
    doors = [(c.token, mint(c.pk, version, at)) for n in range(keys) for c in [collectors[n % len(collectors)]]]
    return {"doors": doors, "token": collectors[0].token}
