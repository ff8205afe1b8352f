"""Posters to print: a QR code large enough to be scanned across a counter, with what it is for and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import segno

from opencem.kit.pdf import A4, Color, Page, text_width, wrapped, write_pdf
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.service import url_of
from opencem.listen.surveys.models import Survey

_WORDS: Mapping[str, tuple[str, str]] = {
    # what to do, how long it takes
    "zh-hans": ("微信扫码，说说您的感受", "不到一分钟，我们会看每一条"),
    "zh-hant": ("掃碼說說您的感受", "不到一分鐘，我們會看每一則"),
    "en": ("Scan to tell us how it was", "It takes less than a minute. We read every word."),
}
_INK: Color = (0.09, 0.11, 0.13)
_GREY: Color = (0.4, 0.44, 0.48)
_BRAND: Color = (0.059, 0.463, 0.431)
_WHITE: Color = (1.0, 1.0, 1.0)
MOST_PAGES = 500  # each takes some hundredths of a second, and somebody is waiting
_QR_SIZE = 330.0
_QR_BOTTOM = 250.0
_BAND = 120.0
_MARGIN = 60.0


def posters_pdf(collectors: Sequence[Collector], survey: Survey, language: str) -> bytes:
    """An A4 page a collector, in the order given. `language` falls back to what the survey speaks."""
    title = _in_language(survey.title, language)
    words = _WORDS.get(language.lower(), _WORDS["en"])
    return write_pdf([_poster(collector, title, words) for collector in collectors], title)


def _in_language(texts: Mapping[str, str], language: str) -> str:
    wanted = {name.lower(): text for name, text in texts.items()}
    return wanted.get(language.lower()) or next((text for text in texts.values() if text), "")


def _poster(collector: Collector, title: str, words: tuple[str, str]) -> Page:
    page = Page(*A4)
    page.rectangles([(0, page.height - _BAND, page.width, _BAND)], _BRAND)
    _centred_block(page, page.height - _BAND / 2, title, 30, _WHITE)
    page.centred(page.height - _BAND - 62, words[0], _fitting(words[0], 26), _INK)
    page.centred(page.height - _BAND - 94, words[1], _fitting(words[1], 15), _GREY)
    page.rectangles(_qr_boxes(collector, page.width), _INK)
    _centred_block(page, 190, collector.unit.name, 26, _INK)
    page.centred(120, collector.unit.code, 13, _GREY)
    page.centred(60, url_of(collector), _fitting(url_of(collector), 10), _GREY)
    return page


def _qr_boxes(collector: Collector, page_width: float) -> Iterator[tuple[float, float, float, float]]:
    """The dark runs of each line of the code: far fewer boxes than modules."""
    matrix = segno.make(url_of(collector), error="m").matrix
    module = _QR_SIZE / len(matrix)
    left, top = (page_width - _QR_SIZE) / 2, _QR_BOTTOM + _QR_SIZE
    for row, line in enumerate(matrix):
        y, column = top - (row + 1) * module, 0
        while column < len(line):
            begin = column
            while column < len(line) and line[column]:
                column += 1
            if column > begin:
                yield left + begin * module, y, (column - begin) * module, module
            column += 1


def _centred_block(page: Page, middle: float, text: str, size: float, color: Color) -> None:
    """At most two lines around a height; a longer text is cut."""
    lines = wrapped(text, size, page.width - 2 * _MARGIN)
    if len(lines) > 2:
        lines = [lines[0], lines[1][:-1] + "…"]
    for index, line in enumerate(lines):
        page.centred(middle + size * (0.7 * len(lines) - 1.05 - 1.3 * index), line, size, color)


def _fitting(text: str, size: float) -> float:
    """The size at which a line fits between the margins."""
    return min(size, size * (A4[0] - 2 * _MARGIN) / max(1.0, text_width(text, size)))
