"""What a person read where a robot may not or can't: kept as evidence, stored like a reading, marked as a person's."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from citewatch.catalog import Catalog
from citewatch.errors import CitewatchError
from citewatch.evidence import Archive
from citewatch.fetch import Fetched
from citewatch.fetch.settings import Exchange
from citewatch.review.model import Entered
from citewatch.settings import Settings
from extractors.reading import Mention, figures
from schemas.capture import PERSON, Capture
from schemas.decision import SYSTEM, PersonReading
from schemas.ids import stable_id
from schemas.observation import Reading
from schemas.source import Figure, Source
from warehouse import people
from warehouse.place import Warehouse
from warehouse.write import utc

MOST_BYTES = 20_000_000
"""A screenshot or a saved page; a larger file is a mistake."""
_LONGEST = 4000
_NUMBERS = ("number", "percent", "percentage_point", "money", "quantity", "range", "duration", "picture")
_KINDS: dict[str, tuple[str, ...]] = {
    "percent": ("percent",), "percentage_point": ("percentage_point", "percent"), "money": ("money",),
    "date": ("date",), "range": ("range",),
}  # fmt: skip


class NotEntered(CitewatchError):
    """The entry can't be taken; it says what is missing. Nothing was stored."""


def enter(
    settings: Settings, store: Warehouse, catalog: Catalog, given: PersonReading, body: bytes, now: datetime
) -> Entered:
    """Keep the file, then store capture, reading and observation in one transaction. Judged by the next refresh.

    The same entry twice changes nothing.

    Raises:
        NotEntered: no such figure, a value that is not one figure of its kind, a file that is too large …
    """
    given, figure, source = _checked(catalog, given, body, now)
    mention = _one_figure(given, figure, source)
    file_digest = f"sha256:{hashlib.sha256(body).hexdigest()}" if body else None
    content = json.dumps(_told(given, file_digest), ensure_ascii=False, sort_keys=True).encode()
    content_digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    number = stable_id(PERSON, given.source_id, given.figure, content_digest)
    value = mention.date or mention.text
    with store.reading() as connection:
        if people.is_there(connection, number):
            return Entered(number, mention.value, value, is_new=False)
    capture = _kept(settings, _capture(settings, given, number, now), body or content, given)
    reading = _reading(given, figure, mention, content_digest)
    is_new = store.transact(
        "person",
        lambda connection: people.store(connection, capture, content_digest, reading, given, file_digest, len(body)),
    )
    return Entered(number, mention.value, value, is_new=is_new)


