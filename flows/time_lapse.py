"""`python -m flows.time_lapse DATE …`: the flow `time_lapse` on a Prefect server of its own, for `make demo`.

CITEWATCH_CATALOGUE and CITEWATCH_DATA say where. The server's database stays in the data folder: making it takes
longer than all refreshes together.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from citewatch.errors import CitewatchError
from citewatch.settings import from_environment
from flows.server import temporary, wait_until_healthy


def run(dates: Sequence[date], catalogue: Path, data: Path, specimens: Path) -> bool:
    """Run the flow in this process and tell whether it completed; Prefect logs why not.

    Prefect must not have been imported before: it reads its environment then.
    """
    if "prefect" in sys.modules:
        raise RuntimeError("Prefect is imported already and keeps the settings it found")
    with temporary(data / "specimen" / "prefect") as (server, env):
        os.environ.update(env)
        from flows.lapse import time_lapse  # while the server starts: both take seconds

        wait_until_healthy(server, int(env["PREFECT_SERVER_API_PORT"]))

        async def travel() -> bool:
            state = await time_lapse(list(dates), specimens, catalogue, data, return_state=True)
            return bool(state.is_completed())

        return asyncio.run(travel())


def main(arguments: Sequence[str]) -> int:
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("citewatch").setLevel(logging.INFO)
    try:
        settings = from_environment()
        dates = [date.fromisoformat(argument) for argument in arguments]
        if not dates or not (specimens := settings.catalogue / "specimens").is_dir():
            raise CitewatchError("usage: python -m flows.time_lapse DATE …, in a catalogue that has specimens/")
        return 0 if run(dates, settings.catalogue, settings.data, specimens) else 1
    except (CitewatchError, ValueError) as error:
        logging.error("%s", error)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
