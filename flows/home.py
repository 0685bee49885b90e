"""Where Prefect keeps its things and how it behaves on one machine, all as environment variables.

Imports no Prefect: its settings are read from the environment when it is first imported, so these come before.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

HOST = "127.0.0.1"
_NOT_OURS = ("PREFECT_API_KEY", "PREFECT_PROFILE", "PREFECT_API_URL", "PREFECT_HOME", "PREFECT_PROFILES_PATH")
"""The user's own Prefect: another server, another account. Never used, never changed."""


def database(home: Path) -> str:
    """SQLite in `home`, through a single connection.

    Prefect opens a second connection as soon as two requests meet. On SQLite one of them then gets "database is
    locked": the client is answered 503 and sleeps two seconds, several times in a run; and at worst the event loop
    waits for a connection that waits for the event loop, until SQLite gives up after 60 seconds (seen with 3.8.8).
    `:memory:` anywhere in the address makes Prefect pool one connection only; SQLite ignores parameters it does not
    know, so the file stays a file.
    """
    return f"sqlite+aiosqlite:///file:{quote(str(home / 'prefect.db'))}?uri=true&citewatch=:memory:"


def environment(home: Path, port: int, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """For every Prefect process of ours: all state under `home`, the server at `port`, nothing sent to anybody."""
    kept = {name: value for name, value in base.items() if name not in _NOT_OURS}
    reached = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), HOST, "localhost"]))
    ours = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": base.get("CITEWATCH_PREFECT_DATABASE") or database(home),
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        # In memory, a restart of the server would forget who holds the only slot, and nobody would get it again.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_RUNNER_AUTO_INSTALL_DEPENDENCIES": "false",
        "NO_PROXY": reached,
        "no_proxy": reached,
    }
    # What an operator may set otherwise.
    defaults = {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(90 * 24 * 3600),
    }
    return {**defaults, **kept, **ours}


def brief(environment: Mapping[str, str]) -> dict[str, str]:
    """For a server that lives for one flow run only: no interface, no schedule, no history of events."""
    services = (
        "SCHEDULER", "LATE_RUNS", "FOREMAN", "CANCELLATION_CLEANUP", "PAUSE_EXPIRATIONS", "EVENT_PERSISTER", "TRIGGERS",
    )  # fmt: skip
    off = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in services}
    return {
        **environment,
        **off,
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": environment.get("PREFECT_LOGGING_LEVEL", "WARNING"),
    }
