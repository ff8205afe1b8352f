"""Months as their first day."""

from __future__ import annotations

from datetime import date, timedelta

from opencem.kit.problems import Problem

_YEARS = range(2000, 2101)


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def previous_month(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def parse_month(text: str) -> date:
    """The month of a text such as 2026-03, from 2000 to 2100; raises Problem `month_invalid`."""
    try:
        if len(text) != len("2026-03"):
            raise ValueError(text)
        month = date.fromisoformat(f"{text}-01")
        if month.year not in _YEARS:
            raise ValueError(text)
        return month
    except ValueError as error:
        raise Problem("month_invalid", 422, field="month") from error
