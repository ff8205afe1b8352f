"""The short way: what the WSGI server gets of an answer page is what Django itself would have sent."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from opencem.adapters.sqlite_queued.turn import NoTurn
from opencem.config.wsgi import application
from opencem.listen.responses.models import Response

# Outside of a transaction: both look after the connection when a request begins.
pytestmark = pytest.mark.django_db(transaction=True)
CHANGING = {"set-cookie", "content-length"}


def ask(where: Any, method: str, address: str, **more: Any) -> tuple[str, dict[str, str], bytes]:
    """Status, headers by lower-case name, body: as the server before the application is told them."""
    request = getattr(RequestFactory(**more.pop("environ", {})), method)(address, **more)
    told: list[Any] = []
    body = b"".join(where(request.environ, lambda status, headers: told.extend((status, headers))))
    return told[0], {name.lower(): re.sub(r"nonce-[\w-]+", "nonce", value) for name, value in told[1]}, body


def anonymous(body: bytes) -> str:
    """A page without its key, which is another each time."""
    return re.sub(r'(name="_key" value=)"[^"]+"', r"\1", body.decode())


@pytest.mark.parametrize(
    ("tail", "environ"),
    [
        ("", {}),
        ("?lang=en", {"HTTP_ACCEPT_LANGUAGE": "en"}),
        ("unknown", {}),
        ("/deeper", {}),
        ("", {"HTTP_HOST": "evil.example"}),
    ],
)
def test_it_sends_what_django_would(survey: dict[str, Any], tail: str, environ: dict[str, str]) -> None:
    address = f"/s/{survey['tokens']['0001']}{tail}"
    short, long = (ask(where, "get", address, environ=environ) for where in (application, WSGIHandler()))
    assert short[0] == long[0]
    assert anonymous(short[2]) == anonymous(long[2])
    assert {k: v for k, v in short[1].items() if k not in CHANGING} == {
        k: v for k, v in long[1].items() if k not in CHANGING
    }
    assert short[1]["x-content-type-options"] == "nosniff"


def test_a_page_goes_out_compressed(survey: dict[str, Any]) -> None:
    address = f"/s/{survey['tokens']['0001']}"
    _status, headers, body = ask(application, "get", address, environ={"HTTP_ACCEPT_ENCODING": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) == len(body)
    assert "徐汇店" in gzip.decompress(body).decode()


def test_a_form_that_is_too_large_is_refused(survey: dict[str, Any]) -> None:
    data = {"q.comment": "长" * 200_000}
    status, _headers, _body = ask(application, "post", f"/s/{survey['tokens']['0001']}", data=data)
    assert status.startswith("413")
    assert not Response.rows.exists()


def test_a_fault_is_an_error_page_and_not_a_broken_connection(
    survey: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("opencem.web.respond.front.answer_page", fail)
    status, headers, body = ask(application, "get", f"/s/{survey['tokens']['0001']}")
    assert status.startswith("500")
    assert "a fault" not in body.decode()
    assert headers["content-security-policy"].startswith("default-src 'self'")


def test_who_cannot_be_served_in_time_is_told_so(survey: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*_: object) -> None:
        raise NoTurn

    monkeypatch.setattr("opencem.web.respond.front.answer_page", wait)
    status, _headers, body = ask(application, "get", f"/s/{survey['tokens']['0001']}")
    assert status.startswith("503")
    assert "请返回上一页，过一会儿再提交" in body.decode()


def test_everything_else_is_django_s() -> None:
    assert ask(application, "get", "/healthz")[0].startswith("200")
