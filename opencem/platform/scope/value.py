"""Scope: who may see which rows and which fields. One frozen value, built here and nowhere else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

_SEAL: Final = object()


class ScopeForged(TypeError):
    """Somebody tried to build a Scope outside `platform.accounts`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows and fields one reader may see, for one purpose.

    `unit_ids` are the OrgUnits whose rows are visible; `None` means every unit (a grant on the root), which is kept
    apart so that the headquarters' reads carry no list of thousands of ids. `personal_data` tells whether phone,
    e-mail and names come unmasked. `version` changes with every change of the tree or of a grant, so a fingerprint
    never outlives the rights it stands for.
    """

    account_id: int | None
    unit_ids: frozenset[int] | None
    roots: tuple[int, ...]
    permission: str
    personal_data: bool
    purpose: str
    version: str
    _seal: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._seal is not _SEAL:
            raise ScopeForged("a Scope is built by platform.accounts only")

    @property
    def everything(self) -> bool:
        return self.unit_ids is None

    @property
    def fingerprint(self) -> str:
        """Part of every cache key: equal only for equal rows, fields and version."""
        units = "*" if self.unit_ids is None else ",".join(map(str, sorted(self.unit_ids)))
        text = f"{units}|{self.permission}|{self.personal_data}|{self.version}"
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def covers(self, unit_id: int) -> bool:
        return self.unit_ids is None or unit_id in self.unit_ids

    def narrowed(self, unit_ids: frozenset[int]) -> Scope:
        """The same rights on fewer units; ids outside this scope are dropped, never added."""
        kept = unit_ids if self.unit_ids is None else unit_ids & self.unit_ids
        return Scope(self.account_id, kept, (), self.permission, self.personal_data, self.purpose, self.version, _SEAL)


def seal_scope(
    *,
    account_id: int | None,
    unit_ids: frozenset[int] | None,
    roots: tuple[int, ...],
    permission: str,
    personal_data: bool,
    purpose: str,
    version: str,
) -> Scope:
    """The only constructor; import-linter and a test keep its callers inside this room."""
    return Scope(account_id, unit_ids, roots, permission, personal_data, purpose, version, _SEAL)
