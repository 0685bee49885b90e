"""Sources in a fixed number of batches, so that a run's cost in Prefect does not grow with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from schemas.source import Source

BATCHES = 4
"""Prefect tasks that fetch, at most. They share one client, so this sets what a person sees, not the speed."""


def by_host(sources: Iterable[Source], batches: int = BATCHES) -> list[list[Source]]:
    """At most `batches` lists of about the same length; all sources of one host are in the same one."""
    hosts: dict[str, list[Source]] = {}
    for source in sources:
        hosts.setdefault(host_of(source), []).append(source)
    parts: list[list[Source]] = [[] for _ in range(min(batches, len(hosts)))]
    for _, found in sorted(hosts.items(), key=lambda item: (-len(item[1]), item[0])):
        min(parts, key=len).extend(found)
    return parts


def host_of(source: Source) -> str:
    """Where its first route leads."""
    return urlsplit(source.routes[0].url).hostname or ""
