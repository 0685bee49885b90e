"""The page corpus as typed cases: a page before and after an edit, and what a careful person reads in each.

Nothing here knows the reader. `load()` gives every case; README.md says what the fields mean.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

import yaml

from schemas.source import Figure
from tests.pages import edits

HERE = Path(__file__).parent
BASE = HERE / "base"
PAIRS = HERE / "pairs"

Nature = Literal["cosmetic", "real", "unreadable"]
Outcome = Literal["read", "missing", "ambiguous", "out_of_range", "unreadable"]
Split = Literal["tune", "held_out"]
Form = Literal["html", "json", "xml", "pdf"]

_EXPECTED_KEYS = {
    "outcome", "value", "low", "high", "date", "unit", "comparator", "as_printed", "also_right", "candidates", "why",
    "written",
}  # fmt: skip
_PAIR_KEYS = {"kind", "is", "note", "edit", "encode", "content_type", "after"}
_CASE_KEYS = {
    "page", "language", "form", "html_at", "encode", "content_type", "about", "split", "figures", "before", "pairs",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """The bytes of one capture and the header that came with them."""

    body: bytes
    content_type: str
    encoding: str


@dataclass(frozen=True)
class Expected:
    """What a careful person reads for one figure. README.md, "Expectations", explains each outcome."""

    outcome: Outcome
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    date: str | None = None
    unit: str | None = None
    comparator: str = "="
    as_printed: str | None = None
    also_right: tuple[Outcome, ...] = ()
    candidates: tuple[Decimal, ...] = ()
    why: str = ""
    written: str = "as is"
    """How as_printed stands in the page where not in its plain text: "as is", or a note."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome a careful person would accept, the expected one first."""
        return (self.outcome, *self.also_right)


@dataclass(frozen=True)
class Case:
    """One pair of pages with the figures declared for it."""

    id: str
    base: str
    language: str
    form: Form
    html_at: str | None
    split: Split
    kind: str
    nature: Nature
    note: str
    figures: Mapping[str, Figure]
    before: Page
    after: Page
    expected_before: Mapping[str, Expected]
    expected_after: Mapping[str, Expected]


@functools.cache
def load() -> tuple[Case, ...]:
    """Every case, in the order of the files."""
    return tuple(case for path in sorted(PAIRS.glob("*.yml")) for case in _cases(path))


def raw(path: Path) -> dict[str, Any]:
    """One file of cases as it stands."""
    return cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")))


def _cases(path: Path) -> list[Case]:
    file = raw(path)
    unknown = set(file) - _CASE_KEYS
    assert not unknown, f"{path.name}: unknown keys {unknown}"
    figures = MappingProxyType({name: Figure.model_validate(given) for name, given in file["figures"].items()})
    before = _page(file["page"], file, None)
    expected = {name: _expected(given) for name, given in file["before"].items()}
    assert set(expected) == set(figures), f"{path.name}: before must tell every figure"
    made = []
    for name, pair in file["pairs"].items():
        assert set(pair) <= _PAIR_KEYS, f"{path.name}: {name}: unknown keys {set(pair) - _PAIR_KEYS}"
        made.append(
            Case(
                id=f"{path.stem}/{name}",
                base=path.stem,
                language=file["language"],
                form=file.get("form", "html"),
                html_at=file.get("html_at"),
                split=file["split"],
                kind=pair["kind"],
                nature=pair["is"],
                note=pair.get("note", ""),
                figures=figures,
                before=before,
                after=_page(file["page"], {**file, **pair}, pair),
                expected_before=MappingProxyType(expected),
                expected_after=MappingProxyType(_after(expected, pair)),
            )
        )
    return made


def _page(name: str, settings: Mapping[str, Any], pair: Mapping[str, Any] | None) -> Page:
    """The page, edited if there is a pair, in the encoding that the settings name."""
    encoding = settings.get("encode", "utf-8")
    content_type = (
        settings.get("content_type")
        or {
            "html": "text/html; charset=utf-8",
            "json": "application/json",
            "xml": "application/xml",
            "pdf": "application/pdf",
        }[settings.get("form", "html")]
    )
    steps = pair["edit"] if pair else []
    if settings.get("form") == "pdf":
        body = (BASE / name).read_bytes()
        for step in steps:
            body = edits.apply_bytes(body, step, BASE)
        return Page(body, content_type, "binary")
    text = edits.grow((BASE / name).read_text(encoding="utf-8"))
    for step in steps:
        if "binary" in step:
            return Page(edits.binary(step["binary"]), content_type, "binary")
        text = edits.apply(text, step, BASE)
    return Page(text.encode(encoding), content_type, encoding)


def _expected(given: Mapping[str, Any]) -> Expected:
    assert set(given) <= _EXPECTED_KEYS, f"unknown keys {set(given) - _EXPECTED_KEYS}"
    plain = dict(given)
    for key in ("value", "low", "high"):
        if key in plain:
            plain[key] = Decimal(str(plain[key]))
    plain["candidates"] = tuple(Decimal(str(value)) for value in plain.get("candidates", ()))
    plain["also_right"] = tuple(plain.get("also_right", ()))
    return Expected(**{"outcome": "read", **plain})


def _after(before: Mapping[str, Expected], pair: Mapping[str, Any]) -> dict[str, Expected]:
    """Before, with what the pair says otherwise. A page that can't be read gives no figure at all."""
    if pair["is"] == "unreadable":
        return {name: Expected("unreadable", also_right=("missing",), why=pair["note"]) for name in before}
    after = dict(before)
    for name, given in (pair.get("after") or {}).items():
        assert name in before, f"after names {name}, which is not declared"
        if given.get("outcome", "read") == "read":
            changed = _expected(given)
            keep = {key: getattr(changed, key) for key in given if key != "outcome"}
            if {"value", "low", "date"} & set(given):  # a range may stand where a value stood
                keep = {"value": None, "low": None, "high": None, "date": None} | keep
            after[name] = replace(before[name], **keep)
        else:
            after[name] = _expected(given)
    return after


def digest(case: Case) -> str:
    """Names both bodies of a case, so that two cases that are the same are seen."""
    return hashlib.sha256(case.before.body + b"\0" + case.after.body).hexdigest()
