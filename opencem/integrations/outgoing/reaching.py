"""What the ways a call can go wrong mean for a message: try it again, or never.

`repeatable`: the provider drops a repeat of the same message id. Where it does not, a message whose answer was lost is
given up rather than sent twice: a second SMS costs money and a customer's patience, and the next channel can take over.
"""

from __future__ import annotations

from collections.abc import Callable

from opencem.integrations.outgoing.client import Answer, NoAnswer, NotReached
from opencem.integrations.outgoing.guard import ForbiddenAddress
from opencem.listen.invitations.senders import PermanentSendFailure, TemporarySendFailure

_REFUSED_BEFORE_READING = (408, 425, 429, 503)
MENDED_BY_HAND_S = 600.0  # a wrong key or an unapproved template is put right by an administrator, not by hurrying


def reach(call: Callable[[], Answer], *, repeatable: bool) -> Answer:
    """The provider's answer below 500. Raises TemporarySendFailure or PermanentSendFailure."""
    try:
        answer = call()
    except NotReached as error:
        raise TemporarySendFailure(f"not reached: {error}") from error
    except NoAnswer as error:
        raise _unanswered(str(error), repeatable) from error
    except ForbiddenAddress as error:
        raise PermanentSendFailure("forbidden_address", str(error)) from error
    if answer.status in _REFUSED_BEFORE_READING:
        raise TemporarySendFailure(f"HTTP {answer.status}", retry_after=retry_after(answer))
    if answer.status >= 500:
        raise _unanswered(f"HTTP {answer.status}", repeatable)
    return answer


def _unanswered(reason: str, repeatable: bool) -> TemporarySendFailure | PermanentSendFailure:
    if repeatable:
        return TemporarySendFailure(reason)
    return PermanentSendFailure("no_answer", f"{reason}; it may have been taken, so it is not sent again")


def retry_after(answer: Answer) -> float | None:
    """Seconds of a Retry-After header; a date or nonsense counts as none. At most a day."""
    text = answer.headers.get("retry-after", "")
    return min(float(text), 86400.0) if text.isascii() and text.isdigit() and len(text) < 9 else None
