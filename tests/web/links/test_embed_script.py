"""The script other sites load: small, plain, cacheable for a while, readable from anywhere."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from tests.paths import ROOT

BUILT = ROOT / "opencem" / "web" / "links" / "static" / "links" / "embed.js"
needs_build = pytest.mark.skipif(not BUILT.exists(), reason="the embed script is not built: run `make build`")


@needs_build
def test_the_script_is_small_and_plain() -> None:
    script = BUILT.read_bytes()
    assert len(gzip.compress(script, 9)) < 5 * 1024
    for modern in (b"?.", b"??", b"import ", b"export ", b"async "):
        assert modern not in script  # Chrome 57, the oldest WebView in use, reads none of these


@needs_build
def test_the_script_may_be_loaded_by_any_site_and_is_kept_for_ten_minutes() -> None:
    reply = Client().get("/embed.js")
    assert reply.status_code == 200
    assert reply.headers["Content-Type"].startswith("text/javascript")
    assert reply.headers["Cache-Control"] == "public, max-age=600"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in reply.headers
    assert Client().post("/embed.js").status_code == 405
