"""Backups: the warehouse as of one moment and all the evidence its rows cite, in a folder that says what it holds.

A backup is made under another name and renamed, so one that is there is whole. Evidence files never change once their
run is over: those of the backup before it are linked, not copied.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from citewatch.alone import alone
from citewatch.errors import CitewatchError
from citewatch.evidence import to_disk
from citewatch.settings import Settings
from warehouse import integrity
from warehouse.lake.files import take
from warehouse.lake.store import LakeStore
from warehouse.place import open_warehouse
from warehouse.structure import Kind

MANIFEST = "manifest.json"
_WAREHOUSE = "citewatch.duckdb"
_LEFT_S = 2 * 24 * 3600


class BackupError(CitewatchError):
    """A backup that can't be made, or one that can't be trusted or put in place; nothing was changed."""


class Manifest(BaseModel):
    """What a backup holds: each file's SHA-256 by its path inside the folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    made_at: datetime
    files: dict[str, str]


class Backup(NamedTuple):
    folder: Path
    files: int
    size: int
    removed: tuple[Path, ...] = ()


def backup(settings: Settings, target: Path, now: datetime, *, keep: int | None = None) -> Backup:
    """Make `target`/<kind>-<time>, waiting for a refresh that is at work.

    With `keep`, all but that many of the newest backups of this kind are removed once the new one is whole.

    Raises:
        BackupError: the folder can't be written, or there is no warehouse yet.
        Busy, Unreadable, WrongKind: as with every use of the warehouse.
    """
    if keep is not None and keep < 1:
        raise BackupError("at least one backup must be kept.")
    folder = target / f"{settings.kind}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if not open_warehouse(settings.place, settings.kind).exists():
        raise BackupError(f"{settings.place}: there is no warehouse to back up yet.")
    if folder.exists():
        raise BackupError(f"{folder} is there already.")
    fresh = folder.with_name(f"{folder.name}.tmp")
    with alone(settings, "backup or restore") as store, _explained(target):
        shutil.rmtree(fresh, ignore_errors=True)
        _sweep(target, settings.kind, now)
        (fresh / "evidence").mkdir(parents=True)
        store.snapshot(fresh / _WAREHOUSE)
        if why := integrity.damaged(fresh / _WAREHOUSE):
            # A backup of a damaged file would in time take the place of the good ones.
            shutil.rmtree(fresh)
            raise BackupError(
                f"No backup was made, and the older ones are kept: {settings.place} can't be read whole ({why})."
                " Restore the newest backup: docs/upkeep.md."
            )
        known = _newest(target, settings.kind)
        for path in sorted(settings.evidence.glob("*.warc.gz")):
            _keep(path, fresh / "evidence" / path.name, known)
        files = {str(path.relative_to(fresh)): _digest(path) for path in _files(fresh)}
        manifest = Manifest(kind=settings.kind, made_at=now, files=files)
        (fresh / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
        for path in (*_files(fresh), fresh / "evidence", fresh):
            to_disk(path)
        fresh.rename(folder)
        to_disk(target)
        removed = _rotate(target, settings.kind, keep)
    return Backup(folder, len(files), sum(path.stat().st_size for path in _files(folder)), removed)


def check(folder: Path) -> Manifest:
    """Read every file of a backup and compare it with the manifest.

    Raises:
        BackupError: a file is missing, changed or more than there should be.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise BackupError(f"{folder}: no backup of citewatch ({str(error).splitlines()[0]}).") from error
    found = {str(path.relative_to(folder)) for path in _files(folder)} - {MANIFEST}
    if wrong := sorted(found ^ manifest.files.keys()):
        raise BackupError(f"{folder}: {wrong[0]} is missing, or is not part of this backup. Nothing was restored.")
    for name, digest in manifest.files.items():
        if _digest(folder / name) != digest:
            raise BackupError(f"{folder}: {name} is not what was backed up. Nothing was restored; use another backup.")
    return manifest


def restore(settings: Settings, folder: Path, *, replace: bool = False) -> Manifest:
    """Put a backup in place and publish it. With `replace`, what is there is set aside, never deleted.

    Raises:
        BackupError: the backup can't be trusted, is of the other kind, or there is something in its place.
    """
    manifest = check(folder)
    if manifest.kind != settings.kind:
        raise BackupError(
            f"{folder} holds {manifest.kind} data and {settings.kind} data was asked for: the two never mix."
        )
    warehouse, evidence = settings.warehouse_file, settings.evidence
    # A writer that was killed leaves a log beside the file, which must not meet another file.
    log = warehouse.with_name(f"{warehouse.name}.wal")
    occupied = [place for place in ((evidence,) if settings.lake else (warehouse, log, evidence)) if place.exists()]
    if occupied and not replace:
        raise BackupError(f"{occupied[0]} is there already. Add --replace to set it aside and restore.")
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with alone(settings, "backup or restore") as store, _explained(warehouse.parent):
        fresh = warehouse.with_name(f"{warehouse.stem}.restored.tmp")
        shutil.rmtree(evidence.with_name("evidence.tmp"), ignore_errors=True)
        shutil.copytree(folder / "evidence", evidence.with_name("evidence.tmp"))
        if isinstance(store, LakeStore):
            take(store, folder / _WAREHOUSE)  # first of all: it refuses a lake that is not empty
        else:
            shutil.copyfile(folder / _WAREHOUSE, fresh)
        for place, aside in zip(occupied, _aside(occupied), strict=True):
            place.rename(aside)
        evidence.with_name("evidence.tmp").rename(evidence)
        if not isinstance(store, LakeStore):
            fresh.rename(warehouse)
            store.publish()
    return manifest


def _aside(places: Sequence[Path]) -> list[Path]:
    """Names for what is set aside together, none of which is taken."""
    for number in count():
        names = [place.with_name(f"{place.name}.before-restore-{number}") for place in places]
        if not any(name.exists() for name in names):
            return names
    raise AssertionError("count() has no end")


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{place}: {error.strerror}. The warehouse and its evidence are as they were.") from error


def _made(target: Path, kind: Kind) -> list[Path]:
    """The backups of this kind, oldest first; nothing else that lies in the folder."""
    return sorted(path for path in target.glob(f"{kind}-*Z") if (path / MANIFEST).exists())


def _newest(target: Path, kind: Kind) -> Path | None:
    """The evidence of the last backup of this kind."""
    found = _made(target, kind)
    return found[-1] / "evidence" if found else None


def _rotate(target: Path, kind: Kind, keep: int | None) -> tuple[Path, ...]:
    """Remove the oldest ones. Evidence they share with newer ones is linked, so it stays there."""
    surplus = () if keep is None else tuple(_made(target, kind)[:-keep])
    for folder in surplus:
        (folder / MANIFEST).unlink()  # first: what a kill leaves behind is no backup
        shutil.rmtree(folder)
    return surplus


def _sweep(target: Path, kind: Kind, now: datetime) -> None:
    """Remove what a backup left that was killed days ago; a younger one may be another installation's, at work."""
    for folder in target.glob(f"{kind}-*Z.tmp"):
        if now.timestamp() - folder.stat().st_mtime > _LEFT_S:
            shutil.rmtree(folder)


def _keep(source: Path, target: Path, known: Path | None) -> None:
    earlier = known / source.name if known else None
    if earlier and earlier.exists() and _same(earlier, source):
        os.link(earlier, target)
    else:
        shutil.copy2(source, target)


def _same(one: Path, other: Path) -> bool:
    first, second = one.stat(), other.stat()
    return (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
