"""Retention of evidence: what a rule lets go, and letting it go while nothing can be lost.

Bytes go, rows stay. An evidence file is never changed: what stays of it is written into a new one, then one transaction
points the rows there, then the readers' copy is published, and only then the old file is removed. A kill in between
leaves a file that nothing points into, which the next go removes.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from citewatch import warc
from citewatch.alone import alone
from citewatch.errors import CitewatchError
from citewatch.evidence import to_disk
from citewatch.settings import Settings
from schemas.failpoints import reach
from warehouse import disposal
from warehouse.disposal import Kept, Moved, Sample
from warehouse.parquet import publish_parquet
from warehouse.place import Warehouse, open_warehouse

LEAST_DAYS = 31
"""A disagreement needs two captures, and some sources are read once a month."""
_AT_ONCE = 1_000_000_000
"""Bytes of evidence files that are written anew while a refresh has to wait."""
_PIECE = 1 << 20
_REWRITTEN = re.compile(r"(.+?)(?:\.kept(\d+))?\.warc\.gz")
_SAMPLES = {"month": "one a month", "quarter": "one a quarter", "year": "one a year", "change": "no other"}


class RetentionError(CitewatchError):
    """Evidence that could not be looked through or written anew; nothing of it was removed."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything of the last `days` stays; of what is older, the first and last capture of each value and `sample`."""

    days: int
    sample: Sample = "month"

    def __post_init__(self) -> None:
        if self.days < LEAST_DAYS:
            raise RetentionError(f"{self.days} days: keep at least {LEAST_DAYS}, so that a value can be seen twice.")

    @property
    def rule(self) -> str:
        """As `disposal` keeps it."""
        sample = "" if self.sample == "change" else f", {_SAMPLES[self.sample]}"
        return f"older than {self.days} days; kept: what is cited, first and last of each value{sample}"

    def before(self, now: datetime) -> datetime:
        return now.astimezone(UTC) - timedelta(days=self.days)


@dataclass(slots=True)
class Outcome:
    """What went, or would go."""

    captures: int = 0
    bytes: int = 0
    """Exact for what went, as far as rows can tell for what would go."""
    files: int = 0
    of_captures: int = 0
    """How many had their bytes before."""
    by_source: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Source → captures, bytes."""

    def add(self, gone: Iterable[Kept]) -> None:
        for one in gone:
            captures, size = self.by_source.get(one.source_id, (0, 0))
            self.by_source[one.source_id] = (captures + 1, size + one.bytes)
            self.captures += 1
            self.bytes += one.bytes


def look(settings: Settings, policy: Policy, now: datetime) -> Outcome:
    """What the policy would let go now. Changes nothing, and waits for nobody.

    Raises:
        RetentionError: no warehouse yet, or evidence that can't be read.
    """
    store = _there(settings)
    try:
        outcome = Outcome()
        going = plan(store, settings.evidence, policy, now)
        with store.reading() as connection:
            outcome.of_captures = disposal.kept_total(connection)
        outcome.add(going)
        outcome.files = len({one.file for one in going})
    finally:
        store.close()
    return outcome


def apply(settings: Settings, policy: Policy, now: datetime, *, at_once: int = _AT_ONCE) -> Outcome:
    """Let it go: some files at a time, so that a refresh never waits long.

    Raises:
        RetentionError: no warehouse yet, or evidence that can't be read or written; what had gone by then stays gone.
        Busy: a refresh was at work for longer than a minute; the next go does the rest.
    """
    _there(settings).close()
    outcome = Outcome()
    more = True
    while more:
        with alone(settings, "retention") as store:
            _finish(store, settings.evidence)
            if not outcome.of_captures:
                with store.reading() as connection:
                    outcome.of_captures = disposal.kept_total(connection)
            more = _some(store, settings, policy, now, at_once, outcome)
    return outcome


def plan(store: Warehouse, evidence: Path, policy: Policy, now: datetime) -> list[Kept]:
    """The captures whose bytes may go: no rule keeps them, nothing cites them, no record that stays refers to them."""
    before = policy.before(now)
    busy = [path.name.removesuffix(".open") for path in evidence.glob("*.warc.gz.open")]
    with store.reading() as connection:
        pages = {one.capture_id: one for one in disposal.old_pages(connection, before, policy.sample, busy)}
        _keep_holders(evidence, pages, disposal.may_refer(connection, pages, "capture"))
        pictures = {one.capture_id: one for one in disposal.old_pictures(connection, before, busy, pages)}
        _keep_holders(evidence, pictures, disposal.may_refer(connection, pictures, "picture_capture"))
    return [*pages.values(), *pictures.values()]


def _keep_holders(evidence: Path, going: dict[str, Kept], staying: Sequence[Kept]) -> None:
    """Take out of `going` what holds the bytes of one that stays: its record says only which capture it repeats."""
    waiting = list(staying)
    while waiting:
        held = {_repeated(evidence, one) for one in waiting} & going.keys()
        waiting = [going.pop(capture_id) for capture_id in held]


def _repeated(evidence: Path, one: Kept) -> str:
    """The capture whose bytes this one's record refers to; empty if it holds its own."""
    try:
        with (evidence / one.file).open("rb") as file:
            found = warc.fields(warc.beginning(os.pread(file.fileno(), one.length, one.at)))
    except OSError as error:
        raise RetentionError(
            f"{evidence / one.file}: {error.strerror}. Nothing was removed; see `citewatch doctor`."
        ) from error
    if found is None or found.get(warc.CAPTURE) != one.capture_id:
        raise RetentionError(
            f"{one.file} at {one.at} is not the record of capture {one.capture_id}. Nothing of it was removed; see "
            "`citewatch doctor`."
        )
    return found.get(warc.REFERS_TO, "")


