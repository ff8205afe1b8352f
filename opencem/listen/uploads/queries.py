"""Reads of uploads: what a form has sent, for that form; what a response holds, within a scope."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice

from opencem.kit.problems import Problem, not_found
from opencem.listen.uploads.models import Upload
from opencem.platform.scope.value import Scope

_AT_ONCE = 5_000
"""Values one statement may bind, with room to spare."""


class SentFiles(Mapping[str, str]):
    """The files a form has sent, the slot of each by its id; read when first asked for, since most forms send none."""

    def __init__(self, key: str) -> None:
        self._key = key

    @cached_property
    def files(self) -> Mapping[str, Upload]:
        """The files themselves, by id."""
        return {each.public_id: each for each in Upload.rows.filter(submission_key=self._key).order_by("pk")}

    def __getitem__(self, public_id: str) -> str:
        return self.files[public_id].slot

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def submitted(scope: Scope, ids: Collection[str]) -> dict[str, Upload]:
    """Of these ids the files that came with a stored response, by id."""
    wanted, found = iter(ids), dict[str, Upload]()
    while some := list(islice(wanted, _AT_ONCE)):
        rows = Upload.objects.visible_to(scope).filter(public_id__in=some, taken_at__isnull=False)
        found |= {each.public_id: each for each in rows}
    return found


def get_upload(scope: Scope, public_id: str) -> Upload:
    """One file of a stored response. Raises Problem `not_found`, and `forbidden` where it tells who somebody is."""
    found = submitted(scope, [public_id]).get(public_id)
    if found is None:
        raise not_found()
    if found.is_personal and not scope.personal_data:
        raise Problem("forbidden", 403)
    return found
