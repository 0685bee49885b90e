"""Saved cases: checked offline, written by the tool, read by a person."""

import asyncio
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from citewatch import catalog
from citewatch.cases import check_cases, save_case
from citewatch.errors import CitewatchError
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite

SOURCE = """\
title: The study
publisher: Somebody
url: https://a.example/study
terms: Public page.
routes:
  - {name: page, url: "https://a.example/study", form: html}
figures:
  firms:
    reads: percent
    unit: "%"
    anchors: [firms]
"""
PAGE = "<html><body><main><p>Of all firms, 37.2% have none, said the study of last year.</p></main></body></html>"


def case(root: Path, page: str | None = PAGE, status: int = 200, kind: str = "cases", **more: Any) -> Path:
    (root / "extractors").mkdir(parents=True, exist_ok=True)
    (root / "extractors/study.yml").write_text(SOURCE, "utf-8")
    folder = root / kind / "study" / "2024-07-01"
    folder.mkdir(parents=True, exist_ok=True)
    capture = {"url": "https://a.example/study", "status": status, "headers": {"Content-Type": "text/html"}, **more}
    (folder / "capture.json").write_text(json.dumps(capture), "utf-8")
    if page is not None:
        (folder / "page.html").write_text(page, "utf-8")
    return folder


def expect(folder: Path, value: object, name: str = "expected.json") -> None:
    (folder / name).write_text(json.dumps(value), "utf-8")


def problems(root: Path) -> list[str]:
    return check_cases(catalog.load(root))


def test_a_missing_expected_file_is_written_and_fails_once(tmp_path: Path) -> None:
    folder = case(tmp_path)
    (problem,) = problems(tmp_path)
    assert "read it beside the page, then run again" in problem
    written = json.loads((folder / "expected.json").read_text("utf-8"))
    assert written["figures"]["firms"]["value"] == "37.2"
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("key", "wanted"), [("value", "37.3"), ("unit", "pp"), ("as_printed", "38%"), ("period", "2023"), ("label", "x")]
)
def test_a_difference_names_figure_key_and_sentence(tmp_path: Path, key: str, wanted: str) -> None:
    expect(case(tmp_path), {"figures": {"firms": {"value": "37.20", key: wanted}}})
    (problem,) = problems(tmp_path)
    assert problem.startswith("cases/study/2024-07-01: firms: ")
    assert key in problem and wanted in problem and "Of all firms" in problem


def test_numbers_are_compared_as_numbers(tmp_path: Path) -> None:
    expect(case(tmp_path), {"figures": {"firms": {"value": "37.20"}}})
    assert problems(tmp_path) == []


def test_a_figure_that_must_be_absent(tmp_path: Path) -> None:
    expect(case(tmp_path), {"figures": {}, "absent": ["firms"]})
    assert "expected to be absent" in problems(tmp_path)[0]


def test_a_figure_that_nobody_declares(tmp_path: Path) -> None:
    expect(case(tmp_path), {"figures": {"people": {"value": "1"}}})
    assert "declares no such figure" in problems(tmp_path)[0]


def test_a_page_with_the_figure_removed(tmp_path: Path) -> None:
    folder = case(tmp_path, PAGE.replace("37.2%", "many"))
    expect(folder, {"figures": {"firms": {"value": "37.2", "as_printed": "37.2%"}}})
    assert "found missing" in problems(tmp_path)[0]
    (folder / "expected.json").unlink()
    expect(folder, {"figure": "firms", "issue": "missing"}, "expected-issue.json")
    assert problems(tmp_path) == []
    expect(folder, {"figure": "firms", "issue": "ambiguous"}, "expected-issue.json")
    assert "expected ambiguous, found missing" in problems(tmp_path)[0]


def test_a_page_that_never_came(tmp_path: Path) -> None:
    folder = case(tmp_path, "<p>No.</p>", status=404)
    assert "expected-issue.json was missing" in problems(tmp_path)[0]
    assert problems(tmp_path) == []
    expect(folder, {"state": "blocked"}, "expected-issue.json")
    assert "expected the state blocked, found gone" in problems(tmp_path)[0]


def test_a_page_that_should_not_have_come(tmp_path: Path) -> None:
    expect(case(tmp_path), {"state": "gone"}, "expected-issue.json")
    assert "found a readable page" in problems(tmp_path)[0]


def test_a_route_that_nobody_declares(tmp_path: Path) -> None:
    case(tmp_path, route="feed")
    assert "'feed' is not a route" in problems(tmp_path)[0]


def test_an_expected_file_that_is_no_json(tmp_path: Path) -> None:
    (case(tmp_path) / "expected.json").write_text("{", "utf-8")
    with pytest.raises(CitewatchError, match="Mend it, or delete it"):
        problems(tmp_path)


def test_a_page_is_saved_as_a_case(tmp_path: Path) -> None:
    """What a user does with a live page, here against the specimen site."""
    site_folder = tmp_path / "site"
    case(site_folder, kind="specimens")
    root = tmp_path / "mine"
    shutil.copytree(site_folder / "extractors", root / "extractors")
    with SpecimenSite(site_folder / "specimens", tmp_path / "out", date(2024, 7, 1)) as site:
        settings = Settings(root, tmp_path / "data", network=site.map_path)
        loaded = catalog.load(root)
        now = datetime(2024, 7, 8, tzinfo=UTC)
        folder = asyncio.run(save_case(settings, loaded, loaded.sources["study"], now))
        assert folder == root / "cases/study/2024-07-08.page"
        assert (folder / "page.html").read_text("utf-8") == PAGE
        assert json.loads((folder / "expected.json").read_text("utf-8"))["figures"]["firms"]["value"] == "37.2"
        assert problems(root) == []
        with pytest.raises(CitewatchError, match="a case of this day already"):
            asyncio.run(save_case(settings, loaded, loaded.sources["study"], now))
