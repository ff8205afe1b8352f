"""The door for answers: checks a submission on the server, stores it once, durably, and says what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from opencem.engines.survey_logic import (
    NOTHING_KNOWN,
    Accepted,
    Answer,
    Context,
    Examination,
    SurveyDefinition,
    accept,
    walk,
)
from opencem.kit.problems import Problem, register_problems
from opencem.listen.customers import service as customers
from opencem.listen.customers.models import IdentityKind
from opencem.listen.distribution import codes, kiosks
from opencem.listen.distribution.queries import Door
from opencem.listen.responses import keys, quotas, writing
from opencem.listen.responses.attached import to_send_again, upload_ids
from opencem.listen.responses.models import Response, ResponseOutcome
from opencem.listen.responses.repeats import PersonLimit, is_over
from opencem.listen.responses.terms import known_terms
from opencem.listen.responses.writing import COMPLETED
from opencem.listen.surveys.queries import LiveSurvey, live
from opencem.listen.uploads.problems import UploadsGone
from opencem.platform.privacy.service import keyed_hash

register_problems(
    {
        "survey_closed": {"zh-hans": "这份问卷已经结束，谢谢你的关注", "en": "This survey is closed. Thank you."},
        "survey_not_open_yet": {"zh-hans": "这份问卷还没有开始", "en": "This survey is not open yet."},
        "survey_expired": {"zh-hans": "这份问卷已经过期，谢谢你的关注", "en": "This survey has expired. Thank you."},
        "survey_full": {"zh-hans": "答卷已经收满，谢谢你的关注", "en": "All places are taken. Thank you."},
        "survey_code_unknown": {"zh-hans": "没有这个码，请核对后再试", "en": "There is no such code. Please check it."},
        "survey_code_used": {"zh-hans": "这个码已经用过了，谢谢你的反馈", "en": "This code has been used. Thank you."},
        "survey_device_limit": {
            "zh-hans": "这台设备已经提交过，谢谢你的反馈",
            "en": "This device has answered already. Thank you.",
        },
        "survey_link_refused": {
            "zh-hans": "链接里的参数没有有效签名",
            "en": "The parameters of this link are not signed, or not by this survey's key.",
        },
        "survey_proof_needed": {
            "zh-hans": "这条链接访问量异常，请稍后再试，或改用一次性码",
            "en": "This link is under attack. Come back later, or use one-time codes.",
        },
        "survey_password_needed": {"zh-hans": "这份问卷需要密码", "en": "This survey needs a password."},
        "survey_device_unknown": {
            "zh-hans": "这台设备还没有登记，请联系管理员",
            "en": "This device has not been let in. Ask an administrator.",
        },
    }
)


WHO = (IdentityKind.MEMBER, IdentityKind.OPENID, IdentityKind.UNIONID)
"""What of a person a signed link may name."""
SHORT = 2
"""Pages of a survey that is filled in without a pause."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of the visitor beside the answers. `device` and `address` are hashed before they are stored.

    `code` is a one-time code, `kiosk` the secret of a tablet, at collectors that need one; `invitation` is the token of
    the personal link that led here. `signed` are the parameters of the link that its signature vouches for.
    """

    language: str = "zh-Hans"
    device: str = ""
    address: str = ""
    order_number: str = ""
    code: str = ""
    kiosk: str = ""
    invitation: str = ""
    signed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`stored`, or `repeated` when this key was stored before; both end on the thank-you page.

    `outcome` is completed, screened_out or over_quota; `end_key` the end of the survey it led to ("": its thanks).
    """

    state: str
    response_id: int
    outcome: str = COMPLETED
    end_key: str = ""


