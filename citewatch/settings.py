"""Where things are and who we are: from options, else from the environment, else beside the current folder."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

import yaml

from citewatch import quiet
from citewatch.errors import SettingsError
from citewatch.quiet import QuietHours
from schemas.network import NetworkMap
from warehouse.disposal import Sample
from warehouse.lake.address import PREFIX, BadAddress, LakeAddress, parse

ARCHIVE_DELAY_S = 5.0
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a run needs to know of its surroundings.

    `network` is the map of a specimen site. With it (or with `specimens`, which only looks at what such runs stored)
    warehouse and evidence are the specimens' own: live and specimen never mix.
    """

    catalogue: Path
    data: Path
    network: Path | None = None
    specimens: bool = False
    warehouse: Path | None = None
    lake: LakeAddress | None = None
    """In place of a warehouse file: where many machines write. See docs/scaling.md."""
    contact: str = ""
    notify: tuple[str, ...] = ()
    """Apprise addresses that messages go to."""
    quiet: QuietHours | None = None
    """When nobody wants to be told; messages wait until they are over."""
    heartbeat: str = ""
    """Address asked after every refresh that succeeded; a service elsewhere tells when that stops."""
    allowed_private: tuple[str, ...] = ()
    archive_delay_s: float = ARCHIVE_DELAY_S
    """Pause between two requests to the public archive, the one host that `backfill` asks."""

    keep_days: int | None = None
    """Retention: evidence younger than this always stays; None if nothing is ever let go."""
    keep_sample: Sample = "month"
    """Retention: of what is older and did not change, one capture a month, quarter or year; `change` keeps none."""

    publishes_parquet: bool = False
    """Also publish the tables as Parquet files, in `parquet` beside the warehouse."""

    @property
    def kind(self) -> Literal["live", "specimen"]:
        return "specimen" if self.network or self.specimens else "live"

    @property
    def warehouse_file(self) -> Path:
        return self.warehouse or self.data / self.kind / "citewatch.duckdb"

    @property
    def parquet(self) -> Path:
        return self.data / self.kind / "parquet"

    @property
    def place(self) -> Path | LakeAddress:
        """The warehouse, file or lake."""
        return self.lake or self.warehouse_file

    @property
    def robots(self) -> Path:
        """What each host's robots.txt says, and until when it holds."""
        return self.data / self.kind / "robots.json"

    @property
    def evidence(self) -> Path:
        return self.data / self.kind / "evidence"


def from_environment(
    environment: Mapping[str, str] = os.environ, *, catalogue: Path | None = None, data: Path | None = None,
    network: Path | None = None, warehouse: Path | str | None = None,
) -> Settings:  # fmt: skip
    """Options win over CITEWATCH_CATALOGUE, _DATA, _NETWORK, _WAREHOUSE; other variables have no option.

    Raises:
        SettingsError: a named folder or file is not there, or the lake has no address that could be one.
    """

    def path(option: Path | None, name: str) -> Path | None:
        given = environment.get(f"CITEWATCH_{name}")
        return option or (Path(given) if given else None)

    folder = path(catalogue, "CATALOGUE") or Path.cwd()
    if not _there(folder.is_dir):
        raise SettingsError(
            f"{folder}: no such folder, or none that this user may look into. Name the one that holds reports/ and"
            " extractors/ with --catalogue."
        )
    chosen = path(network, "NETWORK")
    if chosen is not None and not _there(chosen.is_file):
        raise SettingsError(
            f"{chosen}: no such network map. `citewatch specimens` writes one while the specimen site runs."
        )
    home = (path(data, "DATA") or folder / "data").resolve()
    stored = str(warehouse or environment.get("CITEWATCH_WAREHOUSE", ""))
    in_lake = stored.startswith(PREFIX)
    return Settings(
        catalogue=folder.resolve(),
        data=home,
        network=chosen.resolve() if chosen else None,
        warehouse=Path(stored).resolve() if stored and not in_lake else None,
        lake=_lake(stored, environment.get("CITEWATCH_LAKE", ""), home) if in_lake else None,
        contact=_one_line("CONTACT", environment),
        notify=tuple(environment.get("CITEWATCH_NOTIFY", "").split()),
        quiet=_quiet(environment.get("CITEWATCH_QUIET", "")),
        heartbeat=_address(environment.get("CITEWATCH_HEARTBEAT", "")),
        allowed_private=_hosts(environment.get("CITEWATCH_PRIVATE", "")),
        keep_days=_days(environment.get("CITEWATCH_KEEP_DAYS", "")),
        keep_sample=_sample(environment.get("CITEWATCH_KEEP_SAMPLE", "")),
        publishes_parquet=_parquet(environment.get("CITEWATCH_PUBLISH", "")),
        archive_delay_s=_delay(environment.get("CITEWATCH_ARCHIVE_DELAY", "")),
    )


