"""A refresh spread over several processes: parts fetch, read and store; whoever spread them checks and alerts.

Sources that share a host are in the same part, and a gate at every request keeps the rest apart (redirects, pictures).
A part that is killed is started again with the same `now`: what it had stored is not fetched again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from citewatch.errors import CitewatchError, SettingsError
from citewatch.evidence import Archive
from citewatch.fetch import Client, RobotsFile
from citewatch.fetch.gate import Gate
from citewatch.hops import Refresh
from citewatch.settings import Settings
from schemas.source import Source
from warehouse import ledger
from warehouse.lake.store import LakeStore
from warehouse.write import Broken


def lake_of(run: Refresh) -> LakeStore:
    """Raises: SettingsError: one file can't be written from several machines."""
    if not isinstance(run.store, LakeStore):
        raise SettingsError("Several workers need a warehouse that all can write: set CITEWATCH_WAREHOUSE=ducklake:…")
    return run.store


def hosts_of(source: Source) -> set[str]:
    """Every host that one of its routes names."""
    return {host for route in source.routes if (host := urlsplit(route.url).hostname)}


def parted(sources: Iterable[Source], parts: int) -> list[list[Source]]:
    """At most `parts` lists of about one length; sources that share a host, also by way of others, stay together."""
    groups: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts, members = hosts_of(source), [source]
        for group in [group for group in groups if group[0] & hosts]:
            groups.remove(group)
            hosts, members = hosts | group[0], group[1] + members
        groups.append((hosts, members))
    lists: list[list[Source]] = [[] for _ in range(min(parts, len(groups)))]
    for _, members in sorted(groups, key=lambda group: (-len(group[1]), min(group[0]))):
        min(lists, key=len).extend(members)
    return lists


class Part(Refresh):
    """Hops 2 to 4 for some sources. It neither judges nor publishes, and several run at once."""

    def __init__(self, settings: Settings, now: datetime, name: str) -> None:
        super().__init__(settings, now)
        self.name = name
        self.lake = lake_of(self)

    async def __aenter__(self) -> Self:
        lock = self.lake.lock(part_lock(self.name))
        await self.lake.wait_for(lock, f"part {self.name} is being fetched by another worker")
        self._stack.callback(self.lake.close)
        self._stack.callback(lock.release)
        self._stack.callback(self.pictures.reader.close)
        begun = begun_note(self.settings, self.now, self.name)
        try:
            begun.parent.mkdir(parents=True, exist_ok=True)
            begun.touch()
            with self.lake.reading() as connection:
                self._recall(connection)
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def open(self) -> tuple[Client, Archive]:
        gate = Gate(lambda host: self.lake.lock(f"host {host}"))
        robots = RobotsFile(self.settings.robots, self.now)
        client = await self._stack.enter_async_context(Client(self.fetching, self.network, gate, robots))
        name = f"{self.now:%Y%m%dT%H%M%S}-{self.run_id}"
        return client, self._stack.enter_context(Archive(self.settings.evidence, name))

    async def fetch(self, names: Sequence[str]) -> None:
        """All that is not stored yet, then the note for whoever spread the run."""
        if unknown := sorted(set(names) - self.catalog.sources.keys()):
            raise CitewatchError(
                f"no source {unknown[0]} here: this worker has another catalogue than the one it serves."
            )
        now = self.now.replace(tzinfo=None)
        sources = [
            self.catalog.sources[name] for name in names if (at := self.seen.tried_at.get(name)) is None or at < now
        ]
        if sources:
            client, archive = await self.open()
            await self.collect(sources, client, archive)
        told = _notes(self.settings, self.now) / f"{self.name}.json"
        told.with_suffix(".tmp").write_text(json.dumps([asdict(item) for item in self.tally.broken]), encoding="utf-8")
        told.with_suffix(".tmp").replace(told)


def part_lock(name: str) -> str:
    """Held by the process that fetches the part, for as long as it lives."""
    return f"part {name}"


def begun_note(settings: Settings, now: datetime, name: str) -> Path:
    """There once a part holds its lock: free after that, its process is gone, and not still on its way."""
    return _notes(settings, now) / f"{name}.begun"


def gather(run: Refresh, observations_before: int) -> None:
    """Count what the parts stored, from the warehouse itself: a part that was killed can't tell."""
    with run.store.reading() as connection:
        for state in ledger.states_at(connection, run.now):
            run.tally.count(state)
        run.tally.observations = ledger.observation_count(connection) - observations_before
        broken = ledger.quarantined_since(connection, run.now)
    folder = _notes(run.settings, run.now)
    for path in sorted(folder.glob("*.json")):
        broken += [Broken(**item) for item in json.loads(path.read_text(encoding="utf-8"))]
        path.unlink()
    if folder.exists():
        shutil.rmtree(folder)
    run.tally.broken = list(dict.fromkeys(broken))


def _notes(settings: Settings, now: datetime) -> Path:
    return settings.evidence.parent / "parts" / f"{now:%Y%m%dT%H%M%S}"
