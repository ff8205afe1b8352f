"""An HTTP client for senders: it says whether the other side can have taken what was sent.

For a message that costs money or reaches a person twice, "nobody answered" is not "it failed": what never left may be
tried again at once, what left without an answer may not.
"""

from __future__ import annotations

import io
import json
import select
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from http.client import HTTPConnection, HTTPException
from typing import Any

from opencem.integrations.outgoing.guard import Destination, Network, UnknownHost, locate

MOST_ANSWER_BYTES = 256 * 1024


class NotReached(Exception):
    """No connection came about: nothing was sent."""


class NoAnswer(Exception):
    """It was sent, at least in part, and no answer came: the other side may have taken it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by their lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The object of the body; empty when it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}


class Caller:
    """Calls over kept connections, one a thread and address. Redirects are not followed.

    `timeout_s` bounds a whole call, however slowly bytes drip in. `allowed` is as for `guard.locate`.
    """

    def __init__(self, *, timeout_s: float, allowed: Sequence[Network] | None) -> None:
        self._timeout_s = timeout_s
        self._allowed = allowed
        self._kept = threading.local()

    def get(self, url: str) -> Answer:
        return self._call("GET", url, b"", {})

    def post_json(self, url: str, value: object, headers: Mapping[str, str] | None = None) -> Answer:
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return self.post(url, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Raises NotReached, NoAnswer, or `guard.ForbiddenAddress`."""
        return self._call("POST", url, body, headers)

    def _call(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        deadline = time.monotonic() + self._timeout_s
        try:
            destination = locate(url, self._allowed)
        except UnknownHost as error:
            raise NotReached("unknown host") from error
        connection = self._connection(destination, deadline)
        try:
            sent = {"Host": destination.authority, "User-Agent": "OpenCEM", **headers}
            connection.request(method, destination.target, body or None, sent)
            return self._read(connection)
        except (OSError, HTTPException) as error:
            connection.close()
            raise NoAnswer(type(error).__name__) from error

    def _connection(self, destination: Destination, deadline: float) -> _Connection:
        kept = self._kept_here()
        place = replace(destination, target="")
        connection = kept.get(place)
        if connection is None or not _is_alive(connection):
            connection = kept[place] = _open(place, deadline)
        connection.clocked.deadline = deadline
        return connection

    def _kept_here(self) -> dict[Destination, _Connection]:
        """The connections of this thread."""
        if not hasattr(self._kept, "connections"):
            self._kept.connections = {}
        connections: dict[Destination, _Connection] = self._kept.connections
        return connections

    def _read(self, connection: _Connection) -> Answer:
        response = connection.getresponse()
        body = response.read(MOST_ANSWER_BYTES)
        if not response.isclosed():
            connection.close()  # more than anybody has to say: the rest is left unread
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)


class _Connection(HTTPConnection):
    """An HTTP connection over a stream that is open already."""

    def __init__(self, place: Destination, stream: _Clocked) -> None:
        super().__init__(place.host, place.port)
        self.auto_open = 0
        self.clocked = stream
        self.sock = stream


def _is_alive(connection: _Connection) -> bool:
    """Whether a kept connection still stands: one that has something to say between calls is being closed."""
    if connection.sock is None:
        return False
    readable, _, _ = select.select([connection.sock], [], [], 0)
    if readable:
        connection.close()
    return not readable


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _open(place: Destination, deadline: float) -> _Connection:
    left = max(0.1, deadline - time.monotonic())
    try:
        plain = socket.create_connection((place.address, place.port), timeout=left)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = _tls().wrap_socket(plain, server_hostname=place.host) if place.scheme == "https" else plain
    except OSError as error:
        raise NotReached(type(error).__name__) from error
    return _Connection(place, _Clocked(stream, deadline))


class _Clocked:
    """A socket with one deadline for everything, where a plain one starts its time-out anew with every byte."""

    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream = stream
        self.deadline = deadline

    def fileno(self) -> int:
        return self._stream.fileno()

    def sendall(self, data: bytes) -> None:
        self._stream.settimeout(_left(self.deadline))
        self._stream.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_ClockedReader(self._stream, self.deadline))

    def close(self) -> None:
        self._stream.close()


class _ClockedReader(io.RawIOBase):
    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream = stream
        self._raw = stream.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._stream.settimeout(_left(self._deadline))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
