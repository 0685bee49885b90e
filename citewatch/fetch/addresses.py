"""Which addresses may be connected to, and the look-up that checks them.

A name is looked up once, every answer is checked, and the connection goes to the checked address: a second
look-up could give another answer (DNS rebinding).
"""

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import zip_longest

from citewatch.fetch.errors import NO_DESCRIPTORS, Problem, no_descriptors

_V4 = {
    ip_network("0.0.0.0/8"): "an unspecified",
    ip_network("10.0.0.0/8"): "a private",
    ip_network("100.64.0.0/10"): "a carrier-grade NAT",
    ip_network("127.0.0.0/8"): "a loopback",
    ip_network("169.254.0.0/16"): "a link-local",
    ip_network("172.16.0.0/12"): "a private",
    ip_network("192.0.0.0/24"): "a reserved",
    ip_network("192.0.2.0/24"): "a documentation",
    ip_network("192.88.99.0/24"): "a 6to4 relay",
    ip_network("192.168.0.0/16"): "a private",
    ip_network("198.18.0.0/15"): "a benchmarking",
    ip_network("198.51.100.0/24"): "a documentation",
    ip_network("203.0.113.0/24"): "a documentation",
    ip_network("224.0.0.0/4"): "a multicast",
    ip_network("240.0.0.0/4"): "a reserved",
}
_V6 = {
    ip_network("::/128"): "an unspecified",
    ip_network("::1/128"): "a loopback",
    ip_network("::ffff:0:0/96"): "an IPv4-mapped",
    ip_network("::/96"): "an IPv4-compatible",
    ip_network("64:ff9b:1::/48"): "a local NAT64",
    ip_network("100::/64"): "a discard",
    ip_network("2001::/23"): "a protocol-assignment or Teredo",
    ip_network("2001:db8::/32"): "a documentation",
    ip_network("2002::/16"): "a 6to4",
    ip_network("3fff::/20"): "a documentation",
    ip_network("5f00::/16"): "a segment-routing",
    ip_network("fc00::/7"): "a private",
    ip_network("fe80::/10"): "a link-local",
    ip_network("fec0::/10"): "a site-local",
    ip_network("ff00::/8"): "a multicast",
}
_NAT64 = ip_network("64:ff9b::/96")
_MOST_TRIED = 4
_LISTABLE = {"a private", "a carrier-grade NAT"}


def forbidden(address: IPv4Address | IPv6Address, *, listed: bool = False) -> str | None:
    """Why `address` may not be connected to ("a loopback address"), or None if it may.

    `listed`: the operator named the host as one of the own network; that admits private addresses only.
    """
    if isinstance(address, IPv6Address) and address in _NAT64:
        # What an IPv6-only network's DNS gives for every IPv4 site: as good or bad as the address inside.
        address = IPv4Address(int(address) & 0xFFFF_FFFF)
    table = _V4 if isinstance(address, IPv4Address) else _V6
    for network, kind in table.items():
        if address in network:
            return None if listed and kind in _LISTABLE else f"{kind} address"
    if isinstance(address, IPv6Address) and address not in ip_network("2000::/3"):
        return "a reserved address"
    return None


class Resolver:
    """Looks up names in threads of its own, so that one dead name server holds up nobody else."""

    def __init__(
        self, allowed_private: tuple[str, ...], threads: int, look_up: Callable[[str, int], list[str]]
    ) -> None:
        self._look_up = look_up
        self._listed = frozenset(host.lower().rstrip(".") for host in allowed_private)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="dns")

    def close(self) -> None:
        """Let the threads end; a look-up under way is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def resolve(self, host: str, port: int) -> list[str]:
        """The checked addresses of `host`, in the order to try; raises `Problem` if any is forbidden."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._threads, self._look_up, host, port)
        except socket.gaierror as error:
            retry = error.errno == socket.EAI_AGAIN
            hint = "the name server did not answer" if retry else "there is no such host, or it has no address"
            raise Problem("unreachable", f"The name {host} can't be looked up: {hint}.", retry=retry) from error
        except UnicodeError as error:
            raise Problem("refused", f"{host[:80]!r} is not a valid host name.") from error
        except OSError as error:
            if error.errno in NO_DESCRIPTORS:
                raise no_descriptors(host) from error
            raise Problem(
                "unreachable", f"The name {host} can't be looked up: {error.strerror}.", retry=True
            ) from error
        addresses = list(dict.fromkeys(found))
        for text in addresses:
            why = forbidden(ip_address(text.split("%")[0]), listed=host.lower().rstrip(".") in self._listed)
            if why:
                raise Problem(
                    "refused",
                    f"{host} has {why} ({text}); citewatch connects to public addresses only. "
                    "If it is a server of your own network, list it in CITEWATCH_PRIVATE.",
                )
        return _in_turns(addresses)[:_MOST_TRIED]


def _in_turns(addresses: list[str]) -> list[str]:
    """Both families by turns, so that a network without working IPv6 comes to IPv4 soon."""
    first = [one for one in addresses if (":" in one) == (":" in addresses[0])]
    other = [one for one in addresses if one not in first]
    return [one for pair in zip_longest(first, other) for one in pair if one is not None]


def look_up(host: str, port: int) -> list[str]:
    """All addresses the system's resolver gives for a host name."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in answers]
