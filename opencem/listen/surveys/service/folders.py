"""The shelves of the survey centre."""

from __future__ import annotations

from django.db import transaction

from opencem.kit.problems import Problem
from opencem.listen.surveys.models import SurveyFolder
from opencem.platform.audit.service import record

_DEEPEST = 6


def create_folder(*, name: str, parent: SurveyFolder | None, owner_unit_id: int, account: object) -> SurveyFolder:
    with transaction.atomic():
        folder = SurveyFolder(name=_named(name), parent=parent, owner_unit_id=owner_unit_id)
        _check_place(folder)
        folder.save()
        _record("created", folder, account)
    return folder


def change_folder(
    *, folder: SurveyFolder, name: str | None, parent: SurveyFolder | None, move: bool, account: object
) -> None:
    """Renames it and, with `move`, puts it under `parent` (None: at the top). Raises Problem `folder_in_itself`."""
    with transaction.atomic():
        folder.name = _named(name) if name is not None else folder.name
        if move:
            folder.parent = parent
            _check_place(folder)
        folder.save()
        _record("changed", folder, account)


def delete_folder(*, folder: SurveyFolder, account: object) -> None:
    """Raises Problem `folder_not_empty`."""
    with transaction.atomic():
        if folder.surveys.exists() or folder.children.exists():
            raise Problem("folder_not_empty", 409)
        _record("deleted", folder, account)
        folder.delete()


def _named(name: str) -> str:
    if not (kept := name.strip()):
        raise Problem("text_expected", 422, field="name")
    return kept


def _check_place(folder: SurveyFolder) -> None:
    """No ring, and not so deep that nobody finds anything."""
    above, depth = folder.parent, 1
    while above is not None:
        if above.pk == folder.pk or depth >= _DEEPEST:
            raise Problem("folder_in_itself", 422, field="parent")
        above, depth = above.parent, depth + 1


def _record(verb: str, folder: SurveyFolder, account: object) -> None:
    record(
        f"survey_folder.{verb}", account=account, object_kind="survey_folder", object_id=folder.pk,
        unit_id=folder.owner_unit_id, after={"name": folder.name, "parent": folder.parent_id},
    )  # fmt: skip
