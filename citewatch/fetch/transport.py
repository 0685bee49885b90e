"""Sends requests by libcurl, which keeps connections open and speaks HTTP/1.1 and HTTP/2, to checked addresses only.

It costs an eighth of what httpx and h2 cost in Python; why and how much: docs/decisions/0019.
"""

import asyncio
import ssl
from collections.abc import Sequence

import certifi
import pycurl

from citewatch.fetch.addresses import Resolver
from citewatch.fetch.errors import FetchSetupError, Problem
from citewatch.fetch.failures import explain
from citewatch.fetch.settings import Exchange, FetchSettings, Role
from citewatch.fetch.target import Target
from citewatch.fetch.transfer import Transfer
from schemas.network import NetworkMap

_LOOK_UPS = 4
"""Threads for each request under way: one that waits for a dead name server is not to be had back, only given up."""
_ADDRESSES_HOLD_S = 60.0
_KEEP_OPEN_S = 60
_VERSIONS = {
    pycurl.CURL_HTTP_VERSION_1_0: "HTTP/1.0",
    pycurl.CURL_HTTP_VERSION_1_1: "HTTP/1.1",
    pycurl.CURL_HTTP_VERSION_2_0: "HTTP/2",
}


class Transport:
    """The connections of one run. It belongs to the loop it is first used on."""

    def __init__(self, settings: FetchSettings, network: NetworkMap | None) -> None:
        self._settings = settings
        self._network = network
        self._resolver = Resolver(
            settings.allowed_private, _LOOK_UPS * settings.max_concurrent, settings.outside.look_up
        )
        self._authority = _trusted(network)
        self._multi: pycurl.AsyncCurlMulti | None = None
        self._spare: list[pycurl.Curl] = []
        self._checked: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self.opened = 0
        """Connections made so far; the benchmark and the tests count them."""

    async def get(self, here: Target, headers: Sequence[tuple[str, str]], role: Role, max_bytes: int) -> Exchange:
        """One request and its answer, no redirect followed; raises `Problem` with the reason if none came.

        Of an answer larger than `max_bytes` the beginning.
        """
        easy = self._spare.pop() if self._spare else self._easy()
        transfer = await self._addressed(easy, here, max_bytes)
        named = here.url.split("/", 3)[2]
        sent = [("Host", named), *headers]
        # Host and target as the evidence has them: of a URL, libcurl rewrites numbers (0x7f.1) and escapes (%2f).
        easy.setopt(pycurl.URL, f"{here.scheme}://{named}/")
        easy.setopt(pycurl.REQUEST_TARGET, here.path)
        easy.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in sent])
        transfer.attach(easy)
        try:
            failed = await self._performed(easy, transfer)
        finally:
            transfer.close()
        self.opened += int(easy.getinfo(pycurl.NUM_CONNECTS))
        if failed is not None and not transfer.is_too_large:
            self._checked.pop((here.host, here.port), None)  # the next attempt asks the name server anew
            raise explain(here, failed, easy, transfer)
        answer = Exchange(
            role,
            here.url,
            tuple((name.encode("ascii"), value.encode("ascii")) for name, value in sent),
            int(easy.getinfo(pycurl.RESPONSE_CODE)),
            _VERSIONS.get(int(easy.getinfo(pycurl.INFO_HTTP_VERSION)), "HTTP/1.1"),
            transfer.headers,
            transfer.take_body(),
            transfer.ip,
            "length" if transfer.is_too_large else "",
        )
        self._spare.append(easy)
        return answer

    async def _performed(self, easy: pycurl.Curl, transfer: Transfer) -> pycurl.error | None:
        """None, or what libcurl says went wrong. A server that is silent for too long is given up."""
        if self._multi is None:
            self._multi = self._connections()
        done = self._multi.add_handle(easy)
        self._listen(transfer, done)
        try:
            await done
        except pycurl.error as error:
            return error.with_traceback(None)  # it leads to this frame, which leads to it by way of `done`
        finally:
            if transfer.alarm is not None:
                transfer.alarm.cancel()
        return None

    def _listen(self, transfer: Transfer, done: asyncio.Future[pycurl.Curl]) -> None:
        loop, limit = asyncio.get_running_loop(), self._settings.read_timeout_s
        heard = transfer.heard_at
        left = limit if heard is None else heard + limit - loop.time()
        if left > 0:
            transfer.alarm = loop.call_later(left, self._listen, transfer, done)
        elif not done.done():
            done.set_exception(pycurl.error(pycurl.E_OPERATION_TIMEDOUT, "silent"))

    async def _addressed(self, easy: pycurl.Curl, here: Target, max_bytes: int) -> Transfer:
        """Tell libcurl where the host is, so that it asks no name server itself."""
        clock = asyncio.get_running_loop().time
        if self._network is not None:
            ip, port = mapped(self._network, here.host, here.port)
            easy.setopt(pycurl.CONNECT_TO, [f"::{_bracketed(ip)}:{port}"])  # whatever the host
            return Transfer([ip], max_bytes, clock)
        addresses = await self._addresses(here.host, here.port)
        listed = ",".join(_bracketed(ip) for ip in addresses)
        easy.setopt(pycurl.RESOLVE, [f"{_bracketed(here.host)}:{here.port}:{listed}"])
        return Transfer(addresses, max_bytes, clock)

    async def _addresses(self, host: str, port: int) -> list[str]:
        now = self._settings.outside.clock()
        since, addresses = self._checked.get((host, port), (now - _ADDRESSES_HOLD_S, []))
        if now - since < _ADDRESSES_HOLD_S:
            return addresses
        try:
            async with asyncio.timeout(self._settings.connect_timeout_s):
                addresses = await self._resolver.resolve(host, port)
        except TimeoutError as error:
            why = f"The name {host} can't be looked up: the name server did not answer in time."
            raise Problem("unreachable", why, retry=True) from error
        self._checked[host, port] = now, addresses
        return addresses

    def _connections(self) -> pycurl.AsyncCurlMulti:
        multi = pycurl.AsyncCurlMulti()
        multi.setopt(pycurl.M_MAXCONNECTS, self._settings.max_connections)
        multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, self._settings.max_connections)
        return multi

    def _easy(self) -> pycurl.Curl:
        """A handle that does what it is told here and nothing that the environment or a user's files say."""
        easy = pycurl.Curl()
        easy.setopt(pycurl.NOSIGNAL, 1)
        easy.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        easy.setopt(pycurl.PROXY, "")
        easy.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
        easy.setopt(pycurl.CAINFO, self._authority)
        easy.unsetopt(pycurl.CAPATH)  # where libcurl comes from a distribution, its authorities stand there as well
        easy.setopt(pycurl.CONNECTTIMEOUT_MS, max(int(self._settings.connect_timeout_s * 1000), 1))
        easy.setopt(pycurl.MAXAGE_CONN, _KEEP_OPEN_S)
        return easy

    async def hang_up(self) -> None:
        """Close every connection; the next request opens one anew."""
        multi, self._multi = self._multi, None
        if multi is not None:
            await multi.aclose()
        self._spare.clear()

    async def aclose(self) -> None:
        await self.hang_up()
        self._resolver.close()


def mapped(network: NetworkMap, host: str, port: int) -> tuple[str, int]:
    """Where the map sends `host`; refuses what it does not name, so a specimen run never touches the live net."""
    address = network.address(host)
    if address is None:
        raise Problem("refused", f"{host} is not in the specimen map, and a specimen run goes nowhere else.")
    real = {443: address.port, 80: address.plain_port}.get(port)
    if real is None:
        raise Problem("refused", f"The specimen map has no answer for port {port} of {host}.")
    return str(address.ip), real


def _trusted(network: NetworkMap | None) -> str:
    """The file of the public authorities, or with a map its own and no other."""
    if network is None:
        return certifi.where()
    try:
        ssl.create_default_context(cafile=str(network.authority))
    except OSError as error:  # ssl.SSLError is one
        raise FetchSetupError(
            f"The certificate authority of the network map can't be read: {network.authority} ({error.strerror})."
        ) from error
    return str(network.authority)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
