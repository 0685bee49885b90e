"""The flow `retention`: `citewatch retention --apply` on a schedule, if a rule is set."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from citewatch import retention as core
from citewatch.settings import from_environment
from flows.notices import tell


@flow(name="retention", on_failure=[tell], on_crashed=[tell], persist_result=False)
def retention(
    days: int | None = None, sample: Literal["month", "quarter", "year", "change"] | None = None,
    catalogue: Path | None = None, data: Path | None = None,
) -> State[Any]:  # fmt: skip
    """Let go of old evidence that nothing cites.

    Args:
        days: everything younger stays; default CITEWATCH_KEEP_DAYS. Neither given: nothing is let go.
        sample: of what is older and did not change, one a month, quarter or year; default CITEWATCH_KEEP_SAMPLE.
        catalogue: folder that holds reports/ and extractors/; default CITEWATCH_CATALOGUE.
        data: data folder; default CITEWATCH_DATA.
    """
    settings = from_environment(catalogue=catalogue, data=data)
    if (wanted := days or settings.keep_days) is None:
        return Completed(message="No rule is set (CITEWATCH_KEEP_DAYS): all evidence is kept.")
    policy = core.Policy(wanted, sample or settings.keep_sample)
    gone = core.apply(settings, policy, datetime.now(UTC))
    return Completed(message=f"{gone.captures:,} captures let go, {gone.bytes:,} bytes ({policy.rule}).")
