"""Response headers: finding one, folding all."""

import re

Headers = tuple[tuple[bytes, bytes], ...]
"""Names and values as received, in order."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)


def header(headers: Headers, name: bytes) -> str:
    """The first header of that (lower-case) name; empty if there is none."""
    for key, value in headers:
        if key.lower() == name:
            return _text(value)
    return ""


def folded(headers: Headers) -> dict[str, str]:
    """All headers by lower-case name, repeated ones joined by commas, empty ones left out where others are not."""
    result: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), _text(value)
        # The Wayback Machine sends an empty Content-Encoding beside the one that is meant.
        result[key] = ", ".join(part for part in (result.get(key), text) if part)
    return result


def media_type(value: str) -> tuple[str, str]:
    """A Content-Type taken apart.

    >>> media_type('Text/HTML; charset="UTF-8"')
    ('text/html', 'utf-8')
    """
    kind, _, rest = value.partition(";")
    found = _CHARSET.search(rest)
    return kind.strip().lower(), found[1].lower() if found else ""


def _text(value: bytes) -> str:
    try:
        return value.decode("ascii")
    except UnicodeDecodeError:
        # The standard says Latin-1, but Asian sites send their redirects in plain UTF-8.
        return value.decode("utf-8") if _is_utf8(value) else value.decode("latin-1")


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
