"""`python -m benchmarks.refresh`: what a refresh costs, next to a bare httpx client that only downloads the pages.

Generated pages are served by a process of their own; every leg is a fresh process too, so that CPU and memory are its
own. All six hops run: fetch, evidence, read one declared figure a page, store, check, alert. What was stored is
compared with the generator's truth afterwards: a fast refresh that reads wrong is no result.

A process also costs what it costs with no page at all: start, imports, opening the warehouse, TLS. The same scenes are
therefore run over a tenth of the pages on a tenth of the hosts, and both give what is fixed and what a page costs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.legs import Job
from benchmarks.measure import Cost, folder_bytes
from benchmarks.page_catalogue import FIGURE, source_id, write_catalogue
from benchmarks.pages import PageSet
from benchmarks.serving import PageServer, Served, serve_pages

FIRST = datetime(2026, 11, 2, 6, tzinfo=UTC)
_NEWEST = """
    SELECT c.source_id, o.value
    FROM (SELECT source_id, body_digest FROM capture WHERE state IN ('ok', 'not_modified')
          QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY captured_at DESC) = 1) AS c
    JOIN observation AS o ON o.source_id = c.source_id AND o.body_digest = c.body_digest AND o.is_current
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the pages look like when the next refresh comes, a day after the one before."""

    name: str
    edits: tuple[tuple[str, str | None], ...] = ()
    validators: bool = True
    conditional: bool = False
    """The bare client is also measured with the ETags of its last download."""


_STAMP = ("date_stamp", None)
SCENES = (
    Scene("cold"),
    Scene("unchanged, 304", conditional=True),
    Scene("unchanged, no validators", validators=False),
    Scene("date stamp moved", (_STAMP,)),
    Scene("every figure changed", (_STAMP, ("value_changed", FIGURE))),
    Scene("alerts go out, 304", (_STAMP, ("value_changed", FIGURE)), conditional=True),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One leg of one scene."""

    scene: str
    leg: str
    cost: Cost
    served: Served
    evidence_mb: float = 0.0
    warehouse_mb: float = 0.0
    right: int = 0
    told: str = ""


