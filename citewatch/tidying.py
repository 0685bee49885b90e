"""`citewatch tidy`: upkeep of a lake, which a warehouse file has no need of."""

from __future__ import annotations

from datetime import datetime, timedelta

from citewatch.alone import alone
from citewatch.settings import Settings
from warehouse.lake.store import LakeStore
from warehouse.lake.tidying import Tidied
from warehouse.lake.tidying import tidy as tidy_lake

KEEP_DAYS = 90


def tidy(settings: Settings, now: datetime, keep_days: int = KEEP_DAYS) -> Tidied | None:
    """Put small files together and let go of old states, waiting for a refresh that is at work; None for a file.

    Raises:
        Busy: the refresh was still at work after a minute.
    """
    if settings.lake is None:
        return None
    with alone(settings, "tidying") as store:
        assert isinstance(store, LakeStore)
        return tidy_lake(store, now, timedelta(days=keep_days))


def told(done: Tidied | None) -> str:
    """What was done, in a sentence."""
    if done is None:
        return "Nothing to do: a warehouse file is laid out anew by the refreshes themselves."
    return f"{done.let_go:,} old states let go; {done.size_before:,} bytes before, {done.size:,} now."
