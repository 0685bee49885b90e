"""What `citewatch doctor` looks at: is everything in order, and if not, what is to be done."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from citewatch import catalog, redacted, retention, sinks
from citewatch.alerts import SinkError
from citewatch.errors import CitewatchError
from citewatch.settings import Settings
from citewatch.vitals import vitals
from citewatch.wayback.kept import NAMED
from schemas.finding import Words
from schemas.source import INTERVAL
from warehouse import integrity, queries
from warehouse.errors import WarehouseError
from warehouse.place import Warehouse, open_warehouse

State = Literal["ok", "warning", "error"]
Look = Callable[[Settings, datetime], Iterator["Checkup"]]
_LEAST_FREE_BYTES, _SHORT_BYTES = 1_000_000_000, 100_000_000
_CLOCK = timedelta(minutes=5)
_BREAKS = {"fastapi": (0, 151), "sqlalchemy": (2, 1), "duckdb": (1, 6)}
"""Versions from which on something of ours breaks; why: pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing looked at. error: citewatch can't do its work, or lost something; warning: it soon may."""

    name: str
    state: State
    says: Words


def examine(settings: Settings, now: datetime) -> list[Checkup]:
    """Everything, in an order in which the first error explains the ones after it."""
    return [one for look in (_versions, _disk, _told, _catalogue, _warehouse) for one in _looked(look, settings, now)]


def _looked(look: Look, settings: Settings, now: datetime) -> Iterator[Checkup]:
    """What one look finds; that this user may not see it is a finding, too."""
    try:
        yield from look(settings, now)
    except OSError as error:
        yield _denied(look.__name__.lstrip("_"), error)


def _denied(name: str, error: OSError) -> Checkup:
    place, why = error.filename or "a file", (error.strerror or "can't be read").lower()
    return _error(
        name, f"{place}: {why}. Whatever it holds was not looked at: give this user the right to read it, or run this"
        " as the user that refreshes run as.",
        f"{place}：{why}，因此未檢查其內容。請開放目前使用者的讀取權限，或改以執行更新的使用者執行。",
    )  # fmt: skip


def _versions(_: Settings, __: datetime) -> Iterator[Checkup]:
    for package, limit in _BREAKS.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            yield _error(
                "versions", f"{package} is not installed. Run make setup.", f"未安裝 {package}，請執行 make setup。"
            )
            continue
        if tuple(int(part) for part in found.split(".")[:2]) >= limit:
            least = ".".join(map(str, limit))
            yield _error(
                "versions", f"{package} {found} breaks citewatch; it must be below {least}. Run make setup.",
                f"{package} {found} 與 citewatch 不相容，須低於 {least}，請執行 make setup。",
            )  # fmt: skip
            return
    python = ".".join(map(str, sys.version_info[:3]))
    yield _fine("versions", f"Python {python} and all packages fit.", f"Python {python} 與各套件版本皆相容。")


def _disk(settings: Settings, _: datetime) -> Iterator[Checkup]:
    place = next(folder for folder in (settings.data, *settings.data.parents) if _is_there(folder))
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        yield _error(
            "disk", f"{place} is not a folder that this user may write into, so no refresh can start. Give its owner"
            " or rights back, mount it writable, or name another with --data.",
            f"{place} 不是目前使用者可寫入的資料夾，無法開始更新。"
            "請修正擁有者或權限、以可寫入方式掛載，或以 --data 指定其他資料夾。",
        )  # fmt: skip
        return
    free = shutil.disk_usage(place).free
    # The published copy and a backup before an upgrade each need room for the whole file once more.
    size = settings.warehouse_file.stat().st_size if settings.warehouse_file.exists() else 0
    wanted = max(_LEAST_FREE_BYTES, 3 * size)
    told = f"{free / 1e9:.1f} GB"
    if free < wanted:
        need = f"{wanted / 1e9:.1f} GB"
        # The readers' copy of every refresh is as large as the warehouse.
        full = free < size + _SHORT_BYTES
        yield (_error if full else _warning)(
            "disk", f"{told} free on the disk of {place}, and {need} may be needed"
            f"{': refreshes stop, or soon will' if full else ''}. Make room there; what `citewatch retention` and old"
            " backups take is in docs/upkeep.md.",
            f"{place} 所在磁碟僅餘 {told}，可能需要 {need}{'，更新將無法進行' if full else ''}。請清出空間；"
            "`citewatch retention` 與舊備份的說明見 docs/upkeep.md。",
        )  # fmt: skip
    else:
        yield _fine("disk", f"{told} free.", f"磁碟可用空間 {told}。")