def _there(look: Callable[[], bool]) -> bool:
    """Whether it is there; not where a folder above it may not be entered."""
    try:
        return look()
    except OSError:
        return False


def _quiet(given: str) -> QuietHours | None:
    try:
        return quiet.parse(given)
    except quiet.BadHours as error:
        raise SettingsError(f"CITEWATCH_QUIET: {error}") from error


def _one_line(name: str, environment: Mapping[str, str]) -> str:
    """It goes into a header of every request."""
    given = environment.get(f"CITEWATCH_{name}", "").strip()
    if any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in given):
        raise SettingsError(f"CITEWATCH_{name}: {given!r}: give one line: an e-mail address or a web page of yours.")
    return given


def _address(given: str) -> str:
    """Of the heartbeat. It may hold a key, so it isn't repeated."""
    try:
        parts = urlsplit(given)
        is_one = given.isprintable() and parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # a bracket that is never closed
        is_one = False
    if given and not is_one:
        raise SettingsError("CITEWATCH_HEARTBEAT: give an address that begins with https:// or http://.")
    return given


def _hosts(given: str) -> tuple[str, ...]:
    """Hosts of one's own network, as they stand in the addresses of sources."""
    hosts = []
    for host in given.split():
        try:
            name = host.encode("idna").decode().lower() if not host.isascii() else host.lower()
        except UnicodeError:
            name = ""
        if not _HOST.fullmatch(name):
            raise SettingsError(
                f"CITEWATCH_PRIVATE: {host!r}: give names of hosts with spaces between them, no ports or brackets."
            )
        hosts.append(name)
    return tuple(hosts)


def _parquet(given: str) -> bool:
    """Whether Parquet is published beside the DuckDB file, which always is."""
    if given not in ("", "duckdb", "parquet"):
        raise SettingsError(f"CITEWATCH_PUBLISH: {given!r}: give duckdb (default) or parquet (beside it).")
    return given == "parquet"


def _days(given: str) -> int | None:
    if given and not given.isdecimal():
        raise SettingsError(f"CITEWATCH_KEEP_DAYS: {given!r}: give a number of days, or leave it out to keep all.")
    return int(given) if given else None


def _sample(given: str) -> Sample:
    if given in get_args(Sample):
        return cast("Sample", given)
    if given:
        raise SettingsError(f"CITEWATCH_KEEP_SAMPLE: {given!r}: give {', '.join(get_args(Sample))} (default month).")
    return "month"


def _lake(address: str, files: str, home: Path) -> LakeAddress:
    """`files` is where the Parquet files are to be: beside the evidence if nothing is said."""
    place = files.rstrip("/") if files.startswith("s3://") else str(Path(files or home / "lake").resolve())
    try:
        return parse(address, place)
    except BadAddress as error:
        raise SettingsError(f"CITEWATCH_WAREHOUSE: {error}") from error


def _delay(given: str) -> float:
    """Seconds between two requests to the archive: at least one, whatever is asked for."""
    if not given:
        return ARCHIVE_DELAY_S
    try:
        seconds = float(given)
    except ValueError:
        seconds = float("nan")
    if not 1 <= seconds <= 3600:
        raise SettingsError(f"CITEWATCH_ARCHIVE_DELAY: {given!r}: give seconds between 1 and 3600 (default 5).")
    return seconds


def load_network(settings: Settings) -> NetworkMap | None:
    """The specimen site's map, if the settings name one.

    Raises:
        SettingsError: it is not a map, or its authority file is gone.
    """
    if settings.network is None:
        return None
    try:
        return NetworkMap.load(settings.network)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SettingsError(
            f"{settings.network}: not a network map ({str(error).splitlines()[0]}). `citewatch specimens` writes one."
        ) from error
