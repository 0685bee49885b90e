"""What a piece of work costs, measured in the process that does it."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process that did nothing else."""

    cpu_s: float
    """All of it: the interpreter's start and the imports too, as a scheduled job pays them."""
    work_cpu_s: float
    """Without start and imports."""
    wall_s: float
    """Of the work."""
    peak_mb: float
    private_mb: float
    """Of the peak, what is not program code mapped from files, which the system shares and can drop."""


def measured(work: Callable[[], object], *, children: bool = False) -> Cost:
    """Do the work; call it when everything that the work needs has been imported. Memory is this process's alone."""
    before, began = _cpu(children), time.monotonic()
    work()
    wall = time.monotonic() - began
    after = _cpu(children)
    peak = _peak_mb()
    return Cost(after, after - before, wall, peak, peak - _mapped_mb())


def _cpu(children: bool) -> float:
    """Of this process, and of its children that have ended if they count."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) if children else (resource.RUSAGE_SELF,)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


def _peak_mb() -> float:
    """Peak resident memory of this program; getrusage also counts its parent's, from before the exec."""
    if (told := _status("VmHWM")) is not None:
        return told
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if os.uname().sysname == "Linux" else 1024**2)


def _mapped_mb() -> float:
    """Resident pages of mapped files now: libraries, which stay once they are loaded. Told on Linux only."""
    return _status("RssFile") or 0.0


def _status(name: str) -> float | None:
    """A size that Linux tells of this process, in MB."""
    status = Path("/proc/self/status")
    for line in status.read_text("ascii").splitlines() if status.exists() else ():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return None


def folder_bytes(folder: Path) -> int:
    """Size of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