def _is_there(folder: Path) -> bool:
    """Whether it is there; one above which this user may not look is not, and the one above is told of."""
    try:
        return folder.exists()
    except OSError:
        return False


def _told(settings: Settings, _: datetime) -> Iterator[Checkup]:
    """Settings that only show when they are needed."""
    if settings.kind == "live" and not settings.contact:
        yield _warning(
            "settings", "CITEWATCH_CONTACT is not set here, and no live refresh starts without it: an e-mail address or"
            " a web page of yours.",
            "此處未設定 CITEWATCH_CONTACT（您的電子郵件或網頁），未設定時不會開始更新。",
        )  # fmt: skip
    try:
        sinks.of(settings)
    except SinkError as error:
        yield _error("settings", f"No message goes out: {error}", f"無法送出任何通知：{error}")


def _catalogue(settings: Settings, _: datetime) -> Iterator[Checkup]:
    try:
        found = catalog.load(settings.catalogue)
    except CitewatchError as error:
        yield _error("catalogue", f"No refresh can start: {error}", f"無法開始更新：{error}")
        return
    reports, sources = len(found.reports), len(found.sources)
    yield _fine("catalogue", f"{reports} reports, {sources} sources.", f"{reports} 份報告、{sources} 個來源。")


def _warehouse(settings: Settings, now: datetime) -> Iterator[Checkup]:
    store = open_warehouse(settings.place, settings.kind, wait_s=10)
    try:
        yield from _opened(store, settings, now)
    finally:
        store.close()


def _opened(store: Warehouse, settings: Settings, now: datetime) -> Iterator[Checkup]:
    try:
        there = store.exists()
    except WarehouseError as error:
        yield _unopened(error)
        return
    if not there:
        yield _warning(
            "warehouse", f"{settings.place} is not there yet. `citewatch run` makes it.",
            f"尚無 {settings.place}，執行 `citewatch run` 即會建立。",
        )  # fmt: skip
        return
    try:
        with store.reading() as connection:
            doubled, lost = integrity.doubled(connection), integrity.dangling(connection)
            behind, ends = integrity.out_of_step(connection), integrity.evidence_ends(connection)
        vitals(settings, now)  # what the watchdog looks at: the one must not say that all is well, and the other not
        damaged = list(_damaged(store, settings))
    except WarehouseError as error:
        yield _unopened(error)
        return
    if damaged:
        yield from damaged
        return
    for place, number in {**doubled, **lost}.items():
        yield _error(
            "warehouse", f"{place}: {number} rows break the rules of the tables. Restore a backup, and file a bug.",
            f"{place}：有 {number} 列違反資料表規則，請還原備份並回報問題。",
        )  # fmt: skip
    if behind:
        names = ", ".join(behind)
        yield _error(
            "warehouse", f"{names}: not what the tables say that they are made of, so a page may be stored twice, and"
            " sources or alerts be shown wrongly. Run `citewatch doctor --mend`: it makes them anew; captures,"
            " readings, findings and decisions are untouched.",
            f"{names}：與其所依據的資料表不一致，同一頁面可能重複儲存，來源或警示也可能顯示錯誤。請執行"
            " `citewatch doctor --mend` 重建；擷取、讀取、發現與決定的紀錄不受影響。",
        )  # fmt: skip
    if not doubled and not lost and not behind:
        yield _fine("warehouse", "Opens; no row is double or leads nowhere.", "可正常開啟，無重複或失聯的資料列。")
    yield from _evidence(settings, ends, retention.leftovers(store, settings.evidence))
    yield from _schedule(store, settings, now)


def _damaged(store: Warehouse, settings: Settings) -> Iterator[Checkup]:
    """Tables of the file with a block that is not what was written. The Parquet files of a lake have no such sums."""
    if settings.lake:
        return
    with store.reading() as connection:
        tables = integrity.tables(connection)
    for table in tables:
        try:
            with store.reading() as connection:
                integrity.read_all(connection, table)
        except WarehouseError as error:
            yield _error(
                "warehouse", f"{table} is damaged on the disk: {redacted.line(error)} Look at the disk, and keep"
                " the older backups.",
                f"資料表 {table} 在磁碟上已損壞，請還原備份並檢查磁碟，保留較早的備份。（{redacted.line(error)}）",
            )  # fmt: skip


