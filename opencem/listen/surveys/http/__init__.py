"""Surveys over HTTP. One module for each thing a page of the console works on; all on one router."""

from opencem.listen.surveys.http import comments, drafts, interchange, previews, shelves, surveys, texts, versions  # noqa: F401  # endpoints register
from opencem.listen.surveys.http.shapes import router

__all__ = ["router"]
