"""`citewatch specimens`: it says where its map is as soon as it serves, also to a pipe, and ends when told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.piped import ROOT


@pytest.mark.slow
def test_it_prints_the_map_at_once_and_ends_when_told(tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("citewatch")),
        "--data",
        str(tmp_path),
        "--catalogue",
        str(ROOT),
        "specimens",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "40"}
    ) as site:
        assert site.stdout
        path = Path(site.stdout.readline().strip())  # a pipe whose other end has not closed
        assert json.loads(path.read_text("utf-8"))
        site.send_signal(signal.SIGTERM)
        _, told = site.communicate(timeout=60)
    assert site.returncode == 0 and "--network" in told
