"""A file and the answer that names it are stored together, or neither is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from opencem.engines.survey_logic import AnswersRefused, Context
from opencem.kit.clock import now
from opencem.listen.distribution.queries import Door, door
from opencem.listen.distribution.service import open_collectors
from opencem.listen.responses import keys
from opencem.listen.responses.models import Answer, Response
from opencem.listen.responses.service import Visit, submit
from opencem.listen.responses.writing import GroupCommit, Row, Written, _Waiting
from opencem.listen.surveys.queries import live
from opencem.listen.surveys.service import publish_survey
from opencem.listen.uploads import service
from opencem.listen.uploads.models import Upload
from opencem.listen.uploads.problems import UploadsGone
from opencem.listen.uploads.queries import SentFiles
from opencem.platform.events.models import Event
from tests import pictures
from tests.web.respond.long_survey import question, survey

NOW = now()


@pytest.fixture
def entrance(company: dict[str, int]) -> Door:
    asked = survey([{"key": "one", "questions": [question("photo", "file"), question("why", "text")]}])
    version = publish_survey(definition=asked, owner_unit_id=company["HQ"], account=None, now=NOW)
    (collector,) = open_collectors(survey=version.survey, unit_ids=[company["0001"]])
    found = door(collector.token)
    assert found is not None
    return found


def send(entrance: Door, key: str) -> Upload:
    photo = pictures.jpeg()
    terms = live(entrance.version_id).definition.upload_slots["photo"]
    sender = service.Sender(key, entrance.unit_id, "photo", terms)
    return service.receive(sender=sender, name="a.jpg", chunks=[photo], size=len(photo), now=NOW)


def test_a_file_swept_after_it_was_checked_takes_the_answer_with_it(entrance: Door) -> None:
    """Between the check of an answer and its commit the sweep may come; then nothing is stored at all."""
    key = keys.mint(entrance.collector_id, entrance.version_id, NOW)
    upload = send(entrance, key)
    context = Context(seed=key, uploads=SentFiles(key))
    assert upload.public_id in (context.uploads or {})  # read, and remembered
    service.sweep(NOW + timedelta(hours=25))
    before = Event.objects.count()
    with pytest.raises(AnswersRefused) as refused:
        submit(door=entrance, key=key, raw={"photo": [upload.public_id]}, visit=Visit(), now=NOW, context=context)
    assert [(error.question, error.code) for error in refused.value.errors] == [("photo", "unknown_upload")]
    assert (Response.rows.count(), Answer.rows.count(), Event.objects.count()) == (0, 0, before)


def test_one_whose_file_is_gone_does_not_undo_the_others_of_its_commit(entrance: Door) -> None:
    """A group of submissions shares a commit: with a lost file it is undone as a whole, then each is stored alone."""
    good, bad = (keys.mint(entrance.collector_id, entrance.version_id, NOW) for _ in range(2))
    rows: list[Row] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("opencem.listen.responses.writing.write", lambda row: rows.append(row) or Written("stored"))
        for key in (good, bad):
            upload = send(entrance, key)
            context = Context(seed=key, uploads=SentFiles(key))
            submit(door=entrance, key=key, raw={"photo": [upload.public_id]}, visit=Visit(), now=NOW, context=context)
    service.erase([bad])
    group = [_Waiting(row) for row in rows]
    for waiting in group:
        waiting.gate.acquire()
    GroupCommit()._commit(group)
    assert [waiting.result for waiting in group[1:]] == [None]
    assert group[0].error is None
    assert isinstance(group[1].error, UploadsGone)
    assert list(Response.rows.values_list("submission_key", flat=True)) == [good]
    assert Upload.rows.get().taken_at is not None


def test_the_same_file_at_the_same_time_is_stored_once(entrance: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tries of one upload: the second finds nothing when it looks, and the first there when it writes."""
    key = keys.mint(entrance.collector_id, entrance.version_id, NOW)
    first = send(entrance, key)
    answers = iter([None, first])
    monkeypatch.setattr(service, "_sent_before", lambda *_: next(answers))
    assert send(entrance, key).public_id == first.public_id
    assert Upload.rows.count() == 1


def test_a_file_of_another_form_cannot_be_taken(entrance: Door) -> None:
    mine, theirs = (keys.mint(entrance.collector_id, entrance.version_id, NOW) for _ in range(2))
    upload = send(entrance, theirs)
    with connection.cursor() as cursor, pytest.raises(UploadsGone):
        service.take(cursor, mine, [upload.public_id], NOW)
    assert Upload.rows.get().taken_at is None
