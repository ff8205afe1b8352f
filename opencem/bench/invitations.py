"""`invitations`: 1,000,000 people planned through addresses, opt-outs, complaints, sampling, fatigue and quiet hours."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from opencem.bench.company import ten_questions
from opencem.bench.harness import Result, at_most, command, environment_of, folder

PEOPLE: Final = 1_000_000
STORES: Final = 300
CHUNK: Final = 10_000
ASKED_LATELY: Final = 0.15
OPTED_OUT: Final = 0.02
COMPLAINED: Final = 0.01
BOUNCED: Final = 0.01
NO_ADDRESS: Final = 0.05
SHARE: Final = 0.6
NOW: Final = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)  # half past eight in the evening in Shanghai; night in Tokyo
_ROUND: Final = """
import sys
from opencem.bench import invitations
print(getattr(invitations, sys.argv[1])())
"""


def run(data: Path | None) -> Sequence[Result]:
    with folder(data) as where:
        command(where, "migrate")
        _round(where, "prepare")
        seen = json.loads(_round(where, "measure"))
    return [
        at_most("planned_s", seen["planned_s"], "s", 120),
        at_most("peak_mb", seen["peak_mb"], "MB", 600),
        Result("planned_cpu_s", round(seen["planned_cpu_s"], 1), "s"),
        Result("people_per_s", round(PEOPLE / seen["planned_s"]), "1/s"),
        at_most("not_planned", PEOPLE - seen["planned"], "people", 0),
        at_most("without_reason", seen["without_reason"], "people", 0),
        *(Result(f"rule_{rule}", number, "people") for rule, number in sorted(seen["rules"].items())),
    ]


def _round(data: Path, name: str) -> str:
    """A function of this file in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-c", _ROUND, name],
        env={**environment_of(data), "DJANGO_SETTINGS_MODULE": "opencem.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()[-1]


def prepare() -> str:
    """The company, its million customers, what was sent to them lately and what they said to it."""
    import django

    django.setup()
    from django.db import transaction

    batch, survey = _make_company()
    rng = random.Random(11)
    for start in range(0, PEOPLE, CHUNK):
        with transaction.atomic():
            _people(start, batch, survey, rng)
    return "ready"


def _make_company() -> tuple[Any, Any]:
    from opencem.listen.invitations.models import Batch, BatchState
    from opencem.listen.surveys.service import publish_survey
    from opencem.platform.organization.queries import by_code
    from opencem.platform.organization.service import UnitRow, import_units

    stores = [UnitRow(f"{number:04d}", f"{number:04d}店", "HQ", "store") for number in range(1, STORES + 1)]
    import_units([UnitRow("HQ", "总部", "", "hq"), *stores], now=NOW)
    hq = by_code(["HQ"])["HQ"].id
    definition = ten_questions()
    survey = publish_survey(definition=definition, owner_unit_id=hq, account=None, now=NOW).survey
    earlier = Batch.rows.create(
        public_id="earlier", name="earlier", survey=survey, unit_id=hq, channels=["sms"], created_at=NOW,
        state=BatchState.DONE,
    )  # fmt: skip
    Batch.rows.create(
        public_id="bench", name="bench", survey=survey, unit_id=hq, channels=["wechat", "sms"], share=SHARE,
        people={"filter": {}}, created_at=NOW, starts_at=NOW, state=BatchState.SCHEDULED,
    )  # fmt: skip
    return earlier, survey


def _people(start: int, batch: Any, survey: Any, rng: random.Random) -> None:
    """One chunk of customers with everything that stands for or against asking them."""
    from opencem.kit.bulk import insert_many
    from opencem.listen.customers.identity import digest
    from opencem.listen.customers.models import Customer, Identity
    from opencem.listen.invitations.models import Complaint, Dispatch, Invitation, OptOut, Suppression
    from opencem.listen.invitations.service.planning import INVITATION_COLUMNS
    from opencem.platform.organization.queries import by_code

    units = [unit.id for unit in by_code([f"{number:04d}" for number in range(1, STORES + 1)]).values()]
    ids = insert_many(
        Customer,
        ("public_id", "name", "level", "home_unit_id", "joined_on", "attributes", "created_at"),
        [(f"c{start + n}", f"顾客{n}", "", rng.choice(units), None, _attributes(n), NOW) for n in range(CHUNK)],
    )
    phones = [(id_, f"+86139{start + n:08d}") for n, id_ in enumerate(ids) if rng.random() >= NO_ADDRESS]
    keys = [(id_, "phone", digest("phone", phone), phone) for id_, phone in phones]
    insert_many(Identity, ("customer_id", "kind", "digest", "value"), keys)
    asked = [(id_, NOW - timedelta(hours=rng.randint(1, 24 * 60))) for id_ in _some(ids, ASKED_LATELY, rng)]
    earlier = insert_many(
        Invitation,
        INVITATION_COLUMNS,
        [
            (batch.pk, None, "", "", survey.pk, units[0], id_, "sms", "delivered", "", None, None, None, 1, 0,
             at + timedelta(days=7), at, at, at, None, None, None, None)
            for id_, at in asked
        ],
    )  # fmt: skip
    insert_many(
        Dispatch,
        (
            "invitation_id", "customer_id", "survey_id", "batch_id", "message_id", "channel", "reminder", "at",
            "outcome", "provider_id",
        ),
        [
            (invitation, id_, survey.pk, batch.pk, f"m{invitation}", "sms", False, at, "taken", "")
            for invitation, (id_, at) in zip(earlier, asked, strict=True)
        ],
    )  # fmt: skip
    out = [(id_, "", "link", NOW, None) for id_ in _some(ids, OPTED_OUT, rng)]
    insert_many(OptOut, ("customer_id", "channel", "source", "at", "revoked_at"), out)
    complained = [(id_, NOW - timedelta(days=rng.randint(1, 120))) for id_ in _some(ids, COMPLAINED, rng)]
    insert_many(Complaint, ("customer_id", "at"), complained)
    bounced = [(kind, hashed, "139****", "bounced", NOW) for _, kind, hashed, _ in _some(keys, BOUNCED, rng)]
    insert_many(Suppression, ("kind", "digest", "shown", "reason", "at"), bounced)


def _attributes(number: int) -> dict[str, str]:
    """One in ten lives where it is an hour later, and quiet."""
    return {"timezone": "Asia/Tokyo"} if number % 10 == 0 else {}


def _some(items: Sequence[Any], share: float, rng: random.Random) -> list[Any]:
    return [item for item in items if rng.random() < share]


def measure() -> str:
    """Plans the batch; peak memory is that of the whole process."""
    import django

    django.setup()
    from opencem.listen.invitations.models import Batch
    from opencem.listen.invitations.service import plan_batch

    batch = Batch.rows.get(public_id="bench")
    began, cpu = time.perf_counter(), time.process_time()
    looked_at = plan_batch(batch.pk, NOW)
    planned_s, planned_cpu_s = time.perf_counter() - began, time.process_time() - cpu
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    measured = {"planned_s": planned_s, "planned_cpu_s": planned_cpu_s, "peak_mb": peak_mb, "planned": looked_at}
    return json.dumps({**measured, **_outcomes(batch.pk)})


def _outcomes(batch_id: int) -> dict[str, Any]:
    from django.db.models import Count

    from opencem.listen.invitations.models import Invitation, InvitationStep

    rows = Invitation.rows.filter(batch_id=batch_id)
    counted = rows.values_list("state", "reason").annotate(number=Count("pk")).order_by()
    rules = {f"{reason or state}".replace(":", "_"): number for state, reason, number in counted}
    without = rows.filter(state="skipped", reason="").count()
    assert InvitationStep.rows.filter(invitation__batch_id=batch_id).count() == rows.count()
    return {"rules": rules, "without_reason": without}
