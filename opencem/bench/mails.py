"""`mails`: invitations of one batch through one worker and a local SMTP server, each decided again, sent and noted.

Needs aiosmtpd (a test dependency).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from opencem.bench.company import ten_questions
from opencem.bench.harness import Result, at_least, at_most, command, environment_of, folder, free_port

PEOPLE: Final = 4_000
NOW: Final = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)  # noon in Shanghai, when people may be written to
_ROUND: Final = """
import sys, django
django.setup()
from opencem.bench import mails
print(getattr(mails, sys.argv[1])(*map(int, sys.argv[2:])))
"""
_SERVER: Final = """
import sys
from opencem.bench import mails
mails.take_and_count(int(sys.argv[1]))
"""


def run(data: Path | None) -> Sequence[Result]:
    with folder(data) as where:
        command(where, "migrate")
        _round(where, "prepare")
        with _mail_server() as (port, server):
            seen = json.loads(_round(where, "send", port))
            server.terminate()
            received = json.loads(server.communicate(timeout=20)[0].splitlines()[-1])
    return [
        at_least("mails_per_s", PEOPLE / seen["seconds"], "1/s", 200),
        Result("mail_cpu_ms", round(seen["cpu_s"] / PEOPLE * 1000, 2), "ms"),
        at_most("not_delivered", PEOPLE - seen["delivered"], "people", 0),
        at_most("not_received", PEOPLE - received["people"], "people", 0),
        at_most("received_twice", received["mails"] - received["people"], "mails", 0),
    ]


def prepare() -> str:
    """The company, its customers with an address each, and a batch planned for all of them. Inside the folder's environment."""
    from opencem.listen.customers.service import NewCustomer, upsert_many
    from opencem.listen.invitations.models import Batch, BatchState
    from opencem.listen.invitations.service import plan_batch
    from opencem.listen.surveys.service import publish_survey
    from opencem.platform.organization.queries import by_code
    from opencem.platform.organization.service import UnitRow, import_units

    import_units([UnitRow("HQ", "总部", "", "hq"), UnitRow("0001", "徐汇店", "HQ", "store")], now=NOW)
    units = by_code(["HQ", "0001"])
    survey = publish_survey(definition=ten_questions(), owner_unit_id=units["HQ"].id, account=None, now=NOW).survey
    people = (NewCustomer({"email": f"p{n}@example.com"}, home_unit_id=units["0001"].id) for n in range(PEOPLE))
    upsert_many(list(people), now=NOW)
    batch = Batch.rows.create(
        public_id="bench", name="bench", survey=survey, unit_id=units["HQ"].id, channels=["email"],
        people={"filter": {}}, created_at=NOW, starts_at=NOW, state=BatchState.SCHEDULED,
    )  # fmt: skip
    plan_batch(batch.pk, NOW)
    return "ready"


def send(port: int) -> str:
    """What the worker's job does until nothing is due. Inside the folder's environment."""
    from opencem.adapters.mailer.smtp import SmtpServer
    from opencem.integrations.smtp.sender import SmtpSender
    from opencem.listen.invitations import senders, service
    from opencem.listen.invitations.models import Invitation

    senders.bind([SmtpSender(SmtpServer("127.0.0.1", port, "", "", False, 10, "OpenCEM <ask@example.com>"))])
    began, cpu = time.perf_counter(), time.process_time()
    while service.send_due(NOW):
        pass
    seconds, cpu_s = time.perf_counter() - began, time.process_time() - cpu
    delivered = Invitation.rows.filter(state="delivered").count()
    return json.dumps({"seconds": seconds, "cpu_s": cpu_s, "delivered": delivered})


def take_and_count(port: int) -> None:
    """A mail server until it is terminated; then prints how many mails it took, for how many people."""
    import signal
    import threading

    from aiosmtpd.controller import Controller

    taken: list[str] = []

    class Postbox:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            taken.extend(envelope.rcpt_tos)
            return "250 OK"

    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    Controller(Postbox(), hostname="127.0.0.1", port=port).start()
    print("ready", flush=True)
    ended.wait()
    print(json.dumps({"mails": len(taken), "people": len(set(taken))}), flush=True)


def _round(data: Path, name: str, *arguments: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _ROUND, name, *map(str, arguments)],
        env={**environment_of(data), "DJANGO_SETTINGS_MODULE": "opencem.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()[-1]


@contextmanager
def _mail_server() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", _SERVER, str(port)], stdout=subprocess.PIPE, text=True)
    try:
        if server.stdout is None or "ready" not in server.stdout.readline():
            raise RuntimeError("the mail server did not start; it needs aiosmtpd: pip install -r requirements-dev.txt")
        yield port, server
    finally:
        server.kill()
        server.wait()
