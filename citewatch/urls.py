"""Addresses as text: cleaning what reports print, resolving what servers send, telling whether two are one."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_IDLE = re.compile(r"(?:utm_[a-z_]+|jsessionid)(?:=|$)", re.IGNORECASE)
_STRAY_SLASH = re.compile(r"(\.html?)/+$", re.IGNORECASE)


def clean_url(url: str) -> str:
    """The address without what never changes the page.

    That is the fragment, `utm_` parameters, session ids, and the slash that stands behind `.html` where a
    report prints `….html/#…`.

    >>> clean_url("https://Example.org/a.html/#top")
    'https://example.org/a.html'
    """
    parts = urlsplit(url.strip())
    path = _STRAY_SLASH.sub(r"\1", _SESSION.sub("", parts.path))
    query = parts.query
    if query:
        query = "&".join(pair for pair in query.split("&") if not _IDLE.match(pair))
    return urlunsplit((parts.scheme, parts.netloc.lower(), path or "/", query, ""))


def redirect_url(base: str, location: str) -> str:
    """Where a Location header points, without its fragment.

    It is not cleaned further: a site may redirect by way of a parameter it then looks for, and asking without it
    would go in a circle.
    """
    parts = urlsplit(urljoin(base, location.strip()))
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def joined(base: str, location: str) -> str:
    """Where a link points that nobody follows: an archived one may be no address, and stays as it stands."""
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def same_page(one: str, other: str) -> bool:
    """Whether two addresses differ by scheme, default port, final slash and the like only; what is none is no page."""
    try:
        return _place(one) == _place(other)
    except ValueError:
        return False


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(clean_url(url))
    host = parts.netloc.removesuffix(":443").removesuffix(":80")
    return host, parts.path.rstrip("/"), parts.query
