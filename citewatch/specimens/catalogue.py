"""The specimen folders as frozen records, and which edition stands at an address on a day.

`<source_id>/<YYYY-MM-DD>[.<route>]/` holds capture.json and, unless the answer has no body, page.<ext>;
`hosts/<host>/robots.txt` is what a host allows. A folder `<YYYY-MM-DD>.archive` is a copy that web.archive.org made on
that day: its url is the page's own, and it is served there, with the archive's index, and not at that url.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from pydantic import Field, ValidationError

from citewatch.errors import CitewatchError
from citewatch.specimens import wayback
from citewatch.specimens.answer import Answer, Fault, Headers
from schemas.base import Identifier, Model
from schemas.capture import ARCHIVE

_FOLDER = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(\.(?P<route>[a-z][a-z0-9_]{0,63}))?")
_SOURCE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_MISDATED = "expected a folder named <YYYY-MM-DD> or <YYYY-MM-DD>.<route>. Rename it"
HOSTS = "hosts"


class SpecimenError(CitewatchError):
    """A specimen folder is wrong: names the file, the key and the remedy."""


class RedirectStep(Model):
    url: str
    status: int = Field(ge=300, le=399)
    location: str
    headers: dict[str, str | list[str]] = Field({}, description="As headers below, of this step.")


class CaptureFile(Model):
    """capture.json, key by key."""

    url: str = Field(description="The address that is asked for first.")
    status: int = Field(ge=200, le=599, description="Status of the last answer.")
    headers: dict[str, str | list[str]] = Field({}, description="Headers of the last answer; a list repeats one.")
    redirects: tuple[RedirectStep, ...] = Field((), description="The steps from url to the last answer, in order.")
    route: Identifier | None = Field(None, description="Name of the source's route this address belongs to.")
    stand_ins: tuple[Identifier, ...] = Field((), description="Figures whose value here is only a stand-in.")
    note: str = Field("", description="What the specimen shows.")
    fault: Fault | None = Field(None, description="How the last answer goes wrong on the wire.")


@dataclass(frozen=True, slots=True)
class Specimen:
    """One dated edition of one address."""

    source_id: str
    day: date
    folder: Path
    route: str | None
    url: str
    steps: tuple[tuple[str, Answer], ...]
    """Every address of the chain with what it answers, the last one last."""
    stand_ins: tuple[str, ...]
    note: str

    @property
    def answer(self) -> Answer:
        """The last answer of the chain: the one with the page in it."""
        return self.steps[-1][1]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All specimens, and each host's robots.txt."""

    specimens: tuple[Specimen, ...]
    copies: tuple[Specimen, ...]
    """Those of the archive."""
    robots: Mapping[str, bytes]
    hosts: tuple[str, ...]
    _at: Mapping[UrlKey, tuple[tuple[date, Specimen, Answer], ...]]

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read `folder`.

        Raises:
            SpecimenError: a folder or a capture.json is wrong.
        """
        if not folder.is_dir():
            raise SpecimenError(f"{folder}: no such folder. Give the folder that holds the specimens.")
        everything = tuple(_specimens(folder))
        specimens = tuple(each for each in everything if each.route != ARCHIVE)
        copies = tuple(each for each in everything if each.route == ARCHIVE)
        robots = {path.parent.name.lower(): path.read_bytes() for path in (folder / HOSTS).glob("*/robots.txt")}
        index: dict[UrlKey, list[tuple[date, Specimen, Answer]]] = {}
        for specimen in specimens:
            for url, answer in specimen.steps:
                _add(index.setdefault(url_key(url), []), specimen, url, answer)
        hosts = sorted({key[0] for key in index} | set(robots) | ({wayback.HOST} if copies else set()))
        editions = {key: tuple(sorted(rows, key=lambda row: row[0])) for key, rows in index.items()}
        return cls(specimens, copies, MappingProxyType(robots), tuple(hosts), MappingProxyType(editions))

    def edition_at(self, url: str, day: date) -> Specimen | None:
        """The newest specimen dated `day` or earlier that has this address in its chain."""
        row = self._row(url, day)
        return row[1] if row else None

    def answer_at(self, url: str, day: date) -> Answer | None:
        """What this one address answers on that day; None if no specimen has it yet."""
        row = self._row(url, day)
        return row[2] if row else None

    def _row(self, url: str, day: date) -> tuple[date, Specimen, Answer] | None:
        rows = self._at.get(url_key(url), ())
        return next((row for row in reversed(rows) if row[0] <= day), None)


UrlKey = tuple[str, str, tuple[tuple[str, str], ...]]


def url_key(url: str) -> UrlKey:
    """Host, path and query without their escapes: clients differ in what they escape ([ in a query)."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    return (parts.hostname or "").lower(), unquote(parts.path) or "/", tuple(query)


def _add(rows: list[tuple[date, Specimen, Answer]], specimen: Specimen, url: str, answer: Answer) -> None:
    """Two folders may share an address on one day (an apology page) only if it answers both alike."""
    for day, other, given in rows:
        if day == specimen.day and given != answer:
            raise SpecimenError(
                f"{specimen.folder / 'capture.json'}: url: {url} is answered differently by {other.folder}"
                " on the same day. Make both answers alike or change one folder's date."
            )
    rows.append((specimen.day, specimen, answer))


def _specimens(root: Path) -> Iterator[Specimen]:
    for source in sorted(root.iterdir()):
        if not source.is_dir() or source.name == HOSTS or source.name.startswith("."):
            continue
        if not _SOURCE.fullmatch(source.name):
            raise SpecimenError(f"{source}: not a source id (small letters, digits, _). Rename the folder.")
        for folder in sorted(source.iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                yield _specimen(source.name, folder)


def _specimen(source_id: str, folder: Path) -> Specimen:
    match = _FOLDER.fullmatch(folder.name)
    if match is None:
        raise SpecimenError(f"{folder}: {_MISDATED}.")
    try:
        day = date.fromisoformat(match["day"])
    except ValueError as error:
        raise SpecimenError(f"{folder}: {error}; {_MISDATED}.") from None
    path = folder / "capture.json"
    capture = _capture(path)
    if match["route"] and capture.route and match["route"] != capture.route:
        raise SpecimenError(f"{path}: route: {capture.route!r} is not what the folder's name says. Make them agree.")
    pages = sorted(folder.glob("page.*"))
    if len(pages) > 1:
        names = " and ".join(page.name for page in pages)
        raise SpecimenError(f"{folder}: {names}: one answer has one body. Keep one.")
    body = pages[0].read_bytes() if pages else b""
    last = Answer(capture.status, _headers(capture.headers, path, "headers"), body, fault=capture.fault)
    steps = (*_chain(capture, path), (_end(capture), last))
    seen: set[UrlKey] = set()
    for url, _ in steps:
        if url_key(url) in seen:
            raise SpecimenError(f"{path}: redirects: {url} comes twice: it goes round. Break the circle.")
        seen.add(url_key(url))
    route = capture.route or match["route"]
    return Specimen(source_id, day, folder, route, capture.url, steps, capture.stand_ins, capture.note)


def _capture(path: Path) -> CaptureFile:
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_no_key_twice)
        return CaptureFile.model_validate(data)
    except FileNotFoundError:
        raise SpecimenError(f"{path}: missing. Write it: url, status and headers of the answer.") from None
    except UnicodeDecodeError as error:
        raise SpecimenError(f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    except ValidationError as error:
        lines = (
            f"{path}: {'.'.join(map(str, problem['loc'])) or 'the file'}: {problem['msg']}. Mend that key."
            for problem in error.errors()
        )
        raise SpecimenError("\n".join(lines)) from None
    except ValueError as error:
        raise SpecimenError(f"{path}: not JSON: {error}. Mend it there.") from None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise ValueError(f"key {key!r} is given twice")
        seen.add(key)
    return dict(pairs)


def _chain(capture: CaptureFile, path: Path) -> Iterator[tuple[str, Answer]]:
    """Each redirect as an answer, after checking that every step begins where the one before it ended."""
    expected = capture.url
    _check_url(expected, path, "url")
    for place, step in enumerate(capture.redirects):
        key = f"redirects.{place}"
        if url_key(step.url) != url_key(expected):
            raise SpecimenError(
                f"{path}: {key}.url: the chain is at {expected}, found {step.url}. Put the steps in order."
            )
        expected = urljoin(step.url, step.location)
        _check_url(expected, path, f"{key}.location")
        headers = (("Location", step.location), *_headers(step.headers, path, f"{key}.headers"))
        yield step.url, Answer(step.status, headers)


def _end(capture: CaptureFile) -> str:
    last = capture.redirects[-1] if capture.redirects else None
    return urldefrag(urljoin(last.url, last.location) if last else capture.url).url


def _check_url(url: str, path: Path, key: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.port not in (None, 443):
        raise SpecimenError(f"{path}: {key}: {url}: the site speaks https on port 443 only. Change it.")


def _headers(given: Mapping[str, str | list[str]], path: Path, key: str) -> Headers:
    lists = {name: [value] if isinstance(value, str) else value for name, value in given.items()}
    pairs = [(name, value) for name, values in lists.items() for value in values]
    for name, value in pairs:
        if not _HEADER_NAME.fullmatch(name) or not value.isprintable() or not value.isascii():
            raise SpecimenError(f"{path}: {key}.{name}: cannot be sent as it is: {value!r}. Use plain ASCII.")
    return tuple(pairs)
