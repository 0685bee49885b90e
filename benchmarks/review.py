"""`python -m benchmarks.review`: what each page of the review desk costs with many alerts and observations.

The warehouse has the real schema and is filled by SQL; the app is the product's own, asked without a socket. Each page
is asked once and then ROUNDS times; the median is its CPU time in milliseconds, the threads of the database included,
beside that of the style sheet, which asks the database nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb
import httpx
import yaml
from starlette.applications import Starlette

from benchmarks import warehouse_filler as filler
from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Choice, Filter
from citewatch.review.web.app import Serving, build
from citewatch.settings import Settings
from warehouse import lines
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
BASELINE = "/static/desk.css"
LIMIT_MS, LIMIT_BYTES = 100, 150_000


def alerts(store: Store, wanted: int) -> None:
    """So many open alerts on findings of their own, a fifth of them decided, and an issue of every tenth source."""
    with duckdb.connect(str(store.path), config={"threads": 2, "memory_limit": "3GB"}) as connection:
        connection.execute(
            "CREATE TEMP TABLE newest AS SELECT source_id, arg_max(capture_id, captured_at) AS capture_id,"
            " arg_max(body_digest, captured_at) AS body_digest FROM capture WHERE state = 'ok' GROUP BY source_id"
        )
        connection.execute(
            "INSERT INTO finding BY NAME SELECT f.*, n.capture_id, o.observation_id FROM (SELECT"
            " md5('f' || i)[:24] AS finding_id, md5('k' || i)[:24] AS finding_key, md5('a' || i)[:24] AS alert_key,"
            f" 'big' AS report_id, printf('C%05d', i % {filler.CLAIMS}) AS claim_id, 'now' AS answer,"
            " 'value' AS check_name, CASE i % 3 WHEN 0 THEN 'differs' WHEN 1 THEN 'superseded' ELSE 'scale_error' END"
            f" AS verdict, 'disagrees' AS family, printf('src_%05d', i % {filler.SOURCES}) AS source_id, 'figure_0' AS"
            " figure, 'US$ 1' AS stated, 100 AS stated_value, 'US$ 2' AS observed, 200 AS observed_value, 'USD' AS"
            " unit, 100 AS difference, 1 + i % 900 AS ratio, 'The source differs.' AS reason_en, '與來源不符。' AS"
            " reason_zh, 'It is US$ 2.' AS sentence, 6 AS span_start, 11 AS span_end, true AS needs_second,"
            " 1 AS episode, TIMESTAMP '2026-01-01' + INTERVAL (i % 40) WEEK AS first_at,"
            f" TIMESTAMP '{filler.LAST_WEEK:%Y-%m-%d}' AS recorded_at FROM range({wanted}) t(i)) f"
            " JOIN newest n USING (source_id) JOIN observation o ON o.source_id = f.source_id AND o.figure = f.figure"
            " AND o.body_digest = n.body_digest"
        )
        connection.execute(
            "INSERT INTO issue BY NAME SELECT md5('i' || i)[:24] AS issue_id, printf('src_%05d', i) AS source_id,"
            " 'figure_1' AS figure, 'missing' AS kind, 'a sentence with these words' AS expected, 'none' AS found,"
            " 'Open the page.' AS remedy, md5('j' || i)[:24] AS issue_key, 1 AS episode, TIMESTAMP '2026-01-01' AS"
            f" first_at, TIMESTAMP '2026-01-01' AS recorded_at FROM range(0, {filler.SOURCES}, 10) t(i)"
        )
        connection.execute(
            "INSERT INTO alert SELECT md5('alert' || finding_id)[:24], report_id, claim_id, check_name, verdict,"
            " figure, finding_id, alert_key, 1, observed, 'subject', 'body', 'open', first_at, NULL FROM finding"
            " WHERE alert_key IS NOT NULL"
        )
        connection.execute(
            "INSERT INTO decision SELECT md5('d' || alert_id)[:24], alert_id, 1, row_number() OVER (), 'acknowledge',"
            " 'acknowledged', 'Mei', NULL, '', NULL, observed, NULL, NULL, NULL, 'r' || alert_id, 'Mei', opened_at"
            " FROM alert WHERE hash(alert_id) % 5 = 0"
        )
        lines.fill(connection)


def catalogue(folder: Path) -> Path:
    """One report, with as many words as the app asks of it; sources are in the warehouse only."""
    made = folder / "catalogue"
    shutil.rmtree(made, ignore_errors=True)
    (made / "extractors").mkdir(parents=True)
    (made / "reports").mkdir()
    report = yaml.safe_load((ROOT / "reports" / "cier_genai_2024.yml").read_text("utf-8"))
    claim = next(claim for claim in report["claims"].values() if claim.get("no_source"))
    report.update(language="en", self_checks=[], claims={"C00000": claim})
    (made / "reports" / "big.yml").write_text(yaml.safe_dump(report, allow_unicode=True), "utf-8")
    shutil.copytree(ROOT / "schemas", made / "schemas", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return made


def pages(app: Starlette) -> Iterator[str]:
    """The addresses of a person's pages and of a program's."""
    first = asyncio.run(_ask(app, "/api/alerts?limit=1")).json()["items"][0]
    page = asyncio.run(_ask(app, "/api/alerts?limit=30")).json()["after"]
    alert, report = first["alert_id"], first["report_id"]
    source = first["source_id"]
    capture = asyncio.run(_ask(app, f"/api/alerts/{alert}")).json()["contents"][0]
    yield from (BASELINE, "/", f"/?after={page}", "/?verdict=differs&assignee=Mei", "/?text=Section+7")
    yield from (f"/alerts/{alert}", "/issues", "/overview", "/changes", "/sources", "/sources?text=src_0000")
    yield from ("/sources?show=ailing", "/log", f"/captures/{capture}?source={source}", f"/errata/{report}")
    yield from ("/api/alerts", "/api/counts", f"/api/alerts/{alert}", "/api/issues", f"/api/reports/{report}/overview")
    yield from (f"/api/reports/{report}/errata", f"/feed/{report}.atom", "/healthz", "/metrics")


async def _ask(app: Starlette, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 4242))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8642") as client:
        return await client.get(path, headers={"accept-encoding": "gzip"})


def decide(app: Starlette) -> None:
    """One decision more: what the desk kept in memory is made anew by the next page."""
    core: ReviewDesk = app.state.desk.core
    now = datetime.now(UTC).replace(tzinfo=None)
    (one,) = core.queue(Filter(state="open"), today=now.date(), limit=1).items
    (done,) = core.decide(
        [Choice(one.alert_id, one.version)], "acknowledge", by="Mei", at=now, request_id=uuid.uuid4().hex
    )
    if done.outcome != "done":
        raise RuntimeError(f"the decision was {done.outcome}")


def measured(app: Starlette, path: str, between: Callable[[], None] = lambda: None) -> tuple[float, float, int, int]:
    """CPU ms of the first time, median of those after it, bytes of the page, status; `between` comes before each."""
    spent = []
    for _ in range(ROUNDS + 1):
        between()
        before = time.process_time()
        answer = asyncio.run(_ask(app, path))
        spent.append((time.process_time() - before) * 1000)
    return spent[0], statistics.median(spent[1:]), len(answer.content), answer.status_code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--observations", type=int, default=10_000_000)
    parser.add_argument("--data", type=Path, help="a folder filled before, or to be kept; filling takes minutes")
    given = parser.parse_args()
    folder = given.data or Path(tempfile.mkdtemp(prefix="citewatch-bench-"))
    try:
        store = Store(folder / "specimen" / "citewatch.duckdb", "specimen")
        if not store.path.exists():
            store.path.parent.mkdir(parents=True, exist_ok=True)
            filler.fill(store, given.observations)
            alerts(store, given.alerts)
            store.pack()  # as the end of a refresh does
        store.publish()
        report(build(Settings(catalogue(folder), folder, specimens=True), Serving()))
    finally:
        if given.data is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def report(app: Starlette) -> None:
    say = sys.stdout.write
    say(f"{'page':44} {'first ms':>9} {'median ms':>10} {'baseline':>9} {'bytes':>8}\n")
    base = None
    asked: list[tuple[str, str, Callable[[], None]]] = [(path, path, lambda: None) for path in pages(app)]
    asked += [(f"{path} (after a decision)", path, partial(decide, app)) for _, path, _ in asked if path == "/"]
    for name, path, between in asked:
        first, median, size, status = measured(app, path, between)
        base = base or median
        over = " !" if median > LIMIT_MS or size > LIMIT_BYTES else ""
        told = "" if status == 200 else f" ({status})"
        say(f"{name[:44]:44} {first:9.1f} {median:10.1f} {median / base:8.1f}x {size:8}{over}{told}\n")


if __name__ == "__main__":
    raise SystemExit(main())
