"""The control of each type of question: what its template writes. A new type is a function here and a line in `_OF`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from opencem.engines.survey_logic import Row

from . import levels
from .asked import Asked, GroupView, OptionView, id_part
from .attached import FilesView, files_of
from .pictures import PictureView, picture_view

_BOX = "-box"
"""What an error leads to where the first control depends on other answers: the question as a whole."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One line of a table. `chosen` tells whether anything in it is; `note` stands beside it where `note_name` is given.

    `narrows`: what is chosen here decides what the next line offers.
    """

    name: str
    id: str
    label: str
    options: tuple[OptionView, ...]
    chosen: bool
    errors: tuple[str, ...]
    value: str = ""
    note_name: str = ""
    note: str = ""
    critical: bool = False
    narrows: bool = False
    files: FilesView | None = None


class Ends(NamedTuple):
    """The words at both ends of a scale, each with its number."""

    low: str
    high: str


NO_ENDS = Ends("", "")


@dataclass(frozen=True, slots=True)
class Control:
    """Written by `template`. `first` ends the id that an error leads to. What a template lacks stands at its default."""

    template: str
    first: str = ""
    options: tuple[OptionView, ...] = ()
    groups: tuple[GroupView, ...] = ()
    rows: tuple[RowView, ...] = ()
    several: bool = False
    ends: Ends = NO_ENDS
    look: str = ""
    text: str = ""
    kind: str = "text"
    attributes: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    lines: int = 1
    longest: int = 0
    consent: str = ""
    consented: bool = False
    total: int = 0
    picture: PictureView | None = None
    most: int | None = None
    files: FilesView | None = None


def control_of(asked: Asked) -> Control:
    """The control of a question."""
    return _OF[asked.question.type](asked)


def _named_ends(asked: Asked) -> Ends:
    """Of a scale whose steps show what they are: only where they have words."""
    question = asked.question
    return _ends(asked) if question.low_label or question.high_label else NO_ENDS


def _ends(asked: Asked) -> Ends:
    low, high = asked.question.scale
    return _both(asked, str(low), str(high))


def _both(asked: Asked, low: str, high: str) -> Ends:
    question = asked.question
    return Ends(f"{low} {asked.fill(question.low_label)}".strip(), f"{high} {asked.fill(question.high_label)}".strip())


def _scores(asked: Asked, chosen: object, label: str = "{number}") -> tuple[OptionView, ...]:
    low, high = asked.question.scale
    picked = chosen if isinstance(chosen, int) and not isinstance(chosen, bool) else None
    return tuple(
        OptionView(str(score), label.format(number=score, most=high), score == picked, face=_mouth(score, low, high))
        for score in range(low, high + 1)
    )


def _mouth(score: int, low: int, high: int) -> str:
    """The curve of a face's mouth, from a frown to a smile."""
    depth = round(10 * (score - low) / (high - low) - 5, 1)
    return f"M7.5 {16 - depth / 2:g}q4.5 {depth:g} 9 0"


def _scale(asked: Asked) -> Control:
    return Control("scale", options=_scores(asked, asked.value), ends=_ends(asked))


def _rating(asked: Asked) -> Control:
    look = getattr(asked.question, "look", "numbers")
    if look == "numbers":
        return _scale(asked)
    label = asked.words["stars" if look == "stars" else "points"]
    options = _scores(asked, asked.value, label)
    chosen = any(option.checked for option in options)
    row = RowView(asked.field, asked.id, "", options, chosen, ())
    return Control("looks", rows=(row,), look=look, ends=_named_ends(asked))


def _choices(asked: Asked) -> Control:
    several = asked.question.type in ("multiple", "tags")
    return Control("choices", _BOX, groups=asked.groups(), several=several, kind="list" if several else "text")


def _picture(asked: Asked) -> Control:
    several = bool(getattr(asked.question, "multiple", False))
    return Control("pictures", _BOX, groups=asked.groups(), several=several, kind="list" if several else "text")


def _dropdown(asked: Asked) -> Control:
    return Control("dropdown", groups=asked.groups())


def _row(asked: Asked, row: Row, options: tuple[OptionView, ...], **extra: Any) -> RowView:
    return RowView(
        name=f"{asked.field}.{row.key}",
        id=f"{asked.id}-{id_part(row.key)}",
        label=asked.fill(row.label),
        options=options,
        chosen=any(option.checked for option in options),
        errors=asked.errors_of(row.key),
        **extra,
    )


