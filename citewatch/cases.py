"""Saved cases: a page, how it came, and what must be read in it. Checked offline, written by a tool, read by a person.

`specimens/<source>/<date>[.<route>]/` holds pages we wrote; `cases/` holds a user's own saved pages in the same form.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from citewatch import catalog
from citewatch.catalog import Catalog
from citewatch.errors import CitewatchError
from citewatch.fetch import Client, FetchRequest
from citewatch.pictures.ocr import Reader, as_json, picture_text
from citewatch.promises import read_in
from citewatch.quality import judge
from citewatch.read import pictures_on, read
from citewatch.run import fetch_settings
from citewatch.settings import Settings, load_network
from citewatch.specimens.catalogue import Catalogue, Specimen
from citewatch.wayback.addresses import same_address
from schemas.capture import ARCHIVE, Hop, Origin, Pictured
from schemas.observation import Reading
from schemas.picture import PictureText, Shown
from schemas.source import Route, Source

_ENDING = {"application/json": "json", "application/pdf": "pdf", "text/xml": "xml", "application/xml": "xml"}


def check_cases(loaded: Catalog) -> list[str]:
    """One line for each case that reads otherwise than its expected file says."""
    problems: list[str] = []
    for name in ("specimens", "cases"):
        folder = loaded.folder / name
        if not folder.is_dir():
            continue
        waits, shelf = waiting(folder), Catalogue.load(folder)
        for case in (*shelf.specimens, *shelf.copies):
            source = loaded.sources.get(case.source_id)
            if f"{case.source_id}/{case.folder.name}" in waits:
                continue
            if source is not None and source.reader != "planned":
                problems += [
                    f"{name}/{case.source_id}/{case.folder.name}: {line}"
                    for line in check_case(loaded, source, case, shelf)
                ]
    return problems


def waiting(folder: Path) -> frozenset[str]:
    """Cases (`source/day`) of waiting.txt: written from the facts before anybody showed them to a reader.

    Whoever makes the reader of one read right takes its line out, and from then on it must stay right.
    """
    path = folder / "waiting.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def check_case(loaded: Catalog, source: Source, case: Specimen, shelf: Catalogue | None = None) -> list[str]:
    """Read one case and compare. A missing expected file is written, and that is a problem until somebody read it.

    `shelf` holds the pictures that the page shows; without it, what stands in pictures is left out.
    """
    route = _route(source, case)
    if route is None:
        return [f"capture.json: route: {case.route!r} is not a route of extractors/{source.id}.yml."]
    answer = case.answer
    url = case.steps[-1][0]
    hops = tuple(Hop(step, each.status, each.header("location") or "") for step, each in case.steps[:-1])
    judged = judge(answer.status, {k.lower(): v for k, v in answer.headers}, url, hops, answer.body)
    expected, issue = case.folder / "expected.json", case.folder / "expected-issue.json"
    if judged.state != "ok":
        if not issue.exists():
            _write(issue, {"state": judged.state, "why": judged.reason})
            return ["expected-issue.json was missing and has been written: read it, then run again."]
        wanted = _load(issue).get("state")
        return [] if wanted == judged.state else [f"expected the state {wanted}, found {judged.state}: {judged.reason}"]
    shown, missing = pictures_of(loaded, source, case, route, shelf) if shelf else ({}, [])
    if missing:
        return missing
    readings = [
        reading
        for reading in read_case(loaded, source, case, route, shown)
        if shown or not source.figures[reading.figure].picture
    ]
    if issue.exists():
        wanted_issue = _load(issue)
        found = {r.figure: r.outcome for r in readings}
        figure = wanted_issue.get("figure")
        if figure is None:
            return [f"expected the state {wanted_issue.get('state')}, found a readable page"]
        outcome = found.get(figure)
        return (
            []
            if outcome == wanted_issue.get("issue")
            else [f"{figure}: expected {wanted_issue.get('issue')}, found {outcome}"]
        )
    if not expected.exists():
        _write(expected, {"figures": {r.figure: _shown(r) for r in readings if r.outcome == "read"}})
        return ["expected.json was missing and has been written: read it beside the page, then run again."]
    return list(_differences(_load(expected), readings, source))


def pictures_of(
    loaded: Catalog, source: Source, case: Specimen, route: Route, shelf: Catalogue
) -> tuple[dict[str, Shown], list[str]]:
    """The pictures of a case that values are read in, by address, with their kept text; and what is to be done first.

    The text lies beside the picture (ocr.json), so that a case needs no OCR run; where it is missing it is written.
    """
    answer, url = case.answer, case.steps[-1][0]
    kind = answer.header("content-type") or ""
    on_page = pictures_on(source, route, answer.body, kind, url, loaded.folder / "extractors")
    shown: dict[str, Shown] = {}
    problems = []
    for address in sorted(read_in(source, on_page)):
        picture = shelf.edition_at(address, case.day)
        if picture is None:
            continue
        path = picture.folder / "ocr.json"
        if path.exists():
            text = picture_text(_load(path))
        else:
            with Reader() as reader:
                text = reader.read(picture.answer.body, picture.answer.header("content-type") or "")
            path.write_text(as_json(text), encoding="utf-8")
            problems.append(f"{picture.folder.name}/ocr.json was missing and has been written: read it by the picture.")
        shown[address] = Shown(Pictured(address, "ok", text.body_digest, "", ""), text)
    return shown, problems


def kept_texts(folder: Path) -> list[PictureText]:
    """The texts that lie beside the pictures of a folder of cases."""
    return [picture_text(_load(path)) for path in sorted(folder.glob("pictures/*/ocr.json"))]


def read_case(
    loaded: Catalog, source: Source, case: Specimen, route: Route, shown: Mapping[str, Shown] | None = None
) -> list[Reading]:
    """The reader's answer for one case."""
    answer = case.answer
    return read(
        source, route, answer.body, answer.header("content-type") or "", case.steps[-1][0],
        body_digest="sha256:case", reader_digest=catalog.digest(source), folder=loaded.folder / "extractors",
        pictures=shown,
    )  # fmt: skip


