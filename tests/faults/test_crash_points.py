"""Killed at the named points of `opencem.kit.crash`: between a commit and its answer, an effect and its mark."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opencem.bench.company import PASSWORD
from tests.faults.conftest import Drill
from tests.journeys.served import Person, Served, eventually

POINTS = ("before_commit:9", "after_commit:9", "after_effect:1", "after_effect:6", "before_watermark:2")


def crashes(served: Served) -> int:
    """How often `serve` has seen its web process or its worker die."""
    log = (served.data / "serve.log").read_text()
    return log.count("Unexpected exit") + log.count("is started again")


def crash_at(drill: Drill, point: str) -> None:
    """Under load until the server has killed itself at the point, then killed as a whole.

    A point may be passed before the server answers anybody, when work was left from the last time.
    """
    drill.served.launch(OPENCEM_CRASH_AT=point)
    before = crashes(drill.served)
    drill.crowd.start()
    eventually(lambda: crashes(drill.served) > before, seconds=90)
    drill.crowd.stop()
    drill.served.kill()
    drill.kills += 1


def test_after_commit_before_the_answer(drill: Callable[[int], Drill]) -> None:
    one = drill(300)
    crash_at(one, "after_commit:9")
    one.served.start()
    print(one.balance())


@pytest.mark.faults
def test_every_point_in_turn(drill: Callable[[int], Drill], capsys: pytest.CaptureFixture[str]) -> None:
    one = drill(4_000)
    for point in POINTS:
        crash_at(one, point)
    one.served.start()
    told = one.balance()
    with capsys.disabled():
        print(f"\nkilled at {', '.join(POINTS)}: {told}")


@pytest.mark.faults
def test_a_job_claimed_by_a_killed_worker_is_done_once_by_the_next(drill: Callable[[int], Drill]) -> None:
    """An import is asked for and its worker dies with the job in hand; the lease runs out and the rows come once."""
    one = drill(1)
    one.served.start()
    admin = Person(one.served.port)
    assert admin.sign_in("bench", PASSWORD).status == 302
    rows = "".join(f"2026-11-0{n % 9 + 1} 12:30,000{n % 9 + 1},{n % 5 + 1},第 {n} 条,r{n}\n" for n in range(200))
    uploaded = admin.upload("reviews", f"评价时间,门店编码,评分,评价内容,评价编号\n{rows}".encode()).json()
    check = {"mapping": uploaded["mapping"], "options": {"source": "tmall"}}
    admin.do("POST", f"/imports/{uploaded['id']}/check", check)
    eventually(lambda: admin.read(f"/imports/{uploaded['id']}")["state"] == "checked", seconds=60)
    one.served.kill()
    one.served.inside(_ASK_FOR_THE_RUN)
    one.served.launch(OPENCEM_CRASH_AT="after_claim:1")
    eventually(lambda: one.served.rows("SELECT 1 FROM jobs_job WHERE task LIKE '%sources%' AND state = 'running'"))
    one.served.kill()
    one.served.inside(_LEASES_RUN_OUT)
    one.served.start()
    done = eventually(lambda: _finished(admin, uploaded["id"]), seconds=60)
    assert (done["state"], done["created"], done["rejected"]) == ("done", 200, 0)
    assert one.served.rows("SELECT count(*), count(DISTINCT external_id) FROM feedback_feedback") == [(200, 200)]


# As POST /imports/{id}/run does, with the server down, so that its first claim meets the job.
_ASK_FOR_THE_RUN = """
from opencem.listen.sources import jobs, service
from opencem.listen.sources.models import ImportRun
from opencem.platform.accounts.models import Account
from opencem.platform.jobs.service import enqueue
run = ImportRun.objects.get()
service.start_run(run, account=Account.objects.get())
enqueue(jobs.run, dedup_key=f"import-run:{run.pk}", run_id=run.pk)
"""
_LEASES_RUN_OUT = """
from opencem.kit.clock import now
from opencem.platform.jobs.models import Job
assert Job.objects.filter(state="running", task__endswith="sources.jobs.run").exists()
Job.objects.filter(state="running").update(lease_until=now())
"""


def _finished(admin: Person, import_id: str) -> dict[str, object] | None:
    run = admin.read(f"/imports/{import_id}")
    return dict(run) if run["state"] in ("done", "failed") else None
