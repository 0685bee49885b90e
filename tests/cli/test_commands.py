"""The command line as a user meets it: real processes, exit codes, sentences."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Shown = Callable[..., Any]


def rows_of(out: str, claim: str) -> str:
    """What the table prints for one claim, its wrapped lines joined."""
    lines = out.splitlines()
    start = next(n for n, line in enumerate(lines) if line.lstrip().startswith(f"{claim} "))
    end = next((n for n, line in enumerate(lines[start + 1 :], start + 1) if line.startswith(" C")), len(lines))
    return " ".join(" ".join(line.split()) for line in lines[start:end])


def test_findings_say_both_answers_and_that_they_are_of_specimens(shown: Shown) -> None:
    done = shown("findings")
    assert done.code == 4
    assert "SPECIMEN DATA" in done.out
    line = rows_of(done.out, "C01")
    assert "scale_error" in line and "superseded" in line
    assert "3.5億美元 → 3,561億美元 (US$350 million → US$356.1 billion)" in line


def test_findings_in_chinese(shown: Shown) -> None:
    done = shown("findings", lang="zh")
    line = rows_of(done.out, "C01")
    assert "數量級錯誤" in line and "3.5億美元 → 3,561億美元" in line


def test_findings_as_json_only_json_on_standard_output(shown: Shown) -> None:
    done = shown("findings", "--json")
    rows = {row["claim_id"]: row for row in done.json}
    assert rows["C14"]["now_verdict"] == "confirmed"
    assert rows["C08"]["now_verdict"] == "blocked"


def test_show_has_values_difference_sentence_evidence_and_history(shown: Shown) -> None:
    done = shown("show", "C01")
    assert done.code == 0
    for part in ("350,000,000 / 356,100,000,000", "ratio 1,017", "US$356.10bn by 2030", ".warc.gz@", "US$442.07bn"):
        assert part in done.out


def test_show_of_an_unknown_claim_is_a_sentence(shown: Shown) -> None:
    done = shown("show", "Z99")
    assert done.code == 2
    assert "no claim Z99" in done.err and "Traceback" not in done.err


def test_sources_list_every_source_and_open_issues(shown: Shown) -> None:
    done = shown("sources", "--json")
    readers = {row["source_id"]: row["reader"] for row in done.json["sources"]}
    assert set(readers) == {path.stem for path in (ROOT / "extractors").glob("*.yml")}
    assert readers["statista_genai_market"] == "page"
    assert {"gartner_ai_in_hr", "fda_gmlp"} <= {
        row["source_id"] for row in done.json["issues"] if row["kind"] == "blocked"
    }


def test_alerts_are_open_once_each(shown: Shown) -> None:
    rows = shown("alerts", "--json").json
    assert len({row["alert_id"] for row in rows}) == len(rows)
    assert len({(r["claim_id"], r["check_name"], r["verdict"], r["figure"], r["observed"]) for r in rows}) == len(rows)


def test_replay_reads_the_same_from_evidence(shown: Shown, data: Path) -> None:
    findings = shown("show", "C01", "--json").json["findings"]
    capture = next(row["capture_id"] for row in findings if row["verdict"] == "scale_error")
    done = shown("replay", capture[:10])
    assert done.code == 0, done.err
    assert "The same as what is stored." in done.out and "market_end: read: US$356.10bn" in done.out


def test_replay_of_a_changed_byte_is_refused(shown: Shown, data: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    finding = next(r for r in shown("show", "C01", "--json").json["findings"] if r["verdict"] == "scale_error")
    warc = copy / "specimen" / "evidence" / finding["warc_file"]
    held = bytearray(warc.read_bytes())
    held[finding["warc_offset"] + 200] ^= 0xFF
    warc.write_bytes(held)
    done = run("--data", str(copy), "--specimens", "replay", finding["capture_id"])
    assert done.code == 2 and warc.name in done.err and "Traceback" not in done.err


def test_replay_of_nothing_is_a_sentence(shown: Shown) -> None:
    done = shown("replay", "ffffffff")
    assert done.code == 2 and "no capture ffffffff" in done.err


def test_the_catalogue_and_its_cases_pass_lint(run: Callable[..., Any]) -> None:
    done = run("lint")
    assert done.code == 0, done.out + done.err


def test_nothing_published_yet(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("--data", str(tmp_path), "findings")
    assert done.code == 2 and "citewatch run" in done.err


def test_live_runs_are_never_anonymous(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("--data", str(tmp_path), "run")
    assert done.code == 2 and "CITEWATCH_CONTACT" in done.err


def test_a_live_run_cannot_be_given_another_time(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("--data", str(tmp_path), "run", "--now", "2024-07-01", CITEWATCH_CONTACT="a@example.org")
    assert done.code == 2 and "--specimens" in done.err


def test_live_and_specimen_data_never_share_a_file(run: Callable[..., Any], data: Path) -> None:
    file = data / "specimen" / "citewatch.duckdb"
    before = file.read_bytes()
    done = run("--data", str(data), "--warehouse", str(file), "run", CITEWATCH_CONTACT="a@example.org")
    assert done.code == 2 and "never mix" in done.err
    assert file.read_bytes() == before


def own_catalogue(folder: Path) -> Path:
    """A catalogue folder of a user, with no Python in it and a source that nobody answers for."""
    (folder / "reports").mkdir(parents=True)
    (folder / "extractors").mkdir()
    (folder / "extractors" / "page.yml").write_text(
        "title: t\npublisher: p\nurl: https://no-such-host.invalid/x\nterms: none\n"
        "routes: [{name: page, url: 'https://no-such-host.invalid/x', form: html}]\n"
        "figures:\n  share: {reads: percent, unit: '%', anchors: [share], measures: market_size}\n"
    )
    (folder / "reports" / "brief.yml").write_text(
        "title: t\npublisher: p\nlanguage: en\ncurrency: USD\n"
        "published: {first: '2026-01-01', last: '2026-01-01', basis: cover}\n"
        "claims:\n  C01: {says: 12.5%, where: {section: '1'}, value: 12.5, unit: '%', measures: market_size,"
        " cites: page.share}\n"
    )
    return folder


def test_an_unreachable_host_is_an_issue_and_not_a_verdict(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = own_catalogue(tmp_path)
    done = run("--catalogue", str(folder), "run", CITEWATCH_CONTACT="a@example.org")
    assert done.code == 3, done.err
    assert "no-such-host.invalid" in done.out and "unreachable" in done.out
    found = run("--catalogue", str(folder), "findings", "--json")
    assert found.code == 0 and found.json[0]["now_family"] == "cannot_tell"


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("reports/brief.yml", "value: 12.5", "valeu: 12.5", ["reports/brief.yml", "line 7", "valeu"]),
        ("reports/brief.yml", "cites: page.share", "cites: page.none", ["C01", "no figure none"]),
        ("extractors/page.yml", "reads: percent", "reads: precent", ["extractors/page.yml", "line 7", "reads"]),
        ("extractors/page.yml", "title: t", "title: t\ntitle: u", ["extractors/page.yml", "line 2", "title"]),
        ("extractors/page.yml", "title: t", "title: [t", ["extractors/page.yml", "line"]),
    ],
)
def test_a_bad_yaml_names_file_line_and_key_and_leaves_the_data_alone(
    run: Callable[..., Any], tmp_path: Path, file: str, old: str, new: str, named: list[str]
) -> None:
    folder = own_catalogue(tmp_path)
    run("--catalogue", str(folder), "run", CITEWATCH_CONTACT="a@example.org")
    kept = {path.name: path.read_bytes() for path in (folder / "data" / "live").glob("*.duckdb")}
    path = folder / file
    path.write_text(path.read_text().replace(old, new))
    done = run("--catalogue", str(folder), "run", CITEWATCH_CONTACT="a@example.org")
    assert done.code == 2 and "Traceback" not in done.err
    for part in named:
        assert part in done.err
    assert {path.name: path.read_bytes() for path in (folder / "data" / "live").glob("*.duckdb")} == kept


def specimen_catalogue(folder: Path, *sources: str) -> Path:
    """The real YAML and specimens of a few sources, to be broken."""
    shutil.copytree(ROOT / "reports", folder / "reports")
    shutil.copytree(
        ROOT / "extractors", folder / "extractors", ignore=shutil.ignore_patterns("*.py", "reading", "__pycache__")
    )
    (folder / "specimens").mkdir(parents=True)
    for name in sources:
        shutil.copytree(ROOT / "specimens" / name, folder / "specimens" / name)
    return folder


def test_a_removed_figure_is_an_issue_and_the_rest_goes_on(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = specimen_catalogue(tmp_path, "accel_founder_factory", "uk_ai_strategy")
    page = next((folder / "specimens" / "accel_founder_factory" / "2024-07-01").glob("page.*"))
    page.write_text(re.sub(r"\b221\b", "", page.read_text("utf-8")), "utf-8")
    done = run("--catalogue", str(folder), "--specimens", "run", "--now", "2024-07-01",
               "--source", "accel_founder_factory", "--source", "uk_ai_strategy", "--json")  # fmt: skip
    issues = {(i["source"], i["figure"]): i for i in done.json["issues"]}
    missing = issues["accel_founder_factory", "startups"]
    assert missing["kind"] == "missing" and missing["remedy"]
    found = {row["claim_id"]: row for row in run("--catalogue", str(folder), "--specimens", "findings", "--json").json}
    assert found["C14"]["now_verdict"] == "not_found"
    assert found["C27"]["now_verdict"] == "confirmed"


def test_an_empty_pdf_is_an_issue_and_the_rest_goes_on(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = specimen_catalogue(tmp_path, "aif_survey_2023", "accel_founder_factory")
    (folder / "specimens" / "aif_survey_2023" / "2024-07-01" / "page.pdf").write_bytes(b"")
    done = run("--catalogue", str(folder), "--specimens", "run", "--now", "2024-07-01",
               "--source", "aif_survey_2023", "--source", "accel_founder_factory", "--json")  # fmt: skip
    kinds = {issue["source"]: issue["kind"] for issue in done.json["issues"]}
    assert kinds["aif_survey_2023"] == "unreachable"
    found = {row["claim_id"]: row for row in run("--catalogue", str(folder), "--specimens", "findings", "--json").json}
    assert found["C32"]["now_family"] == "cannot_tell" and found["C14"]["now_verdict"] == "confirmed"


def test_markup_and_control_characters_of_a_page_stay_text(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = specimen_catalogue(tmp_path, "accel_founder_factory")
    page = next((folder / "specimens" / "accel_founder_factory" / "2024-07-01").glob("page.*"))
    page.write_text(page.read_text("utf-8").replace("221", "[bold red]\x1b[31m221", 1), "utf-8")
    run("--catalogue", str(folder), "--specimens", "run", "--now", "2024-07-01", "--source", "accel_founder_factory")
    done = run("--catalogue", str(folder), "--specimens", "show", "C14")
    assert done.code == 0 and "\x1b[31m221" not in done.out


def test_dry_run_prints_and_stores_nothing(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run(
        "--data",
        str(tmp_path),
        "--specimens",
        "run",
        "--dry-run",
        "--now",
        "2024-07-01",
        "--source",
        "accel_founder_factory",
    )
    assert done.code == 0 and "startups: read: “221" in done.out
    assert not list(tmp_path.rglob("*.duckdb")) and not list(tmp_path.rglob("*.warc.gz"))


def test_new_source_and_report_never_overwrite(run: Callable[..., Any], tmp_path: Path) -> None:
    assert run("new", "source", "some_page", "https://example.org/x", cwd=tmp_path).code == 0
    again = run("new", "source", "some_page", "https://example.org/y", cwd=tmp_path)
    assert again.code == 2 and "is there already" in again.err
    assert "example.org/x" in (tmp_path / "extractors" / "some_page.yml").read_text()
    assert run("new", "report", "../escape", cwd=tmp_path).code == 2


def test_save_writes_a_case_that_lint_then_reads(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = specimen_catalogue(tmp_path, "accel_founder_factory")
    done = run("--catalogue", str(folder), "--specimens", "save", "accel_founder_factory", "--now", "2024-07-01")
    assert done.code == 0, done.err
    case = folder / "cases" / "accel_founder_factory" / "2024-07-01.page"
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert expected["figures"]["startups"]["value"] == "221"
    assert run("--catalogue", str(folder), "lint").code == 0
    expected["figures"]["startups"]["value"] = "222"
    (case / "expected.json").write_text(json.dumps(expected), "utf-8")
    assert run("--catalogue", str(folder), "lint").code == 2


def test_the_command_line_never_imports_prefect() -> None:
    code = (
        "import sys, citewatch.cli.app, citewatch.cli.demo, citewatch.cli.running, citewatch.refresh, citewatch.cases;"
        "sys.exit('prefect' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_run_loads_the_reading_library_only_when_it_reads(tmp_path: Path) -> None:
    """In processes that start afresh; those of `run` have their imports done."""
    program = "import sys; from citewatch.cli import main; main()"
    for day, loads_it in (("2024-07-01", True), ("2024-07-02", False)):
        words = ("--specimens", "run", "--source", "accel_founder_factory", "--now", day)
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", program, "--data", str(tmp_path), *words],
            cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        assert ("0 read, 1 unchanged" in done.stdout) != loads_it, done.stdout
        assert ("extractors.reading\n" in done.stderr) == loads_it


def accept(folder: Path, observed: str) -> None:
    """Add an acceptance to C14 of the copied report."""
    path = folder / "reports" / "cier_genai_2024.yml"
    text = path.read_text("utf-8")
    excuse = (
        f"    accepted: [{{check: value, observed: '{observed}', reason: known, by: editor, since: '2024-07-02'}}]\n"
    )
    path.write_text(text.replace("  C14:\n", f"  C14:\n{excuse}", 1), "utf-8")


@pytest.mark.parametrize(("observed", "silent"), [("222 GenAI start-ups", True), ("223 GenAI start-ups", False)])
def test_an_accepted_difference_is_silent_and_a_stale_acceptance_is_an_issue(
    run: Callable[..., Any], tmp_path: Path, observed: str, silent: bool
) -> None:
    folder = specimen_catalogue(tmp_path, "accel_founder_factory")
    page = next((folder / "specimens" / "accel_founder_factory" / "2024-07-01").glob("page.*"))
    page.write_text(re.sub(r"\b221\b", "222", page.read_text("utf-8")), "utf-8")
    accept(folder, observed)
    for day in ("2024-07-01", "2024-07-08"):
        done = run(
            "--catalogue",
            str(folder),
            "--specimens",
            "run",
            "--now",
            day,
            "--source",
            "accel_founder_factory",
            "--json",
        )
    alerts = run("--catalogue", str(folder), "--specimens", "alerts", "--json").json
    assert [row["claim_id"] for row in alerts if row["claim_id"] == "C14"] == ([] if silent else ["C14"])
    stale = [issue for issue in done.json["issues"] if issue["kind"] == "acceptance"]
    assert len(stale) == (0 if silent else 1)


def test_a_command_that_starts_afresh_says_the_same(shown: Shown, data: Path) -> None:
    """The installed program itself; the other tests' commands are forked with their imports done."""
    command = [str(Path(sys.executable).with_name("citewatch")), "--data", str(data), "--specimens"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CITEWATCH_")}
    for words in (["findings"], ["show", "Z99"]):
        done = subprocess.run([*command, *words], env={**clean, "COLUMNS": "400"}, capture_output=True, text=True)
        ours = shown(*words)
        assert (done.returncode, done.stdout, done.stderr) == (ours.code, ours.out, ours.err)
