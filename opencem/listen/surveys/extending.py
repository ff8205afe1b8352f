"""A region's own block on headquarters' survey: what headquarters asks is locked, pages and questions may be added.

The region's survey names the one it extends. Its drafts must hold every page and question of the other's newest
version unchanged; further languages, pages and questions are the region's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opencem.engines.survey_logic import DefinitionFault
from opencem.listen.surveys.definitions import Definition, objects, questions_of, questions_with_place
from opencem.listen.surveys.texts import FIELDS

OWN_PAGE = "own_block"
_OF_PAGE = ("questions", "title")


def begun(base: Definition) -> dict[str, Any]:
    """The first draft: everything headquarters asks, and an empty page for the region's own questions."""
    return {**base, "pages": [*objects(base.get("pages")), {"key": OWN_PAGE, "questions": []}]}


def locked_questions(base: Definition) -> list[str]:
    return [str(question.get("key")) for question in questions_of(base)]


def broken_locks(definition: Definition, base: Definition) -> list[DefinitionFault]:
    """What the draft changed or left out of what is locked, with its place in the draft."""
    return [*_broken_pages(definition, base), *_broken_questions(definition, base)]


def renewed(definition: Definition, versions: Sequence[Definition]) -> dict[str, Any]:
    """The draft with headquarters' newest pages, and the region's own pages and questions where they were.

    `versions` are all of headquarters', newest first: what was ever asked there is not the region's own.
    """
    theirs = {str(page.get("key")) for version in versions for page in objects(version.get("pages"))}
    asked = {key for version in versions for key in locked_questions(version)}
    mine = {str(page.get("key")): page for page in objects(definition.get("pages"))}
    pages = [_with_own(page, mine.get(str(page.get("key")), {}), asked) for page in objects(versions[0].get("pages"))]
    return {**definition, "pages": [*pages, *(page for key, page in mine.items() if key not in theirs)]}


def _with_own(page: Mapping[str, Any], mine: Mapping[str, Any], asked: set[str]) -> dict[str, Any]:
    own = [question for question in objects(mine.get("questions")) if str(question.get("key")) not in asked]
    return {**page, "questions": [*objects(page.get("questions")), *own]}


def _broken_pages(definition: Definition, base: Definition) -> Iterator[DefinitionFault]:
    there = {str(page.get("key")): (at, page) for at, page in enumerate(objects(definition.get("pages")))}
    for page in objects(base.get("pages")):
        key = str(page.get("key"))
        at, mine = there.get(key, (0, None))
        if mine is None:
            yield DefinitionFault("pages", "locked_missing", f"page {key} is locked and was left out", {"name": key})
        elif _rules(mine) != _rules(page):
            yield DefinitionFault(f"pages.{at}", "locked_changed", f"page {key} is locked", {"name": key})


def _broken_questions(definition: Definition, base: Definition) -> Iterator[DefinitionFault]:
    there = {str(question.get("key")): (path, question) for path, question in questions_with_place(definition)}
    for question in questions_of(base):
        key = str(question.get("key"))
        path, mine = there.get(key, ("pages", None))
        if mine is None:
            yield DefinitionFault("pages", "locked_missing", f"{key} is locked and was left out", {"name": key})
        elif not _same(mine, question):
            yield DefinitionFault(path, "locked_changed", f"{key} is locked", {"name": key})


def _rules(page: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in page.items() if name not in _OF_PAGE}


def _same(mine: Any, theirs: Any, field: str = "") -> bool:
    """Whether nothing but texts in further languages was added."""
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        names = theirs if field in FIELDS else {*mine, *theirs}
        return all(_same(mine.get(name), theirs.get(name), name) for name in names)
    if isinstance(mine, list) and isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_same, mine, theirs))
    return bool(mine == theirs)
