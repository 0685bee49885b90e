"""`python -m flows.serve`: Prefect server, worker, deployments and review desk, until Ctrl-C or SIGTERM.

Everything it keeps is under the data folder: Prefect's database in prefect/, logs in logs/.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from citewatch import watchdog
from citewatch.alerts import SinkError
from citewatch.errors import CitewatchError
from citewatch.settings import Settings, from_environment
from flows import window
from flows.children import Child, descendants, end
from flows.home import HOST, environment
from flows.server import ServeError, is_free, server, wait_until_healthy
from flows.window import Window
from warehouse.errors import WarehouseError

POOL = "citewatch"
MOST_RESTARTS = 5
"""Of one child within WINDOW_S. One that dies more often has a reason that a restart does not mend."""
WINDOW_S = 600.0
WATCH_S = 300.0
"""Between two looks of the watchdog."""
GRACE_S = 6.0
"""A refresh that is interrupted needs a moment to say so to the server."""
_PR_SET_CHILD_SUBREAPER = 36
_log = logging.getLogger("citewatch.serve")


class Serving:
    """The server, the worker, the review desk, and what happens to them."""

    def __init__(self, settings: Settings, port: int, deployments: Path, review_port: int = window.PORT) -> None:
        self.settings = settings
        self.port = port
        self.deployments = deployments
        self.home = settings.data / "prefect"
        self.logs = settings.data / "logs"
        self.stopping = threading.Event()
        self.environment = {**environment(self.home, port), **told(settings)}
        self.server = server(self.home, port, self.environment, self.logs / "prefect-server.log")
        start = ["worker", "start", "--pool", POOL, "--type", "process", "--limit", "1"]
        command = [sys.executable, "-m", "prefect", *start]
        self.worker = Child("Prefect worker", command, self.environment, self.logs / "prefect-worker.log")
        self._deaths: dict[str, deque[float]] = {}
        self.window = Window(review_port, self.environment, self.logs)

    def run(self) -> None:
        """Bring everything up, look after it, and take it down again.

        Raises:
            ServeError: something could not be started, or kept dying.
        """
        with lock(self.home) as held:
            if not is_free(self.port):
                raise ServeError(
                    f"Port {self.port} of {HOST} is taken, perhaps by another Prefect server. Choose one with --port."
                )
            adopt_orphans()
            try:
                self._start(held)
                watching = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                watching.start()
                while not self.stopping.wait(0.2):
                    for child in (self.server, self.worker):
                        if child.ended is not None:
                            self._restart(child, held)
                    self.window.look_after()
            finally:
                self._stop()

    def _start(self, held: int) -> None:
        _log.info("Starting the Prefect server …")
        self.server.start(keep_open=[held])
        wait_until_healthy(self.server, self.port, stopped=self.stopping.is_set)
        self._apply(str(self.deployments))
        if self.stopping.is_set():
            return
        self.worker.start(keep_open=[held])
        _log.info(
            "Prefect: http://%s:%d    API: http://%s:%d/api\nWarehouse: %s    Logs: %s\nCtrl-C stops everything.",
            HOST, self.port, HOST, self.port, self.settings.warehouse_file, self.logs,
        )  # fmt: skip
        if self.settings.kind == "live" and not self.settings.contact:
            _log.warning(
                "CITEWATCH_CONTACT is not set, so every run will refuse to start. "
                "Stop, set it to an e-mail address or a web page of yours, and start again."
            )

    def _watch(self) -> None:
        """The dead man's switch, in a thread of its own: a slow address must not hold up the looking after."""
        while not self.stopping.wait(WATCH_S):
            try:
                seen = watchdog.watch(self.settings, datetime.now(UTC))
                if seen.trouble:
                    _log.error("The watchdog can't see whether refreshes succeed: %s", seen.trouble)
            except (CitewatchError, SinkError, WarehouseError, OSError) as error:
                _log.error("The watchdog could not look or tell, and tries again: %s", error)
            except Exception:  # noqa: BLE001 - a bug must not end the thread: nobody would be told any more
                _log.exception("The watchdog met a bug, and tries again")

    def _apply(self, *arguments: str) -> None:
        """flows.apply in a process of its own, ended early if we are asked to stop."""
        if self.stopping.is_set():
            return
        command = [sys.executable, "-m", "flows.apply", *arguments]
        process = subprocess.Popen(command, env=self.environment, start_new_session=True)  # noqa: S603
        while (code := process.poll()) is None:
            if self.stopping.wait(0.1):
                process.terminate()
                process.wait()
        if code and not self.stopping.is_set():
            raise ServeError(f"The deployments of {self.deployments} could not be applied; the reason is above.")

    def _restart(self, child: Child, held: int) -> None:
        deaths = self._deaths.setdefault(child.name, deque(maxlen=MOST_RESTARTS))
        _log.warning("The %s ended with %s; starting it again. Its log: %s", child.name, child.ended, child.log)
        now = time.monotonic()
        if len(deaths) == MOST_RESTARTS and now - deaths[0] < WINDOW_S:
            raise ServeError(
                f"The {child.name} ended {MOST_RESTARTS + 1} times within {WINDOW_S / 60:.0f} minutes: giving up. "
                f"The end of {child.log}:\n{child.last_words()}"
            )
        deaths.append(now)
        if self.stopping.wait(2.0 ** (len(deaths) - 1) - 1.0):
            return
        if child is self.worker:
            kept = {*family(self.server), *family(self.window.child)}
            end(set(descendants(os.getpid())) - kept)  # its runs, now ours
            self._apply("--bury")
        child.start(keep_open=[held])
        if child is self.server:
            wait_until_healthy(child, self.port, stopped=self.stopping.is_set)

    def _stop(self) -> None:
        """A run that is interrupted first tells the server and the sinks; then the worker and the server end.

        The worker itself would end the run without a word, and it would count as running until the next start.
        """
        self.stopping.set()
        _log.info("Stopping …")
        if self.worker.pid:
            end(descendants(self.worker.pid), GRACE_S)
        self.worker.stop(GRACE_S)
        self.window.stop(GRACE_S)
        self.server.stop(GRACE_S)
        end(descendants(os.getpid()))
        _log.info("Stopped.")