def submit(
    *,
    door: Door,
    key: str,
    raw: Mapping[str, object],
    visit: Visit,
    now: datetime,
    context: Context = NOTHING_KNOWN,
    examined: Examination | None = None,
) -> Outcome:
    """Stores one submission before it returns: response, answers, place and event in one durable transaction.

    Raises Problem (key invalid or expired; survey closed, expired, full) and AnswersRefused (one error per answer).
    `context` is what the caller knows beside the answers; `examined` is what the logic engine said of just these
    answers in this context, where the caller has asked it already.
    A key that is stored already returns the first result, whatever is sent with it and even if the survey has closed.
    """
    read = _usable(key, door, now)
    closed = door.closed_because(now)
    if closed:
        return _first_result(key) or _refuse(closed)
    visit = _admitted(door, key, visit, now)
    survey = live(read.version_id)
    examination = examined or walk(survey.definition, raw, context)
    accepted = accept(survey.definition, examination, visit.language)
    claims = quotas.claims_of(survey.definition, examination) if survey.definition.quotas else ()
    return _written(_row(door, read, survey, accepted, claims, raw, visit, now))


def hold_places(*, door: Door, key: str, definition: SurveyDefinition, standing: Examination, now: datetime) -> str:
    """Holds a place in each quota these answers fall in; the key of the first that is full, else "" ."""
    full = quotas.hold(door.survey_id, quotas.claims_of(definition, standing), key, now)
    return full.key if full else ""


def full_quota(*, door: Door, definition: SurveyDefinition, standing: Examination, now: datetime) -> str:
    """The first quota these answers fall in that has no place free, without holding one; "" for none."""
    wanted = [quota for quota in definition.quotas if quota.key in standing.quotas]
    full = quotas.first_full(door.survey_id, wanted, now)
    return full.key if full else ""


def turn_away(
    *,
    door: Door,
    key: str,
    quota: str,
    raw: Mapping[str, object],
    visit: Visit,
    now: datetime,
    standing: Examination,
) -> Outcome:
    """Stores that somebody came when a quota was full, with what they had answered; refuses as `submit` does."""
    read = _usable(key, door, now)
    closed = door.closed_because(now)
    if closed:
        return _first_result(key) or _refuse(closed)
    survey = live(read.version_id)
    end = next(each.end for each in survey.definition.quotas if each.key == quota)
    accepted = Accepted(standing.answers, visit.language, survey.definition.end_by_key[end], (), standing.arms)
    claims = quotas.claims_of(survey.definition, standing)
    row = _row(door, read, survey, accepted, claims, raw, visit, now, ResponseOutcome.OVER_QUOTA.value)
    return _written(row)


def _written(row: writing.Row) -> Outcome:
    try:
        written = writing.write(row)
    except UploadsGone as gone:
        raise to_send_again(row.answers, row.uploads) from gone
    if written.state in ("full", "device_limit"):
        return _refuse(written.state)
    return Outcome(written.state, written.response_id, written.outcome, written.end_key)


def _usable(key: str, door: Door, now: datetime) -> keys.SubmissionKey:
    read = keys.read(key, now)
    if read.collector_id != door.collector_id:
        raise Problem("submission_key_invalid", 400)
    return read


def is_over_device_limit(door: Door, visit: Visit) -> bool:
    """Whether a person, known by device or personal link, has answered the survey as often as one may."""
    limit = _person_limit(door.survey_id, _hashed(visit.device, "device"), visit.invitation)
    return limit is not None and is_over(limit)


def _person_limit(survey_id: int, device: str, invitation: str) -> PersonLimit | None:
    most = known_terms(survey_id).device_limit
    return None if most is None or not (device or invitation) else PersonLimit(survey_id, most, device, invitation)


def keeps_drafts(door: Door, definition: SurveyDefinition) -> bool:
    """Whether unfinished forms are kept: not of a survey of a page or two, which is not worth a write for each page,
    and not at a tablet that everybody uses."""
    screens = len(definition.questions) if definition.theme.screens == "questions" else len(definition.pages)
    return not door.needs_device and (screens > SHORT or bool(definition.loops))


