"""Sentences and pages of two reviewers with fresh eyes: changes with their level beside ranges; what is told no more.

They were written against the rules of 27 November 2026, the first 490 without a look at them, half of them as traps.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.reading import Located, Missing, Page, Wanted, figures, locate
from extractors.reading.text.mention import Mention

HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _told(mention: Mention) -> tuple[str, str, str]:
    value = mention.value
    said = mention.date or (f"{value.normalize():f}" if value is not None else "")
    if mention.low is not None and mention.high is not None:
        said = f"{mention.low.normalize():f}..{mention.high.normalize():f}"
    return said, mention.unit or "-", mention.comparator


def _plain(value: str) -> str:
    if value == "*" or value.startswith("-") or (len(value) > 6 and value.count("-") == 2):
        return value
    return "..".join(f"{Decimal(end).normalize():f}" for end in value.split(".."))


@pytest.mark.parametrize("row", _rows("changes_and_ranges.tsv"), ids=lambda row: row["text"][:40])
def test_changes_and_ranges(row: dict[str, str]) -> None:
    got = [_told(mention) for mention in figures(row["text"])]
    for told, expected in zip(got, row["told"].split("; "), strict=True):
        value, *unit, comparator = expected.split(" ")
        assert _plain(value) in ("*", told[0])
        assert " ".join(unit) in ("*", told[1])
        assert comparator in ("*", told[2])


@pytest.mark.parametrize("row", _rows("told_no_more.tsv"), ids=lambda row: row["html"][:40])
def test_what_is_told_no_more_and_what_is(row: dict[str, str]) -> None:
    body = f"<html><body>{row['html']}</body></html>".encode()
    unit = row["unit"] or None
    wanted = Wanted("figure", row["kind"], ((row["words"],),), unit, row["period"] or None)
    if wanted.kind == "money":
        wanted = Wanted("figure", "money", wanted.anchors, unit, wanted.period, currency=unit)
    found = locate(Page.open(body, "text/html; charset=utf-8"), wanted)
    if row["value"] == "missing":
        assert isinstance(found, Missing), found
    else:
        assert isinstance(found, Located), found
        assert found.value == Decimal(row["value"])
