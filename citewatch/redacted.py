"""An error's text as it may be sent to people: through mail and chat, which keep it."""

from __future__ import annotations

import re

_MOST = 500
"""Characters: the errors of the warehouse say in their last words what to do, and most are shorter."""
_NAMED = re.compile(
    r"((?:passw(?:or)?d|secret|token)\w{0,40})"
    r"""(?:\s{0,9}=\s{0,9}(?:'(?:\\.|''|[^'\\])*'?|(?:\\.|[^\s&\\]|&(?!\w+=))+)|\s{1,9}'[^']*')""",
    re.IGNORECASE,
)
"""password=…, as libpq takes it up to a space or a parameter's &, and SECRET '…', as DuckDB does."""
_IN_ADDRESS = re.compile(r"(://[^\s:/@]{0,200}:)\S{0,500}(?=@)")
"""Bounded, as are the spaces above: a text may be long, and must not take a minute."""


def line(error: Exception | str) -> str:
    """One line of bearable length that holds no password and no control character."""
    told = "".join(char if char.isprintable() else " " for char in str(error))
    told = _IN_ADDRESS.sub(r"\1…", _NAMED.sub(r"\1 …", told))
    told = " ".join(told.split()) or type(error).__name__
    if len(told) <= _MOST:
        return told
    half = _MOST // 2
    return f"{told[:half].rstrip()} … {told[-half:].lstrip()}"
