"""kill −9 of the whole server at random under load: what was acknowledged is there once, and so is all that follows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from tests.faults.conftest import Drill
from tests.journeys.served import eventually, is_listening


def killed_at_random(drill: Drill, kills: int, seed: int, longest_s: float) -> str:
    """Waits are counted from when the server answers again, so that each kill meets it at work."""
    rng = random.Random(seed)
    drill.served.start()
    drill.crowd.start()
    for _ in range(kills):
        time.sleep(rng.uniform(0.1, longest_s))
        drill.kill_and_start()
    return drill.balance()


def test_five_kills(drill: Callable[[int], Drill]) -> None:
    print(killed_at_random(drill(3_000), 5, seed=5, longest_s=1.5))


@pytest.mark.faults
def test_twenty_kills(drill: Callable[[int], Drill], capsys: pytest.CaptureFixture[str]) -> None:
    told = killed_at_random(drill(30_000), 20, seed=20, longest_s=6.0)
    with capsys.disabled():
        print(f"\nkill -9 at random: {told}")


def test_a_killed_supervisor_takes_its_worker_along(drill: Callable[[int], Drill]) -> None:
    """Nobody is left who answers with old code or keeps the analytics store from the next server."""
    one = drill(1)
    one.served.start()
    assert one.served.process is not None
    one.served.process.kill()
    one.served.process.wait(10)
    eventually(lambda: not is_listening(one.served.port), seconds=5)
    one.served.start()
