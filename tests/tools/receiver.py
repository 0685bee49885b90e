"""A web hook on this machine that keeps what it is told."""

from __future__ import annotations

import json
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


class Receiver:
    """`told` has (message id, title, text) of all that came, in order; `address` is for Apprise."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []
        told = self.told

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                told.append((said["message"].rpartition("message ")[2], said["title"], said["message"]))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *given: object) -> None:
                """Says nothing."""

            def handle(self) -> None:
                with suppress(ConnectionError, ValueError):  # the sender was killed: half a request, or nobody there
                    super().handle()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
