"""Pages that change places: what they may not do, so that every order asks the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .definition import Calculation, Page
from .references import Reference, references_of_page
from .source import Source


def check_shuffled(source: Source, pages: tuple[Page, ...], calculations: tuple[Calculation, ...]) -> None:
    """Pages of one shuffle stand together, jump nowhere and read nothing of each other."""
    needs = {each.key: each.needs for each in calculations}
    for position, page in enumerate(pages):
        if not page.shuffle:
            continue
        before = pages[position - 1].shuffle if position else ""
        with source.at(f"pages.{position}"):
            if before != page.shuffle and any(each.shuffle == page.shuffle for each in pages[:position]):
                source.fault("shuffle_apart", f"the pages of {page.shuffle} do not stand together", name=page.shuffle)
            if page.next:
                source.fault("jump_in_shuffle", "a page whose place changes cannot jump")
        for reference in _reading(pages, position, needs):
            with source.at(reference.path):
                source.fault("reads_shuffled_page", "this reads a page that may come later")


def _reading(pages: tuple[Page, ...], position: int, needs: Mapping[str, frozenset[str]]) -> Iterator[Reference]:
    """References of a page to questions on other pages of its shuffle, also through a calculation."""
    page = pages[position]
    others = frozenset(
        question.key
        for each in pages
        if each.shuffle == page.shuffle and each is not page
        for question in each.questions
    )
    for reference in references_of_page(f"pages.{position}", page):
        read = reference.questions.union(*(needs.get(key, frozenset()) for key in reference.calculations))
        if read & others:
            yield reference
