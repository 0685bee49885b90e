"""One time-lapse over the shipped specimens, run once by the real command; every test here looks at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from warehouse.filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]


class Ran:
    """A finished command."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def citewatch(*words: str, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run the installed command as a user would; wide enough that no cell is broken."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("CITEWATCH_")}
    command = [str(Path(sys.executable).with_name("citewatch")), *words]
    done = subprocess.run(
        command, cwd=cwd, env={**clean, "COLUMNS": "400", **environment}, capture_output=True, text=True, timeout=300
    )
    return Ran(done)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that the demo leaves; parallel workers share one, since it costs minutes to make."""
    if worker_id == "master":
        return _demo(tmp_path_factory.mktemp("demo"))
    folder = tmp_path_factory.getbasetemp().parent / "demo"
    with FileLock(folder.with_name("demo.lock")).held(600):
        return folder if (folder / "done").exists() else _demo(folder)


def _demo(folder: Path) -> Path:
    done = citewatch("--data", str(folder), "demo", "--no-prefect")
    assert done.code == 0, done.err
    (folder / "done").touch()
    return folder


@pytest.fixture
def shown(data: Path) -> Iterator[Callable[..., Ran]]:
    """A command on the specimen warehouse of the time-lapse."""

    def run(*words: str, lang: str = "en") -> Ran:
        return citewatch("--data", str(data), "--specimens", "--lang", lang, *words)

    yield run


@pytest.fixture
def run() -> Callable[..., Ran]:
    """A command outside the shared time-lapse."""
    return citewatch
