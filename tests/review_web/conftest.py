"""The review desk over a copy of the demo's folder, asked in this process or served on a free port."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from citewatch.review.web.app import Serving, build
from citewatch.settings import Settings
from tests.replay.conftest import World

ROOT = Path(__file__).resolve().parents[2]


class Client:
    """Asks an app without a socket, and keeps cookies as a browser does."""

    def __init__(self, app: Starlette, base: str = "http://127.0.0.1:8642") -> None:
        self.app, self.base = app, base
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def sending() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=("127.0.0.1", 4242))
            async with httpx.AsyncClient(transport=transport, base_url=self.base, cookies=self.cookies) as client:
                answer = await client.request(method, path, **{"headers": self.headers, **more})
                self.cookies.update({cookie.name: cookie.value or "" for cookie in answer.cookies.jar})
                if "set-cookie" in answer.headers and "Max-Age=0" in answer.headers["set-cookie"]:
                    self.cookies = {}
                return answer

        return asyncio.run(sending())

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, data: dict[str, Any], *, page: str = "/", **more: Any) -> httpx.Response:
        """Send a form with the token that `page` shows."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.get(page).text)
        return self.ask("POST", path, data={"token": found[1] if found else "", **data}, **more)


def settings_of(data: Path) -> Settings:
    return Settings(catalogue=ROOT, data=data, specimens=True)


@pytest.fixture(scope="module")
def data(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo's folder: decisions are written into it."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(demo_data / "specimen", folder / "specimen")
    return folder


@pytest.fixture(scope="module")
def guarded_data(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same figures, for a desk that has accounts beside them."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "specimen").symlink_to(data / "specimen")
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> Client:
    return Client(build(settings_of(data), Serving()))


@pytest.fixture
def serve() -> Iterator[Callable[[Starlette], str]]:
    """Serve an app on a free port; gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(app: Starlette) -> str:
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        running.append((server, thread))
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