def _matrix_rating(asked: Asked) -> Control:
    stars = asked.words["stars"]
    rows = tuple(_row(asked, row, _scores(asked, asked.part(row.key), stars)) for row in asked.question.rows)
    return Control("looks", f"-{id_part(asked.question.rows[0].key)}", rows=rows, look="stars", ends=_named_ends(asked))


def _matrix(asked: Asked) -> Control:
    several = asked.question.type == "matrix_multiple"
    rows = []
    for row in asked.question.rows:
        picked = asked.part(row.key)
        there = picked if isinstance(picked, list) else [picked]
        options = tuple(_ticked(option, there) for group in asked.groups() for option in group.options)
        rows.append(_row(asked, row, options))
    kind, most = ("list", asked.question.most_choices) if several else ("text", None)
    return Control(
        "table", f"-{id_part(asked.question.rows[0].key)}", rows=tuple(rows), several=several, kind=kind, most=most
    )


def _ticked(option: OptionView, picked: Sequence[object]) -> OptionView:
    return OptionView(option.value, option.label, option.value in picked, option.show, option.shown)


_VERDICTS = (("yes", "verdict_yes"), ("no", "verdict_no"), ("na", "verdict_na"))


def _checklist(asked: Asked) -> Control:
    rows = []
    for row in asked.question.rows:
        given = asked.part(row.key)
        parts = given if isinstance(given, Mapping) else {"answer": given}
        options = tuple(
            OptionView(verdict, asked.words[word], parts.get("answer") == verdict) for verdict, word in _VERDICTS
        )
        note, critical = str(parts.get("note") or ""), bool(getattr(row, "critical", False))
        name = f"{asked.field}.{row.key}.note"
        files = _evidence(asked, row, parts.get("evidence")) if row.key in asked.question.uploads else None
        rows.append(_row(asked, row, options, note_name=name, note=note, critical=critical, files=files))
    return Control("table", f"-{id_part(asked.question.rows[0].key)}", rows=tuple(rows))


def _evidence(asked: Asked, row: Row, ids: object) -> FilesView:
    label = f"{asked.words['photo']}: {asked.fill(row.label)}"
    photos, id = ids if isinstance(ids, list) else [], f"{asked.id}-{id_part(row.key)}-photo"
    return files_of(asked, row.key, ids=photos, id=id, label=label, part=f".{row.key}.evidence")


def _file(asked: Asked) -> Control:
    ids = asked.value if isinstance(asked.value, list) else []
    title = asked.fill(asked.question.title)
    return Control("files", files=files_of(asked, ids=ids, id=asked.id, label=title))


def _signature(asked: Asked) -> Control:
    return replace(_file(asked), template="signature", text=_typed(asked.part("typed")))


def _ranking(asked: Asked) -> Control:
    options = tuple(option for group in asked.groups() for option in group.options)
    most = min(asked.question.most_choices or len(options), len(options))
    ranked = asked.value if isinstance(asked.value, list) else []
    rows = []
    for rank in range(1, most + 1):
        label = asked.words["rank"].format(number=rank)
        chosen = ranked[rank - 1] if rank <= len(ranked) else None
        choices = tuple(_ticked(option, [chosen]) for option in options)
        rows.append(RowView(f"{asked.field}.{rank}", _numbered(asked, rank), label, choices, bool(chosen), ()))
    return Control("ranking", _BOX, rows=tuple(rows), options=options)


def _numbered(asked: Asked, place: int) -> str:
    return asked.id if place == 1 else f"{asked.id}-{place}"


def _constant_sum(asked: Asked) -> Control:
    rows = tuple(
        RowView(
            name=f"{asked.field}.{option.value}",
            id=_numbered(asked, place),
            label=option.label,
            options=(option,),
            chosen=False,
            errors=(),
            value=_typed(asked.part(option.value)),
        )
        for place, option in enumerate((each for group in asked.groups() for each in group.options), 1)
    )
    total = int(getattr(asked.question, "total", 100))
    return Control("amounts", rows=rows, total=total)


def _typed(value: object) -> str:
    return "" if value is None or isinstance(value, bool | Mapping | list) else str(value)


def _plain(number: float | None) -> str:
    return "" if number is None else format(Decimal(repr(number)).normalize(), "f")


def _number(asked: Asked) -> Control:
    unit = asked.fill(getattr(asked.question, "unit"))  # noqa: B009  # only this type has one
    return Control("entry", text=_typed(asked.value), kind="number", unit=unit, attributes=_attributes("decimal"))


