"""Responses and their answers, as the survey `post_purchase` would have stored them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from opencem.demo.world import World
from opencem.demo.world.members import CHANNELS
from opencem.demo.world.responses import LANGUAGES
from opencem.demo.world.size import local_days
from opencem.demo.world.tags import GRIPE_TAGS, PRAISE_TAGS, UNSAFE, tags_for
from opencem.demo.world.units import ATTRIBUTES
from opencem.listen.responses.models import Answer, Response
from opencem.platform.privacy.service import keyed_hash

from .buyers import order_numbers_of, phone_of
from .company import TOUCHPOINT_OF_CHANNEL, Company, survey_definition
from .table import Columns, Constant, days, instants, maybe, named, write

Ints = NDArray[np.int64]
Strings = NDArray[np.str_]

_QUESTIONS = ("recommend", "reasons", "satisfaction", "comment")
_RECOMMEND, _REASONS, _MATRIX, _COMMENT = range(4)
_TAGS = sorted({*PRAISE_TAGS.values(), *GRIPE_TAGS.values(), UNSAFE})


def device_of(device: int) -> str:
    """The stored stand-in of one phone."""
    return keyed_hash(str(device), "device")


def write_responses(world: World, company: Company, first_customer: int, first_order: int) -> int:
    """Write the responses; returns the id of the first. Response i has id first + i."""
    responses = world.responses
    consent = survey_definition()["pages"][1]["questions"][2]["consent"]["version"]
    devices = responses.device.tolist()
    return write(
        Response,
        len(responses),
        **response_facts(world, company, first_customer),
        submission_key=(f"demo-{world.size.seed}-{number}" for number in range(len(responses))),
        content_hash=Constant(hashlib.sha256(b"demo").hexdigest()),
        survey_id=Constant(company.version.survey_id),
        version_id=Constant(company.version.pk),
        collector_id=company.collector_ids[responses.place, responses.channel].tolist(),
        device=map(device_of, devices),
        address=(_address(place, device) for place, device in zip(responses.place.tolist(), devices, strict=True)),
        contact=_contacts(world),
        consent_version=(consent if leaves else "" for leaves in responses.leaves_phone.tolist()),
        order_number=order_numbers_of(world, responses.order),
        order_id=maybe(responses.order, first_order),
    )


def response_facts(world: World, company: Company, first_customer: int) -> Columns:
    """The columns of the responses that the analytics store keeps too."""
    responses = world.responses
    touchpoints = [TOUCHPOINT_OF_CHANNEL[channel] for channel in CHANNELS]
    return {
        "unit_id": company.unit_ids[responses.place].tolist(),
        "channel": named(CHANNELS, responses.channel),
        "touchpoint_code": named(touchpoints, responses.channel),
        "submitted_at": instants(responses.at),
        "local_date": days(local_days(responses.at)),
        "duration_s": responses.duration.tolist(),
        "language": named(LANGUAGES, responses.language),
        "customer_id": maybe(responses.member, first_customer),
    }


def _address(place: int, device: int) -> str:
    """The network: the staff's phones share the store's, other people come from anywhere in the city."""
    network = f"store {place}" if device < 0 else f"{place} {device * 7919 % 4093}"
    return hashlib.blake2b(network.encode(), digest_size=16).hexdigest()


def _contacts(world: World) -> Iterator[str]:
    """The phone left with the answer; a stranger's is one that belongs to no member."""
    strangers = len(world.members)
    responses = world.responses
    columns = zip(responses.leaves_phone.tolist(), responses.member.tolist(), strict=True)
    for number, (leaves, member) in enumerate(columns):
        yield phone_of(member if member >= 0 else strangers + number) if leaves else ""


def write_answers(world: World, first_response: int, comments: Sequence[str]) -> None:
    """Write the answers of all responses, those of one response next to each other."""
    facts = answer_facts(world)
    write(
        Answer,
        len(facts["response"]),
        response_id=(first_response + response for response in facts["response"]),
        question=facts["question"],
        row=facts["row"],
        choice=facts["choice"],
        number=facts["number"],
        text=(
            comments[response] if question == "comment" else None
            for response, question in zip(facts["response"], facts["question"], strict=True)
        ),
    )


def answer_facts(world: World) -> Columns:
    """All answers: position of the response, question, row, choice, number (None where there is none)."""
    response, question, detail, number = _coded(world)
    order = np.lexsort((question, response))
    response, question, detail, number = response[order], question[order], detail[order], number[order]
    return {
        "response": response.tolist(),
        "question": named(_QUESTIONS, question),
        "row": named(ATTRIBUTES, np.where(question == _MATRIX, detail, -1)),
        "choice": named(_TAGS, np.where(question == _REASONS, detail, -1)),
        "number": [None if value < 0 else float(value) for value in number.tolist()],
    }


def _coded(world: World) -> tuple[Ints, Ints, Ints, Ints]:
    """Answers as (response, question, row or tag, number) in long form; −1 for no number."""
    responses = world.responses
    everybody = np.arange(len(responses))
    tagged, tags = _reasons(world)
    said = np.flatnonzero(responses.says)
    rows = len(ATTRIBUTES)
    parts = (
        (everybody, _RECOMMEND, np.zeros_like(everybody), responses.recommend),
        (tagged, _REASONS, tags, np.full_like(tagged, -1)),
        (np.repeat(everybody, rows), _MATRIX, np.tile(np.arange(rows), len(everybody)), responses.stars.ravel()),
        (said, _COMMENT, np.zeros_like(said), np.full_like(said, -1)),
    )
    question = np.concatenate([np.full(len(part[0]), part[1]) for part in parts])
    response, detail, number = (np.concatenate([part[column] for part in parts]) for column in (0, 2, 3))
    return response, question, detail, number


def _reasons(world: World) -> tuple[Ints, Ints]:
    """The tags picked, as (response, position in _TAGS)."""
    pairs = [
        (response, _TAGS.index(tag))
        for response, (codes, recommend) in enumerate(
            zip(world.responses.topics.tolist(), world.responses.recommend.tolist(), strict=True)
        )
        for tag in tags_for(codes, recommend)
    ]
    responses, tags = np.array(pairs, np.int64).reshape(-1, 2).T
    return responses, tags
