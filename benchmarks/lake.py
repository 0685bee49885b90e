"""What a lake costs beside one file: the same refreshes and questions, in the same run. `python -m benchmarks.lake`.

Needs PostgreSQL's programs (Debian: postgresql). Prints CPU seconds of this process; PostgreSQL's own are not in them.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from tests.tools.lapse import STEPS, small_catalogue
from tests.tools.postgres import cluster, programs
from warehouse.lake.address import LakeAddress
from warehouse.lake.store import LakeStore
from warehouse.place import open_published, open_warehouse

_LOCKS = 200


@contextmanager
def _told(what: str) -> Iterator[None]:
    began = time.process_time()
    yield
    print(f"{what:<44}{time.process_time() - began:8.2f} s of CPU")


def _measure(name: str, settings: Settings, site: SpecimenSite) -> None:
    for number, step in enumerate(STEPS[:4], 1):
        site.set_date(step.day)
        now = datetime(step.day.year, step.day.month, step.day.day, tzinfo=UTC)
        with _told(f"{name}: refresh {number}"):
            asyncio.run(refresh(settings, now, only_due=True))
    store = open_warehouse(settings.place, settings.kind)
    with _told(f"{name}: a reader opens"):
        reader = open_published(store.published, settings.kind)
    for view in ("headline", "figure_history"):
        with _told(f"{name}: SELECT * FROM {view}"):
            reader.execute(f"SELECT * FROM {view}").fetchall()
    reader.close()
    print(f"{name}: {store.size():,} bytes")
    store.close()


def _locks(address: LakeAddress) -> None:
    store = LakeStore(address, "specimen")
    lock = store.lock("host example.org")
    lock.try_acquire()
    lock.release()
    with _told(f"lake: {_LOCKS} turns at a host's gate"):
        for _ in range(_LOCKS):
            lock.try_acquire()
            lock.release()
    store.close()


def main() -> int:
    found = programs()
    if found is None:
        print("PostgreSQL is not installed: apt-get install postgresql", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, cluster(found) as postgres:
        home = Path(folder)
        small_catalogue(home / "catalogue")
        with SpecimenSite(home / "catalogue" / "specimens", home / "site", STEPS[0].day) as site:
            in_file = Settings(home / "catalogue", home / "file", network=site.map_path)
            _measure("file", in_file, site)
            address = LakeAddress(postgres.database(), str(home / "lake"))
            _measure("lake", replace(in_file, data=home / "many", lake=address), site)
        _locks(address)
    return 0


if __name__ == "__main__":
    sys.exit(main())
