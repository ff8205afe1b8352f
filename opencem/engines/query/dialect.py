"""What the compiler needs of a database's SQL beyond plain SELECT, FROM, WHERE, GROUP BY."""

from __future__ import annotations

from typing import Literal, Protocol

from opencem.engines.query.tables import ColumnType, Table

Bucket = Literal["day", "week", "month"]
Bound = Literal["low", "high"]


class Dialect(Protocol):
    """Renders fragments. Every argument is SQL already rendered, except names and types. Values never pass through here."""

    def identifier(self, name: str) -> str:
        """A table's or column's name, quoted."""

    def parameter(self, name: str, type_: ColumnType, *, many: bool = False) -> str:
        """The place of a bound value, or with ``many`` of a bound array."""

    def among(self, expression: str, array: str) -> str:
        """True where the value is an element of the array; of thousands too, in constant time per row."""

    def bucket(self, size: Bucket, day: str) -> str:
        """First day of the day's bucket; weeks start on Monday."""

    def day_in_zone(self, instant: str, zone: str) -> str:
        """The date an UTC instant has in a time zone."""

    def add_days(self, day: str, days: str) -> str:
        """A later date."""

    def count_if(self, condition: str) -> str:
        """How many rows fulfil it; unknown counts as no."""

    def sum_if(self, expression: str, condition: str) -> str:
        """Sum over the rows that fulfil it, as double; NULL where none does."""

    def distinct_if(self, expression: str, condition: str) -> str:
        """How many different values, exactly, NULL not among them."""

    def median_of(self, expression: str) -> str:
        """The middle of the values that are not NULL, the mean of the middle two; NULL of none."""

    def median_bound(self, expression: str, bound: Bound) -> str:
        """The value at a bound of the median's 95 % interval; NULL where there are too few (see `engines.stats.median`)."""

    def value_at_first(self, expression: str, position: str) -> str:
        """The value in the row of the lowest position of the group; both must not be NULL."""

    def following(self, expression: str, partition: str, order: str) -> str:
        """The value in the next row of its partition, NULL in the last."""

    def place_in(self, partition: str, order: str) -> str:
        """1, 2, 3 … in the partition."""

    def map_value(self, map_: str, key: str) -> str:
        """The value of a key, NULL where absent."""

    def places_where(self, array: str, condition: str) -> str:
        """The places in an array, from 1, at which the condition holds that speaks of the place as ``i``; NULL of no array."""

    def element(self, array: str, place: str) -> str:
        """The element at a place."""

    def elements(self, array: str, places: str) -> str:
        """The elements at these places."""

    def distinct_elements(self, array: str) -> str:
        """Each different element once, NULL not among them."""

    def holds(self, array: str, element: str) -> str:
        """`among` for a few values, inside a condition of `places_where`, where no subquery may stand."""

    def is_filled(self, array: str) -> str:
        """True of an array that is there and has an element."""

    def sum_of(self, array: str) -> str:
        """The sum of the elements, NULL left out; NULL of none."""

    def each(self, array: str) -> str:
        """In a SELECT: the row once for each element, and once with NULL where there is none."""

    def nothing(self, type_: ColumnType) -> str:
        """A typed NULL."""

    def number(self, expression: str) -> str:
        """Cast to double, so that counts and sums share one column of a union."""

    def create_table(self, table: Table) -> str:
        """Statement that makes the table unless it is there."""
