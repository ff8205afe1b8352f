"""A real `opencem serve` on a data folder of its own, and people who talk HTTP to it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from opencem.bench.harness import environment_of, free_port

PASSWORD = "pass-Word-123"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """Keeps cookies; does not follow redirects. `language` is its Accept-Language."""

    port: int
    language: str = "zh-CN"
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: bytes | str = b"", content_type: str = "", **headers: str) -> Reply:
        sent = {"Accept-Language": self.language, "Referer": f"http://127.0.0.1:{self.port}/", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if content_type:
            sent["Content-Type"] = content_type
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body.encode() if isinstance(body, str) else body, sent)
            response = connection.getresponse()
            self._keep(response.headers.get_all("Set-Cookie") or [])
            return Reply(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, **headers)

    def post_form(self, path: str, fields: Mapping[str, Any]) -> Reply:
        return self.send("POST", path, urlencode(fields, doseq=True), FORM)

    def _keep(self, set_cookies: Sequence[str]) -> None:
        for line in set_cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value


@dataclass
class Person(Browser):
    """Somebody who may sign in by the login page and then talks to the API as the console does."""

    def sign_in(self, username: str, password: str = PASSWORD) -> Reply:
        page = self.get("/accounts/login/")
        token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        fields = {"csrfmiddlewaretoken": token, "login": username, "password": password}
        return self.post_form("/accounts/login/", fields)

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """JSON in, whatever comes out."""
        text = "" if body is None else json.dumps(body, ensure_ascii=False)
        return self.raw(method, path, text, **headers)

    def raw(
        self, method: str, path: str, body: bytes | str, content_type: str = "application/json", **headers: str
    ) -> Reply:
        csrf = {"X-CSRFToken": self.cookies.get("csrftoken", "")}
        kind = content_type if body else ""
        return self.send(method, f"/api/v1{path}", body, kind, **csrf, **headers)

    def read(self, path: str, **query: Any) -> Any:
        """The JSON of a GET that must succeed."""
        reply = self.api("GET", f"{path}?{urlencode(query, doseq=True)}" if query else path)
        assert reply.status == 200, reply.text
        return reply.json()

    def do(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a call that must succeed."""
        reply = self.api(method, path, {} if body is None else body)
        assert reply.status in (200, 201), f"{method} {path}: {reply.status} {reply.text}"
        return reply.json()

    def upload(self, kind: str, content: bytes, name: str = "rows.csv", **fields: str) -> Reply:
        boundary = uuid.uuid4().hex
        parts = [_part(boundary, key, value.encode()) for key, value in {"kind": kind, **fields}.items()]
        parts.append(_part(boundary, "file", content, name))
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        return self.raw("POST", "/imports", body, f"multipart/form-data; boundary={boundary}")


def _part(boundary: str, key: str, value: bytes, file_name: str = "") -> bytes:
    name = f'; filename="{file_name}"' if file_name else ""
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"{name}\r\n\r\n'.encode() + value + b"\r\n"


@dataclass
class Served:
    """One data folder and the `opencem serve` that runs on it, which may be killed and started again."""

    data: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {**environment_of(self.data, self.port), **self.settings}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One `opencem` command on this folder."""
        return subprocess.run(
            [sys.executable, "-m", "opencem", *arguments],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def inside(self, program: str) -> Any:
        """Runs Python in the folder's environment with Django set up; returns the JSON it prints last."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{program}"],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "opencem.config.settings"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1]) if done.stdout.strip() else None

    def start(self, **settings: str) -> None:
        """Starts the server and waits until it answers."""
        self.launch(**settings)
        eventually(self.answers, seconds=90)

    def launch(self, **settings: str) -> None:
        """Starts the server in a process group of its own."""
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "opencem", "serve"],
                env={**self.environment, **settings}, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.data / "serve.log").read_text()
        try:
            return Browser(self.port).get("/healthz").status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """`kill -9` of every process of the server at once."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        eventually(lambda: not is_listening(self.port), seconds=10)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    @contextlib.contextmanager
    def records(self) -> Iterator[sqlite3.Connection]:
        """The records as they lie on the disk, read only."""
        connection = sqlite3.connect(f"file:{self.data / 'records.sqlite3'}?mode=ro", uri=True, timeout=20)
        try:
            yield connection
        finally:
            connection.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.records() as connection:
            return connection.execute(sql, values).fetchall()

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(ask: Any, *, seconds: float = 15.0, every: float = 0.05) -> Any:
    """The first truthy answer; fails when there is none in time."""
    end = time.monotonic() + seconds
    while True:
        found = ask()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(every)
