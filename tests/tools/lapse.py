"""A time-lapse over a few specimens, step by step in children that may be killed, and what it must leave behind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import yaml
from warcio.archiveiterator import ArchiveIterator

from citewatch.cli.demo import DAYS
from citewatch.evidence import read_back
from citewatch.specimens.site import SpecimenSite
from tests.tools.piped import ROOT, Piped
from warehouse import integrity

SOURCES = (
    "statista_genai_market", "fda_gmlp", "github_copilot_research", "klarna_press", "klarna_yahoo", "gartner_ai_in_hr",
)  # fmt: skip
"""A changed edition, a firewall, JSON, a news article, a rate limit, a flat refusal."""


@dataclass(frozen=True, slots=True)
class Step:
    """One refresh: the day, and whether the reader of one source has changed by then."""

    day: date
    changed_reader: bool = False


STEPS = (*(Step(day) for day in DAYS), Step(DAYS[-1], changed_reader=True))


class Forker(Piped):
    """The process that forks children; see forker.py."""

    module = "tests.tools.forker"

    def answer(self) -> int:
        return int(json.loads(self.line())["status"])

    def run(self, **job: Any) -> int:
        """Exit status of the child; -9 if it was killed."""
        self.ask(**job)
        return self.answer()


def small_catalogue(folder: Path, sources: Sequence[str] = SOURCES, *, pictures: bool = False) -> None:
    """The real declarations and specimens of a few sources, and the claims that cite nothing else.

    Without `pictures` those that figures stand in are not served: reading them takes a machine seconds.
    """
    wanted = set(sources)
    (folder / "extractors").mkdir(parents=True)
    (folder / "specimens").mkdir()
    (folder / "reports").mkdir()
    for source in sorted(wanted):
        declared = yaml.safe_load((ROOT / "extractors" / f"{source}.yml").read_text("utf-8"))
        declared.pop("newer", None)
        (folder / "extractors" / f"{source}.yml").write_text(yaml.safe_dump(declared, allow_unicode=True), "utf-8")
        (folder / "specimens" / source).symlink_to(ROOT / "specimens" / source)
    if pictures:
        (folder / "specimens" / "pictures").symlink_to(ROOT / "specimens" / "pictures")
    (folder / "specimens" / "hosts").symlink_to(ROOT / "specimens" / "hosts")
    report = yaml.safe_load((ROOT / "reports" / "cier_genai_2024.yml").read_text("utf-8"))
    report["claims"] = {name: claim for name, claim in report["claims"].items() if _refs(claim) <= wanted}
    report["self_checks"] = [c for c in report.get("self_checks", []) if set(c["claims"]) <= set(report["claims"])]
    (folder / "reports" / "small.yml").write_text(yaml.safe_dump(report, allow_unicode=True), "utf-8")


def _refs(claim: dict[str, Any]) -> set[str]:
    named = [claim.get("cites"), *(ref for key in ("found", "press", "also") for ref in claim.get(key, ()))]
    for key in ("relation", "implied_by"):
        named += [value for name, value in claim.get(key, {}).items() if name in ("left", "right", "share", "total")]
    return {ref.partition(".")[0] for ref in named if ref}


def change_a_reader(before: Path, after: Path) -> None:
    """The same catalogue with one more word to look for: the version changes, what is read does not."""
    shutil.copytree(before, after, symlinks=True)
    path = after / "extractors" / "statista_genai_market.yml"
    declared = yaml.safe_load(path.read_text("utf-8"))
    figure = next(iter(declared["figures"].values()))
    figure["anchors"] = [[word] if isinstance(word, str) else list(word) for word in figure["anchors"]]
    figure["anchors"][0].append("a word that stands nowhere")
    path.write_text(yaml.safe_dump(declared, allow_unicode=True), "utf-8")


@dataclass(slots=True)
class Lapse:
    """Catalogues, site and forker, started once and shared by all histories."""

    folder: Path
    forker: Forker
    site: SpecimenSite
    steps: tuple[Step, ...] = STEPS
    catalogues: tuple[Path, Path] = field(init=False)

    def __post_init__(self) -> None:
        self.catalogues = (self.folder / "catalogue", self.folder / "changed")

    def run(self, data: Path, step: Step, **more: Any) -> int:
        self.site.set_date(step.day)
        return self.forker.run(
            do="refresh", catalogue=self.catalogues[step.changed_reader], data=data, network=self.site.map_path,
            day=step.day.isoformat(), **more,
        )  # fmt: skip


def content(data: Path) -> dict[str, list[str]]:
    """Every row of every table but `run`, sorted; a pointer into the evidence as what lies there.

    Also makes sure that the evidence, the messages and the published copy are whole.
    """
    home = data / "specimen"
    evidence = home / "evidence"
    _whole_evidence(evidence)
    with duckdb.connect(str(home / "citewatch.duckdb"), read_only=True) as connection:
        found = _tables(connection)
        captures = _rows(connection, "SELECT * FROM capture")
        places = {c["capture_id"]: (c["warc_file"], c["warc_offset"], c["warc_length"]) for c in captures}
        found["capture"] = sorted(repr(_with_evidence(row, evidence, places)) for row in captures)
        told = dict(connection.execute("SELECT message_id, sent_at FROM message").fetchall())
    _whole_messages(home / "messages.jsonl", told)
    with duckdb.connect(str(home / "citewatch.published.duckdb"), read_only=True) as published:
        assert {**_tables(published), "capture": []} == {**found, "capture": []}, "the published copy differs"
    left = [path.name for path in home.iterdir() if path.name.endswith((".tmp", ".wal")) or ".new." in path.name]
    assert not left, f"left behind: {left}"
    del found["run"]
    return found


def copy_is_whole(data: Path, *moments: dict[str, list[str]]) -> None:
    """Whatever was killed: the readers' copy opens and is that of one of these moments, or there is none yet."""
    copy = data / "specimen" / "citewatch.published.duckdb"
    if not copy.exists():
        return
    stat = copy.stat()
    found = _whole_copy(copy, (stat.st_ino, stat.st_mtime_ns, stat.st_size))
    # Where a capture's evidence lies differs from run to run.
    compared = [name for name in found if name not in ("capture", "run")]
    assert any(all(found[name] == moment[name] for name in compared) for moment in moments), "a copy of no moment"


