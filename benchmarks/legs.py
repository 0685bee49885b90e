"""The legs of the refresh benchmark, each run alone in a fresh process that imports nothing it doesn't need.

`python -m benchmarks.legs bare|citewatch|prefect` takes a Job as JSON on standard input and prints its Cost.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measure import Cost, measured


@dataclass(frozen=True, slots=True)
class Job:
    """What a leg is to do."""

    network: str
    catalogue: str
    data: str
    now: str
    urls: tuple[str, ...]
    memory: str
    """Where the bare client keeps the ETags of its last download."""
    conditional: bool = False


def refresh_all(job: Job) -> Cost:
    """All six hops: the same call that the command line makes."""
    import asyncio
    from datetime import datetime

    from schemas.collector import made_to_stay

    with made_to_stay():  # as the command line imports its `run`
        from citewatch.refresh import refresh
        from citewatch.settings import Settings

    settings = Settings(catalogue=Path(job.catalogue), data=Path(job.data), network=Path(job.network))
    now = datetime.fromisoformat(job.now)

    def work() -> None:
        summary = asyncio.run(refresh(settings, now))
        tally = summary.tally
        print(
            f"{tally.captured} read, {tally.unchanged} unchanged, {tally.unreadable} unreadable,"
            f" {tally.observations} observations, {len(summary.issues)} issues, {len(summary.opened)} alerts opened,"
            f" {summary.sent} messages",
            file=sys.stderr,  # standard output is the measurement's
        )

    return measured(work)


def refresh_by_flow(job: Job) -> Cost:
    """The same refresh as a Prefect flow on a server of its own, whose work is counted, too."""
    import asyncio
    import os
    from datetime import datetime

    from flows.server import temporary, wait_until_healthy

    async def go() -> tuple[str, int]:
        from prefect import get_client
        from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

        from flows.refresh import refresh

        state = await refresh(
            only_due=False, catalogue=Path(job.catalogue), data=Path(job.data), network=Path(job.network),
            now=datetime.fromisoformat(job.now), return_state=True,
        )  # fmt: skip
        only = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
        async with get_client() as client:
            return str(state.message), len(await client.read_task_runs(flow_run_filter=only, limit=200))

    def work() -> None:
        with temporary(Path(job.data) / "prefect") as (server, env):
            os.environ.update(env)
            wait_until_healthy(server, int(env["PREFECT_SERVER_API_PORT"]))
            told, tasks = asyncio.run(go())
        print(f"{told}; {tasks} task runs", file=sys.stderr)

    return measured(work, children=True)


def download_all(job: Job) -> Cost:
    """The same pages, downloaded by a bare client."""
    from benchmarks.download import leg

    return measured(lambda: leg(Path(job.network), job.urls, Path(job.memory), job.conditional))


class _AsInstalled:
    """pandas is there for these tests and notebooks only: a refresh as people install it has none to import."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in ("pandas", "hypothesis"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


LEGS = {"bare": download_all, "citewatch": refresh_all, "prefect": refresh_by_flow}


if __name__ == "__main__":
    sys.meta_path.insert(0, _AsInstalled())
    print(json.dumps(asdict(LEGS[sys.argv[1]](Job(**json.load(sys.stdin))))))
