"""Months as their first day."""

from __future__ import annotations

from datetime import date, timedelta

from opencem.kit.problems import Problem


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def previous_month(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def parse_month(text: str) -> date:
    """ "2026-03" → 2026-03-01; raises Problem `month_invalid`."""
    try:
        if len(text) != len("2026-03"):
            raise ValueError(text)
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Problem("month_invalid", 422, field="month") from error
