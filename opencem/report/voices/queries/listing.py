"""The stream: pages of feedback, newest first, with what is known of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from opencem.act.tickets.models import Ticket
from opencem.kit.paging import Page, page_of
from opencem.listen.feedback.models import Feedback, Flag
from opencem.platform.scope.value import Scope
from opencem.understand.text.models import Mention

from ..filters import FeedbackFilter, matching
from .positions import read_instant_position


@dataclass(frozen=True, slots=True)
class Voice:
    """One piece of feedback with its mentions in the order of the words, all its flags, and its latest ticket."""

    feedback: Feedback
    mentions: Sequence[Mention]
    flags: Sequence[Flag]
    ticket: Ticket | None


def list_voices(scope: Scope, wanted: FeedbackFilter, *, cursor: str | None, limit: int) -> Page[Voice]:
    """One page of the stream. Four queries whatever the limit, one more when the filter names a unit."""
    rows = newest_first(matching(wanted, scope), cursor)[: limit + 1]
    page = page_of(list(rows.select_related("unit", "customer", "analysis")), limit, _position)
    return Page(with_surroundings(page.items, scope), page.next_cursor)


def each_voice(scope: Scope, wanted: FeedbackFilter, *, batch: int = 1000) -> Iterator[Voice]:
    """Every matching voice, newest first, read in batches so that memory stays flat."""
    cursor: str | None = None
    while True:
        page = list_voices(scope, wanted, cursor=cursor, limit=batch)
        yield from page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor


def count_voices(scope: Scope, wanted: FeedbackFilter) -> int:
    return matching(wanted, scope).count()


def newest_first(rows: QuerySet[Feedback], cursor: str | None) -> QuerySet[Feedback]:
    """Order by time and id. The bound on time stands alone so that both databases walk the index on it."""
    position = read_instant_position(cursor)
    if position is not None:
        at, last = position
        rows = rows.filter(Q(occurred_at__lte=at), Q(occurred_at__lt=at) | Q(pk__lt=last))
    return rows.order_by("-occurred_at", "-pk")


def _position(feedback: Feedback) -> tuple[str, int]:
    return feedback.occurred_at.isoformat(), feedback.pk


def with_surroundings(found: Sequence[Feedback], scope: Scope) -> list[Voice]:
    """Mentions, flags and tickets of the feedback given: one query each, whatever the number of rows."""
    ids = [feedback.pk for feedback in found]
    mentions = _by_feedback(Mention.objects.visible_to(scope).filter(feedback_id__in=ids).order_by("start", "pk"))
    flags = _by_feedback(Flag.objects.visible_to(scope).filter(feedback_id__in=ids).order_by("kind"))
    tickets = _by_feedback(Ticket.objects.visible_to(scope).filter(feedback_id__in=ids).order_by("opened_at", "pk"))
    return [_voice(feedback, mentions, flags, tickets) for feedback in found]


def _voice(
    feedback: Feedback,
    mentions: Mapping[int, list[Mention]],
    flags: Mapping[int, list[Flag]],
    tickets: Mapping[int, list[Ticket]],
) -> Voice:
    opened = tickets.get(feedback.pk, [])
    return Voice(feedback, mentions.get(feedback.pk, []), flags.get(feedback.pk, []), opened[-1] if opened else None)


Row = TypeVar("Row", Mention, Flag, Ticket)


def _by_feedback(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.feedback_id].append(row)
    return grouped
