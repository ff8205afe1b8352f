"""`loop`: from a submission to its figure in `/api/v1/query` and its ticket, while a hundred arrive each second."""

from __future__ import annotations

import http.cookiejar
import json
import random
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opencem.bench import load
from opencem.bench.company import PASSWORD, prepare
from opencem.bench.harness import Result, Server, at_most, folder, percentile, server
from opencem.bench.intake import form, submissions

RATE = 100
SECONDS = 30
PROBES = 60


class Console:
    """Somebody signed in, talking to the API as the console does."""

    def __init__(self, url: str, login: str = "bench", password: str = PASSWORD) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self._sign_in(login, password)

    def _sign_in(self, login: str, password: str) -> None:
        page = self.opener.open(f"{self.url}/accounts/login/").read().decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        fields = {"csrfmiddlewaretoken": token, "login": login, "password": password}
        request = urllib.request.Request(
            f"{self.url}/accounts/login/", urllib.parse.urlencode(fields).encode(), {"Referer": self.url}
        )
        self.opener.open(request).read()

    def get(self, path: str) -> Any:
        return json.load(self.opener.open(f"{self.url}/api/v1{path}"))

    def query(self, body: dict[str, Any]) -> Any:
        return self.send("POST", "/query", body)

    def send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        csrf = next(cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken")
        headers = {"Content-Type": "application/json", "X-CSRFToken": csrf, "Referer": self.url}
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        return json.load(self.opener.open(request))


def run(data: Path | None) -> Sequence[Result]:
    """Each probe is a zero given at a store that gets no other answers, so its figure and ticket can be told apart."""
    with folder(data) as where:
        made = prepare(where, stores=PROBES + 40, keys=RATE * SECONDS * 2)
        probes = {code: made.doors[code - 1] for code in range(1, PROBES + 1)}
        quiet = {token for token, _ in probes.values()}
        noise = [door for door in made.doors if door[0] not in quiet][: RATE * SECONDS]
        with server(where) as running:
            analyst = Console(running.url)
            background = threading.Thread(
                target=load.apply, args=(running.url, submissions(running, noise)), kwargs={"callers": 8, "rate": RATE}
            )
            background.start()
            time.sleep(2)
            pace = (SECONDS - 6) / PROBES
            times = [_probe(running, analyst, f"{code:04d}", door, pace) for code, door in probes.items()]
            background.join()
    visible, ticket = [t[0] for t in times], [t[1] for t in times]
    return [
        at_most("visible_p99_ms", percentile(visible, 0.99), "ms", 2000),
        at_most("ticket_p99_ms", percentile(ticket, 0.99), "ms", 2000),
        Result("visible_p50_ms", round(percentile(visible, 0.5), 1), "ms"),
        Result("ticket_p50_ms", round(percentile(ticket, 0.5), 1), "ms"),
    ]


def _probe(running: Server, analyst: Console, store: str, door: tuple[str, str], pace: float) -> tuple[float, float]:
    began = time.perf_counter()
    token, key = door
    body = urllib.parse.urlencode(form(key, random.Random(store), recommend=0), doseq=True).encode()
    urllib.request.urlopen(f"{running.url}/s/{token}", body).read()
    sent = time.perf_counter()
    seen = {"visible": 0.0, "ticket": 0.0}
    while not all(seen.values()) and time.perf_counter() - sent < 15:
        if not seen["visible"] and _visible(analyst, store):
            seen["visible"] = (time.perf_counter() - sent) * 1000
        if not seen["ticket"] and analyst.get(f"/tickets?unit={store}")["items"]:
            seen["ticket"] = (time.perf_counter() - sent) * 1000
        time.sleep(0.02)
    time.sleep(max(0.0, pace - (time.perf_counter() - began)))
    return seen["visible"] or 15_000, seen["ticket"] or 15_000


def _visible(analyst: Console, store: str) -> bool:
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    answer = analyst.query({"metrics": ["responses"], "unit": store, "time": {"from": today, "to": today}})
    return any((row["responses"]["value"] or 0) >= 1 for row in answer["rows"])
