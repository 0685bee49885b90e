"""`python -m benchmarks.refresh`: what a refresh costs, next to a bare httpx client that only downloads the pages.

Generated pages are served by a process of their own; every leg is a fresh process too, so that CPU and memory are its
own. All six hops run: fetch, evidence, read one declared figure a page, store, check, alert. What was stored is
compared with the generator's truth afterwards: a fast refresh that reads wrong is no result.

A shared machine's speed changes by half within minutes. So the legs of a scene run in turn, several times over, each
time on a copy of what the scene before left; told are medians, and the least and most of the turns' own ratios.

A process also costs what it costs with no page at all: start, imports, opening the warehouse, TLS. The same scenes are
therefore run over a tenth of the pages on a tenth of the hosts, and both give what is fixed and what a page costs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
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
    ratios: tuple[float, ...] = ()
    """CPU to the bare client's, turn by turn."""


def run(
    pages: PageSet, folder: Path, scenes: tuple[Scene, ...] = SCENES, history: Path | None = None, turns: int = 1
) -> list[Row]:
    """Every scene with every leg; writes to `folder`, prints nothing. Citewatch begins with the rows of `history`."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue, data = folder / "catalogue", folder / "data"
    if data.exists():  # of an earlier go in a folder that was kept
        shutil.rmtree(data)
    (data / "specimen").mkdir(parents=True)
    if history:
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
            rows += _in_turn(scene, job, server, turns)
            rows[-1] = replace(
                rows[-1],
                evidence_mb=folder_bytes(data / "specimen" / "evidence") / 1e6,
                warehouse_mb=sum(f.stat().st_size for f in (data / "specimen").glob("*.duckdb")) / 1e6,
                right=_read_right(shown, data),
            )
    return rows


def _in_turn(scene: Scene, job: Job, server: PageServer, turns: int) -> list[Row]:
    """Each leg of a scene, citewatch's last: their medians. `job.data` is left as the last turn left it."""
    names = ("bare, ETags", "bare", "citewatch") if scene.conditional else ("bare", "citewatch")
    data = Path(job.data)
    before = data.with_name("before")
    shutil.copytree(data, before)
    known = Path(job.memory).read_text() if scene.conditional else ""
    done: dict[str, list[Row]] = {name: [] for name in names}
    for turn in range(turns):
        if turn:
            shutil.rmtree(data)
            shutil.copytree(before, data)
        for name in names:
            if name == "bare, ETags":
                Path(job.memory).write_text(known)
            done[name].append(leg(scene, name, replace(job, conditional=name == "bare, ETags"), server))
    shutil.rmtree(before)
    bare = [row.cost.cpu_s for row in done["bare"]]
    return [
        replace(
            rows[-1],
            cost=_median([row.cost for row in rows]),
            ratios=tuple(row.cost.cpu_s / of for row, of in zip(rows, bare, strict=True)),
        )
        for rows in done.values()
    ]


def _median(costs: list[Cost]) -> Cost:
    """Of each measure by itself; of memory the most."""
    each = {
        name: statistics.median(getattr(cost, name) for cost in costs) for name in ("cpu_s", "work_cpu_s", "wall_s")
    }
    return Cost(**each, peak_mb=max(c.peak_mb for c in costs), private_mb=max(c.private_mb for c in costs))


def leg(scene: Scene, name: str, job: Job, server: PageServer) -> Row:
    """Run one leg in a process of its own, and fetch what the server saw of it."""
    server.served()
    command = [sys.executable, "-m", "benchmarks.legs", name.partition(",")[0]]
    # Without compiled modules, which some machines switch off, each leg would compile hundreds of them anew.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, input=json.dumps(asdict(job)), capture_output=True, text=True, env=env)
    if done.returncode:
        raise SystemExit(f"{scene.name}, {name}: the leg failed.\n{done.stderr[-4000:]}")
    told = done.stderr.strip().splitlines()
    return Row(scene.name, name, Cost(**json.loads(done.stdout)), server.served(), told=told[-1] if told else "")


def _read_right(pages: PageSet, data: Path) -> int:
    """Pages whose newest stored value is the one that stands on the page."""
    from warehouse.published import open_published

    with open_published(data / "specimen" / "citewatch.published.duckdb") as connection:
        stored: dict[str, Decimal] = dict(connection.execute(_NEWEST).fetchall())
    return sum(stored.get(source_id(n)) == pages.page(n).truth[FIGURE].value for n in range(pages.count))


def table(rows: list[Row], pages: PageSet) -> str:
    """The result for people. The ratio is to the bare client of the same scene and turn."""
    turns = len(rows[0].ratios)
    lines = [
        f"{pages.count} pages on {pages.hosts} hosts, {pages.count * pages.n_bytes / 1e6:.1f} MB unpacked; CPU is the"
        f" whole process's, in brackets without start and imports; medians of {turns}, in turn",
        f"{'scene':26}{'leg':13}{'CPU s':>16}{'ratio':>8}{'from to':>14}{'wall s':>8}{'peak MB':>9}{'private':>8}"
        f"{'conns':>7}{'MB in':>8}{'evidence':>10}{'DuckDB':>8}{'right':>7}  answers",
    ]
    for row in rows:
        cpu = f"{row.cost.cpu_s:.2f} ({row.cost.work_cpu_s:.2f})"
        between = f"{min(row.ratios):.2f} {max(row.ratios):.2f}" if turns > 1 and row.leg != "bare" else ""
        answers = ", ".join(f"{count} × {status}" for status, count in row.served.statuses.items())
        ours = row.leg == "citewatch"
        disk = f"{row.evidence_mb:10.1f}{row.warehouse_mb:8.1f}{row.right:7}" if ours else " " * 25
        lines.append(
            f"{row.scene:26}{row.leg:13}{cpu:>16}{statistics.median(row.ratios):8.2f}{between:>14}"
            f"{row.cost.wall_s:8.2f}{row.cost.peak_mb:9.0f}{row.cost.private_mb:8.0f}"
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
    parser.add_argument("--turns", type=int, help="how often each leg runs; 5 if not given, from 5,000 pages on 1")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    pages, scenes = PageSet(given.pages, given.hosts), SCENES[: given.scenes]
    turns = given.turns or (5 if given.pages < 5_000 else 1)
    with tempfile.TemporaryDirectory(prefix="citewatch-bench-") as folder:
        here = given.folder or Path(folder)
        few = PageSet(max(given.pages // 10, 10), max(given.hosts // 10, 1))
        small = [] if given.json else run(few, here / "few", scenes, given.history, turns)
        rows = run(pages, here, scenes, given.history, turns)
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
