"""What every test may rely on: pictures whose text the specimens keep are not read by a machine again.

The real reading of every shipped picture is a test of its own (tests/pictures/test_ocr.py, marked `ocr`); everywhere
else it would take four seconds of CPU a picture to find out the same.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from citewatch.pictures.ocr import Reader
from schemas.picture import PictureText
from tests.tools.commands import Commands
from tests.tools.piped import ROOT
from tests.tools.postgres import Cluster, cluster, programs
from tests.tools.remembering import remembering
from warehouse.filelock import FileLock

HINT = "PostgreSQL is not installed: apt-get install postgresql. The tests of many machines are NOT run."

# Nothing here is timed: machines are busy, and whoever comes first compiles patterns for all.
hypothesis.settings.register_profile("untimed", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def really_read() -> Iterator[Callable[..., PictureText]]:
    """For the whole session, fixtures of modules included; gives the reading that asks the worker."""
    really = Reader.read
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Reader, "read", remembering(really))
        yield really


@pytest.fixture(autouse=True)
def _ocr(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, really_read: Callable[..., PictureText]
) -> None:
    if request.node.get_closest_marker("ocr"):
        monkeypatch.setattr(Reader, "read", really_read)


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Commands of the program, without their imports' cost."""
    with Commands() as running:
        yield running


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str, commands: Commands) -> Path:
    """The folder that the demo leaves; parallel workers share one, since it costs a minute to make. Only to be read."""
    if worker_id == "master":
        return _demo(tmp_path_factory.mktemp("demo"), commands)
    folder = tmp_path_factory.getbasetemp().parent / "demo"
    with FileLock(folder.with_name("demo.lock")).held(600):
        return folder if (folder / "done").exists() else _demo(folder, commands)


def _demo(folder: Path, commands: Commands) -> Path:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CITEWATCH_")}
    done = commands.run(["--data", str(folder), "demo", "--no-prefect"], ROOT, clean, remember=True)
    assert done.code == 0, done.err
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
