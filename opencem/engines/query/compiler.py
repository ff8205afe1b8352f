"""From a query to SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opencem.engines.query.blocks import select
from opencem.engines.query.dialect import Dialect
from opencem.engines.query.guard import check_scoped
from opencem.engines.query.plan import MinimumN, Plan
from opencem.engines.query.steps import STEPS
from opencem.engines.query.values import Query, Reader
from opencem.engines.query.writer import Bindable, Writer


@dataclass(frozen=True, slots=True)
class Compiled:
    """One statement with its bound values, and the plan that says what its rows are (see `tabulate`)."""

    sql: str
    values: Mapping[str, Bindable]
    plan: Plan


def plan_query(query: Query, reader: Reader, minimum_n: MinimumN = MinimumN()) -> Plan:
    """Take a query through the steps; raises `QueryRefused` for one outside the vocabulary."""
    plan = Plan(query, reader, minimum_n=minimum_n)
    for step in STEPS:
        plan = step(plan)
    return plan


def compile_query(query: Query, reader: Reader, dialect: Dialect, minimum_n: MinimumN = MinimumN()) -> Compiled:
    """Compile a query for one reader: one statement, so that every block of it sees the store at the same moment."""
    plan = plan_query(query, reader, minimum_n)
    writer = Writer(dialect, reader.scope)
    width = max(len(columns) for columns in plan.columns)
    selects = [
        select(writer, plan, number, period, width)
        for number in range(len(plan.blocks))
        for period in range(len(plan.periods))
    ]
    sql = " UNION ALL ".join(selects)
    check_scoped(sql, writer.scope)
    return Compiled(sql, writer.binder.values, plan)
