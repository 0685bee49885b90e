"""Hop 1: the YAML files of a catalogue folder become a checked Catalog, or citewatch refuses to start."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import schemas
from citewatch import yamlfile
from citewatch.errors import CatalogError
from schemas.base import lean
from schemas.measures import Terms, shipped_terms
from schemas.report import Claim, Report
from schemas.source import Figure, Source
from warehouse import rows

if TYPE_CHECKING:
    from extractors.reading import Mention


@dataclass(frozen=True)
class Catalog:
    """Every report and source of one folder. Nothing is registered anywhere: a file that is there counts."""

    folder: Path
    reports: dict[str, Report]
    sources: dict[str, Source]
    terms: Terms
    files_digest: str = ""
    """Hash of all these files as they are written."""
    known_steps: Mapping[tuple[str, str], Decimal] | None = None
    """`steps`, where an earlier run has found them out of the same files."""

    def figure(self, ref: str) -> tuple[Source, Figure]:
        source_id, _, name = ref.partition(".")
        source = self.sources[source_id]
        return source, source.figures[name]

    @cached_property
    def steps(self) -> Mapping[tuple[str, str], Decimal]:
        """(report, claim) → value of the last digit the report prints, in full units."""
        return _steps(self.reports) if self.known_steps is None else self.known_steps

    @cached_property
    def mirror_digest(self) -> str:
        """Hash of all that the catalogue's tables are made from: these files, and the code that makes the rows."""
        code = (code_digest(Path(rows.__file__).parent), code_digest(Path(schemas.__file__).parent), reading_digest())
        return hashlib.sha256("\0".join((self.files_digest, *code)).encode()).hexdigest()[:16]

    @cached_property
    def figures_watched(self) -> int:
        return sum(len(source.figures) for source in self.sources.values() if source.reader != "planned")


def load(folder: Path) -> Catalog:
    """Read `reports/*.yml` and `extractors/*.yml` under `folder`.

    Raises:
        CatalogError: naming file, line and key of everything that is wrong, all at once.
    """
    problems: list[str] = []
    sources: dict[str, Source] = {}
    reports: dict[str, Report] = {}
    summed = hashlib.sha256()
    held: dict[object, object] = {}
    for path in _files(folder, "extractors"):
        try:
            source = yamlfile.load(path, Source, _name(folder, path), summed.update, id=path.stem)
            sources[path.stem] = lean(source, held)
        except CatalogError as error:
            problems.append(str(error))
    for path in _files(folder, "reports"):
        try:
            report = yamlfile.load(path, Report, _name(folder, path), summed.update, id=path.stem)
            reports[path.stem] = lean(report, held)
        except CatalogError as error:
            problems.append(str(error))
    own_terms = folder / "measures.yml"
    try:
        known = shipped_terms()
        if own_terms.exists():
            known = known.extended(yamlfile.load(own_terms, Terms, "measures.yml"))
    except CatalogError as error:
        problems.append(str(error))
    catalog = Catalog(folder, reports, sources, known, summed.hexdigest())
    if not problems:
        problems = [*_dangling(catalog), *_unknown_terms(catalog), *_code(catalog)]
    if problems:
        raise CatalogError("\n".join(problems))
    if not reports and not sources:
        raise CatalogError(
            f"{folder}: no reports/*.yml and no extractors/*.yml."
            " Start in a catalogue folder or name one with --catalogue."
        )
    return catalog


def _files(folder: Path, kind: str) -> list[Path]:
    if wrong := sorted((folder / kind).glob("*.yaml")):
        raise CatalogError(f"{_name(folder, wrong[0])}: the ending is .yml here; rename it, or it would be overlooked.")
    return sorted((folder / kind).glob("*.yml"))


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _steps(reports: dict[str, Report]) -> dict[tuple[str, str], Decimal]:
    return {
        (report.id, claim.id): mention.precision
        for report in reports.values()
        for claim in report.claims.values()
        if (mention := printed(report, claim)) is not None and mention.precision is not None
    }


