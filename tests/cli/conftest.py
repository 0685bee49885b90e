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
def data(demo_data: Path) -> Path:
    return demo_data


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
