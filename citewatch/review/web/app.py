"""The app: what stands before every page, then the pages."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from citewatch.errors import CitewatchError, SettingsError
from citewatch.review.desk import ReviewDesk
from citewatch.review.web import (
    accounts,
    alert,
    deciding,
    errata,
    health,
    kept,
    more,
    out,
    pages,
    people,
    reading,
    signing,
)
from citewatch.review.web.api import api
from citewatch.review.web.desk import HERE, Desk
from citewatch.review.web.doors import Doors
from citewatch.review.web.guard import Guard, is_loopback
from citewatch.review.web.sessions import secret_of
from citewatch.settings import Settings
from warehouse.errors import WarehouseError


@dataclass(frozen=True, slots=True)
class Serving:
    """Where the app listens, and how it is reached."""

    host: str = "127.0.0.1"
    port: int = 8642
    names: tuple[str, ...] = ()
    """Host names people use; beyond loopback at least one."""
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    """A proxy on this machine or network speaks HTTPS to the people."""

    @property
    def secure(self) -> bool:
        return self.certificate is not None or self.behind_proxy


def build(settings: Settings, serving: Serving) -> Starlette:
    """The app, or the reason why it must not start.

    Raises:
        SettingsError: it would be reachable from elsewhere without accounts, without HTTPS or without a name.
    """
    file = accounts.accounts_file(settings)
    known = accounts.load(file)
    _check(serving, known, file)
    secret = secret_of(settings.data / "review" / "secret")
    desk = Desk(ReviewDesk(settings), secret, accounts.Roster(file), bool(known), serving.secure)
    doors = Doors(desk)
    for part in (signing, pages, alert, deciding, more, reading, errata, out, kept, people):
        part.put(doors)
    app = Starlette(
        routes=[
            *doors.routes,
            *health.routes(settings, desk),
            Mount("/api", api(desk, doors.allowed)),
            Mount("/static", _Static(directory=HERE / "static")),
        ],
        middleware=[
            Middleware(Guard, is_known_host=_hosts(serving), secure=serving.secure),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={HTTPException: _plain},
    )
    app.state.desk = desk
    app.state.doors = doors
    return app


def _check(serving: Serving, known: Collection[str], file: Path) -> None:
    if is_loopback(serving.host) and not serving.names and not serving.behind_proxy:
        return
    if not known:
        raise SettingsError(
            f"{serving.host} can be reached from other machines, and there are no accounts in {file}. Make one with"
            " `citewatch review account NAME --role admin`, or serve on 127.0.0.1."
        )
    if not serving.names:
        raise SettingsError("Say under which name people reach it: --name review.example.org.")
    if not serving.secure:
        raise SettingsError(
            "Passwords don't travel unencrypted. Give --certificate and --key, or --behind-proxy where a proxy speaks"
            " HTTPS."
        )


def _check_port(serving: Serving) -> None:
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((serving.host, serving.port))
        except OSError as error:
            raise SettingsError(
                f"Port {serving.port} of {serving.host} can't be used ({error.strerror}), perhaps because another"
                " review desk runs. Choose one with --port."
            ) from error


def _hosts(serving: Serving) -> Callable[[str], bool]:
    names = {name.lower() for name in serving.names}

    def is_known(host: str) -> bool:
        return host.lower() in names if names else is_loopback(host)

    return is_known


class _Static(StaticFiles):
    """Our own files: their address carries their digest, so they never change."""

    async def get_response(self, path: str, scope: object) -> Response:
        answer = await super().get_response(path, scope)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(error.detail, error.status_code)


def run(settings: Settings, serving: Serving, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C; `ready` is called once nothing stands in the way any more.

    Raises:
        SettingsError: it must not start, or its port is taken.
    """
    import uvicorn

    app = build(settings, serving)
    ended = threading.Event()
    warming = threading.Thread(target=keep_warm, args=(app.state.desk, ended), daemon=True)
    try:
        _check_port(serving)
        warming.start()
        ready()
        uvicorn.run(
            app, host=serving.host, port=serving.port, log_level="warning", server_header=False, date_header=True,
            ssl_certfile=serving.certificate, ssl_keyfile=serving.key, proxy_headers=serving.behind_proxy,
            timeout_graceful_shutdown=3,
        )  # fmt: skip
    finally:
        ended.set()
        if warming.ident is not None:
            warming.join(10)
        app.state.desk.core.close()


def keep_warm(desk: Desk, ended: threading.Event, every_s: float = 2.0) -> None:
    """Open each new copy when it is published, so that the first page after a refresh need not."""
    while not ended.wait(every_s):
        # Whoever asks for a page is told what is wrong.
        with suppress(CitewatchError, WarehouseError):
            desk.core.warm(today=desk.now().date())