def _checked(
    catalog: Catalog, given: PersonReading, body: bytes, now: datetime
) -> tuple[PersonReading, Figure, Source]:
    source = catalog.sources.get(given.source_id)
    figure = source.figures.get(given.figure) if source else None
    if source is None or figure is None:
        raise NotEntered(f"{given.source_id}.{given.figure}: no such figure is declared; see extractors/.")
    texts = {name: getattr(given, name).strip() for name in ("as_printed", "sentence", "url", "by", "note")}
    given = replace(given, **texts, file_name=_safe_name(given.file_name) if body else "")
    if not given.sentence:
        given = replace(given, sentence=given.as_printed)
    if not given.by or given.by == SYSTEM or len(given.by) > 200:
        raise NotEntered("a reading needs the name of the person who read it.")
    if not given.as_printed or max(len(text) for text in texts.values()) > _LONGEST:
        raise NotEntered(f"give the value as it is printed, and no text of more than {_LONGEST} characters.")
    if given.as_printed not in given.sentence:
        raise NotEntered("the sentence does not contain the value: copy both as the page prints them.")
    parts = urlsplit(given.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotEntered("give the address where it was seen, beginning with https:// or http://.")
    if given.seen_on > utc(now).date():
        raise NotEntered("the day on which it was seen lies in the future.")
    if len(body) > MOST_BYTES:
        raise NotEntered(f"the file has {len(body):,} bytes; at most {MOST_BYTES:,} are kept.")
    return given, figure, source


def _safe_name(name: str) -> str:
    """The last part of a file name, printable characters only: it is shown, never opened."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in unicodedata.normalize("NFC", last) if char.isprintable())[:200] or "file"


def _one_figure(given: PersonReading, figure: Figure, source: Source) -> Mention:
    """The typed value, read by the rules that a page is read by."""
    if figure.reads != "date" and figure.reads not in _NUMBERS:
        raise NotEntered(f"{given.figure} is no number and no date: words and lists are read from the page only.")
    language = source.language if source.language in ("en", "zh-Hant", "zh-Hans", "zh", "ko") else None
    found = figures(given.as_printed, language, currency=figure.currency)  # type: ignore[arg-type]
    fitting = [one for one in found if not one.problem and one.kind in _KINDS.get(figure.reads, (one.kind,))]
    if figure.reads != "date":
        fitting = [one for one in fitting if one.value is not None or one.low is not None]
    if len(fitting) != 1:
        raise NotEntered(
            f"“{given.as_printed}” holds {len(fitting)} figures of the kind {figure.reads}; give exactly one, with its"
            " unit, as the page prints it."
        )
    values = [each for each in (fitting[0].value, fitting[0].low, fitting[0].high) if each is not None]
    if figure.between and any(not figure.between[0] <= each <= figure.between[1] for each in values):
        low, high = figure.between
        raise NotEntered(f"“{given.as_printed}” is outside the plausible {low:,f} to {high:,f}; look again.")
    return fitting[0]


def _told(given: PersonReading, file_digest: str | None) -> dict[str, object]:
    return {
        "source": given.source_id, "figure": given.figure, "as_printed": given.as_printed, "sentence": given.sentence,
        "url": given.url, "seen_on": given.seen_on.isoformat(), "by": given.by, "file": file_digest,
        "note": given.note,
    }  # fmt: skip


def _capture(settings: Settings, given: PersonReading, number: str, now: datetime) -> Capture:
    return Capture(
        capture_id=number, source_id=given.source_id, route=PERSON,
        origin="specimen" if settings.kind == "specimen" else "live", url=given.url, final_url=given.url, status=None,
        state="ok", moved=False, reason=f"Read by a person ({given.by}) on {given.seen_on.isoformat()}.",
        captured_at=now if now.tzinfo else now.replace(tzinfo=UTC), document_on=given.seen_on,
    )  # fmt: skip


def _kept(settings: Settings, capture: Capture, body: bytes, given: PersonReading) -> Capture:
    """Evidence first: the file, or what was typed where there is none, as a record that says whose it is."""
    kind = (mimetypes.guess_type(given.file_name)[0] if given.file_name else "application/json") or ""
    kind = kind or "application/octet-stream"
    headers = ((b"content-type", kind.encode("ascii", "replace")), (b"x-citewatch-route", PERSON.encode()))
    capture = replace(
        capture, content_type=kind, body_digest=f"sha256:{hashlib.sha256(body).hexdigest()}", body_length=len(body)
    )
    shown = Exchange("page", given.url, (), 200, "HTTP/1.1", headers, body)
    with Archive(settings.evidence, f"{utc(capture.captured_at):%Y%m%dT%H%M%S}-person-{capture.capture_id}") as archive:
        place = archive.keep(Fetched(capture, body, body, headers, (shown,)))
    return replace(capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)


def _reading(given: PersonReading, figure: Figure, mention: Mention, content_digest: str) -> Reading:
    start = given.sentence.index(given.as_printed)
    value: Decimal | None = mention.value
    return Reading(
        given.source_id, given.figure, PERSON, content_digest, PERSON, "read", "what the page shows a person",
        f"Read by {given.by} on {given.seen_on.isoformat()}.", value=value, low=mention.low, high=mention.high,
        unit=mention.unit, comparator=mention.comparator, step=mention.precision, date=mention.date,
        period=figure.period, label=figure.measures if isinstance(figure.measures, str) else None,
        as_printed=given.as_printed, sentence=given.sentence, span_start=start,
        span_end=start + len(given.as_printed), path="", read_by=given.by,
    )  # fmt: skip
