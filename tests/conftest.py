"""What every test may rely on: pictures whose text the specimens keep are not read by a machine again.

The real reading of every shipped picture is a test of its own (tests/pictures/test_ocr.py, marked `ocr`); everywhere
else it would take four seconds of CPU a picture to find out the same.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from citewatch.cases import kept_texts
from citewatch.pictures.ocr import Reader
from schemas.picture import PictureText
from tests.tools.postgres import Cluster, cluster, programs
from warehouse.filelock import FileLock

HINT = "PostgreSQL is not installed: apt-get install postgresql. The tests of many machines are NOT run."
SHIPPED = Path(__file__).parents[1] / "specimens"


@pytest.fixture(scope="session")
def known_pictures() -> dict[str, PictureText]:
    """Digest → what was read in the picture."""
    return {text.body_digest: text for text in kept_texts(SHIPPED)}


@pytest.fixture(autouse=True)
def remembering_reader(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, known_pictures: dict[str, PictureText]
) -> Iterator[None]:
    if request.node.get_closest_marker("ocr"):
        yield
        return
    really = Reader.read

    def read(self: Reader, body: bytes, content_type: str = "") -> PictureText:
        known = known_pictures.get(f"sha256:{hashlib.sha256(body).hexdigest()}")
        return known if known is not None else really(self, body, content_type)

    monkeypatch.setattr(Reader, "read", read)
    yield


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that the demo leaves; parallel workers share one, since it costs minutes to make. Only to be read."""
    if worker_id == "master":
        return _demo(tmp_path_factory.mktemp("demo"))
    folder = tmp_path_factory.getbasetemp().parent / "demo"
    with FileLock(folder.with_name("demo.lock")).held(600):
        return folder if (folder / "done").exists() else _demo(folder)


def _demo(folder: Path) -> Path:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CITEWATCH_")}
    command = [str(Path(sys.executable).with_name("citewatch")), "--data", str(folder), "demo", "--no-prefect"]
    done = subprocess.run(command, cwd=SHIPPED.parent, env=clean, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A real PostgreSQL of this worker's own."""
    found = programs()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(HINT)
        pytest.skip(HINT)
    with cluster(found) as running:
        yield running
