"""A timeline of editions served over real HTTPS, refreshes at given days, and what they left in a real warehouse."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from citewatch.refresh import refresh
from citewatch.run import Summary
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from schemas.finding import SEVERITY
from warehouse.answers import rows
from warehouse.published import open_published
from warehouse.store import Store

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "specimens"
Row = dict[str, Any]


def page(*blocks: str, title: str = "A page", lang: str = "en", head: str = "") -> bytes:
    """A page of ours: each block is a paragraph unless it brings its own element."""
    body = "\n".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>{title}</h1>\n{body}\n<p>Specimen written for citewatch; not the real page</p>"
        "</main></body></html>"
    ).encode()


def edited(text: bytes, *changes: tuple[str, str]) -> bytes:
    """A shipped page with some words replaced; each must stand there."""
    made = text.decode()
    for old, new in changes:
        assert old in made, f"{old!r} does not stand in the page"
        made = made.replace(old, new)
    return made.encode()


def shipped_claim(name: str, **changes: Any) -> dict[str, Any]:
    """A claim of the shipped report, with some keys replaced."""
    report = yaml.safe_load((ROOT / "reports" / "cier_genai_2024.yml").read_text("utf-8"))
    return {**report["claims"][name], **changes}


def figures(source: str, *seen: str, **more: dict[str, Any]) -> dict[str, Any]:
    """A source's figures as they would be declared once somebody has read those named on the page."""
    declared = yaml.safe_load((ROOT / "extractors" / f"{source}.yml").read_text("utf-8"))["figures"]
    for name in seen:
        assert declared[name].pop("unverified"), f"{name} is no longer marked"
    return {**declared, **more}


