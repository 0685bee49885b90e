"""One time-lapse over the shipped specimens, run once by the real command; every test here looks at it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.commands import Commands, Ran
from tests.tools.piped import ROOT


@pytest.fixture(scope="session")
def data(demo_data: Path) -> Path:
    return demo_data


@pytest.fixture
def run(commands: Commands) -> Callable[..., Ran]:
    """A command as a user runs it; wide enough that no cell is broken."""

    def ran(*words: str, cwd: Path = ROOT, **environment: str) -> Ran:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CITEWATCH_")}
        return commands.run(words, cwd, {**clean, "COLUMNS": "400", **environment})

    return ran


@pytest.fixture
def shown(data: Path, run: Callable[..., Ran]) -> Callable[..., Ran]:
    """A command on the specimen warehouse of the time-lapse."""
    return lambda *words, lang="en": run("--data", str(data), "--specimens", "--lang", lang, *words)
