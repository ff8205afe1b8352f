"""The workbooks of the wizard: the template to fill in, and the rejected rows to mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

from opencem.engines.tables import Field, FieldKind
from opencem.kit.sheets.writing import Column, WorkbookWriter
from opencem.listen.sources.kinds.registry import ImportKind
from opencem.listen.sources.models import ImportRun, RejectedRow
from opencem.listen.sources.problems import reason

VALIDATED_ROWS: Final = 2_000
REASON: Final = {"zh": "失败原因", "en": "Reason"}
_DATA: Final = {"zh": "数据", "en": "Data"}
_GUIDE: Final = {
    "zh": (
        "填写说明",
        ("列名", "是否必填", "格式", "示例", "说明"),
        ("必填", "选填"),
        "数据页第 2 行是示例，填写前请删除。",
    ),
    "en": (
        "Instructions",
        ("Column", "Required", "Format", "Example", "Notes"),
        ("yes", "no"),
        "Row 2 of the data sheet is an example: delete it before filling in.",
    ),
}
_FORMATS: Final = {
    FieldKind.TEXT: ("文字，最多 {longest} 字", "text, up to {longest} characters"),
    FieldKind.CODE: ("编码，按文本填写", "code, kept as text"),
    FieldKind.INSTANT: ("日期时间", "date and time"),
    FieldKind.DATE: ("日期", "date"),
    FieldKind.RATING: ("评分 1–5", "rating 1–5"),
    FieldKind.MONEY: ("金额，单位元", "amount of money"),
    FieldKind.INTEGER: ("整数", "whole number"),
    FieldKind.BOOLEAN: ("是/否", "yes or no"),
    FieldKind.CHOICE: ("从列表中选", "choose from the list"),
}


def write_template(kind: ImportKind, language: str, target: BinaryIO) -> None:
    """A sheet to fill in (drop-down lists, one example row, every column as text) and one that explains it."""
    tongue = _tongue(language)
    with WorkbookWriter(target) as book:
        data = book.add_sheet(_DATA[tongue], [_column(field, language) for field in kind.fields], VALIDATED_ROWS)
        data.write_row([field.example for field in kind.fields], style="sample")
        name, headers, required, hint = _GUIDE[tongue]
        guide = book.add_sheet(name, [Column(header, 24) for header in headers])
        for field in kind.fields:
            guide.write_row(_explanation(field, language, required), style="wrap")
        guide.write_row([hint])


def write_rejects(
    run: ImportRun, kind: ImportKind, rejects: Iterable[RejectedRow], language: str, target: BinaryIO
) -> None:
    """The rejected rows as they were, the cells at fault marked, the reason in a last column. Fit to be sent again."""
    columns, kept = _kept_columns(run.columns)
    labels = {field.key: field.label(language) for field in kind.fields}
    places = {key: kept.index(run.columns.index(header)) for key, header in run.mapping.items() if header in columns}
    with WorkbookWriter(target) as book:
        sheet = book.add_sheet(
            _DATA[_tongue(language)], [*(Column(header) for header in columns), Column(REASON[_tongue(language)], 48)]
        )
        for reject in rejects:
            cells = [str(reject.values[i]) if i < len(reject.values) else "" for i in kept]
            marked = {places[fault["field"]] for fault in reject.faults if fault["field"] in places}
            sheet.write_row([*cells, reason(reject.faults, labels, language)], marked=marked)


def _kept_columns(columns: Sequence[str]) -> tuple[list[str], list[int]]:
    """The file's columns without an earlier reason: a file may go round more than once."""
    kept = [index for index, header in enumerate(columns) if header not in REASON.values()]
    return [columns[index] for index in kept], kept


def _column(field: Field, language: str) -> Column:
    choices = tuple(choice.label_en if _tongue(language) == "en" else choice.label_zh for choice in field.choices)
    width = 40 if field.longest > 1_000 else 18
    return Column(field.label(language), width, field.required, field.note(language), choices)


def _explanation(field: Field, language: str, required: tuple[str, str]) -> list[str]:
    form = _FORMATS[field.kind][_tongue(language) == "en"].format(longest=field.longest)
    return [
        field.label(language),
        required[0] if field.required else required[1],
        form,
        field.example,
        field.note(language),
    ]


def _tongue(language: str) -> str:
    return "en" if language.startswith("en") else "zh"