class _Plain(yaml.SafeDumper):
    """Writes everything out: catalogue files may hold no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(data: Mapping[str, Any]) -> str:
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True)


@dataclass(frozen=True)
class Played:
    """What the warehouse says after the last refresh, and what each refresh told."""

    settings: Settings
    runs: Mapping[str, Summary]
    findings: Sequence[Row]
    alerts: Sequence[Row]

    def query(self, sql: str, *given: object) -> list[Row]:
        with open_published(Store(self.settings.warehouse_file, "specimen").published) as connection:
            return rows(connection, sql, list(given))

    def verdicts(self, claim: str, answer: str) -> list[str]:
        """All of them, most serious first."""
        found = {row["verdict"] for row in self.findings if (row["claim_id"], row["answer"]) == (claim, answer)}
        return sorted(found, key=SEVERITY.index)

    def finding(self, claim: str, answer: str, verdict: str, source: str | None = None) -> Row:
        found = [
            row
            for row in self.findings
            if (row["claim_id"], row["answer"], row["verdict"]) == (claim, answer, verdict)
            and source in (None, row["source_id"])
        ]
        assert len(found) == 1, (
            f"{len(found)} findings of {claim} {answer} are {verdict}: {self.verdicts(claim, answer)}"
        )
        return found[0]

    def opened(self, day: str) -> list[tuple[str, str]]:
        """(claim, verdict) of the alerts that the refresh of that day raised."""
        return sorted((str(row["claim_id"]), str(row["verdict"])) for row in self.runs[day].opened)

    def issues(self, day: str, source: str | None = None) -> list[tuple[str, str | None, str]]:
        """(source, figure, kind) of what stood in our way on that day."""
        found = [i for i in self.runs[day].issues if source in (None, i.source_id)]
        return sorted(((i.source_id, i.figure, i.kind) for i in found), key=repr)

    def captures(self, source: str) -> list[tuple[str, str]]:
        """(day, state) of every capture, by day and route."""
        found = self.query(
            "SELECT captured_at, state FROM capture WHERE source_id = ? ORDER BY captured_at, route_order", source
        )
        return [(row["captured_at"].date().isoformat(), row["state"]) for row in found]

    def observed(self, source: str, figure: str) -> list[Row]:
        """Every value seen of a figure, oldest first."""
        return self.query(
            "SELECT * FROM figure_history WHERE source_id = ? AND figure = ? ORDER BY first_at", source, figure
        )

    def printed(self, source: str, figure: str) -> list[str]:
        return [row["as_printed"] for row in self.observed(source, figure)]


class World:
    """A catalogue with the real declarations of some sources, its timeline, and a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.catalogue = folder, folder / "catalogue"
        for name in ("extractors", "reports", "specimens"):
            (self.catalogue / name).mkdir(parents=True)

    def source(self, source_id: str, **changes: Any) -> None:
        """The shipped declaration, with the sources it names as later editions; `changes` replace keys of it."""
        path = self.catalogue / "extractors" / f"{source_id}.yml"
        if path.exists():
            return
        declared = {**yaml.safe_load((ROOT / "extractors" / path.name).read_text("utf-8")), **changes}
        path.write_text(written(declared), "utf-8")
        code = ROOT / "extractors" / f"{source_id}.py"
        if code.exists():
            shutil.copy(code, path.parent)
        for ref in (*declared.get("newer", ()), declared.get("copy_of")):
            if ref:
                self.source(ref.partition(".")[0])

    def write(self, name: str, data: Mapping[str, Any]) -> None:
        (self.catalogue / name).write_text(written(data), "utf-8")

    def report(self, claims: Mapping[str, Mapping[str, Any]] | Sequence[str], **changes: Any) -> None:
        """The shipped report with some of its claims as they are, or with claims of our own."""
        report = yaml.safe_load((ROOT / "reports" / "cier_genai_2024.yml").read_text("utf-8"))
        given = claims if isinstance(claims, Mapping) else {name: report["claims"][name] for name in claims}
        checks = [c for c in report["self_checks"] if set(c["claims"]) <= set(given)]
        made = {**report, "self_checks": checks, **changes, "claims": {k: dict(v) for k, v in given.items()}}
        (self.catalogue / "reports" / "small.yml").write_text(written(made), "utf-8")
        for claim in given.values():
            refs = [claim.get("cites"), *(ref for key in ("also", "found", "press") for ref in claim.get(key, ()))]
            for key in ("relation", "implied_by"):
                refs += [v for k, v in claim.get(key, {}).items() if k in ("left", "right", "share", "total")]
            for ref in refs:
                if ref:
                    self.source(ref.partition(".")[0])

    def edition(
        self, source_id: str, day: str, body: bytes = b"", *, route: str = "page", form: str = "html",
        url: str | None = None, status: int = 200, headers: Mapping[str, str] | None = None,
        redirects: Sequence[Mapping[str, Any]] = (), stand_ins: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """What the source's address answers from that day on."""
        address = url or self.address(source_id, route)
        kinds = {"html": "text/html; charset=utf-8", "json": "application/json", "pdf": "application/pdf"}
        folder = self.catalogue / "specimens" / source_id / f"{day}.{route}"
        folder.mkdir(parents=True)
        told = {
            "url": address, "status": status, "headers": {"Content-Type": kinds[form], **(headers or {})},
            "redirects": list(redirects), "route": route, "stand_ins": list(stand_ins), "note": "A replay case.",
        }  # fmt: skip
        (folder / "capture.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        if body:
            (folder / f"page.{form}").write_bytes(body)

    def address(self, source_id: str, route: str = "page") -> str:
        declared = yaml.safe_load((self.catalogue / "extractors" / f"{source_id}.yml").read_text("utf-8"))
        return next(str(r["url"]) for r in declared["routes"] if r["name"] == route)

    def shipped(self, source_id: str, folder: str, day: str, *changes: tuple[str, str]) -> None:
        """A shipped specimen from that day on, with some words replaced."""
        source = SHIPPED / source_id / folder
        target = self.catalogue / "specimens" / source_id / (day + folder[10:])
        shutil.copytree(source, target)
        if changes:
            (body,) = target.glob("page.*")
            body.write_bytes(edited(body.read_bytes(), *changes))

    def picture(self, name: str, shipped: str, day: str, url: str) -> None:
        """A shipped picture, under an address of the case's own, from that day on."""
        target = self.catalogue / "specimens" / "pictures" / f"{day}.{name}"
        shutil.copytree(SHIPPED / "pictures" / shipped, target)
        told = json.loads((target / "capture.json").read_text("utf-8"))
        (target / "capture.json").write_text(json.dumps({**told, "url": url}), "utf-8")

    def play(self, *days: str) -> Played:
        """A refresh of every source on each day, the clock passed in."""
        runs: dict[str, Summary] = {}
        settings = Settings(self.catalogue, self.folder / "data")
        with SpecimenSite(self.catalogue / "specimens", self.folder / "site", date.fromisoformat(days[0])) as site:
            settings = Settings(self.catalogue, self.folder / "data", network=site.map_path)
            for day in days:
                site.set_date(date.fromisoformat(day))
                runs[day] = asyncio.run(refresh(settings, datetime.fromisoformat(day).replace(tzinfo=UTC)))
        with open_published(Store(settings.warehouse_file, "specimen").published) as connection:
            findings = rows(connection, "SELECT * FROM current_findings ORDER BY severity")
            alerts = rows(connection, "SELECT * FROM alert ORDER BY opened_at, claim_id, verdict")
        return Played(settings, runs, findings, alerts)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
