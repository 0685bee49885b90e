"""Who is at work on a warehouse, for folders where locks do not reach other machines.

A lock of the system is good on one machine. Some network folders take locks and tell no other machine of them: two
refreshes would then write one file at once. So a refresh also leaves a note beside the warehouse that it keeps young,
and does not start next to a young note of another machine. Ages are told by the folder's own clock.
"""

from __future__ import annotations

import json
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from warehouse.errors import AtWork, NotStored

LEASE_S = 120.0
"""A note that has not been touched for so long is of a refresh that was killed, or of a machine that is off."""
_BEAT_S = 20.0
_POLL_S = 0.5


@contextmanager
def present(path: Path, note: str, *, wait_s: float, machine: str = "", lease_s: float = LEASE_S) -> Iterator[None]:
    """Keep the note at `path` while the block runs.

    Raises:
        AtWork: another machine's note stayed young for `wait_s`.
        NotStored: the folder can't be written.
    """
    own = machine or platform.node()
    deadline = time.monotonic() + wait_s
    try:
        while not _claimed(path, own, note, lease_s):
            if time.monotonic() >= deadline:
                other = _read(path)
                raise AtWork(
                    f"{path.parent}: machine {other.get('machine', '?')} is at work on it ({other.get('note', '?')}); "
                    "this refresh was not started. Let only one machine refresh a data folder. If that one is off, its "
                    f"note ends by itself after {lease_s:g} s."
                )
            time.sleep(_POLL_S)
    except OSError as error:
        raise NotStored(
            f"{path.parent}: {error.strerror}. It must be a folder that we may write into, with free space; what was "
            "stored before is untouched."
        ) from error
    stop = threading.Event()
    beating = threading.Thread(target=_beat, args=(path, stop, min(_BEAT_S, lease_s / 4)), daemon=True)
    beating.start()
    try:
        yield
    finally:
        stop.set()
        beating.join()
        if _read(path).get("machine") == own:
            path.unlink(missing_ok=True)


def _claimed(path: Path, own: str, note: str, lease_s: float) -> bool:
    content = json.dumps({"machine": own, "note": note}).encode()
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except FileExistsError:
        other = _read(path)
        # One of our own machine's: the system's lock, which we hold, says that its refresh is over.
        if other.get("machine") == own or _age(path) > lease_s:
            path.unlink(missing_ok=True)
            return _claimed(path, own, note, lease_s)
        return False
    try:
        os.write(file, content)
    except OSError:
        path.unlink()  # a full disk: a note that says nothing would keep everybody out
        raise
    finally:
        os.close(file)
    return True


def _age(path: Path) -> float:
    """Seconds since the note was touched, by the clock of whoever keeps the folder."""
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", suffix=".tmp") as probe:
        probe.write(b".")
        probe.flush()
        now = os.fstat(probe.fileno()).st_mtime
    try:
        return now - path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _beat(path: Path, stop: threading.Event, every_s: float) -> None:
    while not stop.wait(every_s):
        try:
            os.utime(path)
        except OSError:  # the folder is full or gone: the refresh itself meets that, and says it
            continue


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
