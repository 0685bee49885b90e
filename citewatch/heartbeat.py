"""A sign of life for a service elsewhere, which raises its own alarm when it stops."""

from __future__ import annotations

import logging

from citewatch.redacted import unlogged

_log = logging.getLogger("citewatch")


def heartbeat(address: str) -> None:
    """Tell a service elsewhere that a refresh succeeded. That it can't be reached is logged and spoils no refresh."""
    if not address:
        return
    import httpx  # late: it takes a twentieth of a second, and most installations have no such service

    try:
        with unlogged("httpx", "httpcore"):
            httpx.get(address, timeout=10, follow_redirects=False).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError, OSError) as error:
        # ValueError: a host name that can be none; ImportError: a SOCKS proxy in the environment; OSError: a file of
        # certificates named there that is none. The address may hold a key: only the kind of failure is told.
        _log.error("CITEWATCH_HEARTBEAT did not answer (%s); the refresh itself succeeded.", type(error).__name__)
