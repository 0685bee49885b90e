"""`python -m flows.apply FILE`: put the deployments of a prefect.yaml on the server, and see that it schedules them.

A process of its own, so that `flows.serve` need not hold Prefect in memory for months.
"""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Crashed
from prefect.workers.process import ProcessWorker

from flows.notices import tell_of

POOL = "citewatch"
PARTS_POOL, QUEUES = "citewatch-parts", 8
"""For several workers (prefect.many.yaml): each queue hosts-1 … hosts-8 gives out one part at a time."""
SCHEDULER_S = 60.0
"""The scheduler looks at new deployments every 5 seconds; when it is broken it fails silently, and for ever."""
MOST_RUNS = 200
"""As many as the server lists at once."""
_OURS = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL]))
_log = logging.getLogger("citewatch.apply")


def _in(states: list[StateType]) -> FlowRunFilter:
    return FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)))


class NothingScheduled(Exception):
    """The server runs, but its scheduler does not."""


async def make_pool(client: PrefectClient) -> None:
    """The work pool, with room for one run; left as it is if it exists."""
    template = ProcessWorker.get_default_base_job_template()
    pool = WorkPoolCreate(name=POOL, type="process", base_job_template=template, concurrency_limit=1)
    try:
        await client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return


async def make_queues(client: PrefectClient) -> None:
    """The pool that parts of a refresh are fetched in, and its queues; left as they are if they exist."""
    template = ProcessWorker.get_default_base_job_template()
    with suppress(ObjectAlreadyExists):
        await client.create_work_pool(WorkPoolCreate(name=PARTS_POOL, type="process", base_job_template=template))
    for number in range(1, QUEUES + 1):
        with suppress(ObjectAlreadyExists):
            await client.create_work_queue(f"hosts-{number}", work_pool_name=PARTS_POOL, concurrency_limit=1)


async def bury(client: PrefectClient) -> int:
    """Mark runs as crashed that no process works on any more; called when no worker is running.

    After a power cut the server still takes them for running, and the pool has room for one: nothing would run again.
    """
    left = await client.read_flow_runs(
        flow_run_filter=_in([StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]),
        work_pool_filter=_OURS,
        sort=FlowRunSort.EXPECTED_START_TIME_ASC,
        limit=MOST_RUNS,
    )
    for run in left:
        state: State[None] = Crashed(message="Its process was gone when citewatch was started again.")
        name = (await client.read_flow(run.flow_id)).name  # before the mark: what is marked is not found again
        await client.set_flow_run_state(run.id, state, force=True)
        tell_of(name, run, state)
    return len(left)


async def wait_for_schedule(client: PrefectClient, since: datetime) -> FlowRun | None:
    """The next run, once the server has scheduled one of every deployment with an active schedule, after `since`.

    Raises:
        NothingScheduled: after SCHEDULER_S.
    """
    deadline = time.monotonic() + SCHEDULER_S
    while True:
        deployments = await client.read_deployments(work_pool_filter=_OURS)
        waiting = {d.id for d in deployments if not d.paused and any(s.active for s in d.schedules)}
        runs = await client.read_flow_runs(
            work_pool_filter=_OURS,
            flow_run_filter=_in([StateType.SCHEDULED]),
            sort=FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=MOST_RUNS,
        )
        fresh = [run for run in runs if run.auto_scheduled and run.created and run.created >= since]
        missing = waiting - {run.deployment_id for run in fresh}
        if not missing:
            return min(fresh, key=starts, default=None)
        if time.monotonic() > deadline:
            names = ", ".join(sorted(d.name for d in deployments if d.id in missing))
            raise NothingScheduled(
                f"The Prefect server has scheduled no run of {names} within {SCHEDULER_S:.0f} s: its scheduler does "
                "not work. One that is made for other versions of its libraries fails like this, without a word: "
                "install what the lock file names (make setup)."
            )
        await asyncio.sleep(0.5)


def starts(run: FlowRun) -> datetime:
    if run.expected_start_time is None:
        raise ValueError(f"{run.name} is scheduled for no time")
    return run.expected_start_time


async def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when everything is scheduled; `--bury` alone only cleans up after a worker that died."""
    async with get_client() as client:
        buried = await bury(client)
        if buried:
            _log.warning("%d unfinished runs of an earlier process marked as crashed", buried)
        if list(arguments) == ["--bury"]:
            return 0
        await make_pool(client)
        file = Path(arguments[0]).resolve()
        if PARTS_POOL in file.read_text(encoding="utf-8"):
            await make_queues(client)
        since = datetime.now(UTC)
        command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(file)]
        done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            _log.error("prefect deploy ended with %d:\n%s%s", done.returncode, done.stdout, done.stderr)
            return 1
        try:
            following = await wait_for_schedule(client, since)
        except NothingScheduled as error:
            _log.error("%s", error)
            return 1
        if following is None:
            _log.warning("%s declares no active schedule: nothing will run by itself", file.name)
        else:
            _log.info("Next run: %s", starts(following).astimezone().strftime("%Y-%m-%d %H:%M %Z"))
    return 0


if __name__ == "__main__":
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("citewatch").setLevel(logging.INFO)
    sys.exit(asyncio.run(main(sys.argv[1:])))
