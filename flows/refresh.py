"""The flow `refresh`: `citewatch.refresh` with Prefect around it, and nothing besides.

Scheduled by prefect.yaml (daily: what is due; weekly: everything). The same run without Prefect: `citewatch run`.
Retries live in the fetcher alone, and a run that worked is Completed even if every source was blocked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import AwareDatetime

from citewatch import refresh as core
from citewatch.catalog import Catalog
from citewatch.evidence import Archive
from citewatch.fetch import Client
from citewatch.hops import Refresh
from citewatch.run import Summary
from citewatch.settings import from_environment
from flows import artifacts
from flows.batches import by_host
from flows.notices import tell
from schemas.source import Cadence, Source
from warehouse.structure import Kind


class Batch:
    """What one task works on. Not a dataclass: Prefect looks for futures inside those, source by source."""

    def __init__(self, run: Refresh, client: Client, archive: Archive, sources: Sequence[Source], beside: int) -> None:
        self.run = run
        self.client = client
        self.archive = archive
        self.sources = sources
        self.beside = beside


@task(name="fetch batch", task_run_name="fetch batch {number}", cache_policy=NO_CACHE, persist_result=False)
async def fetch_batch(number: int, batch: Batch) -> None:
    """Hops 2 to 4 for the sources of some hosts."""
    await batch.run.collect(batch.sources, batch.client, batch.archive, beside=batch.beside)


@task(name="conclude", cache_policy=NO_CACHE, persist_result=False)
async def conclude(run: Refresh) -> Summary:
    """Re-read, check, alert, send, publish."""
    return core.conclude(run)


@flow(name="refresh", on_failure=[tell], on_crashed=[tell], persist_result=False)
async def refresh(
    only_due: bool = True,
    every: Cadence | None = None,
    catalogue: Path | None = None,
    data: Path | None = None,
    network: Path | None = None,
    warehouse: str | None = None,
    now: AwareDatetime | None = None,
) -> State[Any]:
    """Re-read the sources of all reports, check every claim, open and close alerts, publish the tables.

    Args:
        only_due: leave out sources whose interval has not passed.
        every: only sources of this cadence (hour, day, week or month).
        catalogue: folder that holds reports/ and extractors/; default CITEWATCH_CATALOGUE.
        data: data folder; default CITEWATCH_DATA.
        network: network map of a specimen site; makes it a specimen run.
        warehouse: warehouse file or lake; default inside the data folder.
        now: the run's time; default the moment it starts.
    """
    settings = from_environment(catalogue=catalogue, data=data, network=network, warehouse=warehouse)
    moment: datetime = now or datetime.now(UTC)
    async with Refresh(settings, moment) as run:
        named = None if every is None else [s.id for s in run.catalog.sources.values() if s.every == every]
        sources = run.due(named, all_of_them=not only_due)
        run.tally.due = len(sources)
        if sources:
            client, archive = await run.open()
            parts = by_host(sources)
            await _fetch([Batch(run, client, archive, part, len(parts)) for part in parts])
            await client.hang_up()
        summary = await conclude(run)
    return Completed(message=await leave(run.catalog, summary, settings.kind))


async def leave(catalog: Catalog, summary: Summary, kind: Kind) -> str:
    """What a run leaves on its page in Prefect; returns it in one line."""
    told = artifacts.summary_line(summary)
    get_run_logger().info(told)
    await acreate_markdown_artifact(artifacts.markdown(summary, specimen=kind == "specimen"), key=f"{kind}-refresh")
    table = artifacts.claim_table(catalog, summary.findings)
    if table:
        await acreate_table_artifact(table, key=f"{kind}-claims")
    return told


async def _fetch(batches: Sequence[Batch]) -> None:
    """All batches to their end, also when one fails: what the others fetched is stored. Then the failure is raised."""
    ended = await asyncio.gather(
        *(fetch_batch(number, batch) for number, batch in enumerate(batches, 1)), return_exceptions=True
    )
    failures = [error for error in ended if isinstance(error, BaseException)]
    if failures:
        raise failures[0]
