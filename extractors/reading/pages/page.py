"""A fetched page as blocks that figures stand in, whatever its form."""

from collections.abc import Iterator, Sequence
from typing import Literal
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from extractors.reading import regexes as re
from extractors.reading.pages import html, json_, meta, xml
from extractors.reading.pages.blocks import Block, Chunk, normalise
from extractors.reading.pages.charset import decode, decoded
from extractors.reading.pages.chrome import Chrome, closed_panels
from extractors.reading.pages.errors import BadPage, NotText, PageError, TooBig
from extractors.reading.pages.picture import Line, Sheet
from extractors.reading.pages.spans import find_span, find_spans
from extractors.reading.pages.tiles import tiles

__all__ = ["BadPage", "Block", "NotText", "Page", "PageError", "TooBig"]

Form = Literal["html", "json", "xml", "pdf", "text", "picture"]
MOST_BYTES = 20_000_000
MOST_PDF_BYTES = 100_000_000
_FEW_TAGS = 20_000  # a page with more is walked at once, so that one with too much text is refused when it is opened
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
    b"BM6",
    b"\x00\x00\x01\x00",
)
_SURELY_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html)\b", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_HANGUL = re.compile(r"[가-힣]")
_HAN = re.compile(r"[㐀-鿿]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


_MAY_OPEN = ("aria-controls", "aria-expanded", "<aside", "<details")


class Page:
    """What a page says, in reading order. Open it with Page.open."""

    def __init__(
        self, form: Form, chunks: list[Chunk], *, source: str = "", url: str = "", language: str | None = None
    ):
        self.form: Form = form
        self.url = url
        self.language = language
        self.source = source  # the decoded text that spans count in; "" for a PDF
        self.raw: bytes | None = None  # an HTML page's source as UTF-8, where it came so
        self.picture_pages: tuple[int, ...] = ()
        self.index: object = None  # the locator's, made when first asked
        self.second: object = None  # the same, for a second look with more headings
        self.sight: object = None  # the same, for a look at parts of the page
        self.opened: Page | None = None  # the same, for a look into closed panels
        self.state: Page | None = None  # the same, for a look at what the page is drawn from
        self.skims = 0  # how often the locator looked at parts of the page only
        self._chunks = chunks
        self._unread: LexborHTMLParser | None = None  # a parsed page that nobody has walked yet
        self._pictures: list[Chunk] = []
        self._json: object = None
        self._has_json = False
        self._spans_found = False

    @classmethod
    def open(
        cls, body: bytes, content_type: str, url: str = "", *, html_at: str | None = None, language: str | None = None
    ) -> "Page":
        """Reads an answer's bytes. Raises PageError, and nothing else, when they can't be read.

        `html_at` is a JSON pointer to a string of HTML inside a JSON answer: its blocks come first, the rest of the
        answer follows as json blocks.
        """
        form = _sniff(body, content_type)
        if html_at is not None and form != "json":
            raise BadPage(f"expected JSON with HTML at {html_at}, found {form}")
        if form == "pdf":
            from extractors.reading.pages import pdf  # 60 ms of loading that most runs never need

            document = pdf.parse(body)
            page = cls("pdf", list(pdf.chunks(document)), url=url)
            page.picture_pages = document.picture_pages
        elif form == "xml":
            page = cls("xml", list(xml.chunks(xml.parse(body))), source=decode(body, content_type), url=url)
        else:
            source, raw = decoded(body, content_type)
            page = cls(form, [], source=source, url=url)
            if form == "html":
                page._unread, tags = html.parse(source, raw)
                page.raw = raw
                page.language = meta.language(page._unread)
                if tags > _FEW_TAGS:
                    page._read_html()
            elif form == "json":
                page._read_json(html_at)
            else:
                page._chunks = [
                    Chunk("sentence", text, where=f"paragraph {number}", raw=(part,), split=True)
                    for number, part in enumerate(_BLANK_LINE.split(page.source), 1)
                    if (text := normalise(part))
                ]
        page.language = language or page.language or _by_script(page.chunks)
        return page

    @classmethod
    def of_picture(cls, lines: Sequence[Line], url: str = "", *, language: str | None = None) -> "Page":
        """The text somebody read in a picture, as a page: values with the labels they stand with."""
        page = cls("picture", Sheet(lines).chunks(), url=url)
        page.language = language or _by_script(page.chunks)
        return page

    @property
    def chunks(self) -> list[Chunk]:
        """What blocks are cut from. Private to this package; an HTML page is walked when somebody first asks."""
        if self._unread is not None:
            self._read_html()
        return self._chunks

    @property
    def unread(self) -> LexborHTMLParser | None:
        """Private to this package: the parsed page, as long as nobody needed all of it."""
        return self._unread

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        self._find_spans()
        for chunk in self.chunks:
            yield from chunk.blocks(self.source)

    def pictures(self) -> Iterator[Block]:
        """Every content picture: text is the alt text (may be empty), picture the address, column the caption."""
        if self._unread is not None:
            self._read_html()
        for chunk in self._pictures:
            yield from chunk.blocks()

    def embedded(self) -> Iterator[Block]:
        """JSON kept in script elements: only on request, as it holds what the page may not show."""
        if self.form == "html":
            for chunk in meta.embedded(html.parse(self.source)[0]):
                yield from chunk.blocks()

    def pointer(self, json_pointer: str) -> object:
        """The value at a JSON pointer; KeyError names what is not there."""
        if not self._has_json:
            raise KeyError(f"{json_pointer}: the page is {self.form}, not JSON")
        return json_.pointer(self._json, json_pointer)

    def text(self) -> str:
        """All block texts, one a line."""
        return "\n".join(block.text for block in self.blocks())

    def placed(self, chunk: Chunk, block: Block) -> Block:
        """The block with its span; blocks that are only looked at don't need one."""
        if not self._spans_found and not (self.form == "html" and find_span(chunk, self.source)):
            self._find_spans()
        if self.form == "html" and chunk.span is None:  # its neighbours may have led astray
            find_span(chunk, self.source)
        return next((one for one in chunk.blocks(self.source) if one.text == block.text), block)

    def spanned(self) -> list[Chunk]:
        """Private to this package: all chunks, with their spans."""
        self._find_spans()
        return self.chunks

    def complete(self, chunks: list[Chunk], pictures: list[Chunk], base: str) -> None:
        """Private to this package: makes the addresses of pictures absolute."""
        if base:
            for chunk in (*pictures, *(chunk for chunk in chunks if chunk.kind == "caption")):
                if chunk.picture:
                    chunk.picture = _absolute(base, chunk.picture)

    def with_panels_open(self) -> "Page | None":
        """Private to this package: the page with what its headings' buttons open, and with lists of facts beside it.

        None where it has neither.
        """
        if self.form != "html" or not any(sign in self.source for sign in _MAY_OPEN):
            return None
        if self.opened is None:
            tree = html.parse(self.source)[0]
            panels = closed_panels(tree)
            self.opened = Page("html", [], source=self.source, url=self.url, language=self.language)
            if panels or tree.css_first("aside dl, aside table, details") is not None:
                self.opened._unread = tree
                self.opened._read_html(Chrome(panels, last=True))
        return self.opened if self.opened.chunks else None

    def drawn_from(self) -> "Page | None":
        """Private to this package: the data that a framework's scripts draw the page from, as a page of its own.

        None where it has none. What a script of the site's own holds is not looked at.
        """
        if self.form != "html" or not any(sign in self.source for sign in meta.FRAMEWORKS):
            return None
        if self.state is None:
            chunks = list(meta.state(html.parse(self.source)[0]))
            self.state = Page("html", chunks, source=self.source, url=self.url, language=self.language)
        return self.state if self.state.chunks else None

    def _read_html(self, chrome: Chrome | None = None) -> None:
        tree, self._unread = self._unread, None
        if tree is None:
            return
        walk = html.Walk(chrome=chrome)
        body = tree.body
        if body is not None:
            walk.run(body)
        self._chunks = [*meta.head(tree), *tiles(walk.chunks), *meta.linked_data(tree)]
        if not walk.chunks:
            # Nothing is shown before the page's own scripts have run: what they are going to show is its content.
            self._chunks += meta.embedded(tree)
        self.complete(self._chunks, walk.pictures, meta.base(tree, self.url))
        self._pictures = walk.pictures

    def _read_json(self, html_at: str | None) -> None:
        self._json = json_.parse(self.source)
        self._has_json = True
        if html_at is not None:
            try:
                text = json_.pointer(self._json, html_at)
            except KeyError as error:
                raise BadPage(f"no HTML in the JSON answer: {error.args[0]}") from None
            if not isinstance(text, str):
                raise BadPage(f"expected a string of HTML at {html_at}, found {type(text).__name__}")
            self.source = text
            self._unread = html.parse(text)[0]
            self.language = meta.language(self._unread)
        self.chunks.extend(json_.chunks(self._json, skip=html_at))

    def _find_spans(self) -> None:
        if not self._spans_found and self.form in ("html", "json", "text"):
            find_spans(self.chunks, self.source)
        self._spans_found = True


def _absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # "http://[broken" and the like: kept as the page has it
        return address


def _sniff(body: bytes, content_type: str) -> Form:
    """The form of the bytes: what they look like first, since servers mislabel; then what the answer says."""
    size = len(body)
    start = body[:1024]
    if size <= MOST_BYTES and _SURELY_HTML.match(start) and b"%PDF-" not in start and b"\0" not in start:
        kind = content_type.split(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml", ""):
            return "html"
    if not body.strip():
        raise BadPage(f"the answer is empty ({size} bytes)")
    if b"%PDF-" in start:
        if size > MOST_PDF_BYTES:
            raise TooBig(f"a PDF of {size} bytes; at most {MOST_PDF_BYTES} are read")
        return "pdf"
    if size > MOST_BYTES:
        raise TooBig(f"{size} bytes; at most {MOST_BYTES} are read")
    if start.startswith(_BINARY):
        raise NotText(f"a binary file ({content_type or 'no content type'}, begins {start[:4]!r}), not a page")
    kind = content_type.split(";")[0].strip().lower()
    if kind == "application/pdf":
        raise BadPage(f"said to be a PDF, but {size} bytes without a PDF header (begin {start[:20]!r})")
    if kind.startswith(("image/", "audio/", "video/", "font/")) and kind != "image/svg+xml":
        raise NotText(f"{kind}, not a page")
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in start and not wide and start.count(b"\0") * 10 > len(start):
        raise NotText(f"bytes full of zeros ({kind or 'no content type'}), not text")
    head = decode(start, content_type).lstrip("\ufeff \t\r\n")
    if _HTML.match(head):
        return "html"
    if head.startswith("<?xml") or (kind.endswith(("/xml", "+xml")) and head.startswith("<")):
        return "html" if "<html" in head.lower() else "xml"
    if head[:1] in ("{", "[") and kind != "text/plain":
        return "json"
    if kind.endswith(("/json", "+json")) and not head.startswith("<"):
        return "json"
    if kind in ("text/html", "application/xhtml+xml") or head.startswith("<"):
        return "html"
    return "text"


def _by_script(chunks: list[Chunk]) -> str | None:
    """The language by its script, where the page doesn't say: left to figures() where it is Chinese of either kind."""
    sample = " ".join(chunk.text[:200] for chunk in chunks[:200])
    if not sample:
        return None
    hangul, han = len(_HANGUL.findall(sample)), len(_HAN.findall(sample))
    if hangul * 5 > len(sample):
        return "ko"
    if han * 5 > len(sample):
        return "zh"
    return "en" if sample.isascii() or (hangul + han) * 50 < len(sample) else None
