"""What a lake needs now and then: rows that wait in the catalogue made into files, small files put together, old states
let go. No row that readers or writers see changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from warehouse.lake.session import NAME
from warehouse.lake.store import LakeStore

LEAVE_FILES = timedelta(days=2)
"""Files that nothing names any more stay so long, for whoever still reads them."""


@dataclass(frozen=True, slots=True)
class Tidied:
    let_go: int
    """States that can no longer be asked for."""
    size_before: int
    size: int


def tidy(store: LakeStore, now: datetime, keep: timedelta) -> Tidied:
    """States younger than `keep` stay, and whatever age, those from the one that readers see on.

    Call it with no refresh at work. Killed half-way it has done half, and the next time does the rest.
    """
    before = store.size()
    published = store.marks().published

    def ask(sql: str, *given: Any) -> list[tuple[Any, ...]]:
        return store.alone(lambda connection: connection.execute(sql, [*given]).fetchall())

    ask(f"CALL ducklake_flush_inlined_data('{NAME}')")
    ask(f"CALL ducklake_merge_adjacent_files('{NAME}')")
    old = ask(
        f"SELECT snapshot_id FROM {NAME}.snapshots() WHERE snapshot_time < ? AND snapshot_id < ?",  # noqa: S608
        now.astimezone(UTC) - keep,
        -1 if published is None else published,
    )
    if old:
        versions = ", ".join(str(int(number)) for (number,) in old)
        ask(f"CALL ducklake_expire_snapshots('{NAME}', versions => [{versions}])")
    ask(f"CALL ducklake_cleanup_old_files('{NAME}', older_than => ?)", now.astimezone(UTC) - LEAVE_FILES)
    return Tidied(len(old), before, store.size())
