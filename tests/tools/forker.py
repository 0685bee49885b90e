"""A warmed process that forks one child a job, so that hundreds of children can be killed without paying for imports.

Nothing here opens a database or starts a thread: a child begins as a fresh program would, with its imports done. Jobs
come as JSON lines on standard input; the answer says how the child ended (-9: killed).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
import traceback
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from citewatch import backup, catalog, doctor, quiet, retention, watchdog
from citewatch.backfill import backfill, source_of
from citewatch.refresh import refresh
from citewatch.retention import Policy
from citewatch.settings import Settings
from schemas import failpoints
from schemas.contracts import CONTRACTS
from warehouse import packing
from warehouse.lake.files import write_file
from warehouse.published import open_published
from warehouse.store import Store
from warehouse.structure import Structure


def main() -> None:
    for contract in CONTRACTS.values():
        contract.to_schema()
    catalog.reading_digest()
    for line in sys.stdin:
        job = json.loads(line)
        if job.get("notify"):
            _warm_apprise(*job["notify"])
        reached, reaching = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reached)
            _child(job, reaching)
        os.close(reaching)
        if "point" in job and "kill_after_s" in job:
            os.read(reached, 1)  # nothing, if the child ended before it came there
        print(json.dumps({"status": _end(child, job.get("kill_after_s"))}), flush=True)
        os.close(reached)


@cache
def _warm_apprise(address: str) -> None:
    """Its plugins are looked for once, not once a child."""
    import apprise

    apprise.Apprise().add(address)


def _end(child: int, kill_after_s: float | None) -> int:
    """Wait for the child, killing it when its time has come."""
    if kill_after_s is not None:
        deadline = time.monotonic() + kill_after_s
        while time.monotonic() < deadline:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.001)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _child(job: dict[str, Any], reaching: int) -> None:
    code = 1
    try:
        failpoints.install(_Hook(job, reaching))
        _JOBS[job["do"]](job)
        code = 0
    except BaseException:  # noqa: BLE001 - the child must not go on in the parent's loop
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


class _Hook:
    """At the n-th reach of a point: kills this process, holds it there, or tells the parent, who kills it later.

    Also writes down which points are reached.
    """

    def __init__(self, job: dict[str, Any], reaching: int) -> None:
        self.job, self.reaching = job, reaching
        self.point, self.left, self.log = job.get("point"), job.get("n", 1), job.get("log")

    def __call__(self, name: str) -> None:
        if self.log:
            with open(self.log, "a") as file:
                file.write(name + "\n")
        if name == self.point:
            self.left -= 1
            if self.left == 0 and "go" in self.job:
                _pause(self.job)
            elif self.left == 0 and "kill_after_s" in self.job:
                os.write(self.reaching, b".")
            elif self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _pause(job: dict[str, Any]) -> None:
    """Say that we are there, and wait until we may go on."""
    Path(job["here"]).touch()
    while not Path(job["go"]).exists():
        time.sleep(0.005)


def _refresh(job: dict[str, Any]) -> None:
    asyncio.run(refresh(_settings(job), datetime.fromisoformat(job["day"]).replace(tzinfo=UTC), only_due=True))


def _watch(job: dict[str, Any]) -> None:
    """One look of the watchdog, which sends what quiet hours held back; what it sees itself only if it `tells`."""
    now = datetime.fromisoformat(job["now"]).replace(tzinfo=UTC)
    watchdog.watch(_settings(job), now, outlets=None if job.get("tells") else [])


def _settings(job: dict[str, Any]) -> Settings:
    return Settings(
        Path(job["catalogue"]), Path(job["data"]), network=Path(job["network"]), notify=tuple(job.get("notify", ())),
        quiet=quiet.parse(job.get("quiet", "")),
    )  # fmt: skip


def _backfill(job: dict[str, Any]) -> None:
    settings = Settings(Path(job["catalogue"]), Path(job["data"]), network=Path(job["network"]))
    now = datetime.fromisoformat(job["day"]).replace(tzinfo=UTC)
    asyncio.run(backfill(settings, now, source_of(settings, job["source"])))


def _specimens(job: dict[str, Any]) -> Settings:
    """For upkeep, which needs no site."""
    return Settings(Path(job["catalogue"]), Path(job["data"]), specimens=True)


def _retention(job: dict[str, Any]) -> None:
    policy = Policy(job["days"], "change")
    retention.apply(_specimens(job), policy, datetime.fromisoformat(job["now"]), at_once=1500)


def _mend(job: dict[str, Any]) -> None:
    doctor.mend(_specimens(job))


def _backup(job: dict[str, Any]) -> None:
    backup.backup(_specimens(job), Path(job["to"]), datetime.fromisoformat(job["now"]))


def _one_file(job: dict[str, Any]) -> None:
    """What a lake does for a backup or to send by mail; the rows come from a readers' copy here."""
    with open_published(Path(job["copy"]), "specimen") as connection:
        write_file(connection, "specimen", Path(job["to"]))


