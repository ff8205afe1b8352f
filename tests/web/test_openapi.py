"""The document of the API: what holds for it as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ninja import Schema


def _schemas(kind: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("opencem."):
            yield each
        yield from _schemas(each)


def test_a_name_means_one_schema() -> None:
    """The document knows schemas by their names alone: of two that differ, one would silently stand for both."""
    from opencem.config import urls  # noqa: F401  # mounts every room

    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for schema in _schemas():
        meanings[schema.__name__].setdefault(str(schema.model_json_schema()), schema.__module__)
    assert {name: sorted(found.values()) for name, found in meanings.items() if len(found) > 1} == {}
