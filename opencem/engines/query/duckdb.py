"""DuckDB's dialect."""

from __future__ import annotations

from opencem.engines.query.dialect import Bound, Bucket
from opencem.engines.query.tables import ColumnType, Table
from opencem.engines.stats import normal_quantile

_TYPES = {
    ColumnType.SMALL: "TINYINT",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.BIG: "BIGINT",
    ColumnType.REAL: "FLOAT",
    ColumnType.DOUBLE: "DOUBLE",
    ColumnType.TEXT: "VARCHAR",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.INSTANT: "TIMESTAMP",
    ColumnType.TEXT_MAP: "MAP(VARCHAR, VARCHAR)",
    ColumnType.TEXT_LIST: "VARCHAR[]",
    ColumnType.DOUBLE_LIST: "DOUBLE[]",
}


class DuckDbDialect:
    """See `Dialect`."""

    def type_name(self, type_: ColumnType) -> str:
        return _TYPES[type_]

    def identifier(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def parameter(self, name: str, type_: ColumnType, *, many: bool = False) -> str:
        return f"${name}::{_TYPES[type_]}{'[]' if many else ''}"

    def among(self, expression: str, array: str) -> str:
        return f"{expression} IN (SELECT unnest({array}))"

    def bucket(self, size: Bucket, day: str) -> str:
        return day if size == "day" else f"date_trunc('{size}', {day})::DATE"

    def day_in_zone(self, instant: str, zone: str) -> str:
        return f"timezone({zone}, timezone('UTC', {instant}))::DATE"

    def add_days(self, day: str, days: str) -> str:
        return f"({day} + {days})"

    def count_if(self, condition: str) -> str:
        return "count(*)" if condition == "TRUE" else f"count_if({condition})"

    def sum_if(self, expression: str, condition: str) -> str:
        return f"sum({expression}::DOUBLE){_only(condition)}"

    def distinct_if(self, expression: str, condition: str) -> str:
        return f"count(DISTINCT {expression}){_only(condition)}"

    def median_of(self, expression: str) -> str:
        return f"median({expression})"

    def median_bound(self, expression: str, bound: Bound) -> str:
        n = f"count({expression})"
        below = f"floor(({n} - {normal_quantile(0.95)} * sqrt({n})) / 2)::BIGINT"
        rank = below if bound == "low" else f"CASE WHEN {below} > 0 THEN {n} + 1 - {below} END"
        return f"(list({expression} ORDER BY {expression}) FILTER (WHERE {expression} IS NOT NULL))[{rank}]"

    def value_at_first(self, expression: str, position: str) -> str:
        return f"arg_min({expression}, {position})"

    def following(self, expression: str, partition: str, order: str) -> str:
        return f"lead({expression}) OVER (PARTITION BY {partition} ORDER BY {order})"

    def place_in(self, partition: str, order: str) -> str:
        return f"row_number() OVER (PARTITION BY {partition} ORDER BY {order})"

    def map_value(self, map_: str, key: str) -> str:
        return f"{map_}[{key}]"

    def places_where(self, array: str, condition: str) -> str:
        return f"list_filter(range(1, len({array}) + 1), lambda i: {condition})"

    def element(self, array: str, place: str) -> str:
        return f"{array}[{place}]"

    def elements(self, array: str, places: str) -> str:
        return f"list_transform({places}, lambda i: {array}[i])"

    def distinct_elements(self, array: str) -> str:
        return f"list_distinct({array})"

    def holds(self, array: str, element: str) -> str:
        return f"list_contains({array}, {element})"

    def is_filled(self, array: str) -> str:
        return f"COALESCE(len({array}), 0) > 0"

    def sum_of(self, array: str) -> str:
        return f"list_sum({array})"

    def each(self, array: str) -> str:
        return f"unnest(CASE WHEN {self.is_filled(array)} THEN {array} ELSE [NULL] END)"

    def nothing(self, type_: ColumnType) -> str:
        return f"NULL::{_TYPES[type_]}"

    def number(self, expression: str) -> str:
        return f"({expression})::DOUBLE"

    def create_table(self, table: Table) -> str:
        columns = ", ".join(f"{self.identifier(name)} {_TYPES[type_]}" for name, type_ in table.columns.items())
        return f"CREATE TABLE IF NOT EXISTS {self.identifier(table.name)} ({columns})"


def _only(condition: str) -> str:
    """A filter that lets everything pass still costs a look at every row."""
    return "" if condition == "TRUE" else f" FILTER (WHERE {condition})"