def run(pages: PageSet, folder: Path, scenes: tuple[Scene, ...] = SCENES, history: Path | None = None) -> list[Row]:
    """Every scene with every leg; writes to `folder`, prints nothing. Citewatch begins with the rows of `history`."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue, data = folder / "catalogue", folder / "data"
    if history:
        (data / "specimen").mkdir(parents=True)
        shutil.copy(history, data / "specimen" / "citewatch.duckdb")
    write_catalogue(pages, catalogue)
    rows: list[Row] = []
    with serve_pages(pages, folder / "site") as server:
        for day, scene in enumerate(scenes):
            shown = replace(pages, edits=scene.edits)
            if day:
                server.show(shown, scene.validators)
            job = Job(
                network=str(server.map_path), catalogue=str(catalogue), data=str(data),
                now=(FIRST + timedelta(days=day)).isoformat(), urls=pages.urls, memory=str(folder / "etags.json"),
            )  # fmt: skip
            if scene.conditional:
                rows.append(leg(scene, "bare, ETags", replace(job, conditional=True), server))
            rows.append(leg(scene, "bare", job, server))
            row = leg(scene, "citewatch", job, server)
            rows.append(
                replace(
                    row,
                    evidence_mb=folder_bytes(data / "specimen" / "evidence") / 1e6,
                    warehouse_mb=sum(f.stat().st_size for f in (data / "specimen").glob("*.duckdb")) / 1e6,
                    right=_read_right(shown, data),
                )
            )
    return rows


def leg(scene: Scene, name: str, job: Job, server: PageServer) -> Row:
    """Run one leg in a process of its own, and fetch what the server saw of it."""
    server.served()
    command = [sys.executable, "-m", "benchmarks.legs", name.partition(",")[0]]
    done = subprocess.run(command, input=json.dumps(asdict(job)), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{scene.name}, {name}: the leg failed.\n{done.stderr[-4000:]}")
    told = done.stderr.strip().splitlines()
    return Row(scene.name, name, Cost(**json.loads(done.stdout)), server.served(), told=told[-1] if told else "")


def _read_right(pages: PageSet, data: Path) -> int:
    """Pages whose newest stored value is the one that stands on the page."""
    from warehouse.store import open_published

    with open_published(data / "specimen" / "citewatch.published.duckdb") as connection:
        stored: dict[str, Decimal] = dict(connection.execute(_NEWEST).fetchall())
    return sum(stored.get(source_id(n)) == pages.page(n).truth[FIGURE].value for n in range(pages.count))


def table(rows: list[Row], pages: PageSet) -> str:
    """The result for people. The ratio is to the bare client of the same scene."""
    lines = [
        f"{pages.count} pages on {pages.hosts} hosts, {pages.count * pages.n_bytes / 1e6:.1f} MB unpacked; CPU is the"
        " whole process's, in brackets without start and imports",
        f"{'scene':26}{'leg':13}{'CPU s':>16}{'ratio':>14}{'wall s':>8}{'peak MB':>9}{'private':>8}{'conns':>7}"
        f"{'MB in':>8}{'evidence':>10}{'DuckDB':>8}{'right':>7}  answers",
    ]
    for row in rows:
        bare = next(r for r in rows if r.scene == row.scene and r.leg == "bare").cost
        ours = row.leg == "citewatch"
        cpu = f"{row.cost.cpu_s:.2f} ({row.cost.work_cpu_s:.2f})"
        ratio = f"{row.cost.cpu_s / bare.cpu_s:.2f} ({row.cost.work_cpu_s / bare.work_cpu_s:.2f})"
        answers = ", ".join(f"{count} × {status}" for status, count in row.served.statuses.items())
        disk = f"{row.evidence_mb:10.1f}{row.warehouse_mb:8.1f}{row.right:7}" if ours else " " * 25
        lines.append(
            f"{row.scene:26}{row.leg:13}{cpu:>16}{ratio:>14}{row.cost.wall_s:8.2f}{row.cost.peak_mb:9.0f}{row.cost.private_mb:8.0f}"
            f"{row.served.connections:7}{row.served.body_bytes / 1e6:8.1f}{disk}  {answers}"
        )
        if row.told:
            lines.append(f"{'':26}{row.told}")
    return "\n".join(lines)


def apart(rows: list[Row], few: list[Row], pages: int, few_pages: int) -> str:
    """CPU of each leg as a fixed part and a part per page, from the same scenes over many and over few pages."""
    lines = [f"{'scene':26}{'leg':13}{'fixed s':>9}{'ms a page':>11}{'ratio a page':>14}"]
    bare: dict[str, float] = {}
    costs = []
    for row, small in zip(rows, few, strict=True):
        each = (row.cost.cpu_s - small.cost.cpu_s) / (pages - few_pages)
        costs.append((row, each))
        if row.leg == "bare":
            bare[row.scene] = each
    for row, each in costs:
        fixed = row.cost.cpu_s - each * pages
        lines.append(f"{row.scene:26}{row.leg:13}{fixed:9.2f}{each * 1e3:11.2f}{each / bare[row.scene]:14.2f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.refresh", description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--folder", type=Path, help="keep everything here instead of in a temporary folder")
    parser.add_argument("--scenes", type=int, default=len(SCENES), help="only the first so many scenes")
    parser.add_argument("--history", type=Path, help="a warehouse of specimens that has rows already; it is copied")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    pages, scenes = PageSet(given.pages, given.hosts), SCENES[: given.scenes]
    with tempfile.TemporaryDirectory(prefix="citewatch-bench-") as folder:
        here = given.folder or Path(folder)
        few = PageSet(max(given.pages // 10, 10), max(given.hosts // 10, 1))
        small = [] if given.json else run(few, here / "few", scenes, given.history)
        rows = run(pages, here, scenes, given.history)
    _report(rows, pages, given.json)
    if small:
        print("\n" + apart(rows, small, pages.count, few.count))


def _report(rows: list[Row], pages: PageSet, as_json: bool) -> None:
    made: list[dict[str, Any]] = [asdict(row) for row in rows]
    print(json.dumps(made, indent=1) if as_json else table(rows, pages), flush=True)
    wrong = [row for row in rows if row.leg == "citewatch" and row.right != pages.count]
    if wrong:
        raise SystemExit(f"read right on {wrong[0].right} of {pages.count} pages in {wrong[0].scene!r}: see above")


if __name__ == "__main__":
    main()
