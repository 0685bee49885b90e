"""The archive's addresses and its index, piece by piece: what its own documentation shows, and what goes wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from citewatch.wayback.addresses import copy_of, copy_url, question, question_of, same_address
from citewatch.wayback.index import BrokenIndex, listed, windows

PAGE = "https://www.study.example/genai?edition=1"


def test_a_copys_address_says_when_and_of_what() -> None:
    url = copy_url("20240515093001", PAGE)
    assert url == "https://web.archive.org/web/20240515093001id_/https://www.study.example/genai?edition=1"
    assert copy_of(url) == (datetime(2024, 5, 15, 9, 30, 1, tzinfo=UTC), PAGE)
    assert copy_of(url.replace("id_", "")) == copy_of(url)
    for other in (PAGE, "https://web.archive.org/", "https://web.archive.org/web/20240399000000id_/https://a.example/",
                  "https://evil.example/web/20240515093001id_/https://a.example/"):  # fmt: skip
        assert copy_of(other) is None


def test_a_question_says_what_was_asked() -> None:
    url = question(PAGE, date(2024, 1, 1), date(2024, 12, 31))
    assert "url=https%3A%2F%2Fwww.study.example%2Fgenai%3Fedition%3D1&" in url
    assert "collapse" not in url
    assert question_of(url) == (PAGE, date(2024, 1, 1), date(2024, 12, 31), False)
    resumed = question(PAGE, date(2024, 1, 1), date(2024, 12, 31), "org%2Ca%29%2F+19980109140106%21")
    assert resumed.endswith("&resumeKey=org%2Ca%29%2F+19980109140106%21")  # as it came, not escaped once more
    assert question_of(resumed) == (PAGE, date(2024, 1, 1), date(2024, 12, 31), True)
    assert question_of(copy_url("20240515093001", PAGE)) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://study.example:80/genai", "https://www.study.example/genai/", True),
        ("https://a.example/2023 臺灣.pdf", "https://a.example/2023%20%E8%87%BA%E7%81%A3.pdf", True),
        ("https://www2.a.example/x", "https://a.example/X", True),
        ("https://a.example/x?p=1", "https://a.example/x?p=2", False),
        ("https://b.a.example/x", "https://a.example/x", False),
    ],
)
def test_addresses_the_archive_takes_for_one(one: str, other: str, same: bool) -> None:
    assert same_address(one, other) is same


def test_an_index_as_its_documentation_shows_it() -> None:
    body = b"""[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],
 ["org,archive)/", "19970126045828", "http://www.archive.org:80/", "text/html", "200", "Q4YULN7", "1415"],
 ["org,archive)/", "19980109140106", "http://archive.org:80/", "text/html", "200", "XAHDNHZ", "1402"],
 [],
 ["org%2Carchive%29%2F+19980109140106%21"]]"""
    rows, resume = listed(body, "https://archive.org/")
    assert [(row.stamp, row.digest) for row in rows] == [("19970126045828", "Q4YULN7"), ("19980109140106", "XAHDNHZ")]
    assert rows[0].url == "https://web.archive.org/web/19970126045828id_/http://www.archive.org:80/"
    assert resume == "org%2Carchive%29%2F+19980109140106%21"
    assert listed(b"[]", PAGE) == ((), "")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no JSON"), (b'[["timestamp"', "breaks off"), (b"<html>", "no JSON"), (b"{}", "no list"),
        (b"[[1]]", "no list"), (b'[["timestamp","original"]]', "lacks digest, statuscode"),
        (b'[["timestamp","original","statuscode","digest"],["20240101000000"]]', "1 fields in place of 4"),
        (b"\xff\xfe", "no JSON"),
    ],
)  # fmt: skip
def test_what_is_no_index(body: bytes, why: str) -> None:
    with pytest.raises(BrokenIndex, match=why):
        listed(body, PAGE)


def days(*given: str) -> list[date]:
    return [date.fromisoformat(day) for day in given]


AT = datetime(2024, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ([], [("2024-01-01", "2024-11-30")]),
        ([("2024-01-01", "2024-11-30")], [("2024-01-01", "2024-11-30")]),
        ([("1996-01-01", "2024-06-30")], [("1996-01-01", "2024-06-30"), ("2024-07-01", "2024-11-30")]),
        ([("2024-03-01", "2024-06-30")],
         [("2024-01-01", "2024-02-29"), ("2024-03-01", "2024-06-30"), ("2024-07-01", "2024-11-30")]),
        # Its last thirty days are not final.
        ([("2024-01-01", "2024-11-20")], [("2024-01-01", "2024-11-20"), ("2024-11-02", "2024-11-30")]),
        ([("2024-11-10", "2024-11-20")], [("2024-01-01", "2024-11-30")]),
        ([("2020-01-01", "2021-01-01"), ("2025-01-01", "2025-02-01")], [("2024-01-01", "2024-11-30")]),
        ([("2024-01-01", "2024-06-30"), ("2024-02-01", "2024-03-01")],
         [("2024-01-01", "2024-06-30"), ("2024-07-01", "2024-11-30")]),
    ],
)  # fmt: skip
def test_only_the_gaps_are_asked_about(known: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> None:
    first, last = days("2024-01-01", "2024-11-30")
    spans = [(begins, ends, AT) for begins, ends in (days(*span) for span in known)]
    assert windows(first, last, spans) == [tuple(days(*span)) for span in wanted]