def told(settings: Settings) -> dict[str, str]:
    """The settings as environment variables: a flow run starts in another folder."""
    given = {"CATALOGUE": settings.catalogue, "DATA": settings.data, "NETWORK": settings.network}
    named = {f"CITEWATCH_{name}": str(value) for name, value in given.items() if value}
    return {**named, **({"CITEWATCH_WAREHOUSE": str(settings.warehouse)} if settings.warehouse else {})}


def family(child: Child) -> list[int]:
    return [child.pid, *descendants(child.pid)] if child.pid else []


class lock:
    """Held by us and by the children: two servers on one SQLite file would both schedule."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._path = home / "serve.lock"

    def __enter__(self) -> int:
        self._file = self._path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.seek(0)
            who = self._file.read().strip() or "another process"
            self._file.close()
            raise ServeError(
                f"{self._path.parent} is in use by {who}. Only one `make serve` can use a data folder; if it was "
                "killed, end what it left behind."
            ) from error
        self._file.truncate(0)
        self._file.write(f"citewatch serve, process {os.getpid()}")
        self._file.flush()
        return self._file.fileno()

    def __exit__(self, *_: object) -> None:
        self._file.close()


def adopt_orphans() -> None:
    """Where Linux offers it: when the worker dies its runs become our children, so they can be found and ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m flows.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=4200, help="of the Prefect server, on this machine only")
    parser.add_argument("--review-port", type=int, default=window.PORT, help="of the review desk, on this machine only")
    parser.add_argument("--catalogue", type=Path, help="folder with reports/ and extractors/")
    parser.add_argument("--data", type=Path, help="data folder")
    parser.add_argument("--network", type=Path, help="network map of a specimen site")
    parser.add_argument("--deployments", type=Path, help="another file than the project's prefect.yaml")
    given = parser.parse_args(arguments)
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("citewatch").setLevel(logging.INFO)
    try:
        settings = from_environment(catalogue=given.catalogue, data=given.data, network=given.network)
        file = given.deployments or Path(__file__).parent.parent / "prefect.yaml"
        if not file.is_file():
            raise ServeError(f"{file}: no such file. Name one with --deployments.")
        serving = Serving(settings, given.port, file.resolve(), given.review_port)

        def stop(number: int, frame: FrameType | None) -> None:
            serving.stopping.set()

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        serving.run()
    except CitewatchError as error:
        _log.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
