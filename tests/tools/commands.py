"""Commands of the installed program, each in a process of its own that was forked with its imports done.

A command's imports take more CPU than most commands; hundreds of tests need not pay for them. What the imports do to
a command that starts afresh is looked at by `test_a_command_that_starts_afresh_says_the_same`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from tests.tools.piped import Piped


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Commands(Piped):
    """The process that forks them."""

    module = "tests.tools.commands"

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory()
        return super().__enter__()

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._folder.cleanup()

    def run(self, words: Sequence[str], cwd: Path, environment: Mapping[str, str], *, remember: bool = False) -> Ran:
        """Run one to its end. With `remember`, pictures whose text the specimens keep are not read again."""
        out, err = (Path(self._folder.name) / name for name in ("out", "err"))
        self.ask(
            words=list(words),
            cwd=str(cwd),
            environment=dict(environment),
            remember=remember,
            out=str(out),
            err=str(err),
        )
        code = int(self.line())
        return Ran(code, out.read_text("utf-8"), err.read_text("utf-8"))


def main() -> None:
    import citewatch.backfill
    import citewatch.cli.app
    import citewatch.cli.demo
    import citewatch.cli.views
    import citewatch.refresh
    import citewatch.specimens.site  # noqa: F401 - imported for the children
    from schemas.contracts import CONTRACTS

    for contract in CONTRACTS.values():
        contract.to_schema()
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _child(job)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _child(job: dict[str, Any]) -> None:
    code = 1
    try:
        os.chdir(job["cwd"])
        os.environ.clear()
        os.environ.update(job["environment"])
        for number, path in ((1, job["out"]), (2, job["err"])):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if job["remember"]:
            from tests.tools.remembering import remember_pictures

            remember_pictures()
        sys.argv = ["citewatch", *job["words"]]
        from citewatch.cli import main as citewatch

        citewatch()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:  # noqa: BLE001 - as Python ends a program: traceback and 1; the parent's loop is not its own
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
