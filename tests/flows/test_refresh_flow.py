"""The flow does what citewatch.refresh does, at a cost in Prefect that does not grow with the sources."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from citewatch.refresh import refresh as plain
from citewatch.settings import Settings
from warehouse.answers import rows
from warehouse.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets of Prefect's client, closed by the collector
]

MORNING = datetime(2024, 7, 1, 0, 0, tzinfo=UTC)
OWN_TO_A_RUN = {"run_id", "warc_file", "warc_offset", "warc_length"}


def tables(settings):
    """Every row of every table, without what names the run."""
    with Store(settings.warehouse_file, "specimen").reading() as connection:
        names = [row["name"] for row in rows(connection, "SELECT table_name AS name FROM duckdb_tables() ORDER BY 1")]
        return {
            name: sorted(
                str({key: value for key, value in row.items() if key not in OWN_TO_A_RUN})
                for row in rows(connection, f"FROM {name}")
            )
            for name in names
        }


def run_flow(settings, now=MORNING, **more):
    from flows.refresh import refresh

    where = {"catalogue": settings.catalogue, "data": settings.data, "network": settings.network}
    return asyncio.run(refresh(**where, now=now, return_state=True, **more))


def read(request):
    """What the server knows: `request` gets a client."""
    from prefect import get_client

    async def ask():
        async with get_client() as client:
            return await request(client)

    return asyncio.run(ask())


def task_runs(state):
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    only = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
    return read(lambda client: client.read_task_runs(flow_run_filter=only, limit=200))


def artifacts(state):
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
    from prefect.client.schemas.sorting import ArtifactSort

    only = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[state.state_details.flow_run_id]))
    return read(lambda client: client.read_artifacts(artifact_filter=only, limit=10, sort=ArtifactSort.KEY_ASC))


def test_same_rows_as_without_prefect(catalogue, site, settings_for, tmp_path):
    folder = catalogue(7)
    running = site(folder)
    with_prefect = settings_for(folder, tmp_path / "flow", running)
    without = settings_for(folder, tmp_path / "plain", running)
    for now in (MORNING, MORNING + timedelta(days=7)):
        assert run_flow(with_prefect, now).is_completed()
        asyncio.run(plain(without, now, only_due=True))
    ours, theirs = tables(with_prefect), tables(without)
    assert ours == theirs
    assert len(ours["capture"]) == 14 and len(ours["alert"]) == 4 and len(ours["run"]) == 2


def test_task_runs_do_not_grow_with_sources(catalogue, site, settings_for, tmp_path):
    counted = {}
    for count in (12, 60):
        folder = catalogue(count)
        settings = settings_for(folder, tmp_path / f"data-{count}", site(folder))
        state = run_flow(settings)
        assert state.is_completed() and f"{count} read" in state.message
        counted[count] = len(task_runs(state))
    assert counted[12] == counted[60] == 5


def test_artifacts_on_the_run(catalogue, site, settings_for, tmp_path):
    folder = catalogue(4)
    state = run_flow(settings_for(folder, tmp_path / "data", site(folder)))
    table, summary = artifacts(state)
    assert (summary.type, table.type) == ("markdown", "table")
    assert "Specimen data" in summary.data and "4 read" in summary.data.replace("\\", "")
    listed = json.loads(table.data)
    assert [row["claim"] for row in listed] == ["C001", "C002", "C003", "C004"]
    assert [row["now"] for row in listed] == ["differs", "confirmed", "differs", "confirmed"]


def test_blocked_sources_are_a_result_not_a_failure(catalogue, site, settings_for, tmp_path):
    folder = catalogue(2)
    for capture in folder.glob("specimens/*/*/capture.json"):
        given = json.loads(capture.read_text("utf-8"))
        capture.write_text(json.dumps({**given, "status": 403}), "utf-8")
    state = run_flow(settings_for(folder, tmp_path / "data", site(folder)))
    assert state.is_completed()
    assert "2 could not be read" in state.message


def test_every_limits_the_sources_to_a_cadence(catalogue, site, settings_for, tmp_path):
    folder = catalogue(2)
    one = folder / "extractors" / "source_000.yml"
    one.write_text(one.read_text("utf-8").replace("every: week", "every: day"), "utf-8")
    state = run_flow(settings_for(folder, tmp_path / "data", site(folder)), every="day")
    assert "1 sources due" in state.message


def test_a_failed_run_sends_one_message_and_raises(catalogue, site, settings_for, tmp_path, monkeypatch):
    folder = catalogue(2)
    settings = settings_for(folder, tmp_path / "data", site(folder))

    def broken(*_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("citewatch.hops.ledger.store", broken)
    state = run_flow(settings)
    assert state.is_failed()
    told = [json.loads(each) for each in settings.warehouse_file.with_name("messages.jsonl").read_text().splitlines()]
    assert [message["message_id"] for message in told] == [str(state.state_details.flow_run_id)]
    assert "refresh failed" in told[0]["subject"] and "the disk is full" in told[0]["body"]
    monkeypatch.undo()
    assert run_flow(settings).is_completed()  # and the next run goes on


def test_people_are_told_of_a_failed_run_though_our_own_file_cannot_be_written(tmp_path, monkeypatch):
    """The full disk that fails the run also takes messages.jsonl."""
    from prefect.client.schemas.objects import FlowRun, State, StateType

    from flows import notices

    heard = []
    mail = type("Mail", (), {"send": lambda _, message: heard.append(message)})()
    (tmp_path / "data").write_text("where the data folder should be")
    monkeypatch.setattr("citewatch.sinks.Apprise", lambda _: mail)
    monkeypatch.setenv("CITEWATCH_NOTIFY", "json://127.0.0.1:9/x")
    run = FlowRun(flow_id=uuid4(), name="r", parameters={"catalogue": str(tmp_path), "data": str(tmp_path / "data")})
    ended = State(type=StateType.FAILED, message="at b password=geheim:\nno space left")
    notices.tell(type("Flow", (), {"name": "refresh"}), run, ended)
    (message,) = heard
    assert message.kind == "run_failed" and "no space left" in message.body and "geheim" not in message.body


def test_a_planted_secret_is_in_nothing_that_prefect_keeps(
    catalogue, site, settings_for, tmp_path, monkeypatch, prefect_server
):
    """Messages wait to be sent to an address with a password, one run fails; all of the database is looked at."""
    planted = "pl4nted-s3cret"
    monkeypatch.setenv("CITEWATCH_NOTIFY", f"json://me:{planted}@127.0.0.1:9/{planted}?token={planted}")
    folder = catalogue(2)
    settings = settings_for(folder, tmp_path / "data", site(folder))
    assert run_flow(settings).is_completed()
    state = run_flow(settings, MORNING + timedelta(days=7))
    summary = next(item.data for item in artifacts(state) if item.key == "specimen-refresh")
    assert "messages could not be sent" in summary, "nothing was to be sent: the secret was not used"
    with monkeypatch.context() as broken:
        broken.setattr("citewatch.hops.ledger.store", lambda *_: 1 / 0)
        assert run_flow(settings, MORNING + timedelta(days=14)).is_failed()
    kept = [path for path in prefect_server.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in kept)
    everything = b"".join(path.read_bytes() for path in kept)
    assert b"messages could not be sent" in everything, "artifacts are kept elsewhere: this looks at nothing"
    assert planted.encode() not in everything


def test_a_failure_before_there_are_settings_is_logged_plainly(tmp_path, caplog):
    from flows.refresh import refresh

    state = asyncio.run(refresh(catalogue=tmp_path / "nowhere", data=tmp_path / "data", return_state=True))
    assert state.is_failed()
    assert "could not be sent" in caplog.text and "no such folder" in caplog.text


def test_time_lapse_travels(catalogue, tmp_path):
    from flows.lapse import time_lapse

    folder = catalogue(3)
    dates = [MORNING.date(), (MORNING + timedelta(days=7)).date()]
    asyncio.run(time_lapse(dates, folder / "specimens", folder, tmp_path / "data"))
    settings = settings_for_data(folder, tmp_path / "data")
    found = tables(settings)
    assert len(found["run"]) == 2 and len(found["capture"]) == 6 and len(found["alert"]) == 2
    asyncio.run(time_lapse(dates, folder / "specimens", folder, tmp_path / "data"))
    again = tables(settings)
    assert {name: again[name] for name in again if name != "run"} == {n: found[n] for n in found if n != "run"}


def settings_for_data(folder, data):
    return Settings(folder, data, network=data / "specimen" / "site" / "network.json")
