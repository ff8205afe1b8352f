"""A survey on paper: every question with boxes to tick and lines to write on, as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opencem.kit.pdf import A4, Color, Page, text_width, wrapped, write_pdf
from opencem.listen.surveys.definitions import Definition, objects, text_of

_MARGIN = 56.0
_WIDTH = A4[0] - 2 * _MARGIN
_BOTTOM = 60.0
_GREY: Color = (0.42, 0.45, 0.48)
_BOX = 9.0
_NOT_ON_PAPER = ("hidden", "image", "location", "file")
_MOST_LINES = 6

Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands on the paper beside the survey's own words."""

    required: str
    if_applies: str
    one: str
    many: str
    order: str
    points: str
    verdicts: tuple[str, str, str]
    page: str


_CHINESE = _Words(
    "必答", "如适用", "选一项", "可多选", "请填名次", "合计 {total}", ("是", "否", "不适用"), "第 {page} 页，共 {of} 页"
)
_ENGLISH = _Words("required", "if it applies", "choose one", "choose any", "write the rank", "adds up to {total}",
                  ("Yes", "No", "n/a"), "Page {page} of {of}")  # fmt: skip


def write_paper(definition: Definition, language: str) -> bytes:
    """The survey in one language (its first where it has no text in it). What a form cannot ask is left out."""
    words = _CHINESE if language.startswith("zh") else _ENGLISH
    paper = _Paper(language, words)
    title = paper.in_language(definition.get("title"))
    paper.write(title, 20, gap=10)
    paper.write(paper.in_language(definition.get("intro")), 10, color=_GREY, gap=12)
    for page in objects(definition.get("pages")):
        paper.write(paper.in_language(page.get("title")), 14, gap=8)
        for question in objects(page.get("questions")):
            if question.get("type") not in _NOT_ON_PAPER:
                _ask(paper, question)
    paper.write(paper.in_language(definition.get("thanks")), 11, gap=0)
    return write_pdf(paper.numbered(), title)


@dataclass(slots=True)
class _Paper:
    """Sheets filled from top to bottom. `y` is the base line last written on."""

    language: str
    words: _Words
    sheets: list[Page] = field(default_factory=lambda: [Page(*A4)])
    y: float = A4[1] - _MARGIN
    asked: int = 0

    @property
    def sheet(self) -> Page:
        return self.sheets[-1]

    def in_language(self, texts: object) -> str:
        found = text_of(texts)
        return found.get(self.language) or next(iter(found.values()), "")

    def down(self, height: float) -> None:
        """Moves down, to a new sheet where this one is full."""
        self.y -= height
        if self.y < _BOTTOM:
            self.sheets.append(Page(*A4))
            self.y = A4[1] - _MARGIN - height

    def write(self, text: str, size: float, *, indent: float = 0, color: Color = (0, 0, 0), gap: float = 0) -> None:
        for paragraph in filter(None, text.splitlines()):
            for line in wrapped(paragraph, size, _WIDTH - indent):
                self.down(size * 1.45)
                self.sheet.text(_MARGIN + indent, self.y, line, size, color)
        if text:
            self.y -= gap

    def box(self, x: float, size: float = _BOX) -> None:
        """An empty square standing on the present base line."""
        y, thin = self.y - 1, 0.8
        edges = [(x, y, size, thin), (x, y + size, size, thin), (x, y, thin, size), (x + size, y, thin, size + thin)]
        self.sheet.rectangles(edges)

    def rule(self, x: float, width: float) -> None:
        """A line to write on."""
        self.sheet.rectangles([(x, self.y - 2, width, 0.5)], _GREY)

    def numbered(self) -> Sequence[Page]:
        for number, sheet in enumerate(self.sheets, 1):
            sheet.centred(32, self.words.page.format(page=number, of=len(self.sheets)), 8, _GREY)
        return self.sheets


def _ask(paper: _Paper, question: Part) -> None:
    kind, words = str(question.get("type")), paper.words
    if kind == "block":
        paper.write(paper.in_language(question.get("title")), 11, gap=10)
        return
    paper.asked += 1
    notes = [words.required] if question.get("required") is True else []
    notes += [words.if_applies] if question.get("show_if") else []
    notes += [note] if (note := _how(kind, question, words)) else []
    if paper.y < _BOTTOM + 90:
        paper.down(A4[1])
    paper.write(f"{paper.asked}. {paper.in_language(question.get('title'))}", 11.5)
    hints = [" · ".join(notes), paper.in_language(question.get("hint"))]
    paper.write("\n".join(filter(None, hints)), 9, indent=14, color=_GREY)
    _DRAWN.get(kind, _one_line)(paper, question)
    paper.y -= 14


def _how(kind: str, question: Part, words: _Words) -> str:
    if kind in ("single", "dropdown"):
        return words.one
    if kind in ("multiple", "tags", "picture"):
        return words.many
    if kind == "constant_sum":
        return words.points.format(total=question.get("total", 100))
    return words.order if kind == "ranking" else ""


