"""What `opencem export` writes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from opencem.kit.problems import Problem, register_problems
from opencem.kit.sheets.writing import csv_cell
from opencem.listen.feedback.queries import visible
from opencem.platform.accounts.service import system_scope
from opencem.platform.organization import queries as organization

register_problems({"export_unknown": {"zh-hans": "没有这种导出:{value}", "en": "No such export: {value}"}})


def export_to(kind: str, target: Path) -> int:
    """Writes a CSV with a BOM (Excel reads it as UTF-8). Returns the number of rows. Raises Problem."""
    makers = {"units": _units, "feedback": _feedback}
    if kind not in makers:
        raise Problem("export_unknown", params={"value": f"{kind} (there are: {', '.join(makers)})"})
    rows = 0
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for row in makers[kind]():
            writer.writerow([csv_cell(value) for value in row])
            rows += 1
    return rows - 1  # the header is none


def _units() -> Iterator[list[object]]:
    yield ["code", "name", "parent_code", "kind", "status"]
    tree = organization.tree()
    for unit in tree.in_order:
        parent = tree.by_id[unit.parent_id].code if unit.parent_id else ""
        yield [unit.code, unit.name, parent, unit.kind, unit.status]


def _feedback() -> Iterator[list[object]]:
    yield ["id", "kind", "source", "unit", "occurred_at", "recommend", "rating", "text", "suspicion"]
    for row in visible(system_scope("export")).select_related("unit").order_by("pk").iterator(2000):
        yield [
            row.pk, row.kind, row.source, row.unit.code, row.occurred_at.isoformat(), row.recommend, row.rating,
            row.text, row.suspicion,
        ]  # fmt: skip
