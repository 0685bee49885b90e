"""XML to chunks. Nothing outside the file is ever fetched and no entity is ever expanded."""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from extractors.reading.blocks import Chunk, normalise
from extractors.reading.errors import BadPage, TooBig
from extractors.reading.glance import words
from extractors.reading.json_ import _plain

_TITLES = words("title heading header head caption label term num enum")
_DATED = re.compile(
    r"date|time|updated|published|modified|valid|start|end|year|number|num$|value|amount|unit", re.IGNORECASE
)
MOST_ELEMENTS = 500_000


def parse(body: bytes) -> "etree._Element":
    """The root element; a file that declares entities is refused before anything reads it."""
    if b"<!ENTITY" in body or b"<!ENTITY" in body[:4_000_000].replace(b"\0", b""):
        raise BadPage("the XML declares entities, which no source of ours does: refused")
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
    stack: list[tuple[etree._Element, str, tuple[str, ...], tuple[str, ...]]] = [(root, "/" + _name(root), (), ())]
    budget = MOST_ELEMENTS
    while stack:
        element, where, keys, titles = stack.pop()
        budget -= 1
        if budget < 0:
            raise TooBig(f"more than {MOST_ELEMENTS} elements in one XML file")
        name = _name(element)
        yield from _attributes(element, where, (*titles, *keys[-3:], name))
        children = [child for child in element if isinstance(child.tag, str)]
        mixed = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
        if mixed or not children:
            text = normalise(_plain("".join(element.itertext())))
            if text:
                parent = element.getparent()
                row = _row(element, parent) if not children and parent is not None else ()
                title = name.lower() in _TITLES
                yield Chunk(
                    "heading" if title else "sentence" if len(text) > 100 or children else "record",
                    text,
                    (*titles, *keys[-3:], name),
                    row,
                    (name,),
                    where=where,
                    split=not title,
                )
            continue
        own = [normalise("".join(child.itertext()))[:200] for child in children[:6] if _name(child).lower() in _TITLES]
        inner = (*titles, *(text for text in own if text))[-8:]
        counts: dict[str, int] = {}
        steps: list[tuple[etree._Element, str, tuple[str, ...], tuple[str, ...]]] = []
        for child in children:
            tag = _name(child)
            counts[tag] = counts.get(tag, 0) + 1
            titled = titles if tag.lower() in _TITLES else inner
            steps.append((child, f"{where[-400:]}/{tag}[{counts[tag]}]", (*keys[-3:], name), titled))
        stack.extend(reversed(steps))


def _row(element: "etree._Element", parent: "etree._Element") -> tuple[str, ...]:
    """The short texts that stand beside a leaf: the record it belongs to."""
    if len(parent) > 40:
        return ()
    beside = [child for child in parent if child is not element and isinstance(child.tag, str) and not len(child)]
    texts = [normalise(child.text or "") for child in beside if len(child.text or "") <= 200]
    return tuple(text for text in texts if text)


def _attributes(element: "etree._Element", where: str, headers: tuple[str, ...]) -> Iterator[Chunk]:
    for key, value in element.attrib.items():
        name = str(key).rsplit("}", 1)[-1]
        text = normalise(str(value))[:400]
        if text and _DATED.search(name):
            yield Chunk("meta", text, (*headers, name), column=(name,), where=f"{where}/@{name}")
