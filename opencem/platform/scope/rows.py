"""Scoped models: rows that belong to an OrgUnit and are read through a `Scope` only."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self

from django.db import models

from .value import Scope


class UnscopedRead(RuntimeError):
    """A scoped model was read without a Scope."""


class ScopedRows(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """The rows of this queryset whose unit the scope covers."""
        if scope.unit_ids is None:
            return self.all()
        return self.filter(**{f"{self.model.unit_path}__in": scope.unit_ids})


AllRows = models.Manager.from_queryset(ScopedRows)


class ScopedManager(models.Manager[Any]):
    """The public way in: `Model.objects.visible_to(scope)`. Anything else refuses to run."""

    def visible_to(self, scope: Scope) -> ScopedRows:
        return ScopedRows(self.model, using=self._db).visible_to(scope)

    def get_queryset(self) -> NoReturn:
        raise UnscopedRead(f"{self.model.__name__}.objects needs visible_to(scope)")


class ScopedModel(models.Model):
    """Base of every model whose rows belong to a unit.

    `objects` is for everyone and demands a Scope. `rows` reads all and is for the owning room alone (its writes, its
    handlers); tests/house checks that no other room names it. `unit_path` is the field that leads to the unit's id.
    """

    unit_path: ClassVar[str] = "unit_id"

    rows = AllRows()
    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "rows"
        default_manager_name = "rows"
