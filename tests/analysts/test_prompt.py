"""The prompt of whoever has no DuckDB shell."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from warehouse.ask import is_whole

PATIENCE_S = 60
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


@contextmanager
def at_a_terminal(data: Path, **environment: str) -> Iterator[tuple[Told, int, subprocess.Popen[bytes]]]:
    """`citewatch sql` as a person has it before them."""
    ours, theirs = pty.openpty()
    settings = termios.tcgetattr(theirs)
    settings[3] |= termios.NOFLSH  # else Ctrl-C throws away what is on its way to us, the next prompt too
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    command = [COMMAND, "--data", str(data), "--specimens", "sql"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "TERM": "dumb", "COLUMNS": "100", **environment},
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as running:  # fmt: skip
        os.close(theirs)
        yield Told(ours), ours, running
    os.close(ours)


def test_at_a_terminal_it_helps_forgives_and_remembers(data: Path, tmp_path: Path) -> None:
    # No DuckDB shell on this path, so the prompt is our own.
    with at_a_terminal(data, PATH=str(tmp_path), XDG_STATE_HOME=str(tmp_path)) as (told, ours, running):
        began = told.until("citewatch> ")
        assert "SPECIMEN DATA" in began and "semicolon" in began
        for typed, answered in (
            ("SELECT 6 * 7\n AS answer;\n", "42"), ("SELECT nothing;\n", "Binder Error"),
            (".tables\n", "current_findings"), ("SELECT 1 FROM headline WHERE false;\n", "No rows."),
        ):  # fmt: skip
            os.write(ours, typed.encode())
            assert answered in told.until("citewatch> ", after=answered), typed
        # Each by itself: a terminal throws away what was typed ahead when Ctrl-C comes.
        os.write(ours, b"SELECT half\n")
        told.until("...> ")
        told.until("citewatch> ", press=b"\x03")
        for typed, answered in (("SELECT 'whole' AS b;\n", "whole"), ("SELECT 1 FROM headl\t LIMIT 0;\n", "No rows.")):
            os.write(ours, typed.encode())
            assert answered in told.until("citewatch> ", after=answered), typed
        os.write(ours, b"quit\n")
        assert running.wait(30) == 0
    history = (tmp_path / "citewatch" / "sql_history").read_text()
    assert "SELECT 6 * 7" in history and "headline LIMIT 0" in history


@pytest.mark.parametrize(("version", "opens"), [("v1.5.5 (Variegata) d8cdaa33fd", True), ("v1.2.2 7c039464e4", False)])
def test_the_duckdb_shell_is_opened_on_the_copy_if_there_is_one(
    version: str, opens: bool, data: Path, tmp_path: Path
) -> None:
    """A stand-in that tells how it is called; one too old to open the file is left alone."""
    shell = tmp_path / "duckdb"
    shell.write_text(f"#!/bin/sh\n[ $1 = --version ] && echo '{version}' && exit\necho \"called with $@.\"\nexit 3\n")
    shell.chmod(0o755)
    with at_a_terminal(data, PATH=f"{tmp_path}:/usr/bin:/bin", XDG_STATE_HOME=str(tmp_path)) as (told, ours, running):
        if opens:
            said = told.until(".duckdb.")
            assert "SPECIMEN DATA" in said
            assert f"called with -readonly {data}/specimen/citewatch.published.duckdb." in said
            assert running.wait(30) == 3, "how it ends is how we end"
        else:
            told.until("citewatch> ")
            os.write(ours, b".quit\n")
            assert running.wait(30) == 0


HINT = (
    "No `duckdb` on the PATH. In an environment of its own: pip install duckdb-cli, then run this with its bin/ on it."
)


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("duckdb") is None, reason=HINT)
def test_the_real_duckdb_shell_answers_from_the_copy_and_can_not_change_it(data: Path) -> None:
    with at_a_terminal(data) as (told, ours, running):
        told.until("D ")
        for typed, answered in (
            ("SELECT 6 * count(*) / count(*) AS six FROM headline;\n", "6.0"),
            ("SELECT count(*) > 0 AS a FROM headline_on('2024-09-01');\n", "true"),
            ("DELETE FROM finding;\n", "read-only"),
        ):  # fmt: skip
            os.write(ours, typed.encode())
            assert answered in told.until("D ", after=answered), typed
        os.write(ours, b".quit\n")
        assert running.wait(30) == 1, "as the shell ends after a statement that it refused"


class Told:
    """What the other end of a terminal has shown."""

    def __init__(self, terminal: int) -> None:
        self._terminal, self._seen = terminal, ""

    def until(self, mark: str, after: str = "", press: bytes = b"") -> str:
        """Everything shown up to the first `mark` that follows `after`.

        `press` is typed, and again after each silence of three seconds: Ctrl-C that comes while readline sets up is
        only noticed with the next key.
        """
        waited, silent = 0, True
        while (found := self._seen.find(mark, self._seen.find(after) if after in self._seen else len(self._seen))) < 0:
            if press and silent:
                os.write(self._terminal, press)
            ready, _, _ = select.select([self._terminal], [], [], 3 if press else 1)
            silent = not ready
            waited += silent
            if waited > PATIENCE_S:
                os.close(self._terminal)  # else the program would wait for us, and we for it
                pytest.fail(f"nothing came in {PATIENCE_S} s; shown so far: {self._seen!r}")
            try:
                self._seen += os.read(self._terminal, 4096).decode(errors="replace") if ready else ""
            except OSError:
                return self._seen
        told, self._seen = self._seen[: found + len(mark)], self._seen[found + len(mark) :]
        return told
