"""Collectors: one link and QR code per unit, as pictures and as a ZIP for a subtree."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

import segno
from django.conf import settings

from opencem.kit.ids import new_id
from opencem.listen.distribution.models import Collector, CollectorKind
from opencem.listen.journeys import queries as journeys
from opencem.listen.journeys.models import Touchpoint
from opencem.listen.surveys.models import Survey

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def open_collectors(
    *,
    survey: Survey,
    unit_ids: Iterable[int],
    channel: str = "store",
    kind: str = CollectorKind.QR,
    touchpoint: Touchpoint | None = None,
) -> Sequence[Collector]:
    """A collector for each unit; one that is there already is kept with its token. Returns all of them.

    Without a touchpoint answers are filed at the one of the channel, so that none stands outside the journeys.
    """
    wanted = list(unit_ids)
    filed = touchpoint or journeys.of_channel(channel)
    Collector.rows.bulk_create(
        [
            Collector(survey=survey, unit_id=unit, kind=kind, channel=channel, touchpoint=filed, token=new_id())
            for unit in wanted
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    return list(Collector.rows.filter(survey=survey, unit_id__in=wanted, kind=kind, channel=channel))


def url_of(collector: Collector) -> str:
    return f"{settings.PUBLIC_URL}/s/{collector.token}"


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
            name = UNSAFE.sub("_", f"{collector.unit.code} {collector.unit.name}")[:80]
            archive.writestr(f"{name}.png", qr_png(collector))
            lines.append(f"{_cell(collector.unit.code)},{_cell(collector.unit.name)},{url_of(collector)}")
        archive.writestr("links.csv", "\r\n".join(lines))
    return out.getvalue()


def _cell(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{chr(39) + quoted if quoted[:1] in "=+-@" else quoted}"'
