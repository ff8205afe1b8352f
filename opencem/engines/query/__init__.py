"""One typed query → SQL, in named steps, for any dialect.

A `Query` speaks a closed vocabulary (`METRICS`, `FIELDS`); `compile_query` resolves it, puts the reader's scope at every table
reference, aggregates each table at its own grain before anything is joined, binds every value, and checks the finished text once more.
`tabulate` turns the rows back into groups of sums, of which figures are made. No I/O here.
"""

from opencem.engines.query.compiler import Compiled, compile_query, plan_query
from opencem.engines.query.dialect import Dialect
from opencem.engines.query.dimensions import FIELDS, Field, FieldKind
from opencem.engines.query.duckdb import DuckDbDialect
from opencem.engines.query.guard import ScopeMissing, check_scoped
from opencem.engines.query.items import item_rule
from opencem.engines.query.metrics import METRICS, Metric, Shape
from opencem.engines.query.plan import MinimumN, Plan
from opencem.engines.query.problems import QueryRefused
from opencem.engines.query.tables import FACTS, TABLES, ColumnType, Table
from opencem.engines.query.tabulate import Tabulated, tabulate
from opencem.engines.query.values import Filter, Order, Query, Reader, ScopePredicate, TimeRange, UnitRoot

__all__ = [
    "FACTS",
    "FIELDS",
    "METRICS",
    "TABLES",
    "ColumnType",
    "Compiled",
    "Dialect",
    "DuckDbDialect",
    "Field",
    "FieldKind",
    "Filter",
    "Metric",
    "MinimumN",
    "Order",
    "Plan",
    "Query",
    "QueryRefused",
    "Reader",
    "ScopeMissing",
    "ScopePredicate",
    "Shape",
    "Table",
    "Tabulated",
    "TimeRange",
    "UnitRoot",
    "check_scoped",
    "compile_query",
    "item_rule",
    "plan_query",
    "tabulate",
]
