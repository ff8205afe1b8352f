from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from opencem.kit.clock import now
from opencem.platform.audit.models import AuditEntry
from opencem.platform.audit.service import record
from opencem.platform.events import dispatcher, log, service
from opencem.platform.events.models import Event, SetAsideEvent, Subscription
from opencem.platform.events.service import EventView, publish, publish_many, subscribe

pytestmark = pytest.mark.django_db
Seen = list[list[int]]


@pytest.fixture
def consumer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Seen]]:
    """Registers a consumer that leaves an audit row per event and fails on the poisoned subjects."""
    monkeypatch.setattr(service, "_consumers", {})

    def make(poison: Sequence[int] = (), batch: int = 10) -> Seen:
        seen: Seen = []

        def handle(events: Sequence[EventView]) -> None:
            seen.append([event.subject_id for event in events])
            for event in events:
                record("seen", object_id=event.subject_id)
                if event.subject_id in poison:
                    raise RuntimeError(f"poison {event.subject_id}")

        subscribe("thing.happened", consumer="test", batch=batch)(handle)
        return seen

    return make


def effects() -> list[str]:
    return list(AuditEntry.objects.filter(action="seen").order_by("pk").values_list("object_id", flat=True))


def test_events_arrive_in_order_in_batches_and_once(consumer: Any) -> None:
    seen = consumer(batch=2)
    publish_many("thing.happened", [(1, {}), (2, {}), (3, {})])
    publish("other.happened", 9)
    dispatcher.run_until_idle()
    dispatcher.run_until_idle()
    assert seen == [[1, 2], [3]]
    assert effects() == ["1", "2", "3"]


def test_a_rolled_back_event_is_never_heard(consumer: Any) -> None:
    seen = consumer()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish("thing.happened", 1)
        raise ZeroDivisionError
    dispatcher.run_until_idle()
    assert seen == []


def test_a_poisoned_event_is_set_aside_and_holds_back_nobody(consumer: Any) -> None:
    consumer(poison=[2])
    publish_many("thing.happened", [(1, {}), (2, {}), (3, {})])
    dispatcher.run_until_idle()
    assert effects() == ["1", "3"]
    aside = SetAsideEvent.objects.get()
    assert (aside.event.subject_id, aside.state, aside.attempts) == (2, "retrying", 1)
    assert "poison 2" in aside.error


def test_it_is_tried_five_times_and_then_dead(consumer: Any) -> None:
    consumer(poison=[1])
    publish("thing.happened", 1)
    dispatcher.run_until_idle()
    aside = SetAsideEvent.objects.get()
    for _ in range(8):
        if aside.state == "retrying":
            dispatcher.retry(aside, now())
            aside.refresh_from_db()
    assert (aside.state, aside.attempts, aside.next_try_at) == ("dead", 5, None)
    assert effects() == []


def test_a_healed_event_is_replayed_once(consumer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    consumer(poison=[1])
    publish("thing.happened", 1)
    dispatcher.run_until_idle()
    monkeypatch.setattr(service, "_consumers", {})
    consumer()
    SetAsideEvent.objects.update(next_try_at=now() - timedelta(seconds=1))
    dispatcher.run_until_idle()
    assert SetAsideEvent.objects.get().state == "replayed"
    assert effects() == ["1"]


def test_a_paused_consumer_waits(consumer: Any) -> None:
    seen = consumer()
    dispatcher.ensure_subscriptions()
    Subscription.objects.update(paused=True)
    publish("thing.happened", 1)
    dispatcher.run_until_idle()
    assert seen == []
    Subscription.objects.update(paused=False)
    dispatcher.run_until_idle()
    assert seen == [[1]]


def test_the_end_of_the_log_is_behind_everything(consumer: Any) -> None:
    publish_many("thing.happened", [(n, {}) for n in range(5)])
    assert log.behind(log.Position(), None) == 5
    assert log.behind(log.end(), None) == 0
    assert Event.objects.count() == 5


def test_an_idle_round_asks_for_all_cursors_at_once(db: None) -> None:
    dispatcher.run_until_idle()
    with CaptureQueriesContext(connection) as asked:
        assert dispatcher.run_once() == 0
    of_cursors = [query["sql"] for query in asked if Subscription._meta.db_table in query["sql"]]
    assert len(of_cursors) == 1
    assert len(service.consumers()) > 5
