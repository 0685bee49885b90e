"""A process of its own for bytes that may take all memory: they go in, and a line of JSON comes out."""

import json
import struct
import subprocess
import sys
from contextlib import suppress
from threading import Timer
from typing import Any

_PATIENCE_S = 5.0
"""An idle process ends when its input is closed."""


class Apart:
    """Runs `module` when it is first asked, and anew after it has ended; one question at a time."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, body: bytes, seconds: float | None = None) -> tuple[dict[str, Any] | None, bool]:
        """The answer, or None where the process ended over it; and whether it was ended for taking so many seconds."""
        process = self._started()
        assert process.stdin is not None and process.stdout is not None
        late: list[bool] = []

        def end() -> None:
            late.append(True)
            process.kill()

        timer = Timer(seconds, end) if seconds is not None else None
        if timer:
            timer.start()
        try:
            process.stdin.write(struct.pack(">Q", len(body)) + body)
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            if timer:
                timer.cancel()
        if not line.endswith(b"\n"):
            self.close()
            return None, bool(late)
        answer: dict[str, Any] = json.loads(line)
        return answer, False

    def close(self) -> None:
        """End it, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it no longer takes is of no use to anybody
                    pipe.close()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", self.module],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self._process
