"""A sender in a process of its own: `prepare PEOPLE BATCHES` or `send MINUTES_LATER SMTP_PORT`.

Run with DJANGO_SETTINGS_MODULE and OPENCEM_DATA_DIR set; `OPENCEM_CRASH_AT` kills it as `kill -9` would.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta

import django

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


def prepare(people: int, batches: int) -> None:
    from opencem.listen.customers.service import NewCustomer, upsert_many
    from opencem.listen.invitations.models import Batch, BatchState
    from opencem.listen.invitations.service import plan_batch
    from opencem.listen.surveys.service import publish_survey
    from opencem.platform.organization.queries import by_code
    from opencem.platform.organization.service import UnitRow, import_units
    from tests.paths import ROOT

    import_units([UnitRow("HQ", "总部", "", "hq"), UnitRow("0001", "徐汇店", "HQ", "store")], now=NOW)
    units = by_code(["HQ", "0001"])
    definition = json.loads((ROOT / "opencem" / "demo" / "surveys" / "post_purchase.json").read_text(encoding="utf-8"))
    survey = publish_survey(definition=definition, owner_unit_id=units["HQ"].id, account=None, now=NOW).survey
    upsert_many(
        [NewCustomer({"email": f"p{n}@example.com"}, home_unit_id=units["0001"].id) for n in range(people)], now=NOW
    )
    for number in range(batches):
        batch = Batch.rows.create(
            public_id=f"drill{number}", name="drill", survey=survey, unit_id=units["HQ"].id, channels=["email"],
            people={"filter": {}}, created_at=NOW, starts_at=NOW, state=BatchState.SCHEDULED,
        )  # fmt: skip
        plan_batch(batch.pk, NOW)


def send(minutes_later: int, port: int) -> None:
    from opencem.adapters.mailer.smtp import SmtpServer
    from opencem.integrations.smtp.sender import SmtpSender
    from opencem.listen.invitations import senders, service
    from opencem.listen.invitations.models import Dispatch, Invitation

    senders.bind([SmtpSender(SmtpServer("127.0.0.1", port, "", "", False, 10, "OpenCEM <ask@example.com>"))])
    at = NOW + timedelta(minutes=minutes_later)
    while service.send_due(at):
        pass
    states = sorted(set(Invitation.rows.values_list("state", flat=True)))
    print(json.dumps({"states": states, "dispatches": Dispatch.rows.count()}))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]), int(sys.argv[3]))
    else:
        send(int(sys.argv[2]), int(sys.argv[3]))
