"""Specimen folders read into records, and what is said about a wrong one."""

import json
from datetime import date
from pathlib import Path

import pytest

from citewatch.specimens.answer import http_date
from citewatch.specimens.catalogue import Catalogue, SpecimenError

URL = "https://www.example.org/figures"


def test_a_folder_becomes_a_record(write, tmp_path: Path) -> None:
    write("b_source", "2024-03-01", b"{}", "json", url="https://api.example.org/x", note="what it shows")
    write("a_source", "2024-02-01.api", b"page", url=URL, route="api", stand_ins=["share"], headers={"A": "b"})
    catalogue = Catalogue.load(tmp_path / "specimens")
    first, second = catalogue.specimens
    assert (first.source_id, first.day, first.route) == ("a_source", date(2024, 2, 1), "api")
    assert (first.url, first.stand_ins, first.answer.body) == (URL, ("share",), b"page")
    assert first.answer.headers == (("A", "b"),)
    assert (second.source_id, second.route, second.note) == ("b_source", None, "what it shows")
    assert catalogue.hosts == ("api.example.org", "www.example.org")


def test_edition_is_the_newest_of_that_address(write, tmp_path: Path) -> None:
    moved = [{"url": URL, "status": 301, "location": "/new"}]
    write("a_source", "2024-01-01", b"first", url=URL)
    write("a_source", "2025-01-01", b"second", url=URL, redirects=moved)
    write("a_source", "2025-02-01.page", b"third", url="https://www.example.org/new")
    catalogue = Catalogue.load(tmp_path / "specimens")

    def body(url: str, day: date) -> bytes | None:
        answer = catalogue.answer_at(url, day)
        return answer and answer.body

    assert catalogue.edition_at(URL, date(2023, 12, 31)) is None
    edition = catalogue.edition_at(URL, date(2024, 12, 31))
    assert edition is not None and edition.day == date(2024, 1, 1)
    assert body("https://www.example.org/new", date(2025, 1, 31)) == b"second"
    assert body("https://www.example.org/new#top", date(2025, 2, 1)) == b"third"
    redirect = catalogue.answer_at(URL, date(2026, 1, 1))
    assert redirect is not None and (redirect.status, redirect.header("location")) == (301, "/new")


def test_two_sources_may_end_at_the_same_apology(write, tmp_path: Path) -> None:
    for source in ("a_source", "b_source"):
        start = f"https://www.example.org/{source}"
        chain = [{"url": start, "status": 302, "location": "/apology"}]
        write(source, "2024-01-01", b"sorry", url=start, status=404, redirects=chain)
    catalogue = Catalogue.load(tmp_path / "specimens")
    answer = catalogue.answer_at("https://www.example.org/apology", date(2024, 1, 1))
    assert answer is not None and (answer.status, answer.body) == (404, b"sorry")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": None}, ["url", "string"]),
        ({"status": "ok"}, ["status", "integer"]),
        ({"statsu": 200}, ["statsu", "not permitted"]),
        ({"url": "http://www.example.org/"}, ["url", "https", "Change it"]),
        ({"url": "https://www.example.org:8443/"}, ["443"]),
        ({"fault": "explode"}, ["fault", "stall"]),
        ({"headers": {"X": "a\nb"}}, ["headers.X", "ASCII"]),
        ({"route": "page"}, ["route", "'page'", "Make them agree"]),
        ({"redirects": [{"url": URL, "status": 200, "location": "/a"}]}, ["redirects.0.status"]),
        ({"redirects": [{"url": URL + "/x", "status": 302, "location": "/a"}]}, ["redirects.0.url", "order"]),
        (
            {"redirects": [{"url": URL, "status": 302, "location": "http://a.b/"}]},
            ["redirects.0.location", "https"],
        ),
        ({"redirects": [{"url": URL, "status": 302, "location": "/figures"}]}, ["twice", "circle"]),
    ],
)
def test_bad_capture_file_is_explained(write, tmp_path: Path, change: dict[str, object], said: list[str]) -> None:
    write("a_source", "2024-01-01.api", b"page", **{"url": URL, **change})
    with pytest.raises(SpecimenError) as caught:
        Catalogue.load(tmp_path / "specimens")
    for part in ("a_source/2024-01-01.api/capture.json", *said):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"url": ', "not JSON"),
        ('{"url": "a", "url": "b"}', "'url' is given twice"),
        ('{"note": "\xe9"}', "UTF-8"),
    ],
)
def test_bad_json_is_explained(write, tmp_path: Path, text: str, said: str) -> None:
    folder = write("a_source", "2024-01-01", url=URL)
    (folder / "capture.json").write_text(text, "latin-1")
    with pytest.raises(SpecimenError, match=said):
        Catalogue.load(tmp_path / "specimens")


@pytest.mark.parametrize("name", ["2024-13-01", "2024-1-1", "latest", "2024-01-01.The Page"])
def test_bad_folder_name_is_explained(write, tmp_path: Path, name: str) -> None:
    write("a_source", name, url=URL)
    with pytest.raises(SpecimenError, match="Rename"):
        Catalogue.load(tmp_path / "specimens")


def test_two_pages_two_answers_no_capture_no_folder(write, tmp_path: Path) -> None:
    folder = write("a_source", "2024-01-01", b"page", url=URL)
    (folder / "page.json").write_text(json.dumps({}))
    with pytest.raises(SpecimenError, match=r"page\.html and page\.json"):
        Catalogue.load(tmp_path / "specimens")
    (folder / "page.json").unlink()
    write("b_source", "2024-01-01", b"other", url=URL)
    with pytest.raises(SpecimenError, match=r"answered differently by .*a_source"):
        Catalogue.load(tmp_path / "specimens")
    (tmp_path / "specimens" / "b_source" / "2024-01-01" / "capture.json").unlink()
    with pytest.raises(SpecimenError, match=r"capture\.json: missing"):
        Catalogue.load(tmp_path / "specimens")
    with pytest.raises(SpecimenError, match="no such folder"):
        Catalogue.load(tmp_path / "nowhere")


def test_http_date() -> None:
    assert http_date(date(2026, 11, 9)) == "Mon, 09 Nov 2026 00:00:00 GMT"
