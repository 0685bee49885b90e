"""What an HTML page says about itself: title, dates, JSON-LD, language, embedded JSON."""

from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.reading import regexes as re
from extractors.reading.pages import json_
from extractors.reading.pages.blocks import Chunk, normalise
from extractors.reading.pages.errors import PageError

# Also datePublished, article:modified_time, last-modified and the like.
_DATES = re.compile(r"date|published|modified|updated|created|issued|available", re.IGNORECASE)
_MOST_LD = 50
_MOST_TIMES = 200
_LONG = 1000  # characters: a longer text does not stand beside a time but round it


def head(tree: LexborHTMLParser) -> Iterator[Chunk]:
    """The title, the times in meta elements, and the machine-readable times in the text."""
    title = tree.css_first("title")
    text = normalise(title.text()) if title is not None else ""
    if text:
        yield Chunk("meta", text, ("title",), column=("title",), where="head/title")
    for element in tree.css("meta[content]"):
        attributes = element.attributes
        name = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        if not name or not _DATES.search(name):
            continue
        content = normalise(attributes.get("content") or "")
        if content:
            yield Chunk("meta", content[:400], (name,), column=(name,), where=f"head/meta[{name[:60]}]")
    around_times: dict[int, str] = {}  # by what holds them: many times of one element have the same text around
    for number, element in enumerate(tree.css("time[datetime]")[:_MOST_TIMES], 1):
        stamp = normalise(element.attributes.get("datetime") or "")[:60]
        if stamp:
            shown = normalise(element.text())[:120]
            around = _around(element.parent, around_times)
            headers = tuple(dict.fromkeys(part for part in ("time", shown, around) if part))
            yield Chunk("meta", stamp, headers, column=("time",), where=f"time[{number}]")


def _around(parent: LexborNode | None, known: dict[int, str]) -> str:
    """The text that a time stands in, if it is short enough to stand beside it."""
    if parent is None:
        return ""
    if parent.mem_id not in known:
        text = parent.text()
        known[parent.mem_id] = normalise(text)[:160] if len(text) < _LONG else ""
    return known[parent.mem_id]


def linked_data(tree: LexborHTMLParser) -> Iterator[Chunk]:
    """JSON-LD as chunks; a script that isn't JSON is left out, as search engines do."""
    for number, element in enumerate(tree.css('script[type="application/ld+json" i]')[:_MOST_LD]):
        try:
            value = json_.of_script(element.text())
            found = list(json_.chunks(value, "jsonld", f"jsonld[{number}]"))
        except PageError:
            continue
        for chunk in found:
            if "&" in chunk.text:  # many sites put their escaped text there: "&#163;71.6m" is £71.6m
                chunk.text = normalise(unescape(chunk.text))
            yield chunk


def embedded(tree: LexborHTMLParser) -> Iterator[Chunk]:
    """JSON data in script elements."""
    for number, element in enumerate(tree.css('script[type="application/json" i], script#__NEXT_DATA__')[:_MOST_LD]):
        try:
            value = json_.parse(element.text())
            found = list(json_.chunks(value, "json", f"script[{element.id or number}]"))
        except PageError:
            continue
        yield from found
    for number, element in enumerate(tree.css("script:not([type]):not([src])")[:_MOST_LD]):
        assigned = _STATE.match(element.text())
        if assigned is None:
            continue
        try:
            found = list(json_.chunks(json_.parse(assigned[1]), "json", f"script[{number}]"))
        except PageError:
            continue
        yield from found


FRAMEWORKS = ("__NEXT_DATA__", "__NUXT", "__INITIAL_STATE__", "__PRELOADED_STATE__", "__APOLLO_STATE__")
"""Names of the data that Next, Nuxt, Redux and Apollo draw a page from."""


def state(tree: LexborHTMLParser) -> Iterator[Chunk]:
    """The data of the frameworks that are known by their names."""
    for element in tree.css("script:not([src])"):
        text = element.text()
        if element.id in FRAMEWORKS or element.id == "__NUXT_DATA__":
            given = text
        else:
            assigned = _STATE.match(text)
            if assigned is None or not text.lstrip().startswith(tuple(f"window.{name}" for name in FRAMEWORKS)):
                continue
            given = assigned[1]
        try:
            yield from json_.chunks(json_.parse(given), "json", "state")
        except PageError:
            continue


# What a framework's page is drawn from, where it is plain JSON: window.__NUXT__={…}
_STATE = re.compile(r"(?s)\s*window\.__[A-Za-z_]{2,40}__\s*=\s*(\{.*\})\s*;?\s*$")


def language(tree: LexborHTMLParser) -> str | None:
    """The page's language in the names figures() takes."""
    root = tree.root
    code = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    code = code.strip().lower().replace("_", "-")
    if code.startswith("zh"):
        if any(part in code for part in ("tw", "hk", "mo", "hant")):
            return "zh-Hant"
        return "zh-Hans" if any(part in code for part in ("cn", "sg", "hans")) else "zh"
    return {"en": "en", "ko": "ko"}.get(code.split("-")[0])


def base(tree: LexborHTMLParser, url: str) -> str:
    """The address that relative addresses count from."""
    element = tree.css_first("base[href]")
    href = element.attributes.get("href") if element is not None else None
    try:
        return urljoin(url, href) if href else url
    except ValueError:
        return url
