"""The history that nobody killed, and the moments at which one may be: what killed histories are compared with."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.tools.lapse import Lapse, content
from tests.tools.piped import ROOT

_ELSEWHERE = {
    "backup", "prepare", "archive", "snapshot", "parquet", "decide", "person", "retention", "pack", "mend", "watchdog",
}  # fmt: skip
"""Reached when a file is upgraded, read, laid out anew, exported (tests/warehouse), backed up, mended or watched
(test_upkeep_kill.py), by retention (test_retention.py), backfill (tests/wayback) and reviewer (tests/review)."""


@dataclass(frozen=True)
class Undisturbed:
    """After each step its content, a copy of its folder, and the points it went through."""

    folder: Path
    content: list[dict[str, list[str]]]
    points: list[Counter[str]]
    seconds: list[float]

    @classmethod
    def played(cls, lapse: Lapse) -> Self:
        data, log = lapse.folder / "undisturbed", lapse.folder / "points"
        made = cls(lapse.folder / "steps", [], [], [])
        for number, step in enumerate(lapse.steps):
            log.write_text("")
            began = time.monotonic()
            assert lapse.run(data, step, log=log) == 0
            made.seconds.append(time.monotonic() - began)
            made.content.append(content(data))
            made.points.append(Counter(log.read_text().split()))
            shutil.copytree(data, made.folder / str(number))
        return made

    def around(self, step: int) -> list[dict[str, list[str]]]:
        """What readers may be shown during that step: what was there before it, or what is there after it."""
        return self.content[max(step - 1, 0) : step + 1]

    def start(self, step: int, data: Path) -> None:
        """A folder as it was before that step."""
        shutil.rmtree(data, ignore_errors=True)
        if step:
            shutil.copytree(self.folder / str(step - 1), data)


def every_point() -> set[str]:
    """Every failpoint that the code has a name for."""
    found: set[str] = set()
    for folder in ("citewatch", "warehouse", "flows"):
        for path in (ROOT / folder).rglob("*.py"):
            if "lake" in path.parts:
                continue  # its own moments: tests/lake
            text = path.read_text("utf-8")
            found |= set(re.findall(r'reach\("([a-z_.]+)"\)', text))
            for name in re.findall(r'(?:\.writing\(|\.transact\(\s*|_transaction\(connection, )"([a-z_]+)"', text):
                found |= {f"{name}.before_commit", f"{name}.after_commit"}
            for name in re.findall(r'\b(?:rename|copy)\([^\n]*"([a-z_]+)"', text):
                found |= {f"{name}.before_rename", f"{name}.after_rename"}
    return found


def named_points() -> set[str]:
    """Those that refreshes go through."""
    return {point for point in every_point() if point.partition(".")[0] not in _ELSEWHERE}
