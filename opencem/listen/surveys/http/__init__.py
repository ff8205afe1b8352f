"""Surveys over HTTP. One module for each thing a page of the console works on; all on one router."""

from opencem.listen.surveys.http import (  # noqa: F401  # endpoints register
    comments,
    drafts,
    interchange,
    links,
    pictures,
    previews,
    shelves,
    surveys,
    texts,
    versions,
)
from opencem.listen.surveys.http.shapes import router

__all__ = ["router"]
