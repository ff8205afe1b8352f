"""What a link carries, and how far it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from opencem.kit.clock import now as clock
from opencem.listen.distribution.queries import Door
from opencem.listen.responses.terms import known_terms
from opencem.listen.surveys.queries import SurveyTerms
from opencem.listen.surveys.signed_links import SIGNATURE, key_of, signed_names


@dataclass(frozen=True, slots=True)
class Carried:
    """`params`: those that count. `signed`: those that the link's signature vouches for.

    `is_refused`: the survey turns such a link away, because what must be signed is not, or the signature is no good.
    """

    params: Mapping[str, str]
    signed: Mapping[str, str] = field(default_factory=dict)
    is_refused: bool = False


def carried_by(request: HttpRequest, door: Door) -> Carried:
    """Most links are not signed, and most surveys do not ask for it: that costs nothing."""
    terms = known_terms(door.survey_id)
    if not terms.signed_params and SIGNATURE not in request.GET:
        return Carried(request.GET.dict())
    return _believed(request.GET.dict(), door, terms, clock())


def _believed(params: Mapping[str, str], door: Door, terms: SurveyTerms, now: datetime) -> Carried:
    names = signed_names(key_of(door.survey_id, terms.link_round), door.survey_key, params, now)
    unsigned = terms.signed_params.intersection(params) - names
    is_forged = SIGNATURE in params and not names
    kept = {name: value for name, value in params.items() if name not in unsigned}
    signed = {name: params[name] for name in names}
    return Carried(kept, signed, terms.refuses_unsigned and bool(unsigned or is_forged))
