"""An address that may be asked for, checked before anything is done with it."""

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from citewatch.fetch.errors import Problem
from citewatch.urls import clean_url, redirect_url

MAX_URL = 8_000
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?|[0-9a-f:.]*:[0-9a-f:.]*")
# What may stand in a path or query as it is; '%' keeps escapes that are there already.
_SAFE = "!#$%&'()*+,/:;=?@[]~"


class Target(NamedTuple):
    """The parts of a checked address; `path` holds the query too."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt goes by."""
        return f"{self.scheme}://{self.host}:{self.port}"


def cleaned(url: str) -> str:
    """`clean_url` of an address that need not be one; raises `Problem` (refused) if it is none."""
    try:
        return clean_url(url)
    except ValueError as error:
        raise Problem("refused", f"{url[:200]!r} is not a valid address ({error}).") from error


def redirected(url: str, location: str) -> str:
    """Where a Location header points, seen from `url`; raises `Problem` (refused) if that is no address."""
    try:
        return redirect_url(url, location)
    except ValueError as error:
        raise Problem("refused", f"The redirect to {location[:200]!r} is not a valid address.") from error


def target(url: str) -> Target:
    """Take an address apart; raises `Problem` (refused) with the reason if it may not be asked for."""
    if len(url) > MAX_URL:
        raise Problem("refused", f"The address is {len(url)} characters long; {MAX_URL} are allowed.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise Problem("refused", f"{url[:200]!r} is not a valid address ({error}).") from error
    if parts.scheme not in ("http", "https"):
        raise Problem("refused", f"{url[:200]!r} is not an http or https address; nothing else is fetched.")
    if "@" in parts.netloc:
        raise Problem("refused", f"The address of {host[:80]} carries a user name or password; it is not sent.")
    host = _ascii(host)
    path = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        path += "?" + quote(parts.query, safe=_SAFE)
    default = 443 if parts.scheme == "https" else 80
    port = port or default
    shown = f"[{host}]" if ":" in host else host
    if port != default:
        shown += f":{port}"
    return Target(f"{parts.scheme}://{shown}{path}", parts.scheme, host, port, path)


def _ascii(host: str) -> str:
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise Problem("refused", f"{host[:80]!r} is not a valid host name.") from error
    if not _HOST.fullmatch(host) or len(host) > 255:
        raise Problem("refused", f"{host[:80]!r} is not a valid host name.")
    return host.rstrip(".")
