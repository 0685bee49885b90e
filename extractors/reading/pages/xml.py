"""XML to chunks. Nothing outside the file is ever fetched and no entity is ever expanded."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from extractors.reading import regexes as re
from extractors.reading.pages import html
from extractors.reading.pages.blocks import Chunk, Kind, normalise
from extractors.reading.pages.errors import BadPage, PageError, TooBig
from extractors.reading.pages.glance import words
from extractors.reading.pages.guard import too_dense
from extractors.reading.pages.json_ import plain
from extractors.reading.pages.tiles import tiles
from extractors.reading.pages.xml_tables import TABLES, table

_TITLES = words("title heading header head caption label term num enum")
_DATED = re.compile(
    r"date|time|updated|published|modified|valid|start|end|year|number|num$|value|amount|unit", re.IGNORECASE
)
_HTML = re.compile(r"</(?:p|li|td|dd|h[1-6])>")
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000,}")
MOST_ELEMENTS = 500_000


@dataclass(slots=True)
class _Step:
    """An element still to be read, with what stands above and beside it."""

    element: "etree._Element"
    where: str
    keys: tuple[str, ...]
    titles: tuple[str, ...]
    row: tuple[str, ...]


def parse(body: bytes) -> "etree._Element":
    """The root element; a file that declares entities is refused before anything reads it."""
    if b"<!ENTITY" in body or b"<!ENTITY" in body[:4_000_000].replace(b"\0", b""):
        raise BadPage("the XML declares entities, which no source of ours does: refused")
    too_dense(body.count(b"<"), len(body))
    for tag in _LONG_TAG.finditer(body):
        if tag.group().count(b"=") > 3000:  # libxml2 compares every attribute with every other
            raise TooBig(f"a tag with more than 3,000 attributes at byte {tag.start()}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise BadPage(f"not well-formed XML: {error.msg}") from None
    except ValueError as error:
        raise BadPage(f"not XML: {error}") from None
    if root is None:
        raise BadPage("the XML has no root element")
    return root


def _name(element: "etree._Element") -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def chunks(root: "etree._Element") -> Iterator[Chunk]:
    """The text of each element: whole where text and elements mix (a paragraph), else leaf by leaf."""
    stack: list[_Step] = [_Step(root, "/" + _name(root), (), (), ())]
    budget = MOST_ELEMENTS
    while stack:
        step = stack.pop()
        element, name = step.element, _name(step.element)
        budget -= 1
        if budget < 0:
            raise TooBig(f"more than {MOST_ELEMENTS} elements in one XML file")
        headers = (*step.titles, *step.keys[-3:], name)
        yield from _attributes(element, step.where, headers)
        # One in another's cell is not tried again: texts in a hundred of them would be read a hundred times.
        if name.lower() in TABLES and TABLES.isdisjoint(map(str.lower, step.keys)):
            cells = table(element, headers, step.where)
            if cells is not None:
                yield from cells
                continue
        nodes = list(element)
        children = [child for child in nodes if isinstance(child.tag, str)]
        if not children or (element.text or "").strip() or any((child.tail or "").strip() for child in nodes):
            said = "".join(element.itertext())
            text = normalise(plain(said))
            row = tuple(one for one in step.row if one != text)
            blocks = _blocks(said, headers, row, step.where) if _HTML.search(said) else []
            yield from blocks
            if text and not blocks:
                title = name.lower() in _TITLES
                kind: Kind = "heading" if title else "sentence" if len(text) > 100 or children else "record"
                yield Chunk(kind, text, headers, row, (name,), where=step.where, split=not title)
            continue
        own = (normalise("".join(child.itertext()))[:200] for child in children[:6] if _name(child).lower() in _TITLES)
        inner = (*step.titles, *(text for text in own if text))[-8:]
        row = _record(children)
        counts: dict[str, int] = {}
        steps: list[_Step] = []
        for child in children:
            tag = _name(child)
            counts[tag] = counts.get(tag, 0) + 1
            titles = step.titles if tag.lower() in _TITLES else inner
            where = f"{step.where[-400:]}/{tag}[{counts[tag]}]"
            steps.append(_Step(child, where, (*step.keys[-3:], name), titles, row))
        stack.extend(reversed(steps))


def _blocks(said: str, headers: tuple[str, ...], row: tuple[str, ...], where: str) -> list[Chunk]:
    """The pieces of a page that a feed carries as text: its paragraphs, lists and tables."""
    try:
        body = html.parse(said)[0].body
    except PageError:
        return []
    if body is None:
        return []
    found = tiles(html.Walk(headers).run(body).chunks)
    for chunk in found:
        chunk.where = where
        chunk.row = chunk.row or row
    return found


def _record(children: list["etree._Element"]) -> tuple[str, ...]:
    """The short texts of one element's leaves: the record each of them belongs to."""
    if len(children) > 40:
        return ()
    texts = [normalise(child.text or "") for child in children if not len(child) and len(child.text or "") <= 200]
    return tuple(text for text in texts if text and not _HTML.search(text))


def _attributes(element: "etree._Element", where: str, headers: tuple[str, ...]) -> Iterator[Chunk]:
    for key, value in element.attrib.items():
        name = str(key).rsplit("}", 1)[-1]
        text = normalise(str(value))[:400]
        if text and _DATED.search(name):
            yield Chunk("meta", text, (*headers, name), column=(name,), where=f"{where}/@{name}")
