"""`/s/<token>/files`: one file ahead of its form, for the page's script and for programs.

`multipart/form-data` with `_key` (the form's), `slot` (the question's key, or `question.row`) and `file`. Answers 201 with
`{"id", "name", "bytes"}`; the id is then part of the answer. The same file sent again has the same id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from opencem.engines.survey_logic import SurveyDefinition
from opencem.kit.clock import now as clock
from opencem.kit.pictures.limits import MEBIBYTE
from opencem.kit.problems import Problem, not_found, register_problems
from opencem.kit.uploads import ENVELOPE
from opencem.listen.distribution.queries import Door, door
from opencem.listen.responses import keys
from opencem.listen.surveys.queries import live
from opencem.listen.uploads.models import Upload
from opencem.listen.uploads.problems import UploadRefused

from . import challenge
from .carried import carried_by
from .password import is_shut
from .preview import trial_of
from .submission_json import problem_json
from .uploading import MULTIPART, TooBusy, receiving, store_file
from .visitor import pass_held, turned_away
from .words import answer_problems

LARGEST_MB = 50
"""The most that a definition may allow for one file."""

register_problems(answer_problems())
register_problems(
    {
        "uploads_busy": {
            "zh-hans": "上传的人有点多，请稍后再试",
            "zh-hant": "上傳的人有點多，請稍後再試",
            "en": "Many people are uploading right now. Please try again in a moment.",
        },
        "upload_slot_unknown": {
            "zh-hans": "这份问卷没有要文件的这一题",
            "zh-hant": "這份問卷沒有要檔案的這一題",
            "en": "No question of this survey takes files there",
        },
    }
)


# As on the page itself, no cookie speaks for the respondent: the key in the body does.
@csrf_exempt
@require_POST
def take_file(request: HttpRequest, token: str) -> HttpResponse:
    """Store one file under the key of its form."""
    return _answered(request, lambda: _of_collector(request, token, clock()))


@csrf_exempt
@require_POST
def take_preview_file(request: HttpRequest, token: str) -> HttpResponse:
    """The same of a form that is tried out."""
    return _answered(request, lambda: _of_preview(request, token, clock()))


def _answered(request: HttpRequest, take: Callable[[], Upload]) -> HttpResponse:
    """The stored file, or why it is refused, in the reader's language."""
    try:
        _refuse_by_length(request)
        with receiving(request):
            upload = take()
    except TooBusy:
        return problem_json(request, Problem("uploads_busy", 503))
    except SuspiciousOperation:
        return problem_json(request, Problem("invalid", 400))
    except UploadRefused as refusal:
        return problem_json(request, Problem(f"answer_{refusal.code}", 422, field="file", params=refusal.params))
    except Problem as problem:
        return problem_json(request, problem)
    return JsonResponse({"id": upload.public_id, "name": upload.name, "bytes": upload.bytes}, status=201)


def _refuse_by_length(request: HttpRequest) -> None:
    declared = request.META.get("CONTENT_LENGTH") or ""
    if request.content_type != MULTIPART or not declared.isdigit():
        raise Problem("invalid", 400)
    if int(declared) > LARGEST_MB * MEBIBYTE + ENVELOPE:
        raise Problem("answer_file_too_large", 413, field="file", params={"limit": LARGEST_MB})


def _of_collector(request: HttpRequest, token: str, now: datetime) -> Upload:
    found = door(token)
    if found is None or not found.version_id:
        raise not_found()
    if is_shut(request, found):
        raise Problem("survey_password_needed", 403)
    if carried_by(request, found).is_refused:
        raise Problem("survey_link_refused", 403)
    key = keys.read(request.POST.get("_key", ""), now)
    if key.collector_id != found.collector_id:
        raise Problem("submission_key_invalid", 400)
    if found.asks_for_work(now) and pass_held(request, found) != challenge.pass_for(key.text):
        raise Problem("survey_proof_needed", 403)
    closed = found.closed_because(now) or turned_away(request, found, key.text, now)
    if closed:
        raise Problem(f"survey_{closed}", 410)
    return _stored(request, live(key.version_id).definition, key.text, found, now)


def _of_preview(request: HttpRequest, token: str, now: datetime) -> Upload:
    trial = trial_of(request, token, now)
    if trial is None:
        raise not_found()
    return _stored(request, trial.definition, trial.key.text, trial.door, now)


def _stored(request: HttpRequest, definition: SurveyDefinition, key: str, door: Door, now: datetime) -> Upload:
    name, _, row = request.POST.get("slot", "").partition(".")
    question = definition.by_key.get(name)
    if question is None or row not in question.uploads:
        raise Problem("upload_slot_unknown", 422, field="slot")
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Problem("answer_file_empty", 422, field="file")
    return store_file(question, row, file, key, door, now)
