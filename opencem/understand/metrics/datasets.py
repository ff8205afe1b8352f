"""Datasets: how the records of a room become rows of an analytics table.

Rooms below are projected here, a room above registers its own from its `projection.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from opencem.platform.events.service import EventView
from opencem.understand.metrics.ports import Row

IdsOf = Callable[[Sequence[EventView]], Collection[int]]
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table's source.

    ``events``: kind of event → which records it touches. ``rows``: the present rows of these records, none for what is gone.
    ``ids_after``: the next record ids, for a rebuild.
    """

    table: str
    events: Mapping[str, IdsOf]
    rows: Callable[[Collection[int]], Sequence[Row]]
    ids_after: Callable[[int, int], Sequence[int]]

    def batches(self) -> Iterator[Sequence[Row]]:
        """All rows there are, in batches."""
        last = 0
        while ids := self.ids_after(last, BATCH):
            yield self.rows(ids)
            last = ids[-1]


_datasets: dict[str, Dataset] = {}


def register(dataset: Dataset) -> None:
    """Make a dataset known to the projector; once per table."""
    if dataset.table in _datasets:
        raise ValueError(f"dataset {dataset.table} is registered twice")
    _datasets[dataset.table] = dataset


def registered() -> Sequence[Dataset]:
    return tuple(_datasets.values())


def subjects(events: Sequence[EventView]) -> Collection[int]:
    """The records that the events are about."""
    return {event.subject_id for event in events}
