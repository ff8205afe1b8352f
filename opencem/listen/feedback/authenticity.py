"""Gathers what the authenticity engine looks at: the same device, address block, phone and words, recently."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence

from opencem.engines.authenticity import (
    DEFAULT_POLICY,
    ResponseFacts,
    SurveyTimings,
    activity_among,
    assess,
)
from opencem.listen.feedback.service import Found
from opencem.listen.responses import queries
from opencem.listen.responses.models import Response
from opencem.listen.surveys.queries import live

Index = Mapping[tuple[str, object], Sequence[tuple[int, ResponseFacts]]]
POLICY = DEFAULT_POLICY
TIMINGS_KEPT_S = 60
NEIGHBOURS_EACH = 20  # how many traces a response of a batch may bring in
NEAREST = 100  # how many neighbours of one key are compared
TEXTS_READ = 1000
_timings: dict[int, tuple[float, SurveyTimings]] = {}


def doubts_about(responses: Sequence[Response]) -> list[list[Found]]:
    """What speaks against each response, in their order."""
    neighbours = _neighbours(responses)
    return [_doubts(response, neighbours) for response in responses]


def _doubts(response: Response, neighbours: Index) -> list[Found]:
    mine = facts_of(response)
    earlier = [f for pk, f in _near(mine, neighbours) if pk != response.pk and f.submitted_at <= mine.submitted_at]
    flags = assess(mine, timings_of(response.survey_id), activity_among(mine, earlier, POLICY))
    return [(flag.kind, flag.weight, flag.evidence) for flag in flags]


def facts_of(response: Response) -> ResponseFacts:
    """One response as the engine sees it."""
    definition = live(response.asked_by).definition
    answers = list(response.answers.all())
    matrices: dict[str, list[float]] = defaultdict(list)
    recommend: float | None = None
    for answer in answers:
        question = definition.by_key[answer.question]
        if question.type == "matrix_rating" and answer.number is not None:
            matrices[answer.question].append(answer.number)
        if question.role == "recommend":
            recommend = answer.number
    return ResponseFacts(
        unit_id=response.unit_id,
        submitted_at=response.submitted_at,
        duration_seconds=response.duration_s,
        questions_answered=len({answer.question for answer in answers}),
        matrices=tuple(tuple(ratings) for ratings in matrices.values()),
        recommend=recommend,
        texts=tuple(
            answer.text for answer in answers if answer.text and definition.by_key[answer.question].analysis == "text"
        ),
        device_key=response.device,
        address_block=response.address,
        phone_key=response.contact,
    )


def _neighbours(responses: Sequence[Response]) -> Index:
    """Recent responses that share a device, an address block at the unit, or a phone, indexed by what they share.

    Each kind has its own window and is bounded: past some hundred, more of the same proves nothing more.
    """
    if not responses:
        return {}
    traces = {trace.response_id: trace for trace in _traces_near(responses)}
    texts = queries.texts_of([*traces][:TEXTS_READ])
    index: dict[tuple[str, object], list[tuple[int, ResponseFacts]]] = defaultdict(list)
    for trace in traces.values():
        facts = _trace_facts(trace, texts.get(trace.response_id, ()))
        for key in _keys(facts):
            index[key].append((trace.response_id, facts))
    return index


def _traces_near(responses: Sequence[Response]) -> list[queries.Trace]:
    oldest = min(response.submitted_at for response in responses)
    devices = {r.device for r in responses if r.device}
    addresses = {r.address for r in responses if r.address}
    contacts = {r.contact for r in responses if r.contact}
    units = {r.unit_id for r in responses}
    bound = len(responses) * NEIGHBOURS_EACH
    return [
        *(queries.traces_of_devices(devices, oldest - POLICY.device_window, bound) if devices else ()),
        *(queries.traces_at(units, addresses, oldest - POLICY.burst_window, bound) if addresses else ()),
        *(queries.traces_of_contacts(contacts, oldest - POLICY.duplicate_identity_window, bound) if contacts else ()),
    ]


def _trace_facts(trace: queries.Trace, texts: Sequence[str]) -> ResponseFacts:
    return ResponseFacts(
        unit_id=trace.unit_id,
        submitted_at=trace.submitted_at,
        texts=tuple(texts),
        device_key=trace.device,
        address_block=trace.address,
        phone_key=trace.contact,
    )


def _keys(facts: ResponseFacts) -> list[tuple[str, object]]:
    keys: list[tuple[str, object]] = []
    if facts.device_key:
        keys.append(("device", facts.device_key))
    if facts.address_block:
        keys.append(("address", (facts.unit_id, facts.address_block)))
    if facts.phone_key:
        keys.append(("phone", facts.phone_key))
    return keys


def _near(facts: ResponseFacts, index: Index) -> list[tuple[int, ResponseFacts]]:
    return list({pk: other for key in _keys(facts) for pk, other in index.get(key, ())[:NEAREST]}.items())


def timings_of(survey_id: int) -> SurveyTimings:
    """The survey's own speed, refreshed every minute."""
    read_at, timings = _timings.get(survey_id, (float("-inf"), SurveyTimings()))
    if time.monotonic() - read_at > TIMINGS_KEPT_S:
        timings = SurveyTimings.of(queries.recent_durations(survey_id))
        _timings[survey_id] = (time.monotonic(), timings)
    return timings
