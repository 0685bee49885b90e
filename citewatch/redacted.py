"""What may hold a secret, as it may be told: to people through mail and chat, which keep it, and to logs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

_MOST = 500
"""Characters: the errors of the warehouse say in their last words what to do, and most are shorter."""
_NAMED = re.compile(
    r"((?:passw(?:or)?d|pwd|secret|token|api[_-]?key|[?&]key)\w{0,40})"
    r"""(?:\s{0,9}=\s{0,9}(?:'(?:\\.|''|[^'\\])*'?|(?:\\.|[^\s&\\]|&(?!\w+=))+)|\s{1,9}'[^']*')""",
    re.IGNORECASE,
)
"""password=…, as libpq takes it up to a space or a parameter's &, and SECRET '…', as DuckDB does."""
_AS_JSON = re.compile(
    r"""((?:passw(?:or)?d|pwd|secret|token|api[_-]?key|authorization)\w{0,40}\\?["']\s{0,9}[:：]\s{0,9})"""
    r"""\\?["'](?:[^"'\\]|\\.)*""",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(
    r"((?:passw(?:or)?d|pwd|secret|api[_-]?key)\s{0,9}[:：]\s{0,9})[^\s,;'\"]{1,500}", re.IGNORECASE
)
_OPTION = re.compile(r"(--(?:password|token|secret|api-?key)\s{1,9})\S{1,500}", re.IGNORECASE)
_BEARER = re.compile(
    r"\b(bearer\s{1,9}(?=\S{8})|basic\s{1,9}(?=[\w.~+/-]{0,200}[\d=]))[\w.~+/=-]{6,500}", re.IGNORECASE
)
_IN_ADDRESS = re.compile(r"(//[^\s:/@]{0,200}:)(?!\d{1,5}[/?#])\S{0,500}(?=@)")
"""Bounded, as are the spaces above: a text may be long, and must not take a minute."""


def line(error: BaseException | str) -> str:
    """One line of bearable length that holds no password and no control character."""
    told = "".join(char if char.isprintable() else " " for char in str(error))
    for pattern in (_NAMED, _IN_ADDRESS, _AS_JSON, _AFTER_COLON, _OPTION, _BEARER):
        told = pattern.sub(r"\1…" if pattern is not _NAMED else r"\1 …", told)
    told = " ".join(told.split()) or type(error).__name__
    if len(told) <= _MOST:
        return told
    half = _MOST // 2
    return f"{told[:half].rstrip()} … {told[-half:].lstrip()}"


@contextmanager
def unlogged(*libraries: str) -> Iterator[None]:
    """What these libraries log in passing holds the addresses they ask, and those hold passwords and tokens."""
    before = {name: logging.getLogger(name).level for name in libraries}
    for name in libraries:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
