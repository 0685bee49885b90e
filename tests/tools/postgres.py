"""A PostgreSQL cluster of our own in a temporary folder, reached by a socket; nothing of it outlives the test."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

PORT = 5432
"""Part of the socket's name only: no port is opened."""
_numbers = count(1)


def programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them out of PATH. The newest release, if there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    anywhere = shutil.which("initdb")
    return Path(anywhere).resolve().parent if anywhere else None


@dataclass(frozen=True, slots=True)
class Cluster:
    folder: Path
    bin: Path
    user: str

    def database(self) -> str:
        """A new, empty database, as libpq is told of it."""
        name = f"citewatch_{next(_numbers)}"
        self._run("createdb", "-h", str(self.folder), "-p", str(PORT), "-U", self.user, name)
        return f"dbname={name} host={self.folder} port={PORT} user={self.user}"

    def sqlalchemy(self, dsn: str) -> str:
        """The same database as Prefect is told of it."""
        name = dsn.split()[0].removeprefix("dbname=")
        return f"postgresql+asyncpg://{self.user}@/{name}?host={self.folder}&port={PORT}"

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def start(self) -> None:
        told = f"-k {self.folder} -p {PORT} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", told, "start")

    def _run(self, program: str, *arguments: str) -> None:
        as_user: dict[str, Any] = {}
        if os.getuid() == 0:  # PostgreSQL refuses root
            account = pwd.getpwnam(self.user)
            as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        log = self.folder / "programs.log"
        with log.open("ab") as out:
            done = subprocess.run(
                [str(self.bin / program), *arguments], stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                cwd=self.folder, **as_user,
            )  # fmt: skip
        assert done.returncode == 0, log.read_text("utf-8", "replace")[-2000:]


@contextmanager
def cluster(bin_folder: Path) -> Iterator[Cluster]:
    """PostgreSQL, running."""
    user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    # Not pytest's own folder, which only root may enter; and a socket's path has room for 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="citewatch-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, user)
    made = Cluster(folder, bin_folder, user)
    try:
        made._run(
            "initdb", "-D", str(folder / "data"), "-A", "trust", "-U", user, "-E", "UTF8", "--locale=C", "--no-sync"
        )
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
