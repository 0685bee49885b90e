"""One message when a refresh fails or crashes, through the same sinks as alerts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow
from prefect.logging import get_logger

from citewatch import redacted, sinks
from citewatch.errors import CitewatchError
from citewatch.settings import Settings, from_environment
from schemas.alert import Message, MessageKind

RUN_FAILED: MessageKind = "run_failed"
_log = get_logger("citewatch")


def tell(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Hook of on_failure and on_crashed. The message carries the run's id, so a repeat is recognisable."""
    tell_of(flow.name, flow_run, state)


def tell_of(flow_name: str, flow_run: FlowRun, state: State[Any]) -> None:
    """The same of a run whose process is gone, so that no hook of it can tell."""
    message = failed(flow_name, flow_run, state)
    _log.error("%s\n%s", message.subject, message.body)
    try:
        sinks.tell_failure(settings_of(flow_run.parameters), message)
    except CitewatchError as error:
        # A hook that raises is only logged by Prefect, with a long traceback: say what matters instead.
        _log.error("The message about the failed run could not be sent: %s", error)


def failed(flow_name: str, flow_run: FlowRun, state: State[Any]) -> Message:
    """What to tell: which run, how it ended, what comes next."""
    ended = (state.name or state.type.value).lower()
    body = "\n".join([
        f"Run: {flow_run.name} ({flow_run.id})",
        f"Ended: {state.timestamp.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC as {ended}",
        f"Reason: {redacted.line(state.message or 'none given')}",
        "What had been stored before stays stored; the next run goes on from there.",
    ])  # fmt: skip
    now = datetime.now(UTC).replace(tzinfo=None)
    return Message(str(flow_run.id), "", RUN_FAILED, f"{flow_name} {ended}: {flow_run.name}", body, now, None)


def settings_of(parameters: dict[str, Any]) -> Settings:
    """The settings a run with these parameters has."""

    def path(name: str) -> Path | None:
        return Path(parameters[name]) if parameters.get(name) else None

    return from_environment(
        catalogue=path("catalogue"), data=path("data"), network=path("network"), warehouse=parameters.get("warehouse")
    )
