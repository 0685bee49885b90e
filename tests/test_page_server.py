"""Generated pages served from another process, and the refresh benchmark over a handful of them."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.download import download
from benchmarks.pages import PageSet
from benchmarks.refresh import SCENES, run, table
from benchmarks.serving import serve_pages

PAGES = PageSet(count=6, hosts=2, n_bytes=12_000)


def test_pages_validators_and_edits_over_the_wire(tmp_path: Path) -> None:
    with serve_pages(PAGES, tmp_path) as server:

        def get(etags: dict[str, str]) -> tuple[dict[str, str], dict[int, int]]:
            found = asyncio.run(download(server.map_path, PAGES.urls, etags))
            return found, server.served().statuses

        etags, statuses = get({})
        assert statuses == {200: 6} and len(set(etags.values())) == 6
        assert get(etags) == (etags, {304: 6})

        server.show(PAGES, validators=False)
        assert get(etags) == ({}, {200: 6})

        server.show(replace(PAGES, edits=(("date_stamp", None),)))
        asyncio.run(download(server.map_path, PAGES.urls, etags))
        served = server.served()
        assert served.statuses == {200: 6} and served.requests == 6
        assert served.connections == 2 and 1 <= served.busiest_host <= 3
        assert served.body_bytes > 6 * 1_000


@pytest.mark.slow
def test_refresh_benchmark_reads_every_page_right(tmp_path: Path) -> None:
    rows = run(PAGES, tmp_path, SCENES[:1])
    assert [(row.leg, row.served.statuses.get(200), row.right) for row in rows] == [("bare", 6, 0), ("citewatch", 6, 6)]
    assert all(0 < row.cost.work_cpu_s < row.cost.cpu_s and row.cost.peak_mb > 20 for row in rows)
    assert "cold" in table(rows, PAGES)
