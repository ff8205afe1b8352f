"""Senders killed at the worst moments, and senders side by side, over a real SMTP server: nobody is asked as if twice."""

from __future__ import annotations

import email
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from opencem.bench.harness import command, environment_of, free_port
from tests.paths import ROOT

PEOPLE = 120
KILLED = -9


@dataclass
class Postbox:
    """The Message-IDs each address has received, as often as it has received them."""

    received: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content)
        for recipient in envelope.rcpt_tos:
            self.received[recipient].append(str(message["Message-ID"]))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def process(data: Path, *arguments: str, crash_at: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**environment_of(data), "DJANGO_SETTINGS_MODULE": "opencem.config.settings"}
    return subprocess.run(
        [sys.executable, "-m", "tests.listen.invitations.sending_process", *arguments], cwd=ROOT,
        env=environment | ({"OPENCEM_CRASH_AT": crash_at} if crash_at else {}),
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def test_nobody_is_left_out_and_nobody_gets_a_second_message(tmp_path: Path, postbox: tuple[Postbox, int]) -> None:
    box, port = postbox
    command(tmp_path, "migrate")
    assert process(tmp_path, "prepare", str(PEOPLE), "1").returncode == 0
    # Between the claim and the first message; then between the last message of a chunk and the note that it went.
    for minutes, point in ((0, "after_invitation_claim:1"), (3, "after_sending:1")):
        killed = process(tmp_path, "send", str(minutes), str(port), crash_at=point)
        assert killed.returncode == KILLED, killed.stderr[-2000:]
    sent_before = len(box.received)
    assert 0 < sent_before < PEOPLE
    done = process(tmp_path, "send", "6", str(port))
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {"states": ["delivered"], "dispatches": PEOPLE}
    assert set(box.received) == {f"p{number}@example.com" for number in range(PEOPLE)}
    assert all(len(set(ids)) == 1 for ids in box.received.values())
    repeated = [address for address, ids in box.received.items() if len(ids) > 1]
    assert len(repeated) == sent_before  # the chunk whose fate nobody had noted, each as the very same message
    assert len({ids[0] for ids in box.received.values()}) == PEOPLE


def test_two_senders_side_by_side_ask_nobody_twice(tmp_path: Path, postbox: tuple[Postbox, int]) -> None:
    """Three batches have chosen the same people, and no rule allows two invitations within a week."""
    box, port = postbox
    command(tmp_path, "migrate")
    assert process(tmp_path, "prepare", str(PEOPLE), "3").returncode == 0
    with ThreadPoolExecutor(2) as senders:
        done = list(senders.map(lambda _: process(tmp_path, "send", "0", str(port)), range(2)))
    assert [one.returncode for one in done] == [0, 0], done[0].stderr[-2000:]
    assert len(box.received) == PEOPLE
    assert all(len(ids) == 1 for ids in box.received.values())
