"""A collector as a QR code: a picture, or a ZIP of pictures for a subtree."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import segno

from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.service import url_of

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def qr_svg(collector: Collector) -> bytes:
    out = io.BytesIO()
    segno.make(url_of(collector), error="m").save(out, kind="svg", scale=8, border=4, xmldecl=False)
    return out.getvalue()


def qr_png(collector: Collector) -> bytes:
    out = io.BytesIO()
    segno.make(url_of(collector), error="m").save(out, kind="png", scale=12, border=4)
    return out.getvalue()


def qr_zip(collectors: Sequence[Collector]) -> bytes:
    """One PNG a store, named by code and name, and a CSV of the links. Names are made safe for any file system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        lines = ["﻿code,name,link"]
        for collector in collectors:
            name = _UNSAFE.sub("_", f"{collector.unit.code} {collector.unit.name}")[:80]
            archive.writestr(f"{name}.png", qr_png(collector))
            lines.append(f"{cell(collector.unit.code)},{cell(collector.unit.name)},{url_of(collector)}")
        archive.writestr("links.csv", "\r\n".join(lines))
    return out.getvalue()


def cell(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula."""
    quoted = text.replace('"', '""')
    return f'"{chr(39) + quoted if quoted[:1] in "=+-@" else quoted}"'
