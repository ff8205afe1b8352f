"""On what terms a survey takes answers, kept in memory for as long as a collector is: a page costs no further read."""

from __future__ import annotations

import time

from opencem.listen.distribution.queries import DOOR_KEPT_S
from opencem.listen.surveys.queries import SurveyTerms, terms_of

_kept: dict[int, tuple[float, SurveyTerms]] = {}


def known_terms(survey_id: int) -> SurveyTerms:
    """The survey's terms as they were at most `DOOR_KEPT_S` ago."""
    read_at, terms = _kept.get(survey_id, (float("-inf"), None))
    if terms is None or time.monotonic() - read_at > DOOR_KEPT_S:
        terms = terms_of(survey_id)
        _kept[survey_id] = (time.monotonic(), terms)
    return terms


def forget_terms() -> None:
    """Drops the memory, where the rows were changed under it."""
    _kept.clear()
