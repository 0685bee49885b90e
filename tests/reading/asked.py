"""A page in a line, what is asked of it, and the value found."""

from decimal import Decimal
from typing import Any

from extractors.reading import Ambiguous, Located, Missing, Page, Wanted, locate

Found = Located | Missing | Ambiguous


def find(body: str, wanted: Wanted, language: str | None = None) -> Found:
    page = Page.open(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8", language=language)
    return locate(page, wanted)


def value_of(found: Found) -> Decimal:
    assert isinstance(found, Located), found
    assert found.value is not None
    return found.value


def value_said(language: str, body: str, kind: str, anchors: tuple[tuple[str, ...], ...], more: Any) -> Decimal | None:
    """The value of the figure asked for; None where there is none, or more than one."""
    found = find(body, Wanted("x", kind, anchors, **more), language)
    return found.value if isinstance(found, Located) else None


def asked_for(kind: str, words: str, **more: Any) -> Wanted:
    return Wanted("x", kind, ((words,),), **more)


def money(words: str, unit: str, **more: Any) -> Wanted:
    return asked_for("money", words, unit=unit, currency=unit, **more)
