"""The flow `tidy`: `citewatch tidy` on a schedule."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from citewatch import tidying
from citewatch.settings import from_environment
from flows.notices import tell


@flow(name="tidy", on_failure=[tell], on_crashed=[tell], persist_result=False)
def tidy(days: int = tidying.KEEP_DAYS, catalogue: Path | None = None, data: Path | None = None) -> State[Any]:
    """Put the small files of a lake together and let go of its old states.

    Args:
        days: younger states stay.
        catalogue: folder that holds reports/ and extractors/; default CITEWATCH_CATALOGUE.
        data: data folder; default CITEWATCH_DATA.
    """
    settings = from_environment(catalogue=catalogue, data=data)
    return Completed(message=tidying.told(tidying.tidy(settings, datetime.now(UTC), days)))
