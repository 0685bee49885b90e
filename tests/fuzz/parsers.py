"""Every parser that reads other people's bytes, with the errors it documents and small honest inputs to spoil."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import httpx
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from citewatch import yamlfile
from citewatch.errors import CatalogError, ReplayError
from citewatch.evidence import Archive, Place, read_back
from citewatch.fetch import Exchange, Fetched
from citewatch.fetch.errors import Problem
from citewatch.fetch.headers import header
from citewatch.fetch.outcome import Trail, fetched
from citewatch.fetch.robots import Robots
from citewatch.fetch.settings import FetchRequest, FetchSettings
from citewatch.fetch.target import Target, cleaned, redirected, target
from citewatch.pictures import worker
from citewatch.urls import same_page
from citewatch.wayback.addresses import copy_of, copy_url
from citewatch.wayback.copies import copy_capture
from citewatch.wayback.index import BrokenIndex, listed
from citewatch.wayback.kept import Answer
from extractors.reading import Page, PageError, Wanted, locate
from schemas.capture import Capture, Hop
from schemas.source import Source

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
_WANTED = (Wanted("size", "money", (("market",),), "USD"), Wanted("share", "percent", (("share",),), "%"))

HTML = b"""<!doctype html><html lang=en><head><meta charset=utf-8><title>Market &amp; share</title></head><body>
<h1>Report</h1><p>The market is worth US$356.10bn by 2030; <del>US$5m</del> <ins>US$6m</ins> before.</p>
<table><tr><th>Year<th>Share</tr><tr><td>2024<td>54.2%</tr></table><dl><dt>market<dd>$3 million</dl></body></html>"""
JSON = b'{"data": [{"id": 7, "market": "US$ 356.1 billion", "share": 54.2, "html": "<p>share 54.2%</p>"}], "n": null}'
_PACKED = gzip.compress(HTML, mtime=0)
XML = b"""<?xml version="1.0" encoding="UTF-8"?><r xmlns:a="urn:a"><a:p k="v">The
market share is 54.2 percent.</a:p><p><![CDATA[US$ 5 million]]></p></r>"""
YAML = b"""title: Widgets
publisher: us
url: https://a.example/report
every: day
terms: ours
routes: [{name: page, url: "https://a.example/report", form: html}]
figures: {size: {reads: money, unit: USD, anchors: [widget market], between: [1, 2.5]}}
"""
ROBOTS = b"""User-agent: *
Disallow: /private/*.html$
Crawl-delay: 5

User-agent: citewatch
Allow: /
Disallow: /x?y=%20
Sitemap: https://a.example/sitemap.xml\n"""
CDX = json.dumps(
    [["timestamp", "original", "statuscode", "digest", "length"],
     ["20240315120000", "https://a.example/", "200", "AAAA", "100"], [], ["key+1"]]
).encode()  # fmt: skip
HEAD = b"""Content-Type: text/html; charset="utf-8"\r\nETag: "v1"\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r
Retry-After: Mon, 23 Nov 2026 10:00:20 GMT\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nContent-Encoding: gzip\r
Memento-Datetime: Fri, 01 Mar 2024 10:00:00 GMT\r\nContent-Disposition: attachment; filename="x"\r\nVary: *\r\n"""


URL = "https://B.example:8443/a/../p.html/;jsessionid=1?utm_source=x&q=億#top".encode()
LOCATION = "//b.example/%7Ea/./p q?to=https://c.example/億&x=[1]#top".encode()
_OF_ADDRESSES = (
    b"https://", b"http:", b"//", b"[", b"]", b"[::1]", b"::ffff:10.0.0.1", b"@", b"u:p@", b"\\", b":", b":0",
    b":99999", b":\xd9\xa3", b"%00", b"%", b"%2e%2e/", b"#", b"?", b";jsessionid=", b"&utm_x", b" ", b"\t", b"\r\n",
    b"\0", b"\x7f", b"xn--", b"xn--a\xe5\x84\x84", b".", b"..", b"\xe3\x80\x82", b"\xef\xbc\xa0", b"\xef\xbc\x8f",
    b"\xff", b"a" * 300, b"javascript:", b"file:///", b"/web/20240315120000id_/",
    b"https://web.archive.org/web/20240101000000/", b"0x7f.1",
)  # fmt: skip


def picture(form: str) -> bytes:
    """A small one with something in it, so that there is something to spoil."""
    made = BytesIO()
    image = Image.effect_mandelbrot((24, 20), (-2, -1, 1, 1), 30).convert("RGB")
    image.save(made, form)
    return made.getvalue()


def pdf() -> bytes:
    made = BytesIO()
    canvas = Canvas(made, invariant=True, pageCompression=0)
    canvas.drawString(72, 720, "The market is worth US$ 356.1 million, a share of 54.2%.")
    canvas.save()
    return made.getvalue()


class Parser(NamedTuple):
    seed: bytes
    read: Callable[[bytes], object]
    documented: tuple[type[Exception], ...]
    pieces: tuple[bytes, ...] = ()
    """What to put in, if other than what is put in everywhere."""


def _page(kind: str) -> Callable[[bytes], object]:
    def read(body: bytes) -> object:
        page = Page.open(body, kind, "https://a.example/x", language="en")
        list(page.blocks())
        return locate(page, _WANTED[len(body) % 2])

    return read


def _yaml(body: bytes) -> object:
    text = body.decode("utf-8", "replace")
    quick = yamlfile.quickly(text)
    try:
        data, _ = yamlfile.parse(text, "extractors/x.yml")
    except CatalogError:
        assert quick is None, "the quick way takes what the careful one refuses"
        raise
    assert quick is None or repr(quick) == repr(data)
    path = _FOLDER / "x.yml"
    path.write_bytes(body)
    return data, yamlfile.load(path, Source, "extractors/x.yml", id="x")


def _robots(body: bytes) -> object:
    async def ask(here: Target) -> Exchange:
        return Exchange("robots", here.url, (), 200, "HTTP/1.1", ((b"content-encoding", b"identity"),), body)

    page = target("https://a.example/private/a.html?y=%20")
    asking = Robots(ask).rules(page)
    try:
        asking.send(None)  # it waits for nobody, and a loop of its own takes longer than the parser
    except StopIteration as ended:
        return ended.value[0].check(page)
    raise AssertionError("it waits for something")


def _head(head: bytes) -> object:
    pairs = [line.partition(b":") for line in head.split(b"\r\n")]
    headers = tuple((name.strip(), value.strip()) for name, _, value in pairs if name.strip())
    request = FetchRequest("s", "page", "https://a.example/p", NOW)
    raw = HTML if len(head) % 2 else _PACKED
    answer = Exchange("page", request.url, (), 200, "HTTP/1.1", headers, raw)
    made = fetched(request, Trail(request.url, 9), answer, FetchSettings())
    assert made.capture.reason and made.capture.reason.isprintable(), made.capture.reason
    if made.capture.state == "ok":
        with suppress(PageError):
            list(Page.open(made.body, made.capture.full_type, "https://a.example/x", language="en").blocks())
    return None


def _whole(here: Target) -> None:
    """What an address has to be before anything is asked: one that says the same to everybody who takes it apart."""
    assert here.url.isascii() and here.url.isprintable() and " " not in here.url
    assert target(here.url) == here
    other = httpx.URL(here.url)
    assert (other.scheme, other.raw_host, other.userinfo) == (here.scheme, here.host.encode(), b"")
    assert (other.port or {"http": 80, "https": 443}[here.scheme]) == here.port
    assert target(cleaned(here.url)).host == here.host and same_page(here.url, here.url)


def _url(body: bytes) -> None:
    """As a report or a form gives one."""
    _whole(target(cleaned(body.decode("utf-8", "replace"))))


def _location(body: bytes) -> None:
    """As a server sends us elsewhere, from its page or its robots.txt."""
    location = header(((b"Location", body),), b"location")
    here = target(redirected("https://a.example/dir/p?q=1", location))
    _whole(here)
    assert "#" not in here.url, "what stands behind it is for browsers"


def _archived(body: bytes) -> None:
    """As an archived copy leads elsewhere, at last and on the way."""
    location = header(((b"Location", body),), b"location")
    asked = copy_url("20240315120000", "https://a.example/p")
    copy = copy_of(asked)
    assert copy is not None
    headers = {"memento-datetime": "Fri, 15 Mar 2024 12:00:00 GMT", "location": location}
    led = copy_url("20240315120001", location)
    for url, status, hops in ((asked, 302, ()), (led, 200, (Hop(asked, 302, location),))):
        answer = Answer(asked, url, status, headers, hops, HTML, "", "", NOW)
        assert copy_capture("s", answer, copy, "live").reason


def _png(body: bytes) -> None:
    """Damaged, and damaged with check sums that are right, without which hardly anything is looked at."""
    read = 0
    for one in (body, _summed(body)):
        with suppress(worker.Unreadable):
            worker.opened(one)
            read += 1
    if not read:
        raise worker.Unreadable("Neither.")


def _summed(body: bytes) -> bytes:
    found, at = bytearray(body), 8
    while at + 12 <= len(found):
        end = at + 8 + int.from_bytes(found[at : at + 4])
        found[end : end + 4] = zlib.crc32(found[at + 4 : end]).to_bytes(4)
        at = end + 4
    return bytes(found)


def _coding(raw: bytes) -> object:
    headers = ((b"content-encoding", b"gzip"), (b"content-type", b"text/html"))
    request = FetchRequest("s", "page", "https://a.example/p", NOW)
    answer = Exchange("page", request.url, (), 200, "HTTP/1.1", headers, raw)
    return fetched(request, Trail(request.url, 9), answer, FetchSettings(max_bytes=100_000))


_FOLDER = Path(mkdtemp(prefix="citewatch-fuzz-"))


def warc() -> bytes:
    answer = Exchange("page", "https://a.example/", (), 200, "HTTP/1.1", ((b"Content-Type", b"text/html"),), HTML)
    capture = Capture(f"{1:024x}", "s", "page", "specimen", answer.url, answer.url, 200, "ok", False, "", NOW)
    with Archive(_FOLDER, "seed") as archive:
        place = archive.keep(Fetched(capture, HTML, HTML, answer.headers, (answer,)))
    return (_FOLDER / place.file).read_bytes()[place.offset :]


def _warc(body: bytes) -> object:
    """The record damaged as stored, and damaged before it was packed."""
    for stored in (body, gzip.compress(_unpacked(body), 1, mtime=0)):
        (_FOLDER / "run.warc.gz").write_bytes(stored)
        try:
            found = read_back(_FOLDER, "run.warc.gz", 0, len(stored), lambda _: Place("", 0, 0))[1]
        except ReplayError as error:
            assert str(error)
            continue
        assert found == HTML, "damaged evidence was taken for evidence"
    return None


def _unpacked(body: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(body, 1_000_000)
    except zlib.error:
        return body


def _index(body: bytes) -> object:
    return listed(body, "https://a.example/")


PARSERS: dict[str, Parser] = {
    "html": Parser(HTML, _page("text/html; charset=utf-8"), (PageError,)),
    "json": Parser(JSON, _page("application/json"), (PageError,)),
    "xml": Parser(XML, _page("application/xml"), (PageError,)),
    "pdf": Parser(pdf(), _page("application/pdf"), (PageError,)),
    "yaml": Parser(YAML, _yaml, (CatalogError,)),
    "warc": Parser(warc(), _warc, ()),
    "headers": Parser(HEAD, _head, ()),
    "gzip": Parser(gzip.compress(HTML, mtime=0), _coding, ()),
    "robots": Parser(ROBOTS, _robots, (Problem,)),
    "cdx": Parser(CDX, _index, (BrokenIndex,)),
    "url": Parser(URL, _url, (Problem,), _OF_ADDRESSES),
    "location": Parser(LOCATION, _location, (Problem,), _OF_ADDRESSES),
    "archived": Parser(LOCATION, _archived, (), _OF_ADDRESSES),
    "png": Parser(picture("PNG"), _png, (worker.Unreadable,)),
    "jpeg": Parser(picture("JPEG"), worker.opened, (worker.Unreadable,)),
    "gif": Parser(picture("GIF"), worker.opened, (worker.Unreadable,)),
    "webp": Parser(picture("WEBP"), worker.opened, (worker.Unreadable,)),
}

_PIECES = (
    b"<",
    b">",
    b"&",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x1b[2J",
    b"\r\n\r\n",
    b"%n%s",
    b"'\"",
    b"{" * 50,
    b"[" * 50,
    b"<b>" * 30,
    b"1e999999999",
    b"9" * 300,
    b"-",
    b"NaN",
    b"*a",
    b"&a",
    b"!!python/object:os.x",
    b"\\u0000",
    b"\\ud800",
    b"<!ENTITY a '&a;&a;'>",
    b"&m;" * 20,
    b"]]>",
    b"<!--",
    b"%PDF-9",
    b"stream",
    b"endobj",
    b"/Length 99999999",
    b"obj<</Kids[3 0 R]>>",
    b"charset=utf-7",
    b"charset=\xe9",
    b"gzip, deflate",
    b"Disallow: " + b"*" * 40 + b"$",
    b": ",
    b"\t",
    b"Content-Length: 99999",
    b"WARC/1.1",
    b"20249999999999",
    b"null",
    b"true",
    b"\xe5\x84\x84",
    b"\xc2\xa0",
    b"US$",
    b"~",
)


def spoiled(seed: bytes, number: int, pieces: tuple[bytes, ...] = ()) -> bytes:
    """The seed with a few things done to it; the same number gives the same bytes on every machine."""
    chance = random.Random(number)
    found = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(found) + 1)
        to = min(len(found), at + chance.choice((1, 1, 4, 30, 300)))
        deed = chance.randrange(7)
        if deed == 0:
            del found[at:to]
        elif deed == 1:
            found[at:at] = found[at:to] * chance.choice((1, 3, 20))
        elif deed == 2:
            found[at:to] = chance.randbytes(to - at)
        elif deed == 3:
            found[at:at] = chance.choice(pieces or _PIECES) * chance.choice((1, 1, 4))
        elif deed == 4 and found:
            place = chance.randrange(len(found))
            found[place] ^= 1 << chance.randrange(8)
        elif deed == 5:
            del found[at:]
        else:
            other = chance.randrange(len(found) + 1)
            found[at:to] = found[other : other + 40]
    return bytes(found)
