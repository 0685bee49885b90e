"""A flow for the soak: each scheduled run is the next day of a catalogue's specimens, on a site of its own."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import duckdb
from prefect import flow
from prefect.client.schemas.objects import State

from citewatch.settings import from_environment
from citewatch.specimens.site import SpecimenSite
from flows.refresh import refresh

FIRST = date(2026, 11, 1)


def days_done(warehouse: Path) -> int:
    """Days whose refresh came to its end; the one that a kill interrupted is played again."""
    if not warehouse.exists():
        return 0
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        (found,) = connection.execute(
            "SELECT count(DISTINCT started_at) FROM run WHERE finished_at IS NOT NULL"
        ).fetchone()
    return found


@flow(name="next day", persist_result=False)
async def next_day() -> State:
    settings = from_environment()
    copy = settings.data / "specimen" / "citewatch.published.duckdb"
    day = FIRST + timedelta(days=days_done(copy))
    with SpecimenSite(settings.catalogue / "specimens", settings.data / "site", day) as site:
        now = datetime.combine(day, time(6), UTC)
        return await refresh(data=settings.data, network=site.map_path, now=now, return_state=True)