def _unopened(error: WarehouseError) -> Checkup:
    told = redacted.line(error)
    return _error("warehouse", told, told)


def mend(settings: Settings) -> list[str]:
    """Make anew what can be had from the captures and readings; which tables were wrong.

    Raises:
        WarehouseError: there is none, it is not ours, or it can't be written.
    """
    store = open_warehouse(settings.place, settings.kind)
    if not store.exists():
        return []
    return store.transact("mend", integrity.bring_in_step, publish=True)


def _evidence(settings: Settings, ends: dict[str, int], stopped: list[str]) -> Iterator[Checkup]:
    with suppress(FileNotFoundError):  # then each file is missing
        os.listdir(settings.evidence)  # noqa: PTH208 - glob() finds nothing where it may not look, and says nothing
    sizes = {path.name: path.stat().st_size for path in settings.evidence.glob("*.warc.gz")}
    broken = sorted(name for name, end in ends.items() if sizes.get(name, 0) < end)
    unused = sorted(name for name in sizes.keys() - ends.keys() - {*stopped} if not name.startswith(NAMED))
    for name in broken:
        yield _error(
            "evidence", f"{name} is missing or cut, and captures point into it. Restore it from a backup.",
            f"證據檔 {name} 遺失或不完整，仍有擷取紀錄指向它，請自備份還原。",
        )  # fmt: skip
    if unused:
        # Left by a run that was killed between keeping and storing: harmless, and never removed without being asked.
        yield _warning(
            "evidence", f"{len(unused)} evidence files that no capture points at, such as {unused[0]}.",
            f"有 {len(unused)} 個證據檔未被任何擷取紀錄引用，例如 {unused[0]}。",
        )  # fmt: skip
    if stopped:
        # Harmless: nothing points into them.
        yield _fine(
            "evidence", f"A retention was stopped half-way; {len(stopped)} files go when it runs again.",
            f"有一次保存清理中途停止，{len(stopped)} 個檔案將於下次執行時移除。",
        )  # fmt: skip
    if not broken and not unused:
        size = f"{sum(sizes.values()) / 1e6:.1f} MB"
        yield _fine(
            "evidence",
            f"{len(sizes)} files, {size}; none is missing or cut.",
            f"{len(sizes)} 個證據檔，共 {size}，無缺漏或截斷。",
        )


def _schedule(store: Warehouse, settings: Settings, now: datetime) -> Iterator[Checkup]:
    with store.reading() as connection:
        runs = queries.runs(connection)
        soonest = min((row["every"] for row in queries.sources(connection)), key=INTERVAL.__getitem__, default=None)
    if not runs or soonest is None:
        yield _warning("schedule", "No refresh has run yet.", "尚未執行過更新。")
        return
    last = runs[0]["started_at"].replace(tzinfo=UTC)
    shown = f"{last:%Y-%m-%d %H:%M} UTC"
    if last > now + _CLOCK and settings.kind == "live":
        yield _error(
            "clock", f"The last refresh is of {shown}, which is still to come: check this machine's clock.",
            f"上次更新時間為 {shown}，晚於現在，請檢查本機時鐘。",
        )  # fmt: skip
    elif now - last > 2 * INTERVAL[soonest] and settings.kind == "live":
        yield _error(
            "schedule", f"The last refresh was at {shown}. Is `make serve`, or your own schedule, still running?",
            f"上次更新為 {shown}，請確認 `make serve` 或自訂排程是否仍在執行。",
        )  # fmt: skip
    elif runs[0]["finished_at"] and runs[0]["due"] and not runs[0]["captured"] + runs[0]["unchanged"]:
        number = runs[0]["due"]
        yield _error(
            "schedule", f"The refresh of {shown} could read none of its {number} sources: is this machine's network up?"
            " `citewatch sources` says why for each.",
            f"{shown} 的更新無法讀取任何來源（共 {number} 個），請檢查本機網路；各來源原因見 `citewatch sources`。",
        )  # fmt: skip
    elif any(row["finished_at"] is None for row in runs[:1]):
        yield _warning("schedule", f"The refresh of {shown} did not end.", f"{shown} 的更新未完成。")
    else:
        yield _fine("schedule", f"Last refresh: {shown}.", f"上次更新：{shown}。")


def _made(state: State) -> Callable[[str, str, str], Checkup]:
    return lambda name, en, zh: Checkup(name, state, Words(en, zh))


_fine, _warning, _error = _made("ok"), _made("warning"), _made("error")
