"""JSON to chunks: every scalar with its pointer, its key path, and its siblings as the row it stands in."""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from selectolax.lexbor import LexborHTMLParser

from extractors.reading import regexes as re
from extractors.reading.pages.blocks import Chunk, Kind, normalise
from extractors.reading.pages.errors import BadPage, PageError, TooBig
from extractors.reading.pages.guard import guard

DEEPEST = 100
MOST_SCALARS = 300_000
# With the boxes they stand in; counted before anything is built, which takes 30 times the room of the text.
MOST_VALUES = 2 * MOST_SCALARS
_ROW_TEXTS = 40  # siblings kept as a record's row
_VALUES = ("value", "number", "num", "amount", "count", "end")
_NUMERAL = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
_ROW_TEXT = 600  # characters: a longer sibling is a body text
_STRING = re.compile(r'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+"?')  # one that never ends, too: no second look at it
_BODY = ("</p>", "</li>", "</div>", "</td>")


def parse(text: str) -> object:
    """The value; numbers with a point stay as printed (Decimal)."""
    if _values(text) > MOST_VALUES and _values(_STRING.sub("", text)) > MOST_VALUES:
        raise TooBig(f"more than {MOST_VALUES} values and boxes in one JSON answer")
    try:
        value: object = json.loads(text, parse_float=Decimal, parse_constant=str)
    except RecursionError:
        raise TooBig("JSON nested deeper than can be read") from None
    except (ValueError, InvalidOperation) as error:
        raise BadPage(f"not JSON: {error}") from None
    return value


def unescaped(text: str) -> str:
    """JSON in a script with all characters written out, to look words up in; "" for what is no JSON."""
    try:
        if text.isascii() and text.count("\\") == text.count("\\u"):
            return text.encode("ascii").decode("unicode_escape")  # ten times as fast as reading and writing it
    except UnicodeDecodeError:
        return ""
    try:
        return json.dumps(of_script(text), ensure_ascii=False, default=str)
    except (PageError, RecursionError):
        return ""


def of_script(text: str) -> object:
    """The value of a script: many end in a semicolon."""
    return parse(text.strip().removesuffix(";"))


def _values(text: str) -> int:
    """At most so many values and boxes; exactly as many where the text has no strings."""
    return text.count(",") + text.count("[") + text.count("{")


def pointer(value: object, address: str) -> object:
    """The value at a JSON pointer (RFC 6901); KeyError names the step that isn't there."""
    if address in ("", "/"):
        return value
    if not address.startswith("/"):
        raise KeyError(f"{address}: a JSON pointer begins with /")
    for step in address[1:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isascii() and key.isdigit() and len(key) < 10 and int(key) < len(value):
            value = value[int(key)]
        else:
            raise KeyError(f"{address}: nothing at {step!r}")
    return value


def printed(value: object) -> str:
    """A scalar as text; booleans and null as JSON writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return normalise(plain(value))
    return "null" if value is None else str(value)


def plain(text: str) -> str:
    """The text of a string that holds HTML."""
    if "<" not in text or (">" not in text):
        return text
    if "</" not in text and "/>" not in text and "<br" not in text:
        return text
    try:
        guard(text)
    except PageError:
        return text
    root = LexborHTMLParser(text).root
    return root.text(separator=" ") if root is not None else text


def chunks(value: object, kind: Kind = "json", root: str = "", skip: str | None = None) -> Iterator[Chunk]:
    """Every scalar below value in order. `skip` is a pointer left out (the HTML that became the page itself)."""
    stack: list[tuple[object, str, tuple[str, ...], tuple[str, ...], int]] = [(value, root, (), (), 0)]
    budget = MOST_SCALARS
    while stack:
        node, where, keys, row, depth = stack.pop()
        if depth > DEEPEST:
            raise TooBig(f"JSON nested more than {DEEPEST} levels at {where[:80]}")
        if isinstance(node, dict):
            if "suffix" in node or "prefix" in node:
                node = _put_together(node)
            scalars = [(key, _sibling(item)) for key, item in node.items() if _is_scalar(item)][: _ROW_TEXTS + 1]
            for key, item in reversed(node.items()):
                step = f"{where}/{key.replace('~', '~0').replace('/', '~1')}"
                siblings = tuple(text for other, text in scalars if other != key and text) if _is_scalar(item) else row
                stack.append((item, step, (*keys, key), siblings, depth + 1))
        elif isinstance(node, list):
            for number in range(len(node) - 1, -1, -1):
                stack.append((node[number], f"{where}/{number}", keys, row, depth + 1))
        elif node is not None and where != skip:
            budget -= 1
            if budget < 0:
                raise TooBig(f"more than {MOST_SCALARS} values in one JSON answer")
            text = printed(node)
            if text:
                column = keys[-1:]
                long = len(text) > _ROW_TEXT
                yield Chunk(kind, text, keys, () if long else row, column, where=where, split=long)


def _put_together(record: dict[str, object]) -> dict[str, object]:
    """A counter's record with its value as the page is going to show it: NT$, 61.8 and 億 are NT$61.8億."""
    made = dict(record)
    before, behind = (str(record.get(key) or "").strip() for key in ("prefix", "suffix"))
    for key in _VALUES:
        value = record.get(key)
        number = isinstance(value, int | float | str) and not isinstance(value, bool)
        if number and _NUMERAL.fullmatch(str(value)) and max(len(before), len(behind)) <= _ROW_TEXT:
            made[key] = f"{before}{value}{behind}"
    return made


def _is_scalar(value: object) -> bool:
    return not isinstance(value, dict | list)


def _sibling(value: object) -> str:
    """What a scalar adds to its record's row: its text, unless that is a body text, which describes nothing."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str) and (len(value) > _ROW_TEXT or any(tag in value for tag in _BODY)):
        return ""
    return printed(value)
