"""A warmed process that takes jobs as lines on its standard input and answers each with a line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar, Self

ROOT = Path(__file__).resolve().parents[2]


class Piped:
    """The process that runs `module`; it ends with the `with` block."""

    module: ClassVar[str]

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, **job: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(job, default=str) + "\n")
        self.process.stdin.flush()

    def line(self) -> str:
        """What it answers."""
        assert self.process.stdout
        return self.process.stdout.readline()
