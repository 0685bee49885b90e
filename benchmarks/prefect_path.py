"""`python -m benchmarks.prefect_path`: what Prefect adds to a refresh, which must not grow with the sources.

The same cold refresh over 12, 100 and 1,000 pages, once as `citewatch run` does it and once as the flow; the CPU
of Prefect's own server is part of the latter.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.legs import Job
from benchmarks.page_catalogue import write_catalogue
from benchmarks.pages import PageSet
from benchmarks.refresh import FIRST, SCENES, Row, leg
from benchmarks.serving import serve_pages


def run(pages: PageSet, folder: Path) -> tuple[Row, Row]:
    """The plain refresh and the flow, each over the same pages into a warehouse of its own."""
    write_catalogue(pages, folder / "catalogue")
    with serve_pages(pages, folder / "site") as server:
        job = Job(
            network=str(server.map_path), catalogue=str(folder / "catalogue"), data=str(folder / "plain"),
            now=FIRST.isoformat(), urls=pages.urls, memory="",
        )  # fmt: skip
        plain = leg(SCENES[0], "citewatch", job, server)
        return plain, leg(SCENES[0], "prefect", replace(job, data=str(folder / "flow")), server)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prefect_path", description=__doc__)
    parser.add_argument("--sources", type=int, nargs="*", default=[12, 100, 1_000])
    print(f"{'sources':>8}{'plain CPU s':>13}{'flow CPU s':>12}{'Prefect adds s':>16}  the flow says")
    for count in parser.parse_args().sources:
        with tempfile.TemporaryDirectory(prefix="citewatch-bench-") as folder:
            plain, flow = run(PageSet(count, min(count, 50)), Path(folder))
        added = flow.cost.cpu_s - plain.cost.cpu_s
        print(f"{count:8}{plain.cost.cpu_s:13.1f}{flow.cost.cpu_s:12.1f}{added:16.1f}  {flow.told}", flush=True)


if __name__ == "__main__":
    main()
