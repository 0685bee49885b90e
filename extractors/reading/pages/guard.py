"""Refuses markup made to blow a parser up, before it is parsed.

HTML's own rules make some markup quadratic: 100,000 nested divs cost lexbor 9 s, and each `<p>` opens every unclosed
text style again, so 3,000 pairs of `<p><b id=…>` make four million elements.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from extractors.reading import regexes as re
from extractors.reading.pages.errors import TooBig
from extractors.reading.pages.glance import words

_STYLES = words("b big code em font i nobr s small strike strong tt u")
# What all their tags look like, and few others: told twice as fast as their names.
_STYLE_TAG = re.compile(
    rb"<[bcefinstuBCEFINSTU](?:ig|ode|m|ont|obr|mall|t(?:rike|rong)|t|IG|ODE|M|ONT|OBR|MALL|T(?:RIKE|RONG)|T)?[\s/>]"
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# These close themselves or hold nothing: an unclosed one doesn't nest.
_FLAT = words(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr tbody thead tfoot option "
    "optgroup colgroup body html head"
)
_CELLS = words("td th caption")
_SCOPES = words("table td th caption marquee object applet template")  # an end tag inside doesn't close what is outside
DEEPEST = 2000
MOST_STYLES = 500
MOST_REOPENED = 500_000  # text styles that blocks open again
MANY_TAGS, MANY_STYLES = 5000, 300  # a page with fewer can't do harm
MOST_TAGS = 20_000  # always read; a big page may have more, but not more than one tag in eleven characters
MOST_TAGS_PER_MB = 90_000
_LONG_TAG = re.compile(r"<[a-z][^<>]{20000,}", re.IGNORECASE)


def too_dense(tags: int, size: int) -> None:
    """Raises TooBig for a page of hardly anything but tags: reading it would take more than a second per MB."""
    most = max(MOST_TAGS, size * MOST_TAGS_PER_MB // 1_000_000)
    if tags > most:
        raise TooBig(f"{tags} tags in {size} characters; at most {most} are read")


def guard(source: str, raw: bytes | None = None) -> int:
    """Raises TooBig for tags without end, deep nesting, piled-up text styles and tags of endless attributes.

    `raw` is the source as UTF-8, where it is at hand. Gives the number of tags.
    """
    tags = source.count("<") if raw is None else raw.count(b"<")
    too_dense(tags, len(source))
    if tags > 2 * MANY_STYLES:
        body = source.encode("utf-8", "replace") if raw is None else raw
        if tags > MANY_TAGS or len(_STYLE_TAG.findall(body)) > MANY_STYLES:
            _Nesting().read(source)
    for tag in _long_tags(source):
        if len(re.sub(r'"[^"]*"', "", tag.group()).split(None, 3001)) > 3000:
            raise TooBig(f"a tag with more than 3,000 attributes at character {tag.start()}")
    return tags


@dataclass(slots=True)
class _Scope:
    """What is open inside one table, cell or the like: end tags reach no further."""

    name: str
    open: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)


class _Nesting:
    """How deep a page nests and how often it opens text styles again; never less than the parser makes of it."""

    def __init__(self) -> None:
        self._scopes = [_Scope("")]
        self._depth = self._styles = self._reopened = 0

    def read(self, source: str) -> None:
        """Goes through all tags; raises TooBig at the one that is too much."""
        for number, (end, printed) in enumerate(_TAG.findall(source)):
            name = printed.lower()
            if end:
                self._close(name)
                continue
            if name in _STYLES:
                styles = self._scopes[-1].styles
                styles[name] = styles.get(name, 0) + 1
                self._styles += 1
            else:
                self._reopened += self._styles
            if name not in _FLAT:
                self._open(name)
            if self._depth > DEEPEST or self._styles > MOST_STYLES:
                limits = f"{DEEPEST} open elements or {MOST_STYLES} open text styles"
                place = next(islice(_TAG.finditer(source), number, None)).start()
                raise TooBig(f"more than {limits} at character {place}")
            if self._reopened > MOST_REOPENED:
                raise TooBig(f"unclosed text styles are opened more than {MOST_REOPENED} times again")

    def _open(self, name: str) -> None:
        if name in _CELLS and self._scopes[-1].name in _CELLS:  # a cell ends the one before
            self._leave()
        self._depth += 1
        if name in _SCOPES:
            self._scopes.append(_Scope(name))
            return
        scope = self._scopes[-1]
        scope.open.append(name)
        scope.counts[name] = scope.counts.get(name, 0) + 1

    def _close(self, name: str) -> None:
        scope = self._scopes[-1]
        if scope.styles.get(name):
            scope.styles[name] -= 1
            self._styles -= 1
        if scope.counts.get(name):
            while True:
                last = scope.open.pop()
                scope.counts[last] -= 1
                self._depth -= 1
                if last == name:
                    return
        if name in _SCOPES:
            self._leave_to(name)
        elif name in ("tr", "tbody", "thead", "tfoot") and scope.name in _CELLS:
            self._leave()

    def _leave_to(self, name: str) -> None:
        """Closes the scopes up to one of this name, as far as the rules let an end tag reach."""
        reach = 1 if name not in _CELLS and name != "table" else len(self._scopes) - 1
        for place in range(len(self._scopes) - 1, len(self._scopes) - 1 - reach, -1):
            found = self._scopes[place].name
            if place and found == name:
                while len(self._scopes) > place:
                    self._leave()
                return
            if found == "template" or (found == "table" and name != "table"):
                return

    def _leave(self) -> None:
        scope = self._scopes.pop()
        self._depth -= len(scope.open) + 1
        if scope.name == "table":  # styles opened between its cells go on behind it
            styles = self._scopes[-1].styles
            for name, times in scope.styles.items():
                styles[name] = styles.get(name, 0) + times
        else:
            self._styles -= sum(scope.styles.values())


def _long_tags(source: str) -> Iterator[re.Match[str]]:
    """The tags of more than 20,000 characters: one of their stretches without a "<" covers a round place.

    Looked for from round place to round place: a pattern would go through all the text of a picture kept in the page.
    """
    at = 0
    for start in range(0, len(source) - 9_999, 10_000):
        if start < at or source.find("<", start, start + 10_000) >= 0:
            continue
        opened = source.rfind("<", 0, start)
        at = source.find("<", start + 10_000)
        at = len(source) if at < 0 else at
        tag = _LONG_TAG.match(source, opened) if opened >= 0 and at - opened > 20_000 else None
        if tag is not None:
            yield tag
