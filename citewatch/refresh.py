"""A whole refresh: the six hops of `citewatch.hops` one after the other, as the command line calls them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from citewatch import events
from citewatch.fetch import FetchSettings
from citewatch.heartbeat import heartbeat
from citewatch.hops import Progress, Refresh
from citewatch.run import Summary
from citewatch.settings import Settings
from warehouse.errors import WarehouseError

log = logging.getLogger("citewatch")


async def refresh(
    settings: Settings, now: datetime, *, only: Iterable[str] | None = None, only_due: bool = False,
    progress: Progress | None = None, fetching: FetchSettings | None = None,
) -> Summary:  # fmt: skip
    """All six hops: load, fetch, read, store, check, alert; then publish.

    Args:
        only: source ids; all if None.
        only_due: leave out sources whose interval has not passed.
    """
    async with Refresh(settings, now, fetching=fetching) as run:
        sources = run.due(only, all_of_them=not only_due)
        run.tally.due = len(sources)
        if sources:
            client, archive = await run.open()
            await run.collect(sources, client, archive, progress)
            await client.hang_up()
        return conclude(run)


def conclude(run: Refresh) -> Summary:
    """Everything after the network: re-read, check, alert, send, publish."""
    run.reread()
    findings, found = run.judge()
    change = run.alert(findings)
    sent, unsent = run.send()
    run.finish(found, change)
    summary = Summary(
        run.run_id, run.now, run.tally, findings, tuple(found), change.opened, change.closed, sent, unsent
    )
    events.ended(summary)
    if run.settings.kind == "live" and not run.tally.is_blind:
        heartbeat(run.settings.heartbeat)
    try:
        run.store.pack()
    except WarehouseError as error:  # the refresh is done; a file laid out as it was is only slower and larger
        log.warning("The warehouse was not laid out anew: %s", error)
    return summary