@lru_cache(maxsize=4)
def _whole_copy(copy: Path, _: tuple[int, int, int]) -> dict[str, list[str]]:
    """All its rows, each view asked. A copy that nobody has replaced since need not be looked at again."""
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert integrity.doubled(connection) == integrity.dangling(connection) == {}
        for (view,) in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            connection.execute(f"SELECT * FROM {view}").fetchall()
        return _tables(connection)


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    return {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}").fetchall())) for name in names}


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    return [dict(zip([c[0] for c in cursor.description or ()], row, strict=True)) for row in cursor.fetchall()]


def _with_evidence(row: dict[str, Any], evidence: Path, places: dict[str, Any]) -> dict[str, Any]:
    """The row with the digest of what can be read back in place of file and offset, which differ between runs."""
    place = tuple(row.pop(name) for name in ("warc_file", "warc_offset", "warc_length"))
    if place[0] is None:
        return {**row, "evidence": None}
    from citewatch.evidence import Place

    headers: dict[str, str] = {}
    body = b""
    if row["body_digest"] or row["state"] == "not_modified":  # else there was nothing that could be unpacked
        file, offset, length = place
        headers, body = read_back(
            evidence, file, offset, length, lambda name: Place(*places[name]) if name in places else None
        )
    with (evidence / place[0]).open("rb") as opened:
        opened.seek(place[1])
        record = next(iter(ArchiveIterator(opened)))
        assert record.rec_headers.get_header("Citewatch-Capture") == row["capture_id"]
        what = (record.rec_type, record.rec_headers.get_header("Citewatch-Refers-To-Capture"))
    headers.pop("date", None)
    return {**row, "evidence": (what, sorted(headers.items()), body)}


def _whole_evidence(folder: Path) -> None:
    assert not list(folder.glob("*.open"))
    for path in folder.glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()


def _whole_messages(path: Path, told: dict[str, Any]) -> None:
    """Every message at least once; a repeat says the same under the same id."""
    heard: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            message = json.loads(line)
        except ValueError:
            continue  # half a line that a kill left; the message was sent again
        assert heard.setdefault(message["message_id"], line) == line
    assert set(heard) == set(told)
    assert all(told.values()), "a message went out and is not marked as sent"