def _route(source: Source, case: Specimen) -> Route | None:
    if case.route is None:
        return source.routes[0]
    if case.route == ARCHIVE:
        return next((route for route in source.routes if same_address(route.url, case.url)), None)
    return next((route for route in source.routes if route.name == case.route), None)


def _differences(expected: Mapping[str, Any], readings: list[Reading], source: Source) -> Iterator[str]:
    by_name = {reading.figure: reading for reading in readings}
    for name, wanted in expected.get("figures", {}).items():
        reading = by_name.get(name)
        if reading is None:
            if name in source.figures:
                continue  # declared for another route
            yield f"{name}: extractors/{source.id}.yml declares no such figure"
        elif reading.outcome != "read":
            yield f"{name}: expected {wanted.get('as_printed')}, found {reading.outcome}: {reading.found}"
        else:
            yield from _fields(name, wanted, reading)
    for name, reading in by_name.items():
        told = name in expected.get("figures", {}) or name in expected.get("absent", ())
        told = told or source.figures[name].picture is not None  # expected.json is about the page
        if source.figures[name].promised and not told:
            found = reading.as_printed or reading.found
            yield f"{name}: promised, and neither in figures nor in absent; the reader says {found}"
    for name in expected.get("absent", ()):
        reading = by_name.get(name)
        if reading is not None and reading.outcome == "read":
            yield f"{name}: expected to be absent, found “{reading.as_printed}” in “{reading.sentence}”"


def _fields(name: str, wanted: Mapping[str, Any], reading: Reading) -> Iterator[str]:
    shown = _shown(reading)
    for key, value in wanted.items():
        found = shown.get(key)
        if key in ("value", "low", "high"):
            same = found is not None and Decimal(str(value)) == Decimal(str(found))
        elif key == "as_printed":
            same = found is not None and "".join(str(value).split()) in "".join(str(reading.sentence).split())
        else:
            same = found == value or (isinstance(value, list) and list(found or ()) == value)
        if key in _SHOWN and not same:
            yield f"{name}: {key}: expected {value!r}, found {found!r} in “{(reading.sentence or '')[:120]}”"


_SHOWN = (
    "value",
    "low",
    "high",
    "unit",
    "comparator",
    "date",
    "period",
    "label",
    "names",
    "picture",
    "alt",
    "as_printed",
    "box",
)


def _shown(reading: Reading) -> dict[str, Any]:
    """A reading as expected.json writes it."""
    values = {name: getattr(reading, name, None) for name in _SHOWN}
    values["alt"] = reading.sentence if reading.picture and reading.box is None else None
    return {
        name: format(value.normalize(), "f")
        if isinstance(value, Decimal)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
        if value not in (None, ())
    }


async def save_case(settings: Settings, loaded: Catalog, source: Source, now: datetime) -> Path:
    """Fetch the source now and write a case: the page, capture.json, and what the reader made of it."""
    network = load_network(settings)
    async with Client(fetch_settings(settings), network) as client:
        for route in source.routes_for(settings.kind):
            origin: Origin = "specimen" if network else "live"
            fetched = await client.fetch(FetchRequest(source.id, route.name, route.url, now, origin=origin))
            if fetched.capture.state == "ok":
                break
        else:
            raise CitewatchError(f"{source.id}: no route gave the page. The last said: {fetched.capture.reason}")
    capture = fetched.capture
    folder = settings.catalogue / "cases" / source.id / f"{now:%Y-%m-%d}.{route.name}"
    if folder.exists():
        raise CitewatchError(
            f"{folder}: there is a case of this day already. Remove it first if it should be replaced."
        )
    folder.mkdir(parents=True)
    kind = capture.content_type.partition(";")[0].strip().lower()
    ending = _ENDING.get(kind) or (mimetypes.guess_extension(kind) or ".html").lstrip(".")
    (folder / f"page.{ending}").write_bytes(fetched.body)
    kept = {"Content-Type": capture.full_type}
    hops = [{"url": hop.url, "status": hop.status, "location": hop.location} for hop in capture.hops]
    _write(folder / "capture.json", {"url": route.url, "status": capture.status, "headers": kept, "redirects": hops,
                                     "route": route.name, "note": f"saved {now:%Y-%m-%d}"})  # fmt: skip
    case = next(c for c in Catalogue.load(settings.catalogue / "cases").specimens if c.folder == folder)
    check_case(loaded, source, case)
    return folder


def _load(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CitewatchError(f"{path}: not JSON ({error}). Mend it, or delete it to have it written anew.") from None
    if not isinstance(data, dict):
        raise CitewatchError(f"{path}: expected an object with the key figures.")
    return data


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
