"""PostgreSQL makes ids visible out of order. An event that commits late must still be read, and in its turn."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from opencem.platform.events import log
from opencem.platform.events.service import publish

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_event_that_commits_late_is_not_skipped() -> None:
    if connection.vendor != "postgresql":
        # SQLite has one writer: the second would wait for the first, so the case cannot arise.
        publish("thing.happened", 1)
        assert [event.subject_id for event in log.after(log.Position(), None, 10)] == [1]
        return
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            publish("thing.happened", 1)
            written.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    publish("thing.happened", 2)  # a later id that commits first
    early = log.after(log.Position(), None, 10)
    may_commit.set()
    thread.join()
    position = log.position_of(early[-1]) if early else log.Position()
    late = log.after(position, None, 10)
    assert [event.subject_id for event in [*early, *late]] == [1, 2]
