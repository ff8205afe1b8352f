"""A poster shows the code that leads to the collector, the survey's title and whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import segno

from opencem.listen.distribution import posters
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.service import url_of
from tests.conftest import Api
from tests.kit.test_pdf import streams, texts


def matrix_of(content: bytes, modules: int) -> list[list[int]]:
    """The code as it is drawn, read back from its boxes."""
    boxes = [[float(part) for part in box] for box in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re", content)][
        1:
    ]
    left, top, size = min(box[0] for box in boxes), max(box[1] + box[3] for box in boxes), boxes[0][3]
    drawn = [[0] * modules for _ in range(modules)]
    for x, y, width, height in boxes:
        row = round((top - y - height) / size)
        for column in range(round((x - left) / size), round((x + width - left) / size)):
            drawn[row][column] = 1
    return drawn


def test_the_code_on_the_poster_is_the_collectors(survey: dict[str, Any]) -> None:
    collector = Collector.rows.select_related("unit").get(token=survey["tokens"]["0001"])
    (content,) = streams(posters.posters_pdf([collector], survey["survey"], "zh-Hans"))
    expected = [list(line) for line in segno.make(url_of(collector), error="m").matrix]
    assert matrix_of(content, len(expected)) == expected
    written = texts(content)
    for part in ("徐汇店", "0001", url_of(collector), "微信扫码"):
        assert part in written


def test_posters_of_a_subtree_come_in_the_order_of_the_tree(api: Callable[[str], Api], survey: dict[str, Any]) -> None:
    reply = api("r1_manager").get("/surveys/post_purchase/posters.pdf", language="en")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/pdf")
    pages = [texts(content) for content in streams(reply.content)]
    assert ["徐汇店" in pages[0], "静安店" in pages[1], len(pages)] == [True, True, 2]
    assert "Scan to tell us how it was" in pages[0]
    assert api("s1_manager").get("/surveys/post_purchase/posters.pdf", unit="0003").status_code == 404


def test_too_many_at_a_time_are_refused(api: Callable[[str], Api], survey: dict[str, Any], monkeypatch: Any) -> None:
    monkeypatch.setattr(posters, "MOST_PAGES", 2)
    reply = api("hq_admin").get("/surveys/post_purchase/posters.pdf")
    assert (reply.status_code, reply.json()["code"]) == (422, "posters_count")


def test_a_long_name_is_cut_to_two_lines(survey: dict[str, Any]) -> None:
    collector = Collector.rows.select_related("unit").get(token=survey["tokens"]["0001"])
    collector.unit.name = "世纪大道旗舰体验店" * 10
    (content,) = streams(posters.posters_pdf([collector], survey["survey"], "zh-Hans"))
    assert "…" in texts(content)
