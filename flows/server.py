"""The Prefect server as a child process. Imports no Prefect, so the server starts while its client is imported."""

from __future__ import annotations

import http.client
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from citewatch.errors import CitewatchError
from flows.children import Child
from flows.home import HOST, brief, environment

START_S = 300.0
"""A server that makes its database needs about 10 seconds on a small machine; on a very busy one, minutes."""


class ServeError(CitewatchError):
    """Prefect could not be brought up: says why, and where its log is."""


def server(home: Path, port: int, env: dict[str, str], log: Path) -> Child:
    """The command Prefect itself uses for its temporary server; started by `start`, looked after by the caller."""
    home.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app", "--host", HOST,
        "--port", str(port), "--log-level", "warning", "--lifespan", "on", "--timeout-graceful-shutdown", "2",
    ]  # fmt: skip
    # The app is made once in this process: Prefect may then drop what it keeps for making another.
    return Child("Prefect server", command, {**env, "PREFECT__SERVER_FINAL": "1"}, log)


def healthy(port: int) -> bool:
    """Whether a Prefect server answers at `port`."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/api/health")
        answer = connection.getresponse()
        return answer.status == 200 and answer.read() == b"true"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_healthy(child: Child, port: int, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Return when the server answers, or when `stopped` says so.

    Raises:
        ServeError: it ended, or it took too long.
    """
    deadline = time.monotonic() + START_S
    while not stopped():
        if (code := child.ended) is not None:
            raise ServeError(f"The Prefect server ended with {code}. The end of {child.log}:\n{child.last_words()}")
        if healthy(port):
            return
        if time.monotonic() > deadline:
            raise ServeError(f"The Prefect server did not answer within {START_S:.0f} s; see {child.log}.")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@contextmanager
def temporary(home: Path) -> Iterator[tuple[Child, dict[str, str]]]:
    """A server for one flow run: started at once, not waited for; with the environment its clients need."""
    port = free_port()
    env = brief(environment(home, port))
    child = server(home, port, env, home / "server.log")
    child.start()
    try:
        yield child, env
    finally:
        child.stop(grace_s=5.0)
