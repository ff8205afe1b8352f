"""A load generator in a process of its own: keeps connections open, posts prepared requests, times each answer.

Run as `python -m opencem.bench.load`, it reads `{"host", "port", "requests", "callers", "rate"}` as JSON from standard
input and prints `{"seconds", "statuses", "times_ms", "first_at"}`. `rate` 0 means as fast as the callers can.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Load:
    seconds: float
    statuses: dict[str, int]
    times_ms: list[float]

    @property
    def per_second(self) -> float:
        good = sum(count for status, count in self.statuses.items() if status.startswith("2"))
        return good / self.seconds


def post(url: str, path: str, body: str, content_type: str, headers: Sequence[str] = ()) -> str:
    """A whole HTTP request as text."""
    host = urlsplit(url).netloc
    lines = [
        f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Type: {content_type}",
        f"Content-Length: {len(body.encode())}", *headers,
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n\r\n" + body


def apply(url: str, requests: Sequence[str], *, callers: int, rate: float = 0) -> Load:
    """Sends the requests from another process and waits for it."""
    parts = urlsplit(url)
    plan = {"host": parts.hostname, "port": parts.port, "requests": requests, "callers": callers, "rate": rate}
    done = subprocess.run(
        [sys.executable, "-m", "opencem.bench.load"], input=json.dumps(plan), capture_output=True, text=True, check=True
    )
    return Load(**json.loads(done.stdout))


@dataclass(slots=True)
class _Run:
    host: str
    port: int
    requests: list[bytes]
    rate: float
    started: float = 0.0
    next: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    times_ms: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def take(self) -> int | None:
        with self.lock:
            if self.next >= len(self.requests):
                return None
            self.next += 1
            return self.next - 1

    def caller(self) -> None:
        connection = socket.create_connection((self.host, self.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (number := self.take()) is not None:
            due = self.started + number / self.rate if self.rate else 0.0
            if due:
                time.sleep(max(0.0, due - time.perf_counter()))
            # Timed from when it was due: a slow server must not hide its queue by slowing its callers.
            begin = due or time.perf_counter()
            status = _exchange(connection, self.requests[number])
            self.times_ms.append((time.perf_counter() - begin) * 1000)
            self.statuses[status] += 1


def _exchange(connection: socket.socket, request: bytes) -> str:
    connection.sendall(request)
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += _more(connection)
    return head[9:12].decode()


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError("the server closed the connection")
    return received


def main() -> None:
    plan = json.load(sys.stdin)
    run = _Run(plan["host"], plan["port"], [text.encode() for text in plan["requests"]], plan["rate"])
    run.started = time.perf_counter()
    threads = [threading.Thread(target=run.caller) for _ in range(plan["callers"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - run.started
    print(json.dumps({"seconds": seconds, "statuses": dict(run.statuses), "times_ms": run.times_ms}))


if __name__ == "__main__":
    main()
