"""The token a provider gives against a secret and takes back after some hours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from opencem.integrations.outgoing.client import Answer
from opencem.integrations.outgoing.reaching import MENDED_BY_HAND_S, reach
from opencem.listen.invitations.senders import TemporarySendFailure

_RENEWED_BEFORE_S = 300


class AccessToken:
    """Kept in memory until shortly before it expires; `forget` when the provider says it is no longer good."""

    def __init__(self, fetch: Callable[[], Answer]) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def get(self) -> str:
        """Raises TemporarySendFailure when none is given: the people to be asked are not at fault."""
        with self._lock:
            if time.monotonic() >= self._good_until:
                self._renew()
            return self._token

    def forget(self) -> None:
        with self._lock:
            self._good_until = 0.0

    def _renew(self) -> None:
        given = reach(self._fetch, repeatable=True).json()
        token, life = given.get("access_token"), given.get("expires_in")
        if not isinstance(token, str) or not isinstance(life, int):
            code = given.get("errcode", "none")
            raise TemporarySendFailure(f"no access token: errcode {code}", retry_after=MENDED_BY_HAND_S)
        self._token, self._good_until = token, time.monotonic() + max(0, life - _RENEWED_BEFORE_S)
