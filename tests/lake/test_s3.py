"""A lake whose Parquet files lie in an S3-compatible store: a real server on loopback, the real extension."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from flows.server import free_port
from warehouse.lake.address import LakeAddress
from warehouse.lake.store import LakeStore, open_published

pytestmark = pytest.mark.soak
HINT = (
    "moto_server is not on the PATH, so a lake in an S3-compatible store is NOT tried. In an environment of its own: "
    "pip install 'moto[s3,server]', then run this with its bin/ on the PATH."
)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch):
    """The address of a new bucket, with the environment that any S3 tool goes by."""
    program = shutil.which("moto_server")
    if program is None:
        print(f"\n{HINT}", file=sys.__stderr__)
        pytest.skip(HINT)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([program, "-H", "127.0.0.1", "-p", str(port)], stderr=subprocess.DEVNULL) as server:
        try:
            asyncio.run(_made(f"{url}/citewatch"))
            for name, value in {
                "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": url,
            }.items():  # fmt: skip
                monkeypatch.setenv(name, value)
            yield url, "s3://citewatch/lake"
        finally:
            server.terminate()


async def _made(address: str) -> None:
    async with asyncio.timeout(120):
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(address, method="PUT")).close()
                return
            except OSError:
                await asyncio.sleep(0.2)


def keys(url: str) -> list[str]:
    with urllib.request.urlopen(f"{url}/citewatch?list-type=2") as answer:
        text = answer.read().decode()
    return [part.partition("</Key>")[0] for part in text.split("<Key>")[1:]]


def test_rows_go_there_and_come_back(postgres, bucket, tmp_path: Path):
    url, files = bucket
    address = LakeAddress(postgres.database(), files)
    lake = LakeStore(address, "specimen", wait_s=60)
    many = (
        "INSERT INTO run SELECT printf('%012x', i), TIMESTAMP '2026-01-01', NULL, 0, 0, 0, 0, 0, 0, 0, 'r'"
        " FROM range(2000) t(i)"
    )
    lake.transact("x", lambda connection: connection.execute(many), publish=True)
    assert [key for key in keys(url) if key.startswith("lake/specimen/") and key.endswith(".parquet")]
    lake.close()
    with open_published(address, "specimen") as reader:
        assert reader.execute("SELECT count(*), count(DISTINCT run_id) FROM run").fetchone() == (2000, 2000)
    environment = {
        **os.environ, "CITEWATCH_WAREHOUSE": f"ducklake:postgres:{address.postgres}", "CITEWATCH_LAKE": files,
        "CITEWATCH_DATA": str(tmp_path),
    }  # fmt: skip
    citewatch = [str(Path(sys.executable).with_name("citewatch")), "--specimens"]
    told = subprocess.run(
        [*citewatch, "sql", "--json", "SELECT count(*) AS n FROM run"], env=environment, capture_output=True, text=True
    )
    assert told.returncode == 0 and json.loads(told.stdout)[0]["n"] == 2000, told.stdout + told.stderr
    backed_up = subprocess.run(
        [*citewatch, "backup", "--to", str(tmp_path / "b")], env=environment, capture_output=True, text=True
    )
    assert backed_up.returncode == 0, backed_up.stderr
