"""`citewatch backfill` as a user runs it, against the specimens' own web.archive.org."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.slow
SOURCE = "statista_genai_market"


def test_from_nothing_to_a_judged_claim(run: Callable[..., Any], tmp_path: Path) -> None:
    here = ("--data", str(tmp_path), "--specimens")
    first = run(*here, "backfill", SOURCE)
    assert first.code == 4, first.err  # a disagreement is new
    assert "SPECIMEN DATA" in first.out
    assert "2024-03-28 12:00" in first.out and "market_end: US$356.10bn" in first.out
    assert "Archived copy of 11 February 2025: www.statista.com answered 200, but with" in first.out
    assert f"{SOURCE}, 1996-01-01 to" in first.out
    assert "4 copies listed, 4 new here, 0 known before" in first.out

    again = run(*here, "backfill", SOURCE, "--from", "2024-03-01", "--to", "2024-12-31", "--json")
    assert again.code == 0
    told = again.json
    assert (told["requests"], told["listed"], told["known"], told["data"]) == (0, 2, 2, "specimen")
    assert [copy["captured_at"][:10] for copy in told["copies"]] == ["2024-03-28", "2024-09-12"]

    shown = run(*here, "show", "C01")
    then = shown.out.partition("At its date")[2].partition("Now")[0]
    assert "scale_error" in then and "(By the archived copy of 28 March 2024.)" in then
    assert "https://web.archive.org/web/20240328120000id_/https://www.statista.com/" in then
    capture = next(copy["capture_id"] for copy in told["copies"])
    replayed = run(*here, "replay", capture)
    assert replayed.code == 0 and "The same as what is stored." in replayed.out
    zh = run(*here, "--lang", "zh", "backfill", SOURCE, "--every", "month")
    assert "存檔時間" in zh.out and "索引列出 4 份存檔" in zh.out and "市場" not in zh.err
    sources = run(*here, "sources")
    assert "never +3 archived copy" in sources.out


def test_the_history_says_what_is_archived(shown: Callable[..., Any]) -> None:
    lines = shown("show", "C01").out.splitlines()
    history = [line for line in lines if "US$356.10bn (2030)" in line]
    assert [("archived copy" in line, line.split()[0]) for line in history] == [
        (True, "2024-03-28"), (False, "2024-07-01"), (True, "2024-09-12"),
    ]  # fmt: skip
    assert "存檔" in shown("show", "C01", lang="zh").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody",), "no source nobody"),
        ((SOURCE, "--from", "2025-01-01", "--to", "2024-01-01"), "is after --to"),
        ((SOURCE, "--every", "year"), "hour, day, week, month"),
        ((SOURCE, "--from", "yesterday"), "does not match the format"),
    ],
)
def test_wrong_usage_is_one_sentence(
    run: Callable[..., Any], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("--data", str(tmp_path), "--specimens", "backfill", *words)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert "Traceback" not in done.err


def test_a_source_that_nobody_has_read_is_not_asked_for(run: Callable[..., Any], tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    catalogue = tmp_path / "catalogue"
    (catalogue / "extractors").mkdir(parents=True)
    for name in ("reports", "specimens"):
        (catalogue / name).symlink_to(root / name)
    for file in (root / "extractors").iterdir():
        if file.suffix in (".yml", ".py") and file.stem != SOURCE:
            (catalogue / "extractors" / file.name).symlink_to(file)
    declared = yaml.safe_load((root / "extractors" / f"{SOURCE}.yml").read_text("utf-8"))
    declared.update(reader="planned", why_planned="nobody has read it yet")
    (catalogue / "extractors" / f"{SOURCE}.yml").write_text(yaml.safe_dump(declared, allow_unicode=True), "utf-8")
    done = run("--catalogue", str(catalogue), "--data", str(tmp_path / "data"), "--specimens", "backfill", SOURCE)
    assert done.code == 2
    assert "there is no address to ask the archive for (nobody has read it yet)" in " ".join(done.err.split())


def test_live_needs_a_contact_and_no_moment_of_its_own(run: Callable[..., Any], tmp_path: Path) -> None:
    anonymous = run("--data", str(tmp_path), "backfill", SOURCE)
    assert anonymous.code == 2 and "CITEWATCH_CONTACT" in anonymous.err
    earlier = run("--data", str(tmp_path), "backfill", SOURCE, "--now", "2024-07-01")
    assert earlier.code == 2 and "--now is for specimens" in earlier.err
