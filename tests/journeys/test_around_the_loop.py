"""Codes to print, probes, documents, headers, polling, the tree with its leading zeros."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from tests.journeys.conftest import TREE, Company
from tests.journeys.served import Browser, Person, eventually
from tests.journeys.test_the_loop import today


def test_leading_zeros_of_the_tree_are_kept(company_served: Company) -> None:
    units = {unit["code"]: unit for unit in company_served.person("root").read("/units")["items"]}
    assert len(units) == len(TREE.strip().splitlines()) - 1
    assert units["0001"]["name"] == "徐汇店"
    assert units["0001"]["attributes"]["format"] == "街边店"


def test_a_code_for_each_store_as_png_svg_and_all_in_a_zip(company_served: Company) -> None:
    root = company_served.person("root")
    (one,) = root.read("/surveys/post_purchase/collectors", unit="0001")["items"]
    assert one["url"].endswith(f"/s/{company_served.tokens['0001']}")
    png = root.api("GET", f"/collectors/{one['id']}/qr.png")
    assert (png.headers["content-type"], png.body[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    svg = root.api("GET", f"/collectors/{one['id']}/qr.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in svg.body
    assert b"<script" not in svg.body
    archive = zipfile.ZipFile(io.BytesIO(root.api("GET", "/surveys/post_purchase/qr.zip?unit=C11").body))
    pictures = [name for name in archive.namelist() if name.endswith(".png")]
    assert sorted(name[:4] for name in pictures) == ["0001", "0002", "0004", "0006", "0007"]


def test_probes(company_served: Company) -> None:
    stranger = Browser(company_served.port)
    assert stranger.get("/healthz").json() == {"status": "ok"}
    ready = stranger.get("/readyz")
    assert (ready.status, ready.json()["checks"]) == (200, {"database": "ok", "migrations": "ok", "worker": "ok"})


def test_the_api_documents_load_nothing_from_elsewhere(company_served: Company) -> None:
    root = company_served.person("root")
    page = root.get("/api/docs")
    assert page.status == 200
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)""", page.text)
    assert loaded
    assert [url for url in loaded if re.match(r"(https?:)?//", url)] == []
    assets = [root.get(url) for url in loaded if url.startswith("/static/")]
    assert {asset.status for asset in assets} == {200}
    policy = page.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert not re.search(r"https?:", policy)


@pytest.mark.parametrize("path", ["/", "/tickets", "/accounts/login/", "/s/{token}", "/api/v1/me", "/s/none"])
def test_headers_of_every_kind_of_page(company_served: Company, path: str) -> None:
    page = company_served.person("root").get(path.format(token=company_served.tokens["0005"]))
    policy = page.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy or "default-src 'none'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "same-origin"


def test_inline_scripts_of_a_page_carry_its_nonce(company_served: Company) -> None:
    for path in ("/", "/accounts/login/"):
        person = company_served.person("root") if path == "/" else Person(company_served.port)
        page = person.get(path)
        nonces = set(re.findall(r"'nonce-([^']+)'", page.headers["content-security-policy"]))
        inline = re.findall(r"<(?:script|style)(?![^>]*\bsrc=)([^>]*)>", page.text)
        assert all(any(f'nonce="{nonce}"' in attributes for nonce in nonces) for attributes in inline), path


QUESTION: dict[str, Any] = {
    "metrics": ["responses"], "unit": "0005", "time": {"from": str(today()), "to": str(today())},
}  # fmt: skip


@pytest.mark.parametrize("path", ["/tickets?unit=0005", "/feedback?unit=0005", "/units", "/surveys"])
def test_a_poll_that_saw_the_same_gets_304(company_served: Company, path: str) -> None:
    person = company_served.person("root")
    first = person.api("GET", path)
    again = person.api("GET", path, **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert "no-cache" in first.headers["cache-control"]
    assert "private" in first.headers["cache-control"]


def test_a_figure_is_polled_until_an_answer_changes_it(company_served: Company) -> None:
    analyst = company_served.person("analyst")
    first = analyst.api("POST", "/query", QUESTION)
    tag = first.headers["etag"]
    assert analyst.api("POST", "/query", QUESTION, **{"If-None-Match": tag}).status in (200, 304)
    company_served.respondent("0005").answer(10)
    changed = eventually(lambda: _changed(analyst, tag))
    assert changed.json()["rows"][0]["responses"]["value"] == 1
    settled = analyst.api("POST", "/query", QUESTION).headers["etag"]
    assert eventually(lambda: analyst.api("POST", "/query", QUESTION, **{"If-None-Match": settled}).status == 304)


def _changed(analyst: Person, tag: str) -> Any:
    reply = analyst.api("POST", "/query", QUESTION, **{"If-None-Match": tag})
    return reply if reply.status == 200 and reply.json()["rows"][0]["responses"]["value"] else None


def test_no_one_sees_another_ones_kept_answer(company_served: Company) -> None:
    whole = {**QUESTION, "unit": None}
    tag = company_served.person("analyst").api("POST", "/query", whole).headers["etag"]
    assert company_served.person("s1").api("POST", "/query", whole, **{"If-None-Match": tag}).status == 200


def test_an_unknown_address_is_told_as_a_problem(company_served: Company) -> None:
    for path in ("/api/v1/nothing", "/api/v2/me", "/api/v1/units//history"):
        reply = company_served.person("root").get(path)
        assert (reply.status, reply.json()["code"]) == (404, "not_found")