def _admitted(door: Door, key: str, visit: Visit, now: datetime) -> Visit:
    """The visit, with what a one-time code says of it; refuses one without the right to answer here."""
    if door.needs_device:
        if not kiosks.answers_at(door.collector_id, visit.kiosk, now):
            _refuse("device_unknown")
        return replace(visit, device="")  # the tablet's: everybody in the shop has the same
    if not door.needs_code:
        return visit
    redeemed = codes.redeem(door.collector_id, visit.code, key, now)
    if redeemed.refusal:
        _refuse(redeemed.refusal)
    return replace(visit, order_number=redeemed.order_number or visit.order_number)


def first_result(key: str) -> Outcome | None:
    """The result of a key that was submitted before; None when it was not, or is no key at all."""
    return _first_result(key)


def _first_result(key: str) -> Outcome | None:
    stored = Response.rows.filter(submission_key=key).values_list("pk", "outcome", "end_key").first()
    return Outcome("repeated", *stored) if stored else None


def _refuse(because: str) -> Outcome:
    raise Problem(f"survey_{because}", 410)


def _row(
    door: Door,
    key: keys.SubmissionKey,
    survey: LiveSurvey,
    accepted: Accepted,
    claims: Sequence[quotas.Claim],
    raw: Mapping[str, object],
    visit: Visit,
    now: datetime,
    outcome: str = "",
) -> writing.Row:
    end = accepted.end
    outcome = outcome or (end.outcome if end else COMPLETED)
    end_key = end.key if end else ""
    device, invitation = _hashed(visit.device, "device"), visit.invitation[:40]
    contact, consent = _contact(survey.definition, accepted.answers)
    content_hash = hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode("utf-8", "replace")).hexdigest()
    adapt = connection.ops
    values: tuple[Any, ...] = (
        key.text, content_hash, survey.survey_id, survey.version_id, door.collector_id, door.unit_id, door.channel,
        door.touchpoint_code, adapt.adapt_datetimefield_value(now),
        adapt.adapt_datefield_value(now.astimezone(ZoneInfo(door.unit_timezone or settings.TIME_ZONE)).date()),
        max(0, int((now - key.opened_at).total_seconds())), accepted.language, device,
        _hashed(visit.address, "address"), contact, consent, visit.order_number[:64], False,
        outcome, end_key, json.dumps(dict(accepted.arms)) if accepted.arms else None, invitation,
    )  # fmt: skip
    kept = [answer for answer in accepted.answers if survey.definition.by_key[answer.question].type != "phone"]
    return writing.Row(
        values, key.text, content_hash, door.collector_id, door.unit_id, survey.definition.key, now, kept,
        survey.survey_id, outcome, end_key, claims, known_terms(survey.survey_id).answer_limit, keeps_drafts(door, survey.definition),
        _person_limit(survey.survey_id, device, invitation), _vouched(visit) if visit.signed else (),
        upload_ids(survey.definition, kept),
    )  # fmt: skip


def _vouched(visit: Visit) -> list[tuple[str, str]]:
    """The order, and who the person is, as far as the link's signature says so. Of a person only digests are kept."""
    order = [("order", "")] if visit.signed.get("order") and visit.signed["order"] == visit.order_number else []
    people = ((kind, customers.digest_of(kind, visit.signed[kind])) for kind in WHO if kind in visit.signed)
    return [*order, *((kind, digest) for kind, digest in people if digest)]


def _contact(definition: SurveyDefinition, answers: Sequence[Answer]) -> tuple[str, str]:
    """The phone and the version of the consent it came with; the number is kept there alone, not among the answers."""
    for answer in answers:
        question = definition.by_key[answer.question]
        if question.type == "phone" and answer.text:
            return answer.text, question.consent.version if question.consent else ""
    return "", ""


def _hashed(value: str, purpose: str) -> str:
    return keyed_hash(value, purpose) if value else ""
