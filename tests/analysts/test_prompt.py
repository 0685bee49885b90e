"""The prompt of whoever has no DuckDB shell."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.ask import is_whole

COMMAND = str(Path(sys.executable).with_name("citewatch"))


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("SELECT 1;", True), ("SELECT 1", False), ("SELECT ';", False), ("SELECT 1 -- ;", False), ("", False),
        ("SELECT 1; -- done", True), ("SELECT ';'", False), ("SELECT 1\n;\n", True),
    ],
)  # fmt: skip
def test_a_statement_is_whole_at_its_semicolon(typed: str, whole: bool) -> None:
    assert is_whole(typed) is whole


def test_a_file_of_statements_is_run_past_its_errors(data: Path) -> None:
    typed = "SELECT 41 + 1\n AS a;\nSELECT nothing;\nSELECT 'last'"
    done = subprocess.run(
        [COMMAND, "--data", str(data), "--specimens", "sql"], input=typed, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "42" in done.stdout and "last" in done.stdout and "citewatch>" not in done.stdout
    assert "nothing" in done.stderr


def test_at_a_terminal_it_says_how_to_end_and_to_leave(data: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    # No DuckDB shell on this path, so the prompt is our own.
    environment = {**os.environ, "PATH": str(tmp_path), "TERM": "dumb", "COLUMNS": "100"}
    command = [COMMAND, "--data", str(data), "--specimens", "sql"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        os.write(ours, b"SELECT 6 * 7 AS answer;\n.quit\n")
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        assert running.wait(30) == 0
    os.close(ours)
    assert b"semicolon" in shown and b"42" in shown
