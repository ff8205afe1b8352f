"""Answers and the catalogue as JSON, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from opencem.engines.query import Field, FieldKind, Metric
from opencem.engines.query.steps import dimensions_of
from opencem.kit.chinese import spoken
from opencem.understand.metrics.figures import Figure
from opencem.understand.metrics.service import Definition, Result
from opencem.understand.metrics.shaping import ProductNamed, UnitName


def answer_json(result: Result, language: str) -> str:
    """The body of an answer. Not through pydantic: three thousand stores would take as long to check as to compute."""
    return json.dumps(
        {
            "columns": result.columns,
            "rows": [{name: _plain(value) for name, value in row.items()} for row in result.rows],
            "as_of": result.as_of and result.as_of.isoformat(),
            "total": result.total,
            "partial": result.partial,
            "definitions": {name: _definition(meaning, language) for name, meaning in result.definitions.items()},
        },
        ensure_ascii=False,
    )


def _plain(value: object) -> Any:
    if isinstance(value, Figure):
        return _figure(value)
    if isinstance(value, UnitName):
        return {"code": value.code, "name": value.name, "id": value.id}
    if isinstance(value, ProductNamed):
        return {"code": value.code, "name": value.name}
    return value.isoformat() if isinstance(value, date) else value


def _figure(figure: Figure) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "value": figure.value, "n": figure.n, "low": figure.low, "high": figure.high, "state": figure.state,
    }  # fmt: skip
    if figure.respondents is not None:
        shown["respondents"] = figure.respondents
    if figure.previous is not None:
        shown["previous"] = _figure(figure.previous)
        change = figure.change
        shown["change"] = {"value": change.value, "significant": change.significant} if change else None
    return shown


def _definition(meaning: Definition, language: str) -> Mapping[str, Any]:
    return {
        "name": spoken(language, meaning.name_zh, meaning.name_en),
        "formula": spoken(language, meaning.formula_zh, meaning.formula_en),
        "version": meaning.version,
    }


def metric_out(metric: Metric, language: str) -> dict[str, Any]:
    """A metric of the catalogue."""
    return {
        "name": metric.name,
        "title": spoken(language, metric.name_zh, metric.name_en),
        "formula": spoken(language, metric.formula_zh, metric.formula_en),
        "version": metric.version,
        "shape": metric.shape,
        "higher_is_better": metric.higher_is_better,
        "takes_argument": metric.argument is not None,
        "dimensions": dimensions_of(metric),
    }


def field_out(field: Field, language: str) -> dict[str, Any]:
    """A dimension or filter field of the catalogue."""
    return {
        "name": field.name,
        "title": spoken(language, field.name_zh, field.name_en),
        "kind": FieldKind(field.kind),
        "splits": field.splits,
        "takes_argument": field.takes_argument,
    }
