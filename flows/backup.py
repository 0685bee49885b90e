"""The flow `backup`: `citewatch backup` on a schedule, with a number of backups that are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from citewatch.backup import backup as make
from citewatch.settings import from_environment
from flows.notices import tell


@flow(name="backup", on_failure=[tell], on_crashed=[tell], persist_result=False)
def backup(
    keep: int = 8, to: Path | None = None, catalogue: Path | None = None, data: Path | None = None
) -> State[Any]:
    """Copy warehouse and evidence into a new folder, then remove all but the newest backups.

    Args:
        keep: how many backups stay, the new one included.
        to: folder of backups; default backups/ in the data folder. Another disk is better.
        catalogue: folder that holds reports/ and extractors/; default CITEWATCH_CATALOGUE.
        data: data folder; default CITEWATCH_DATA.
    """
    settings = from_environment(catalogue=catalogue, data=data)
    made = make(settings, (to or settings.data / "backups").absolute(), datetime.now(UTC), keep=keep)
    removed = f", {len(made.removed)} older ones removed" if made.removed else ""
    return Completed(message=f"{made.folder}: {made.files} files, {made.size:,} bytes{removed}.")