def _store(job: dict[str, Any]) -> Store:
    structure = Structure(migrations=Path(job["migrations"])) if "migrations" in job else None
    return Store(Path(job["path"]), job.get("kind", "specimen"), wait_s=job.get("wait_s", 60), structure=structure)


def _read(job: dict[str, Any]) -> None:
    """What a command does that only looks: the file is made or upgraded first."""
    with _store(job).reading():
        pass


def _pack(job: dict[str, Any]) -> None:
    """Lay the file out anew, however small it is."""
    packing.LEAST = 1
    _store(job).pack()


def _hold(job: dict[str, Any]) -> None:
    """Write one run and keep the transaction open until the file `go` is there."""
    with _store(job).writing("hold") as connection:
        connection.execute(
            "INSERT INTO run VALUES (?, TIMESTAMP '2026-01-01', NULL, 0, 0, 0, 0, 0, 0, 0, 'r')", [job["run_id"]]
        )
        _pause(job)


def _crowd(job: dict[str, Any]) -> None:
    """Many readers at once, each a process, until `stop` is there."""
    readers = []
    for _ in range(job["readers"]):
        if (reader := os.fork()) == 0:
            _look(Path(job["copy"]), Path(job["stop"]), Path(job["looks"]))
        readers.append(reader)
    Path(job["here"]).touch()
    ends = [os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1]) for reader in readers]
    if any(ends):
        raise AssertionError(f"{sum(map(bool, ends))} of {len(ends)} readers failed")


_LOOK = "SELECT count(*), bool_and(finished_at IS NOT NULL), (SELECT count(*) FROM finding) FROM run"


def _look(copy: Path, stop: Path, looks: Path) -> None:
    """What is open stays as it is, asked every few seconds, until `stop` is there; opened anew, it is the new copy."""
    code, parent = 1, os.getppid()
    try:
        with open_published(copy, "specimen") as connection:
            connection.execute("SET threads = 1")
            first = connection.execute(_LOOK).fetchone()
            while not stop.exists():
                assert os.getppid() == parent, "nobody is left to say stop"
                time.sleep(2)
                assert connection.execute(_LOOK).fetchone() == first
            with open_published(copy, "specimen") as later:
                runs, finished, findings = later.execute(_LOOK).fetchone() or (0, False, 0)
        assert finished and findings, "half a refresh was published"
        with looks.open("a") as file:
            file.write(f"{os.getpid()} {first[0] if first else 0} {runs}\n")
        code = 0
    except BaseException:  # noqa: BLE001 - the child must not go on in the parent's loop
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


_JOBS = {
    "refresh": _refresh,
    "watch": _watch,
    "backfill": _backfill,
    "read": _read,
    "hold": _hold,
    "crowd": _crowd,
    "retention": _retention,
    "mend": _mend,
    "backup": _backup,
    "one_file": _one_file,
    "pack": _pack,
}


if __name__ == "__main__":
    main()
