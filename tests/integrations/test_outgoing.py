"""Calling outside: no way into the own network, one clock for a call, and an honest word on what was sent."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from opencem.integrations.outgoing.client import MOST_ANSWER_BYTES, Caller, NoAnswer, NotReached
from opencem.integrations.outgoing.guard import ForbiddenAddress, UnknownHost, locate, networks
from tests.integrations.vendor import serving

INWARD = [
    "http://127.0.0.1/",
    "http://127.1:8000/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost:5432/",
    "http://224.0.0.1/",
]
NO_URL = [
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://example.com/",
    "//example.com/",
    "http://",
    "http://user:secret@8.8.8.8/",
    "http://8.8.8.8:99999/",
    "http://8.8.8.8/\r\nHost: x",
    "http://8.8.8.8/ x",
    "http://例子.com/",
]


@pytest.mark.parametrize("url", INWARD + NO_URL)
def test_no_way_leads_into_the_own_network(url: str) -> None:
    with pytest.raises((ForbiddenAddress, UnknownHost)):
        locate(url, ())


def test_a_public_address_passes_and_is_the_one_connected_to() -> None:
    found = locate("https://8.8.8.8/hook?a=1", ())
    assert (found.address, found.port, found.target, found.authority) == ("8.8.8.8", 443, "/hook?a=1", "8.8.8.8")


def test_a_private_network_may_be_allowed_by_name() -> None:
    allowed = networks(["10.20.0.0/16"])
    assert locate("http://10.20.1.1:8080/", allowed).authority == "10.20.1.1:8080"
    with pytest.raises(ForbiddenAddress):
        locate("http://10.21.1.1/", allowed)


def test_one_private_address_among_several_forbids_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(ForbiddenAddress):
        locate("http://rebind.example/", ())


def test_the_name_is_looked_up_once_and_its_address_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that answers differently the second time gains nothing."""
    with serving(lambda call: (200, {"host": call.headers["host"]})) as vendor:
        port = int(vendor.url.rpartition(":")[2])
        asked: list[str] = []

        def resolver(host: str, *_: object, **__: object) -> list[object]:
            asked.append(host)
            return [(2, 1, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr("opencem.integrations.outgoing.guard.socket.getaddrinfo", resolver)
        answer = Caller(timeout_s=2, allowed=networks(["127.0.0.0/8"])).post_json(f"http://hooks.example:{port}/", {})
    assert answer.json() == {"host": f"hooks.example:{port}"}
    assert "hooks.example" in asked
    assert asked.count("hooks.example") == 1


def test_a_redirect_is_not_followed() -> None:
    with serving(lambda call: (302, {}, {"Location": "http://169.254.169.254/"})) as vendor:
        answer = Caller(timeout_s=2, allowed=None).post_json(vendor.url, {})
    assert (answer.status, len(vendor.calls)) == (302, 1)


def test_a_connection_is_kept_for_the_next_call() -> None:
    with serving(lambda call: (200, {})) as vendor:
        caller = Caller(timeout_s=2, allowed=None)
        for _ in range(5):
            assert caller.post_json(vendor.url, {}).status == 200
    assert (len(vendor.calls), vendor.connections) == (5, 1)


def test_a_connection_closed_meanwhile_is_opened_anew() -> None:
    with serving(lambda call: (200, {}, {"Connection": "close"})) as vendor:
        caller = Caller(timeout_s=2, allowed=None)
        assert [caller.post_json(vendor.url, {}).status for _ in range(3)] == [200, 200, 200]
    assert vendor.connections == 3


def test_nobody_there_means_nothing_was_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(NotReached):
            Caller(timeout_s=1, allowed=None).post_json(url, {})
    with pytest.raises(NotReached):
        Caller(timeout_s=1, allowed=None).post_json("http://no-such-host.invalid/", {})


@contextmanager
def speaking(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server below HTTP, which may behave badly."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(65536)
                behave(peer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def drip(peer: socket.socket) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        time.sleep(0.1)
        try:
            peer.sendall(b"X")
        except OSError:
            return


@pytest.mark.parametrize(
    "behave", [lambda peer: None, lambda peer: time.sleep(3), drip, lambda peer: peer.sendall(b"?\n")]
)
def test_sent_without_an_answer_is_told_apart_and_bounded_in_time(behave: Callable[[socket.socket], None]) -> None:
    with speaking(behave) as url:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            Caller(timeout_s=0.5, allowed=None).post_json(url, {"n": 1})
        assert time.monotonic() - began < 1.5


def test_an_endless_answer_is_cut_off() -> None:
    with serving(lambda call: (200, b"x" * (MOST_ANSWER_BYTES * 3))) as vendor:
        answer = Caller(timeout_s=3, allowed=None).get(vendor.url)
    assert len(answer.body) == MOST_ANSWER_BYTES
    assert answer.json() == {}
