"""The flow `time_lapse`: the specimen site travels through its dates, with a refresh on each.

`make demo` runs it by `python -m flows.time_lapse`.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from prefect import flow

from citewatch.settings import from_environment
from citewatch.specimens.site import SpecimenSite
from flows.refresh import refresh

TAIPEI = ZoneInfo("Asia/Taipei")
MORNING = time(8, 0)
_log = logging.getLogger("citewatch.time_lapse")


@flow(name="time lapse", persist_result=False)
async def time_lapse(
    dates: list[date], specimens: Path, catalogue: Path | None = None, data: Path | None = None
) -> None:
    """Refresh on each of `dates` at 08:00 Taipei time, over real HTTPS, into the specimen warehouse.

    A refresh that fails ends it. Dates that the warehouse has seen already change nothing: nothing is due then.
    """
    settings = from_environment(catalogue=catalogue, data=data)
    with SpecimenSite(specimens, settings.data / "specimen" / "site", dates[0]) as site:
        for day in dates:
            site.set_date(day)
            on_day = refresh.with_options(flow_run_name=f"specimens of {day}")
            state = await on_day(
                only_due=True,
                catalogue=settings.catalogue,
                data=settings.data,
                network=site.map_path,
                now=datetime.combine(day, MORNING, TAIPEI),
                return_state=True,
            )
            if not state.is_completed():
                await state.aresult(raise_on_failure=True)
            nothing = (state.message or "").startswith("0 sources due")
            _log.info("%s: %s", day, "nothing due, this date has been read already" if nothing else state.message)