def _some(
    store: Warehouse, settings: Settings, policy: Policy, now: datetime, at_once: int, outcome: Outcome
) -> bool:  # fmt: skip
    """Some files of what may go; tells whether there are more."""
    by_file: dict[str, list[Kept]] = defaultdict(list)
    for one in plan(store, settings.evidence, policy, now):
        by_file[one.file].append(one)
    taken: list[str] = []
    size = 0
    for name in sorted(by_file):
        if taken and size >= at_once:
            break
        size += (settings.evidence / name).stat().st_size
        taken.append(name)
    if taken:
        _let_go(store, settings, policy, now, {name: by_file[name] for name in taken}, outcome)
    return len(taken) < len(by_file)


def _let_go(
    store: Warehouse, settings: Settings, policy: Policy, now: datetime, by_file: dict[str, list[Kept]],
    outcome: Outcome,
) -> None:  # fmt: skip
    evidence = settings.evidence
    moved: list[Moved] = []
    gone: list[Kept] = []
    with _explained(evidence):
        with store.reading() as connection:
            staying = disposal.ids_in(connection, by_file)
        staying -= {one.capture_id for going in by_file.values() for one in going}
        for name, going in by_file.items():
            there, sizes = _write_anew(evidence, name, staying, now)
            moved += there
            gone += [one._replace(bytes=sizes.get(one.capture_id, 0)) for one in going]
        reach("retention.after_write")
    store.transact("retention", lambda connection: disposal.dispose(connection, gone, moved, policy.rule, now))
    _finish(store, evidence)
    if settings.publishes_parquet and isinstance(store.published, Path):
        publish_parquet(store.published, settings.kind, settings.parquet)
    outcome.add(gone)
    outcome.files += len(by_file)


class _Anew(NamedTuple):
    moved: list[Moved]
    sizes: dict[str, int]
    """Capture → bytes of all its records in the old file."""


def _write_anew(evidence: Path, name: str, staying: set[str], now: datetime) -> _Anew:
    """A file with the records of those that stay, whole and on the disk; no file at all if none does."""
    made = _next(name)
    fresh = evidence / f"{made}.tmp"
    found = _Anew([], defaultdict(int))
    with (evidence / name).open("rb") as old, fresh.open("wb") as new:
        new.write(warc.info_record(made, now))
        end = 0
        for at, length, head in warc.members(old):
            end = at + length
            told = warc.fields(head)
            if told is None:
                raise RetentionError(f"{name} at {at}: no record that we know. Nothing of this file was removed.")
            capture_id = told.get(warc.CAPTURE, "")
            found.sizes[capture_id] += length
            if capture_id in staying:
                found.moved.append(Moved(name, at, made, new.tell()))
                for part in range(at, at + length, _PIECE):
                    new.write(os.pread(old.fileno(), min(_PIECE, at + length - part), part))
        if end != os.fstat(old.fileno()).st_size:
            raise RetentionError(f"{name} is damaged at {end}. Nothing of this file was removed; restore a backup.")
        new.flush()
        os.fsync(new.fileno())
    if found.moved:
        fresh.rename(evidence / made)
        to_disk(evidence)
    else:
        fresh.unlink()
    return found


def _next(name: str) -> str:
    """How a file is called when it has been written anew: a name says how often."""
    parts = _REWRITTEN.fullmatch(name)
    if parts is None:
        raise RetentionError(f"{name} is not the name of an evidence file.")
    return f"{parts[1]}.kept{int(parts[2] or 0) + 1}.warc.gz"


def leftovers(store: Warehouse, evidence: Path) -> list[str]:
    """Files that a retention which was stopped half-way has left; nothing points into them."""
    names = [path.name for path in evidence.glob("*.warc.gz") if not path.with_name(f"{path.name}.open").exists()]
    rewritten = [name for name in names if (parts := _REWRITTEN.fullmatch(name)) and parts[2]]
    with store.reading() as connection:
        return disposal.left_over(connection, names, rewritten)


def _finish(store: Warehouse, evidence: Path) -> None:
    """Remove what nothing points into: first the readers' copy, which may still do."""
    for half in evidence.glob("*.kept*.warc.gz.tmp"):
        half.unlink()
    if names := leftovers(store, evidence):
        store.publish()
        reach("retention.before_removal")
        with _explained(evidence):
            for name in names:
                (evidence / name).unlink()
            to_disk(evidence)


def _there(settings: Settings) -> Warehouse:
    store = open_warehouse(settings.place, settings.kind)
    if not store.exists():
        store.close()
        raise RetentionError(f"{settings.place}: there is no warehouse yet, so there is nothing to let go.")
    return store


@contextmanager
def _explained(evidence: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RetentionError(
            f"{evidence}: {error.strerror}. What a row points into is all there; free some space and try again."
        ) from error
