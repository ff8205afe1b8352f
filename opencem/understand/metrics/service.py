"""The door of figures. `query` is the only way to the analytics store for anybody's question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from opencem.engines.query import (
    METRICS,
    Compiled,
    Dialect,
    DuckDbDialect,
    MinimumN,
    Plan,
    Query,
    QueryRefused,
    Reader,
    ScopePredicate,
    UnitRoot,
    compile_query,
    item_rule,
    tabulate,
)
from opencem.engines.query.fusion import Statement
from opencem.kit.problems import Problem
from opencem.listen.orders import queries as products
from opencem.platform.organization import queries as organization
from opencem.platform.scope.value import Scope
from opencem.understand.metrics import problems as problems  # registers their texts
from opencem.understand.metrics import shaping, store
from opencem.understand.metrics.answers import Answers
from opencem.understand.metrics.figures import Figure
from opencem.understand.metrics.ports import Position
from opencem.understand.metrics.shaping import UnitName
from opencem.understand.metrics.thresholds import minimum_n

_DIALECT = DuckDbDialect()


@dataclass(frozen=True, slots=True)
class Definition:
    """What a metric means (口径), and which version of the meaning this is."""

    name_zh: str
    name_en: str
    formula_zh: str
    formula_en: str
    version: int
    shape: str
    higher_is_better: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query.

    ``rows``: dimension values (units as `UnitName`, products as `ProductNamed`), figures as `Figure`, by their names in the query, and ``rank`` where asked for.
    ``as_of``: when the last event the store knows of happened. ``total``: rows before the limit. ``partial``: something is left out
    (hidden cells, or a unit shown of which the reader sees a part only).
    """

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    as_of: datetime | None
    total: int
    partial: bool
    definitions: Mapping[str, Definition]


_answers: Answers[Result] = Answers(256)


def query(question: Query, scope: Scope, now: datetime, *, outside: bool = False) -> Result:
    """Answer a question within a scope.

    ``outside``: the reader is not of the units asked about, so figures under the minimum n are hidden from them.
    Raises Problem: `not_found` for a unit out of scope, `query_…` for a question outside the vocabulary.
    """
    narrowed = organization.narrow(scope, question.unit)
    threshold = MinimumN(minimum_n(), outside)
    key = _key(question, scope, now, threshold)
    return _answers.get(key, lambda: _ask(question, narrowed, now, threshold))


def cache_key(question: Query, scope: Scope, now: datetime, *, outside: bool = False) -> tuple[object, ...]:
    """Equal only for questions whose answers are the same: question, rights, minimum n, tree, state of the store, and the time that
    matters.
    """
    return _key(question, scope, now, MinimumN(minimum_n(), outside))


def _key(question: Query, scope: Scope, now: datetime, threshold: MinimumN) -> tuple[object, ...]:
    overdue_matters = any(
        METRICS[name].depends_on_now for text in question.metrics if (name := text.split(":")[0]) in METRICS
    )
    time = now.replace(second=0, microsecond=0) if overdue_matters else _today(now)
    return (question, scope.fingerprint, threshold, position(), store.generation(), organization.tree_version(), time)


def compile_for(question: Query, scope: Scope, now: datetime, threshold: MinimumN = MinimumN()) -> Compiled:
    """The statement a question becomes for a reader whose scope is already narrowed to the question's unit."""
    try:
        return compile_query(question, _reader(question, scope, now), _DIALECT, threshold)
    except QueryRefused as refused:
        raise Problem(
            f"query_{refused.code}", 422, field=refused.field, params={"subject": refused.subject}
        ) from refused


def ask_store(build: Callable[[ScopePredicate, Dialect], Statement], scope: Scope) -> list[tuple[Any, ...]]:
    """The rows of one of this room's own statements (`engines.query.fusion`), built for a scope."""
    statement = build(_predicate(scope), _DIALECT)
    return store.current().read(statement.sql, statement.values)


def forget_answers() -> None:
    """Drop the kept answers; the next question is asked of the store. For measuring."""
    _answers.forget()


def _reader(question: Query, scope: Scope, now: datetime) -> Reader:
    """What the compiler needs to know of a scope. Its roots are looked up only for the dimension that shows what is below them."""
    roots = organization.roots_of(scope) if "unit" in question.dimensions else ()
    return Reader(_predicate(scope), tuple(UnitRoot(unit.id, unit.depth - 1) for unit in roots), now, _today(now))


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _predicate(scope: Scope) -> ScopePredicate:
    return ScopePredicate(None if scope.unit_ids is None else tuple(sorted(scope.unit_ids)))


def position() -> Position:
    """Up to which event the store follows the records."""
    return store.current().position()


def as_of() -> datetime | None:
    """When the last event the store knows of happened."""
    return position().at


def metric_names() -> Sequence[str]:
    """The metrics there are."""
    return tuple(METRICS)


def _ask(question: Query, narrowed: Scope, now: datetime, threshold: MinimumN) -> Result:
    compiled = compile_for(question, narrowed, now, threshold)
    seen = position()
    table = tabulate(compiled.plan, store.current().read(compiled.sql, compiled.values))
    rows = shaping.shape(table, _units_above)
    return Result(
        columns=(*question.dimensions, *question.metrics),
        rows=_named(compiled.plan, rows),
        as_of=seen.at,
        total=len(table.keys),
        partial=_is_partial(compiled.plan, rows, narrowed),
        definitions={named.text: _definition(compiled.plan, named.metric.name) for named in compiled.plan.metrics},
    )


def _units_above(unit_id: int) -> Sequence[int]:
    tree = organization.tree()
    return tuple(unit.id for unit in tree.ancestors(unit_id)) if unit_id in tree.by_id else ()


def _named(plan: Plan, rows: Sequence[shaping.Shaped]) -> list[Mapping[str, Any]]:
    shown = shaping.unit_ids(plan, rows)
    known = organization.tree().by_id if shown else {}
    units = {
        unit_id: UnitName(unit_id, known[unit_id].code, known[unit_id].name) for unit_id in shown if unit_id in known
    }
    called = products.product_names(shaping.product_codes(plan, rows))
    return shaping.named(plan, rows, units, called)


def _is_partial(plan: Plan, rows: Sequence[shaping.Shaped], scope: Scope) -> bool:
    if any(_hides(figure) for row in rows for figure in row.figures.values()):
        return True
    return not all(scope.covers(unit_id) for unit_id in shaping.unit_ids(plan, rows))


def _hides(figure: Figure) -> bool:
    return figure.state == "hidden" or (figure.previous is not None and figure.previous.state == "hidden")


def _definition(plan: Plan, name: str) -> Definition:
    metric = METRICS[name]
    more_zh, more_en = item_rule(plan, metric)
    return Definition(
        metric.name_zh, metric.name_en, metric.formula_zh + more_zh, metric.formula_en + more_en, metric.version,
        str(metric.shape), metric.higher_is_better,
    )  # fmt: skip
