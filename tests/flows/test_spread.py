"""One refresh by several workers, with a real PostgreSQL under warehouse and Prefect; one worker is killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from citewatch import catalog
from citewatch.refresh import refresh
from citewatch.settings import from_environment
from citewatch.specimens.site import SpecimenSite
from citewatch.spread import hosts_of, parted
from flows.children import Child, descendants
from flows.home import brief, environment
from flows.server import free_port, server, wait_until_healthy
from schemas.contracts import CONTRACTS
from warehouse.lake.locks import Locks
from warehouse.place import open_published, open_warehouse

DAY = datetime(2024, 7, 1, tzinfo=UTC)
OWN_TO_A_RUN = {"run_id", "warc_file", "warc_offset", "warc_length"}
SETUP = """
import asyncio
from prefect import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from flows.apply import PARTS_POOL, make_queues
from flows.spread import fetch_part

async def main():
    async with get_client() as client:
        await make_queues(client)
        flow = await client.create_flow(fetch_part)
        await client.create_deployment(
            flow, "part", entrypoint="flows.spread.fetch_part", work_pool_name=PARTS_POOL, work_queue_name="hosts-1",
            parameter_openapi_schema=fetch_part.parameters.model_dump(),
        )

asyncio.run(main())
"""
RUN = """
import asyncio, json, sys
from datetime import datetime
from flows.spread import spread
given = json.loads(sys.argv[1])
state = asyncio.run(spread(**{**given, "now": datetime.fromisoformat(given["now"])}, return_state=True))
print(state.message)
sys.exit(not state.is_completed())
"""


def test_sources_that_share_a_host_stay_together(catalogue) -> None:
    folder = catalogue(12)
    path = folder / "extractors" / "source_000.yml"
    # By its second route source_000 ties host0 and host3 together.
    path.write_text(
        path.read_text("utf-8").replace(
            "figures:", "- {name: other, url: 'https://host3.example.org/x', form: html}\nfigures:"
        ),
        "utf-8",
    )
    sources = list(catalog.load(folder).sources.values())
    lists = parted(sources, 3)
    assert sorted(s.id for part in lists for s in part) == sorted(s.id for s in sources)
    hosts = [set().union(*map(hosts_of, part)) for part in lists]
    assert len(lists) == 3 and sum(map(len, hosts)) == len(set().union(*hosts)) == 4
    assert {"host0.example.org", "host3.example.org"} in hosts


def published(settings) -> dict[str, list[str]]:
    with open_published(open_warehouse(settings.place, "specimen").published, "specimen") as connection:
        found = {}
        for name in CONTRACTS:
            answer = connection.execute(f"SELECT * FROM {name}")
            kept = [n for n, column in enumerate(answer.description) if column[0] not in OWN_TO_A_RUN]
            found[name] = sorted(repr([row[n] for n in kept]) for row in answer.fetchall())
        return found


def wait_for(what, children, timeout_s=1800.0):
    deadline = time.monotonic() + timeout_s
    while not (found := what()):
        for child in children:
            assert child.ended is None or child.ended == 0, child.last_words()
        assert time.monotonic() < deadline, "\n".join(child.last_words() for child in children)
        time.sleep(0.1)
    return found


@pytest.mark.soak
def test_a_worker_is_killed_in_mid_run(postgres, catalogue, tmp_path: Path) -> None:
    folder = catalogue(12)
    for path in folder.glob("specimens/*/*/capture.json"):
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "fault": "drip"}), "utf-8")
    with SpecimenSite(folder / "specimens", tmp_path / "site", date(2024, 7, 1), drip_pause=1.0) as site:
        undisturbed = from_environment({}, catalogue=folder, data=tmp_path / "plain", network=site.map_path)
        site._server.drip_pause = 0.0
        asyncio.run(refresh(undisturbed, DAY, only_due=True))
        site._server.drip_pause = 1.0
        site.clear_log()
        address = f"ducklake:postgres:{postgres.database()}"
        many = from_environment(
            {}, catalogue=folder, data=tmp_path / "many", network=site.map_path, warehouse=address
        )  # fmt: skip
        prefect = postgres.database()
        began, used = time.monotonic(), sum(os.times()[:4])
        _spread_and_kill(postgres, prefect, many, site, tmp_path)
        spent = sum(os.times()[:4]) - used
        print(f"two workers, one killed: {spent:.0f} s of CPU without PostgreSQL's, {time.monotonic() - began:.0f} s")
    assert published(many) == published(undisturbed)
    assert _never_two_at_once(site.log) == 4
    # Prefect's own state was in PostgreSQL, and nowhere else: a flow of flows, two parts, and one of them once more.
    states = Locks(prefect, "test").ask(
        "SELECT string_agg(state_type::text, ' ' ORDER BY state_type::text) FROM flow_run"
    )
    assert states == "COMPLETED COMPLETED COMPLETED CRASHED"
    assert not list((tmp_path / "prefect").glob("**/*.db"))


def _spread_and_kill(postgres, prefect, settings, site, tmp_path: Path) -> None:
    port = free_port()
    base = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "CITEWATCH"))},
        "CITEWATCH_PREFECT_DATABASE": postgres.sqlalchemy(prefect),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    env = brief(environment(tmp_path / "prefect", port, base))
    python = [sys.executable, "-m"]
    worker = [*python, "prefect", "worker", "start", "--pool", "citewatch-parts", "--type", "process", "--limit", "1"]
    api = server(tmp_path / "prefect", port, env, tmp_path / "server.log")
    workers = [
        Child(f"worker {n}", [*worker, "--name", f"worker-{n}"], env, tmp_path / f"worker-{n}.log") for n in "12"
    ]
    handed = {
        "catalogue": str(settings.catalogue), "data": str(settings.data), "network": str(settings.network),
        "warehouse": str(settings.lake), "now": DAY.isoformat(), "parts": 2,
    }  # fmt: skip
    coordinator = Child("spread", [sys.executable, "-c", RUN, json.dumps(handed)], env, tmp_path / "spread.log")
    started = [api]
    try:
        api.start()
        wait_until_healthy(api, port)
        subprocess.run([sys.executable, "-c", SETUP], env=env, check=True, capture_output=True)
        for child in (coordinator, *workers):
            child.start()
            started.append(child)
        wait_for(
            lambda: {access.host for access in site.log if access.status == 200} >= _of_both_parts(settings), started
        )
        first, second = workers
        family = [first.pid, *descendants(first.pid)]
        assert len(family) > 1, "it is fetching a part"
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        first.stop(grace_s=0)  # nobody else asks how it ended
        started.remove(first)
        wait_for(lambda: coordinator.ended is not None, started)
        assert coordinator.ended == 0, coordinator.last_words()
        assert "12 sources due: 12 read" in coordinator.log.read_text("utf-8")
        assert second.ended is None
    finally:
        for child in reversed(started):
            child.stop(grace_s=5.0)


def _of_both_parts(settings) -> set[str]:
    """One host of each part: when they have answered, both workers are in mid-run."""
    lists = parted(catalog.load(settings.catalogue).sources.values(), 2)
    return {min(hosts_of(part[0])) for part in lists}


def _never_two_at_once(log) -> int:
    """No request to a host began before the last one by another process had ended. Gives the number of hosts."""
    by_host = defaultdict(list)
    for access in log:
        by_host[access.host].append(access)
    for host, accesses in by_host.items():
        accesses.sort(key=lambda access: access.started)
        for before, after in pairwise(accesses):
            if before.connection != after.connection:
                assert before.ended <= after.started, f"{host}: two at once"
        # One process has one connection to a host, so more than two would be a third one that asked.
        assert len({access.connection for access in accesses}) <= 2, host
    return len(by_host)
