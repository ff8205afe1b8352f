"""Whether people are answering faster than everything behind an answer can be done."""

from __future__ import annotations

import time

from opencem.listen.responses.models import Response

PER_S = 300
LOOK_S = 0.5  # between two looks at the newest response


class Rush:
    """Told by how fast the ids of responses grow, since those who take answers are other processes."""

    def __init__(self) -> None:
        self._looked_at, self._newest = 0.0, 0
        self._on = False

    def is_on(self) -> bool:
        now = time.monotonic()
        if now - self._looked_at >= LOOK_S:
            newest = Response.rows.order_by("-pk").values_list("pk", flat=True).first() or 0
            self._on = self._looked_at > 0 and (newest - self._newest) / (now - self._looked_at) > PER_S
            self._looked_at, self._newest = now, newest
        return self._on
