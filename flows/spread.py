"""The flow `spread`: one refresh by several workers, on any number of machines. See docs/scaling.md.

It starts a run of `fetch part` for each list of sources, in a work queue of its own (limit 1), and waits for all of
them; then it checks and alerts as `refresh` does. A part that is killed is started again. Whether it lives is asked of
the lock that it holds in PostgreSQL, because nobody tells the Prefect server when a machine goes dark.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import flow, get_client, get_run_logger
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State, StateType
from prefect.deployments.flow_runs import arun_deployment
from prefect.states import Completed, Crashed, Failed
from pydantic import AwareDatetime

from citewatch.hops import Refresh
from citewatch.settings import from_environment
from citewatch.spread import Part, begun_note, gather, lake_of, part_lock, parted
from flows.notices import tell
from flows.refresh import conclude, leave
from schemas.source import Source
from warehouse import ledger

PART = "fetch part/part"
ATTEMPTS = 3
"""Of each part, in all."""
LOOK_S = 1.0
SILENT_S = 180.0
"""A part that was given to a worker takes its lock within this time; a busy machine imports for half a minute."""
GONE_S = 10.0
"""After its lock was seen free again: it may have ended, and its word not come yet."""
PATIENCE_S = 6 * 3600.0
"""For all parts together; what is not fetched by then is due again in the next run."""


@flow(name="fetch part", persist_result=False)
async def fetch_part(
    name: str,
    sources: list[str],
    now: AwareDatetime,
    catalogue: Path | None = None,
    data: Path | None = None,
    network: Path | None = None,
    warehouse: str | None = None,
) -> None:
    """Fetch, read and store some sources. Started by `spread`; folders left out are this worker's own settings."""
    settings = from_environment(catalogue=catalogue, data=data, network=network, warehouse=warehouse)
    async with Part(settings, now, name) as part:
        await part.fetch(sources)


@flow(name="spread", on_failure=[tell], on_crashed=[tell], persist_result=False)
async def spread(
    only_due: bool = True,
    parts: int = 4,
    catalogue: Path | None = None,
    data: Path | None = None,
    network: Path | None = None,
    warehouse: str | None = None,
    now: AwareDatetime | None = None,
) -> State[Any]:
    """Refresh with several workers.

    Args:
        only_due: leave out sources whose interval has not passed.
        parts: lists of sources, each fetched by one worker at a time, in the work queues hosts-1, hosts-2, …
        catalogue, data, network, warehouse, now: as for `refresh`; handed to every part.
    """
    settings = from_environment(catalogue=catalogue, data=data, network=network, warehouse=warehouse)
    moment: datetime = now or datetime.now(UTC)
    handed = {"catalogue": catalogue, "data": data, "network": network, "warehouse": warehouse}
    async with Refresh(settings, moment) as run:
        sources = run.due(all_of_them=not only_due)
        run.tally.due = len(sources)
        with run.store.reading() as connection:
            before = ledger.observation_count(connection)
        lost = await _fetched(run, parted(sources, parts), {k: str(v) for k, v in handed.items() if v})
        gather(run, before)
        summary = await conclude(run)
    told = await leave(run.catalog, summary, settings.kind)
    if lost:
        return Failed(message=f"{told}; not fetched, and due again in the next run: {', '.join(lost)}")
    return Completed(message=told)


@dataclass(slots=True)
class _Going:
    """One part and the run that fetches it now."""

    name: str
    sources: Sequence[Source]
    run_id: UUID
    attempt: int
    silent_since: float | None = None


async def _fetched(run: Refresh, lists: Sequence[Sequence[Source]], handed: dict[str, str]) -> list[str]:
    """All parts to their end; the names of those that could not be fetched."""
    deadline = time.monotonic() + PATIENCE_S
    lost = []
    async with get_client() as client:
        going = [await _start(run, f"hosts-{n}", part, handed, 1) for n, part in enumerate(lists, 1)]
        while going:
            for part in list(going):
                state = await _state(client, run, part)
                if not state.is_final() and time.monotonic() < deadline:
                    continue
                going.remove(part)
                if state.is_completed():
                    continue
                get_run_logger().warning("Part %s, attempt %d: %s", part.name, part.attempt, state.message)
                if part.attempt < ATTEMPTS and time.monotonic() < deadline:
                    going.append(await _start(run, part.name, part.sources, handed, part.attempt + 1))
                else:
                    lost.append(part.name)
            await asyncio.sleep(LOOK_S)
    return lost


async def _start(run: Refresh, name: str, sources: Sequence[Source], handed: dict[str, str], attempt: int) -> _Going:
    given = {**handed, "name": name, "sources": [source.id for source in sources], "now": run.now.isoformat()}
    begun_note(run.settings, run.now, name).unlink(missing_ok=True)
    # A run of its own, not a subflow: it must not end with us, and it may be started on another machine.
    started = await arun_deployment(
        PART, parameters=given, work_queue_name=name, timeout=0, as_subflow=False,
        flow_run_name=f"{name} of {run.run_id}, attempt {attempt}", idempotency_key=f"{run.run_id} {name} {attempt}",
    )  # fmt: skip
    return _Going(name, sources, started.id, attempt)


async def _state(client: PrefectClient, run: Refresh, part: _Going) -> State[Any]:
    """How the part is; one whose process is gone is marked as crashed first."""
    found = (await client.read_flow_run(part.run_id)).state
    if found is None or found.is_final() or found.type not in (StateType.PENDING, StateType.RUNNING):
        return found or Crashed(message="The server has lost it.")
    if lake_of(run).is_held(part_lock(part.name)):
        part.silent_since = None
        return found
    part.silent_since = part.silent_since or time.monotonic()
    has_begun = begun_note(run.settings, run.now, part.name).exists()
    if time.monotonic() - part.silent_since < (GONE_S if has_begun else SILENT_S):
        return found
    gone: State[Any] = Crashed(message="Its process is gone: its lock is free and nothing was said.")
    await client.set_flow_run_state(part.run_id, gone, force=True)
    return gone