def printed(report: Report, claim: Claim) -> Mention | None:
    """The one figure that reading the claim's printed form gives, if there is just one of its kind."""
    from extractors.reading import figures, known_language  # a catalogue that was looked at before needs no reader

    language = known_language(report.language)
    wanted = [
        m for m in figures(claim.says, language, currency=report.currency) if m.value is not None or m.low is not None
    ]
    return wanted[0] if len(wanted) == 1 else None


def misprints(catalog: Catalog) -> list[str]:
    """Claims whose printed form does not read back to the typed value; the text's own damage is excused."""
    found = []
    for report in catalog.reports.values():
        for claim in report.claims.values():
            if claim.kind != "quantity" or claim.damage:
                continue
            mention = printed(report, claim)
            read = None if mention is None else (mention.value, mention.low, mention.high)
            meant = (claim.value, *(claim.range or (None, None)))
            if read != meant:
                found.append(f"reports/{report.id}.yml: {claim.id}: {claim.says!r} reads as {read}, value says {meant}")
    return found


def _dangling(catalog: Catalog) -> list[str]:
    found = []

    def known(ref: str, where: str) -> None:
        source_id, _, name = ref.partition(".")
        if source_id not in catalog.sources:
            found.append(f"{where}: no source {source_id}. Add extractors/{source_id}.yml or correct the name.")
        elif name and name not in catalog.sources[source_id].figures:
            found.append(f"{where}: extractors/{source_id}.yml declares no figure {name}.")

    for report in catalog.reports.values():
        for claim in report.claims.values():
            where = f"reports/{report.id}.yml: {claim.id}"
            for ref in claim.refs:
                known(ref, where)
    for source in catalog.sources.values():
        for ref in source.newer:
            known(ref, f"extractors/{source.id}.yml: newer")
        if source.copy_of:
            known(source.copy_of, f"extractors/{source.id}.yml: copy_of")
    return found


def _unknown_terms(catalog: Catalog) -> list[str]:
    known = catalog.terms
    everything = {*known.measures, *known.natures, *known.states}
    found = []

    def check(term: str | None, where: str) -> None:
        if term is not None and term not in everything:
            found.append(
                f"{where}: {term} is not in the list of terms (schemas/measures.yml;"
                " add your own in measures.yml of the catalogue folder)."
            )

    for report in catalog.reports.values():
        for claim in report.claims.values():
            for term in (claim.measures, claim.state, claim.nature):
                check(term, f"reports/{report.id}.yml: {claim.id}")
    for source in catalog.sources.values():
        for name, figure in source.figures.items():
            used = [figure.measures] if isinstance(figure.measures, str) else list(figure.measures or ())
            for term in [*used, *(figure.states or ())]:
                check(term, f"extractors/{source.id}.yml: {name}")
    return found


def _code(catalog: Catalog) -> list[str]:
    """A `.py` beside a YAML that does not ask for it would be silently ignored, and the other way round."""
    found = []
    for source in catalog.sources.values():
        code = catalog.folder / "extractors" / f"{source.id}.py"
        if (source.reader == "code") != code.exists():
            found.append(
                f"extractors/{source.id}.yml: reader: code and {source.id}.py go together; one of them is missing."
            )
    return found


def digest(source: Source) -> str:
    """A short hash of all that decides how this source's bytes are read, its file's comments and prose excluded."""
    parts = source.model_dump_json(
        include={"routes", "figures", "language", "reader", "edition", "identities", "dated_by"}
    )
    return hashlib.sha256((parts + reading_digest()).encode()).hexdigest()[:16]


_READING: list[str] = []


def reading_digest() -> str:
    """Hash of the reading library's own code: a changed reader reads kept bytes again."""
    if not _READING:
        found = find_spec("extractors.reading")  # where it is; importing it would take a fifth of a run's start
        if found is None or found.origin is None:
            raise ImportError("extractors.reading: the reading library is not installed")
        _READING.append(code_digest(Path(found.origin).parent))
    return _READING[0]


def code_digest(folder: Path) -> str:
    """Hash of every Python file in a folder and the folders below."""
    summed = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        summed.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return summed.hexdigest()[:16]
