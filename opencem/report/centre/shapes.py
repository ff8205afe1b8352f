"""From rows to what goes over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opencem.engines import stats
from opencem.listen.uploads.schemas import sent_file_out
from opencem.platform.accounts.service import names_of
from opencem.platform.privacy.service import mask_name, personal
from opencem.platform.scope.value import Scope
from opencem.understand.metrics.figures import Figure

from .models import AnswerExport
from .queries.answers import AnswerRow
from .queries.figures import SurveyFigures
from .queries.leaving import Leaving
from .queries.summary import QuestionSummary, Spread
from .questions import QuestionColumn

_DEVICE_LETTERS = 8


def figures_out(figures: SurveyFigures, least: int) -> dict[str, Any]:
    return {
        "key": figures.key,
        "responses": figures.responses,
        "responses_today": figures.responses_today,
        "duration": figure_out(figures.duration, least),
        "response_rate": figure_out(figures.response_rate, least) if figures.response_rate else None,
        "completion_rate": figure_out(figures.completion_rate, least) if figures.completion_rate else None,
    }


def figure_out(figure: Figure | stats.Figure, least: int) -> dict[str, Any]:
    """A figure, marked where it rests on fewer than ``least`` answers."""
    state = "none" if figure.n == 0 else "low_sample" if figure.n < least else "ok"
    return {"value": figure.value, "n": figure.n, "low": figure.low, "high": figure.high, "state": state}


def column_out(column: QuestionColumn) -> dict[str, Any]:
    return {
        "key": column.key,
        "question": column.question,
        "row": column.row,
        "title": column.title,
        "line": column.line,
        "type": column.type,
        "role": column.role,
        "personal": column.personal,
        "versions": list(column.versions),
    }


def row_out(row: AnswerRow) -> dict[str, Any]:
    response, feedback = row.response, row.feedback
    return {
        "id": response.pk,
        "at": response.submitted_at,
        "unit": {"code": response.unit.code, "name": response.unit.name},
        "channel": response.channel,
        "touchpoint": response.touchpoint_code,
        "score": feedback.recommend if feedback else None,
        "duration_s": response.duration_s,
        "language": response.language,
        "version": response.version_number,
        "flags": [flag.kind for flag in row.standing_flags],
        "excluded": feedback.excluded if feedback else False,
        "feedback_id": feedback.pk if feedback else None,
        "cells": dict(row.cells),
    }


def detail_out(row: AnswerRow, columns: Sequence[QuestionColumn], scope: Scope) -> dict[str, Any]:
    response, customer = row.response, row.response.customer
    asked = [column for column in columns if response.version_number in column.versions]
    return {
        **row_out(row),
        "answers": [_answer(row, column, scope) for column in asked],
        "customer": personal(scope, customer.name, mask_name) if customer else None,
        "customer_id": customer.public_id if customer else None,
        "order_number": response.order_number,
        "consent_version": response.consent_version,
        "collector": response.collector.kind if response.collector else "preview",
        "device": response.device[:_DEVICE_LETTERS],
        "is_test": response.is_test,
        "outcome": response.outcome,
        "suspicion": row.feedback.suspicion if row.feedback else 0.0,
        "history": _history(row),
    }


def _answer(row: AnswerRow, column: QuestionColumn, scope: Scope) -> dict[str, Any]:
    files = [sent_file_out(upload, scope) for upload in row.files.get(column.key, ())]
    value = row.cells[column.key]
    return {"key": column.key, "title": column.title, "type": column.type, "value": value, "files": files}


def _history(row: AnswerRow) -> list[dict[str, Any]]:
    """Newest first. A response is never edited; doubts about it come and go."""
    names = names_of({flag.reversed_by_id for flag in row.flags if flag.reversed_by_id})
    happened: list[dict[str, Any]] = [{"at": row.response.submitted_at, "what": "received"}]
    for flag in row.flags:
        raised = {"at": flag.raised_at, "what": "flagged", "flag": flag.kind, "weight": flag.weight}
        happened.append({**raised, "evidence": flag.evidence})
        if flag.reversed_at is not None:
            who = names.get(flag.reversed_by_id or 0, "")
            about = {"flag": flag.kind, "who": who, "note": flag.reversed_reason}
            happened.append({"at": flag.reversed_at, "what": "reversed", **about})
    return sorted(happened, key=lambda each: each["at"], reverse=True)


def summary_out(summary: QuestionSummary, least: int) -> dict[str, Any]:
    column = summary.column
    return {
        "key": column.key,
        "title": column.title,
        "type": column.type,
        "role": column.role,
        "n": summary.n,
        "metric": summary.metric,
        "figure": figure_out(summary.figure, least) if summary.figure else None,
        "spread": [_spread(bar, least) for bar in summary.spread],
    }


def leaving_out(leaving: Leaving, least: int) -> dict[str, Any]:
    return {
        "sent": leaving.sent,
        "people": leaving.people,
        "pages": [
            {
                "page": p.page,
                "number": p.number,
                "title": p.title,
                "people": p.people,
                "left": figure_out(p.left, least),
            }
            for p in leaving.pages
        ],
        "questions": [{"question": q.question, "title": q.title, "people": q.people} for q in leaving.questions],
        "channels": [{"channel": channel, "people": people} for channel, people in leaving.channels],
    }


def _spread(bar: Spread, least: int) -> Mapping[str, Any]:
    return {
        "key": bar.key,
        "label": bar.label,
        "count": bar.count,
        "share": figure_out(bar.share, least),
        "low": bar.low,
        "high": bar.high,
        "mean": figure_out(bar.mean, least) if bar.mean else None,
    }


def export_out(run: AnswerExport) -> dict[str, Any]:
    return {
        "id": run.public_id,
        "survey": run.survey_key,
        "state": run.state,
        "rows_done": run.rows_done,
        "rows_total": run.rows_total,
        "error": run.error,
        "created_at": run.created_at,
        "finished_at": run.finished_at,
    }
