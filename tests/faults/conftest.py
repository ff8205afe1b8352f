from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from opencem.bench.company import PASSWORD, prepare
from tests.faults.accounting import check_analytics, check_records
from tests.faults.ledger import Crowd, Ledger, Submission, submissions
from tests.journeys.served import Person, Served, eventually


@dataclass
class Drill:
    """A company under load whose server may be killed at any moment, and the books to be balanced afterwards."""

    served: Served
    sent: list[Submission]
    ledger: Ledger
    crowd: Crowd = field(init=False)
    kills: int = 0

    def __post_init__(self) -> None:
        self.crowd = Crowd(self.served.port, self.ledger, deque(self.sent))

    def kill_and_start(self) -> None:
        self.served.kill()
        self.kills += 1
        self.served.start()

    def balance(self) -> str:
        """Everybody gets their thanks, the worker runs dry, and the stores are held against the ledger."""
        self.crowd.stop()
        self.crowd.finish(self.ledger.keys("sent"))
        assert self.crowd.refusals == []
        self._settle()
        self.served.stop()
        acknowledged = self.ledger.keys("acknowledged")
        assert acknowledged == self.ledger.keys("sent")
        stored = check_records(self.served, self.sent, acknowledged, self.ledger.keys("sent"))
        check_analytics(self.served)
        assert stored
        return f"n={stored} kills={self.kills} lost answers={self.crowd.lost} bound 3/n={3 / stored:.2%}"

    def _settle(self) -> None:
        admin = Person(self.served.port)
        assert admin.sign_in("bench", PASSWORD).status == 302
        for _ in range(2):
            eventually(lambda: is_settled(admin), seconds=90, every=0.3)


def is_settled(admin: Person) -> bool:
    health = admin.read("/system/health")
    return health["analytics_as_of"] == health["last_event_at"] and not any(
        consumer["behind"] or consumer["set_aside"] for consumer in health["consumers"]
    )


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[Callable[[int], Drill]]:
    """`drill(3000)`: a served company and that many prepared submissions."""
    made: list[Drill] = []

    def make(keys: int) -> Drill:
        data = tmp_path / "data"
        data.mkdir()
        doors = prepare(data, stores=12, keys=keys).doors
        made.append(Drill(Served(data), submissions(doors, seed=keys), Ledger(tmp_path / "ledger.jsonl")))
        return made[-1]

    yield make
    for one in made:
        one.crowd.stop()
        one.served.stop()
