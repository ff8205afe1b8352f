"""Benches: each prepares its own data in a temporary folder, measures, and names its figures beside their bars."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from opencem.bench.harness import report

# name → module with `run(data: Path | None) -> Sequence[Result]`; imported when it is run.
BENCHES = {
    "page": "opencem.bench.page",
    "intake": "opencem.bench.intake",
    "loop": "opencem.bench.loop",
    "query": "opencem.bench.query",
    "memory": "opencem.bench.memory",
    "import": "opencem.bench.importing",
    "invitations": "opencem.bench.invitations",
    "collection": "opencem.bench.collection",
    "editor": "opencem.bench.editor",
    "mails": "opencem.bench.mails",
}


def names() -> list[str]:
    return list(BENCHES)


def run(name: str, data_dir: Path | None = None) -> dict[str, Any]:
    """Runs one bench. `data_dir` keeps what it generates, for the benches that generate much."""
    if name not in BENCHES:
        raise click.BadParameter(f"{name!r} is not one of {', '.join(BENCHES)}", param_hint="NAME")
    return report(name, importlib.import_module(BENCHES[name]).run(data_dir))


def as_text(result: dict[str, Any]) -> str:
    marks = {True: "ok", False: "OVER", None: ""}
    lines = [f"{result['bench']}  ({result['machine']['cores']} cores, load {result['machine']['load_before']})"]
    for row in result["results"]:
        bar = f"bar {row['bar']:g}" if row["bar"] is not None else ""
        lines.append(f"  {row['name']:<28} {row['value']:>12,.2f} {row['unit']:<10} {bar:<12} {marks[row['ok']]}")
    return "\n".join(lines)
