"""The client's side of the accounting: what it is about to send, written to the disk first, and what it was told."""

from __future__ import annotations

import hashlib
import json
import os
import random
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from opencem.bench.intake import form

CALLERS = 6
PAUSE_S = 0.04  # between two answers of one caller: the point is to be killed under load, not to measure


@dataclass(frozen=True)
class Submission:
    """One form to be sent: the fields of its last page under its key."""

    token: str
    key: str
    fields: Mapping[str, object]

    @property
    def body(self) -> str:
        return urlencode(self.fields, doseq=True)

    @property
    def payload_hash(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()


def submissions(doors: Sequence[tuple[str, str]], seed: int) -> list[Submission]:
    rng = random.Random(seed)
    return [Submission(token, key, form(key, rng)) for token, key in doors]


@dataclass
class Ledger:
    """An append-only file of `{key, payload, status}`; each line is on the disk before the next step is taken."""

    path: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, submission: Submission, status: str) -> None:
        line = json.dumps({"key": submission.key, "payload": submission.payload_hash, "status": status})
        with self._lock, self.path.open("a") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def keys(self, status: str) -> set[str]:
        lines = [json.loads(line) for line in self.path.read_text().splitlines()]
        return {line["key"] for line in lines if line["status"] == status}


@dataclass
class Crowd:
    """Respondents sending what is left, each again until it is thanked: a lost answer is what a browser would resend."""

    port: int
    ledger: Ledger
    waiting: deque[Submission]
    refusals: list[str] = field(default_factory=list)
    lost: int = 0
    _going: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self._going.set()
        self._threads = [threading.Thread(target=self._caller, args=(n,), daemon=True) for n in range(CALLERS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._going.clear()
        for thread in self._threads:
            thread.join()

    def finish(self, keys_sent: set[str]) -> None:
        """Sends again whatever was begun and never acknowledged, and nothing new."""
        self.waiting = deque(one for one in self.waiting if one.key in keys_sent)
        self.start()
        while self.waiting:
            time.sleep(0.05)
        self.stop()

    def _caller(self, number: int) -> None:
        rng = random.Random(number)
        while self._going.is_set():
            try:
                submission = self.waiting.popleft()
            except IndexError:
                return
            self._send(submission, f"{rng.getrandbits(128):032x}")
            time.sleep(PAUSE_S)

    def _send(self, submission: Submission, device: str) -> None:
        self.ledger.write(submission, "sent")
        try:
            status, body = self._post(submission, device)
        except (OSError, HTTPException):
            self.lost += 1
            self.waiting.append(submission)
            time.sleep(0.2)
            return
        if status == 200 and b"data-done" in body:
            self.ledger.write(submission, "acknowledged")
            return
        self.refusals.append(f"{status}: {body[:200]!r}")

    def _post(self, submission: Submission, device: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"opencem_device={device}"}
            connection.request("POST", f"/s/{submission.token}", submission.body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
