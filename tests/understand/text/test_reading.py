"""Feedback goes in, its reading comes out, once, and follows the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opencem.engines.text import MODEL_VERSION
from opencem.listen.feedback.models import Feedback
from opencem.listen.feedback.service import NewFeedback, record_many
from opencem.platform.accounts.service import scope_for
from opencem.platform.events import dispatcher
from opencem.platform.events.models import Event
from opencem.understand.text import service
from opencem.understand.text.models import Mention, TextAnalysis
from opencem.understand.text.queries import analyses_of, mentions_of, topic_name, visible_mentions

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
TEXT = "味道不错，就是太贵了。"

Write = Callable[..., int]


@pytest.fixture
def write(company: dict[str, int]) -> Write:
    """`write("太贵了", unit="0001", key="r1")` records a review and returns its id."""

    def record(text: str, unit: str = "0001", key: str = "r1") -> int:
        row = NewFeedback("review", "tmall", key, company[unit], "tmall", NOW, NOW.date(), text=text, rating=3.0)
        created = record_many([row], now=NOW).created_ids
        return created[0] if created else Feedback.rows.get(source="tmall", external_id=key).pk

    return record


def analysed_events() -> list[int]:
    return list(Event.objects.filter(kind="feedback.analysed").order_by("pk").values_list("subject_id", flat=True))


def test_a_review_is_read_with_its_exact_words(write: Write) -> None:
    pk = write(TEXT)
    dispatcher.run_until_idle()
    analysis = analyses_of([pk])[pk]
    assert analysis.version == MODEL_VERSION
    assert analysis.text_hash == service.text_hash(TEXT)
    words = [
        (m.topic, m.polarity, TEXT[m.start : m.end], TEXT[m.clause_start : m.clause_end]) for m in mentions_of([pk])[pk]
    ]
    assert words == [("taste", 1, "味道不错", "味道不错"), ("price", -1, "太贵了", "就是太贵了")]
    assert analysed_events() == [pk]


def test_an_event_heard_again_changes_nothing(write: Write) -> None:
    pk = write(TEXT)
    assert service.analyse_feedback([pk], now=NOW) == 1
    first = TextAnalysis.rows.get(feedback_id=pk)
    assert first.analysed_at == NOW
    assert first.label == "negative"
    assert service.analyse_feedback([pk], now=NOW + timedelta(hours=1)) == 0
    assert TextAnalysis.rows.get(feedback_id=pk).pk == first.pk
    assert Mention.rows.filter(feedback_id=pk).count() == 2
    assert analysed_events() == [pk]


def test_a_changed_text_loses_its_old_reading(write: Write) -> None:
    pk = write(TEXT)
    dispatcher.run_until_idle()
    write("发霉了")
    dispatcher.run_until_idle()
    assert [(m.topic, m.polarity) for m in mentions_of([pk])[pk]] == [("food_safety", -1)]
    assert TextAnalysis.rows.filter(feedback_id=pk).count() == 1
    assert analysed_events() == [pk, pk]


def test_created_heard_after_the_change_reads_the_current_text(write: Write) -> None:
    """Created and changed wait in one batch, or come late from the set-aside: the reading is of what stands now."""
    pk = write(TEXT)
    write("发霉了")
    dispatcher.run_until_idle()
    assert analyses_of([pk])[pk].text_hash == service.text_hash("发霉了")
    assert analysed_events() == [pk]


def test_an_emptied_text_has_no_reading_and_says_so(write: Write) -> None:
    pk = write(TEXT)
    dispatcher.run_until_idle()
    write("  ")
    dispatcher.run_until_idle()
    assert pk not in analyses_of([pk])
    assert not mentions_of([pk])
    assert analysed_events() == [pk, pk]


def test_feedback_without_text_is_not_read(write: Write) -> None:
    write("")
    dispatcher.run_until_idle()
    assert not TextAnalysis.rows.exists()
    assert not analysed_events()


def test_another_model_reads_again(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    pk = write(TEXT)
    service.analyse_feedback([pk], now=NOW)
    TextAnalysis.rows.filter(feedback_id=pk).update(version="lexicon-0")
    assert service.analyse_feedback([pk], now=NOW) == 1
    assert analyses_of([pk])[pk].version == MODEL_VERSION


def test_a_batch_is_read_in_one_go_and_no_stranger_is_touched(
    company: dict[str, int], django_assert_max_num_queries: Any
) -> None:
    base = NewFeedback("review", "jd", "0", company["0001"], "jd", NOW, NOW.date(), text=TEXT)
    ids = record_many([replace(base, external_id=str(n)) for n in range(200)], now=NOW).created_ids
    with django_assert_max_num_queries(12):
        assert service.analyse_feedback(ids[:150], now=NOW) == 150
    assert TextAnalysis.rows.count() == 150
    assert Mention.rows.count() == 300


def test_one_endless_text_keeps_a_bounded_number_of_mentions(write: Write) -> None:
    pk = write("好吃。" * 5_000)
    service.analyse_feedback([pk], now=NOW)
    assert len(mentions_of([pk])[pk]) == service.MENTIONS_KEPT


def test_a_deleted_feedback_is_skipped(write: Write) -> None:
    pk = write(TEXT)
    Feedback.rows.filter(pk=pk).delete()
    dispatcher.run_until_idle()
    assert not TextAnalysis.rows.exists()


def test_a_store_manager_sees_the_mentions_of_the_own_store_only(write: Write, people: dict[str, Any]) -> None:
    own, other = write(TEXT, "0001", "a"), write(TEXT, "0003", "b")
    service.analyse_feedback([own, other], now=NOW)
    scope = scope_for(people["s1_manager"], "feedback.read", purpose="test")
    assert set(visible_mentions(scope).values_list("feedback_id", flat=True)) == {own}


@pytest.mark.parametrize(
    ("language", "name"), [("zh-hans", "价格"), ("zh-Hant", "價格"), ("en", "Price"), ("fr", "价格")]
)
def test_topic_names_in_the_readers_language(language: str, name: str) -> None:
    assert topic_name("price", language) == name
    assert topic_name("colour", language) == "colour"