def _choices(paper: _Paper, question: Part) -> None:
    for label, choice in _labels(paper, question):
        paper.down(17)
        paper.box(_MARGIN + 16)
        paper.sheet.text(_MARGIN + 32, paper.y, label, 10.5)
        if choice.get("open"):
            paper.rule(_MARGIN + 40 + text_width(label, 10.5), 150)


def _labels(paper: _Paper, question: Part) -> Iterable[tuple[str, Part]]:
    for holder in (question, *objects(question.get("groups"))):
        for choice in objects(holder.get("choices")):
            yield paper.in_language(choice.get("label")), choice


def _numbers_beside(paper: _Paper, question: Part) -> None:
    """Ranks or points: a short line before each choice."""
    for label, _ in _labels(paper, question):
        paper.down(18)
        paper.rule(_MARGIN + 16, 26)
        paper.sheet.text(_MARGIN + 50, paper.y, label, 10.5)


def _scale(paper: _Paper, question: Part) -> None:
    low, high = _range(question)
    step = min(38.0, (_WIDTH - 20) / (high - low + 1))
    paper.down(24)
    for place, number in enumerate(range(low, high + 1)):
        x = _MARGIN + 16 + place * step
        paper.box(x)
        paper.sheet.text(x + 12, paper.y, str(number), 9)
    left, right = (paper.in_language(question.get(name)) for name in ("low_label", "high_label"))
    if left or right:
        paper.down(14)
        paper.sheet.text(_MARGIN + 16, paper.y, left, 8.5, _GREY)
        end = _MARGIN + 16 + (high - low) * step + _BOX
        paper.sheet.text(max(end - text_width(right, 8.5), _MARGIN + 150), paper.y, right, 8.5, _GREY)


def _range(question: Part) -> tuple[int, int]:
    kind, points = question.get("type"), question.get("points")
    most = points if isinstance(points, int) and 2 <= points <= 11 else {"nps": 11, "ces": 7}.get(str(kind), 5)
    return (0, 10) if most == 11 else (1, most)


def _grid(paper: _Paper, question: Part, heads: Sequence[str]) -> None:
    """A row a line, a box under each head."""
    labels = [
        paper.in_language(row.get("label")) for row in (*objects(question.get("rows")), *objects(question.get("items")))
    ]
    column = min(70.0, _WIDTH * 0.55 / max(1, len(heads)))
    left = A4[0] - _MARGIN - column * len(heads)
    paper.down(18)
    for place, head in enumerate(heads):
        [shown, *_] = wrapped(head, 8, column - 4)
        paper.sheet.text(left + place * column, paper.y, shown, 8, _GREY)
    for label in labels:
        for line in wrapped(label, 10, left - _MARGIN - 24):
            paper.down(16)
            paper.sheet.text(_MARGIN + 16, paper.y, line, 10)
        for place in range(len(heads)):
            paper.box(left + place * column)


def _rated(paper: _Paper, question: Part) -> None:
    most = question.get("max")
    _grid(paper, question, [str(n) for n in range(1, (most if isinstance(most, int) and 2 <= most <= 10 else 5) + 1)])


def _matrix(paper: _Paper, question: Part) -> None:
    _grid(paper, question, [label for label, _ in _labels(paper, question)])


def _checklist(paper: _Paper, question: Part) -> None:
    _grid(paper, question, paper.words.verdicts)


def _lines(paper: _Paper, question: Part) -> None:
    asked = question.get("lines", 4)
    for _ in range(min(max(asked if isinstance(asked, int) else 4, 1), _MOST_LINES)):
        paper.down(24)
        paper.rule(_MARGIN + 16, _WIDTH - 16)


def _one_line(paper: _Paper, question: Part) -> None:
    paper.down(24)
    paper.rule(_MARGIN + 16, 220)
    paper.sheet.text(_MARGIN + 242, paper.y, paper.in_language(question.get("unit")), 9, _GREY)
    _agreed(paper, question)


def _agreed(paper: _Paper, question: Part) -> None:
    """The words of a consent with a box before them."""
    consent = question.get("consent")
    if isinstance(consent, Mapping):
        paper.down(18)
        paper.box(_MARGIN + 16)
        paper.y += 9 * 1.45
        paper.write(paper.in_language(consent.get("text")), 9, indent=32, color=_GREY)


def _levels(paper: _Paper, question: Part) -> None:
    levels = question.get("levels")
    for level in levels if isinstance(levels, list) else []:
        paper.down(22)
        paper.sheet.text(_MARGIN + 16, paper.y, paper.in_language(level), 10)
        paper.rule(_MARGIN + 120, 220)


def _signature(paper: _Paper, question: Part) -> None:
    paper.down(64)
    paper.rule(_MARGIN + 16, 220)


_DRAWN: Mapping[str, Callable[[_Paper, Part], None]] = {
    **dict.fromkeys(("single", "dropdown", "multiple", "tags", "picture"), _choices),
    **dict.fromkeys(("nps", "rating", "ces"), _scale),
    **dict.fromkeys(("matrix_single", "matrix_multiple"), _matrix),
    **dict.fromkeys(("ranking", "constant_sum"), _numbers_beside),
    "matrix_rating": _rated,
    "checklist": _checklist,
    "text": _lines,
    "consent": _agreed,
    "cascade": _levels,
    "signature": _signature,
}
