"""Test answers: what is sent at a preview. Kept to be looked at, and never counted.

A test is a `Response` of its own kind: of no collector, with no event. So no place is taken, no quota or limit moves, no
coupon goes, no invitation ends, and no room above ever hears of it. Reads of responses leave it out unless asked for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from opencem.engines.survey_logic import Accepted, Answer, SurveyDefinition
from opencem.kit.problems import Problem, register_problems
from opencem.listen.responses.attached import to_send_again, upload_ids
from opencem.listen.responses.keys import SubmissionKey
from opencem.listen.responses.models import Answer as StoredAnswer
from opencem.listen.responses.models import Response
from opencem.listen.responses.writing import COMPLETED
from opencem.listen.surveys.models import Survey
from opencem.listen.surveys.previewing import Preview
from opencem.listen.uploads.problems import UploadsGone
from opencem.listen.uploads.service import erase, take
from opencem.platform.audit.service import record
from opencem.platform.scope.value import Scope

CHANNEL = "test"
MOST = 2_000
"""Test answers kept of one survey: an address that got about must not fill the database."""

register_problems(
    {
        "tests_full": {
            "zh-hans": "这份问卷的测试答卷已达 {most} 份，请先在实时数据里清空",
            "en": "There are {most} test answers of this survey. Delete them under its answers first.",
        }
    }
)


@transaction.atomic
def submit_test(
    *, preview: Preview, definition: SurveyDefinition, key: SubmissionKey, accepted: Accepted, now: datetime
) -> None:
    """Keeps one test that the logic engine accepted; the same key again changes nothing. Raises Problem `tests_full`, and
    AnswersRefused where a file waited too long."""
    if Response.rows.filter(submission_key=key.text).exists():
        return
    if Response.rows.filter(survey=preview.survey, is_test=True).count() >= MOST:
        raise Problem("tests_full", 409, params={"most": MOST})
    end = accepted.end
    response = Response.rows.create(
        submission_key=key.text,
        survey=preview.survey,
        version_id=preview.version_id,
        unit_id=preview.unit.id,
        channel=CHANNEL,
        submitted_at=now,
        local_date=now.astimezone(ZoneInfo(preview.unit.timezone or settings.TIME_ZONE)).date(),
        duration_s=max(0, int((now - key.opened_at).total_seconds())),
        language=accepted.language,
        is_test=True,
        outcome=end.outcome if end else COMPLETED,
        end_key=end.key if end else "",
        arms=dict(accepted.arms) or None,
    )
    StoredAnswer.rows.bulk_create(_rows(response, definition, accepted.answers), batch_size=500)
    _take_uploads(key.text, definition, accepted.answers, now)


def _take_uploads(key: str, definition: SurveyDefinition, answers: Sequence[Answer], now: datetime) -> None:
    ids = upload_ids(definition, answers)
    try:
        with connection.cursor() as cursor:
            take(cursor, key, ids, now)
    except UploadsGone as gone:
        raise to_send_again(answers, ids) from gone


def _rows(response: Response, definition: SurveyDefinition, answers: Collection[Answer]) -> list[StoredAnswer]:
    """A phone number is not kept of a test: it may be anybody's."""
    kept = (each for each in answers if definition.by_key[each.question].type != "phone")
    return [
        StoredAnswer(
            response=response, question=each.question, row=each.row, choice=each.choice, number=each.number,
            text=each.text,
        )
        for each in kept
    ]  # fmt: skip


@transaction.atomic
def delete_tests(*, survey: Survey, scope: Scope, ids: Collection[int] | None, account: object) -> int:
    """Deletes the test answers of a survey at the units of a scope (`ids`: only these); returns how many."""
    rows = Response.objects.visible_to(scope).filter(survey=survey, is_test=True)
    found = list((rows if ids is None else rows.filter(pk__in=ids)).values_list("pk", flat=True))
    tests = Response.rows.filter(pk__in=found, is_test=True)
    erase(list(tests.values_list("submission_key", flat=True)))
    tests.delete()
    if found:
        record(
            "test_answers.deleted", account=account, object_kind="survey", object_id=survey.key,
            unit_id=survey.owner_unit_id, after={"deleted": len(found)},
        )  # fmt: skip
    return len(found)
