"""Links whose parameters are signed, made here for programs and people that do not sign themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from opencem.kit.problems import FieldError, Problem
from opencem.listen.distribution import problems  # noqa: F401  # registers the texts of what is refused here
from opencem.listen.distribution.models import Collector
from opencem.listen.distribution.service import url_of
from opencem.listen.surveys.signed_links import EXPIRY, SIGNATURE, can_sign, key_of, sign

MOST_AT_ONCE = 1_000


def signed_addresses(
    collector: Collector, links: Sequence[Mapping[str, str]], expires_at: datetime | None
) -> list[str]:
    """The collector's address with each set of parameters, signed. Raises Problem `invalid` with its faults."""
    if not 1 <= len(links) <= MOST_AT_ONCE:
        raise Problem("links_count", 422, field="links", params={"most": MOST_AT_ONCE})
    faults = [
        FieldError(f"links.{place}", "link_params_invalid")
        for place, params in enumerate(links)
        if not can_sign(params) or EXPIRY in params
    ]
    if faults:
        raise Problem("invalid", 422, errors=faults)
    key = key_of(collector.survey_id, collector.survey.link_round)
    until = {EXPIRY: str(int(expires_at.timestamp()))} if expires_at else {}
    return [_address(collector, key, {**params, **until}) for params in links]


def _address(collector: Collector, key: str, params: Mapping[str, str]) -> str:
    return f"{url_of(collector)}?{urlencode({**params, SIGNATURE: sign(key, collector.survey.key, params)})}"
