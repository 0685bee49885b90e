"""One request on its way: what libcurl calls back with, kept within our limits."""

import asyncio
import os
import socket
from collections.abc import Callable
from io import BytesIO
from ipaddress import ip_address

import pycurl

from citewatch.fetch.headers import Headers

MAX_HEAD = 256 * 1024
"""Bytes of one answer's head, with all that came before it to announce it."""
_STOP = -1
"""Not the number of bytes it was given: libcurl ends the transfer and closes the connection."""
_MOST_ASKED = 2
"""libcurl asks again by itself: once where a kept connection had ended, and five times at once where HTTP/2 refuses."""


class Transfer:
    """Collects one answer. `addresses` are the checked ones; a socket is made to no other."""

    def __init__(self, addresses: list[str], max_bytes: int, clock: Callable[[], float]) -> None:
        self._addresses = {ip_address(one) for one in addresses}
        self._max_bytes = max_bytes
        self._clock = clock
        self._made: list[socket.socket] = []
        self._head: list[tuple[bytes, bytes]] = []
        self._head_size = 0
        self._begins = True
        self._informs = False
        self._body = BytesIO()  # no list: a hostile server sends 20 MB in pieces of two bytes
        self._asked = 0
        self.ip = ""
        self.heard_at: float | None = None
        """When the server last gave a sign, or was given the request; None while there is no connection."""
        self.alarm: asyncio.TimerHandle | None = None
        self.has_head = False
        self.is_head_too_long = False
        self.is_too_large = False
        self.no_socket: OSError | None = None

    def attach(self, easy: pycurl.Curl) -> None:
        """Let `easy` call this transfer back."""
        easy.setopt(pycurl.HEADERFUNCTION, self._on_head)
        easy.setopt(pycurl.WRITEFUNCTION, self._on_body)
        easy.setopt(pycurl.OPENSOCKETFUNCTION, self._on_socket)
        easy.setopt(pycurl.PREREQFUNCTION, self._on_connected)

    @property
    def headers(self) -> Headers:
        return tuple(self._head)

    def take_body(self) -> bytes:
        """As sent: transfer coding removed, content coding not. Given away, for a handle keeps its last transfer."""
        body, self._body = self._body, BytesIO()
        return body.getvalue()

    def close(self) -> None:
        """Safe to call twice."""
        while self._made:
            self._made.pop().close()

    # What libcurl calls. An error raised here would be printed and lost, so none may be.

    def _on_socket(self, purpose: int, address: pycurl.CurlSockAddr) -> socket.socket | int:
        family, kind, protocol, place = address
        if ip_address(str(place[0]).split("%")[0]) not in self._addresses:
            return pycurl.SOCKET_BAD  # libcurl looked the name up by itself, which it is never to do
        self.heard_at = None  # a connection that was kept may have ended
        try:
            made = socket.socket(family, kind, protocol)
            self._made.append(made)
            os.close(os.dup(made.fileno()))  # pycurl hands on a duplicate, and doesn't say why if it can't make one
        except OSError as error:
            self.no_socket = error
            return pycurl.SOCKET_BAD
        return made

    def _on_connected(self, ip: str, own_ip: str, port: int, own_port: int) -> int:
        self.close()
        self.ip = ip
        self.heard_at = self._clock()
        self._asked += 1
        return pycurl.PREREQFUNC_OK if self._asked <= _MOST_ASKED else pycurl.PREREQFUNC_ABORT

    def _on_head(self, line: bytes) -> int | None:
        self.heard_at = self._clock()
        self._head_size += len(line)
        if self._head_size > MAX_HEAD:
            self.is_head_too_long = True
            return _STOP
        if self.has_head:
            return None  # trailers: nothing in them is for us
        text = line.strip(b"\r\n")
        if self._begins:
            self._begins = False
            self._informs = text.split(b" ", 1)[-1].startswith(b"1")
            self._head.clear()
        elif not text:
            self._begins = True
            self.has_head = not self._informs
        elif text[:1] in b" \t" and self._head:
            name, value = self._head[-1]
            self._head[-1] = name, value + b" " + text.strip()
        else:
            name, _, value = text.partition(b":")
            self._head.append((name, value.strip(b" \t")))
        return None

    def _on_body(self, data: bytes) -> int | None:
        self.heard_at = self._clock()
        self._body.write(data)
        if self._body.tell() > self._max_bytes:
            self.is_too_large = True
            return _STOP
        return None