def _attributes(mode: str, **others: str) -> tuple[tuple[str, str], ...]:
    return (("type", others.pop("type", "text")), ("inputmode", mode), *((n, v) for n, v in others.items() if v))


def _slider(asked: Asked) -> Control:
    question: Any = asked.question
    least, most, step = map(_plain, (question.least, question.most, question.step))
    attributes = _attributes("decimal", type="number", min=least, max=most, step=step)
    return Control(
        "slider", text=_typed(asked.value), kind="number", attributes=attributes, ends=_both(asked, least, most)
    )


def _day(asked: Asked) -> Control:
    question: Any = asked.question
    limits = {
        name: day.isoformat()
        for name, limit in (("min", question.least), ("max", question.most))
        if limit is not None and (day := limit.day(asked.context.today)) is not None
    }
    shape = {"type": "date", "placeholder": "2026-01-31", **limits}
    return Control("entry", text=_typed(asked.value), attributes=_attributes("text", **shape))


def _time(asked: Asked) -> Control:
    attributes = _attributes("text", type="time", placeholder="18:30")
    return Control("entry", text=_typed(asked.value), attributes=attributes)


def _email(asked: Asked) -> Control:
    attributes = _attributes("email", type="email", autocomplete="email", maxlength="254")
    return Control("entry", text=_typed(asked.value), attributes=attributes)


def _identifier(asked: Asked) -> Control:
    attributes = (*_attributes("text", maxlength="100", autocapitalize="off"), ("data-private", ""))
    return Control("entry", text=_typed(asked.value), attributes=attributes)


def _text(asked: Asked) -> Control:
    lines, longest = int(getattr(asked.question, "lines", 4)), asked.question.max_length
    template = "entry" if lines == 1 else "text"
    attributes = _attributes("text", maxlength=str(longest))
    return Control(template, text=_typed(asked.value), lines=lines, longest=longest, attributes=attributes)


def _phone(asked: Asked) -> Control:
    consented = asked.part("consent") is True
    return Control("phone", text=_typed(asked.part("number")), consent=_consent(asked), consented=consented)


def _agreement(asked: Asked) -> Control:
    return Control("consent", consent=_consent(asked), consented=asked.value is True)


def _consent(asked: Asked) -> str:
    return asked.fill(asked.question.consent.text) if asked.question.consent else ""


def _cascade(asked: Asked) -> Control:
    codes = asked.value if isinstance(asked.value, list) else []
    titles = getattr(asked.question, "levels", ())
    rows = []
    for depth, title in enumerate(titles[: len(codes) + 1]):
        steps = levels.next_steps(asked.question, codes[:depth])
        if not steps:
            break
        chosen = codes[depth] if depth < len(codes) else None
        options = tuple(OptionView(step.code, step.label, step.code == chosen) for step in steps)
        place = depth + 1
        name = f"{asked.field}.{place}"
        row = RowView(name, _numbered(asked, place), asked.fill(title), options, bool(chosen), ())
        rows.append(replace(row, narrows=place < len(titles)))
    return Control("cascade", rows=tuple(rows))


def _location(asked: Asked) -> Control:
    rows = tuple(
        RowView(
            name=f"{asked.field}.{part}",
            id=_numbered(asked, place),
            label=asked.words[part],
            options=(),
            chosen=False,
            errors=asked.errors_of(part),
            value=_typed(asked.part(part)),
        )
        for place, part in enumerate(("lat", "lng", "accuracy"), 1)
    )
    return Control("location", rows=rows)


def _image(asked: Asked) -> Control:
    return Control("image", picture=picture_view(str(getattr(asked.question, "src", ""))))


_OF: Mapping[str, Callable[[Asked], Control]] = {
    "nps": _scale,
    "ces": _rating,
    "rating": _rating,
    **dict.fromkeys(("single", "multiple", "tags"), _choices),
    "picture": _picture,
    "dropdown": _dropdown,
    "matrix_rating": _matrix_rating,
    **dict.fromkeys(("matrix_single", "matrix_multiple"), _matrix),
    "checklist": _checklist,
    "ranking": _ranking,
    "constant_sum": _constant_sum,
    "number": _number,
    "slider": _slider,
    "date": _day,
    "time": _time,
    "email": _email,
    "identifier": _identifier,
    "text": _text,
    "phone": _phone,
    "consent": _agreement,
    "cascade": _cascade,
    "location": _location,
    "image": _image,
    "file": _file,
    "signature": _signature,
}
