"""A catalogue folder either loads whole, or says in which file, line and key it is wrong and what to do."""

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from citewatch import catalog, drafts
from citewatch.errors import CatalogError, CitewatchError
from schemas.base import Model, lean
from schemas.measures import Terms
from schemas.report import Report
from schemas.source import Source

ROOT = Path(__file__).parents[1]
SOURCE = """\
title: The study
publisher: Somebody
url: https://a.example/study
terms: Public page.
routes:
  - {name: page, url: "https://a.example/study", form: html}
figures:
  firms:
    reads: quantity
    anchors: [firms]
    measures: firms_supported
"""
REPORT = """\
title: The report
publisher: Somebody
language: zh-Hant
currency: TWD
published: {first: "2024-06-20", last: "2024-11-30", basis: told}
claims:
  C01:
    says: 221家
    where: {section: "1"}
    value: 221
    unit: company
    measures: firms_supported
    cites: study.firms
"""


def write(folder: Path, source: str | bytes = SOURCE, report: str | bytes = REPORT) -> Path:
    for kind, name, content in (("extractors", "study", source), ("reports", "rep", report)):
        (folder / kind).mkdir(exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        (folder / kind / f"{name}.yml").write_bytes(data)
    return folder


def error(folder: Path) -> str:
    with pytest.raises(CatalogError) as raised:
        catalog.load(folder)
    return str(raised.value)


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    loaded = catalog.load(write(tmp_path))
    assert loaded.reports["rep"].claims["C01"].value == 221
    assert loaded.steps["rep", "C01"] == 1
    assert loaded.figure("study.firms")[1].anchors == ("firms",)


BAD_SOURCES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("unknown key", "terms: Public page.", "term: Public page.", ("study.yml, line 4", "term", "xtra")),
    ("missing key", "terms: Public page.\n", "", ("study.yml", "terms", "equired")),
    ("key given twice", "terms: Public page.", "title: Other\nterms: x", ("line 4", "'title'", "line 1", "Mend")),
    ("anchor", "publisher: Somebody", "publisher: &p Somebody", ("line 2", "anchors and aliases", "write it out")),
    ("alias", "publisher: Somebody", "publisher: *p", ("line 2", "anchors and aliases")),
    ("unknown reads", "reads: quantity", "reads: amount", ("line 9", "figures.firms.reads")),
    ("bad number", "anchors: [firms]", "anchors: [firms]\n    between: [1, many]", ("line 11", "between", "decimal")),
    ("leading zero", "anchors: [firms]", "anchors: [firms]\n    between: [010, 2]", ("line 11", "leading zero")),
    ("range turned", "anchors: [firms]", "anchors: [firms]\n    between: [9, 1]", ("line 8", "smaller one")),
    ("nothing to find it by", "    anchors: [firms]\n", "", ("figures.firms", "anchors, row, field or pointer")),
    ("states without text", "anchors: [firms]", "anchors: [firms]\n    states: {bill: [[x]]}", ("reads: text",)),
    ("no routes", '  - {name: page, url: "https://a.example/study", form: html}\n', "  []\n", ("at least one route",)),
    ("planned without why", "terms: Public page.", "terms: x\nreader: planned", ("why_planned",)),
    ("address of a file", 'url: "https', 'url: "file', ("routes.0.url", "line 6")),
    ("id in the file", "title: The study", "id: study\ntitle: The study", ("line 1", "file's name", "remove")),
    ("not a mapping", SOURCE, "- a\n- b\n", ("line 1", "key: value")),
    ("not YAML", "title: The study", "title: [The study", ("study.yml, line", "Mend the YAML")),
    ("unknown term", "firms_supported", "firms_of_mars", ("firms_of_mars", "list of terms", "measures.yml")),
    ("dates of nothing", "terms: Public page.", "terms: x\ndated_by: day", ("does not declare", "day")),
    ("newer of nobody", "terms: Public page.", "terms: x\nnewer: [other.day]", ("no source other", "Add extractors/")),
    ("reader code without code", "terms: Public page.", "terms: x\nreader: code", ("study.py", "of them is missing")),
    ("a state that ends on no day", "reads: quantity\n    anchors: [firms]\n    measures: firms_supported",
     "reads: text\n    anchors: [act]\n    states: {bill: [[x]]}\n"
     "    expires: {state: bill, on: \"2025\", becomes: act_passed, reason: {en: r, zh: r}}", ("on:", "2025-01-03")),
]  # fmt: skip


@pytest.mark.parametrize("row", BAD_SOURCES, ids=lambda row: row[0])
def test_bad_source(tmp_path: Path, row: tuple[str, str, str, tuple[str, ...]]) -> None:
    _, old, new, wanted = row
    assert old in SOURCE
    message = error(write(tmp_path, source=SOURCE.replace(old, new, 1)))
    for part in wanted:
        assert part in message, message


BAD_REPORTS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("no such figure", "study.firms", "study.people", ("rep.yml: C01", "declares no figure people")),
    ("no such source", "study.firms", "other.firms", ("no source other", "Add extractors/other.yml")),
    ("unknown key", "unit: company", "units: company", ("line 11", "claims.C01.units")),
    ("no value", "    value: 221\n    unit: company\n", "", ("line 7", "give exactly one of", "none")),
    ("two values", "unit: company", 'unit: company\n    date: "2023"', ("value, date",)),
    ("no unit", "    unit: company\n", "", ("needs its unit",)),
    ("not a date", "value: 221\n    unit: company", 'date: "June"', ("not an ISO year",)),
    ("no source and no reason", "    cites: study.firms\n", "", ("say why in no_source",)),
    ("bad number", "value: 221", "value: about 221", ("line 10", "claims.C01.value")),
    ("interval turned", 'first: "2024-06-20"', 'first: "2025-06-20"', ("line 5", "must not be after")),
    (
        "self-check of nobody",
        "claims:",
        "self_checks:\n  - {kind: parts, claims: [C09]}\nclaims:",
        ("C09", "do not exist"),
    ),
    ("odd claim id", "  C01:", "  c-1:", ("claims", "pattern")),
]


@pytest.mark.parametrize("row", BAD_REPORTS, ids=lambda row: row[0])
def test_bad_report(tmp_path: Path, row: tuple[str, str, str, tuple[str, ...]]) -> None:
    _, old, new, wanted = row
    assert old in REPORT
    message = error(write(tmp_path, report=REPORT.replace(old, new, 1)))
    for part in wanted:
        assert part in message, message


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    message = error(write(tmp_path, SOURCE.replace("reads", "read"), REPORT.replace("says", "say")))
    assert "extractors/study.yml" in message
    assert "reports/rep.yml" in message


def test_not_utf8(tmp_path: Path) -> None:
    message = error(write(tmp_path, source=SOURCE.replace("Somebody", "某人").encode("big5")))
    assert "extractors/study.yml: not UTF-8" in message
    assert "Save it as UTF-8" in message


def test_deep_nesting(tmp_path: Path) -> None:
    assert "nested too deeply" in error(write(tmp_path, source="a: " + "[" * 5000 + "]" * 5000))


def test_three_megabytes(tmp_path: Path) -> None:
    message = error(write(tmp_path, source=SOURCE + "# " + "x" * 3_000_000))
    assert "study.yml" in message
    assert "Split it" in message


def test_the_other_ending_is_not_overlooked(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "extractors/study.yml").rename(folder / "extractors/study.yaml")
    assert "extractors/study.yaml" in error(folder)
    assert ".yml" in error(folder)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "--catalogue" in error(tmp_path)


def test_code_that_no_yaml_asks_for(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "extractors/study.py").write_text("")
    assert "study.py" in error(folder)


def test_own_terms(tmp_path: Path) -> None:
    folder = write(tmp_path, SOURCE.replace("firms_supported", "own"), REPORT.replace("firms_supported", "own"))
    assert "own is not in the list" in error(folder)
    (folder / "measures.yml").write_text("measures:\n  own: {en: Mine., zh: 自訂。}\n", encoding="utf-8")
    assert catalog.load(folder).terms.wording("own").zh == "自訂。"
    (folder / "measures.yml").write_text("measures:\n  own: {en: Mine.}\n", encoding="utf-8")
    assert "measures.yml, line 2: measures.own.zh" in error(folder)


@pytest.mark.parametrize(
    ("written", "read"),
    [("value: 15.70", Decimal("15.70")), ("value: 1_000", Decimal(1000)), ("value: -5", Decimal(-5))],
)
def test_numbers_are_exact(tmp_path: Path, written: str, read: Decimal) -> None:
    value = (
        catalog.load(write(tmp_path, report=REPORT.replace("value: 221", written))).reports["rep"].claims["C01"].value
    )
    assert str(value) == str(read)


def test_yaml_traps(tmp_path: Path) -> None:
    """NO is Norway, 2024-06-20 is text, yes is text, on is a key like any other."""
    text = REPORT.replace("publisher: Somebody", "publisher: NO").replace(
        "value: 221\n    unit: company", "date: 2024-06-20"
    )
    loaded = catalog.load(write(tmp_path, report=text)).reports["rep"]
    assert loaded.publisher == "NO"
    assert loaded.claims["C01"].date == "2024-06-20"


def test_digest_ignores_prose_and_sees_what_decides(tmp_path: Path) -> None:
    def digest(text: str) -> str:
        return catalog.digest(catalog.load(write(tmp_path, source=text)).sources["study"])

    first = digest(SOURCE)
    assert digest("# a comment\n" + SOURCE.replace("The study", "Another title")) == first
    assert digest(SOURCE.replace("[firms]", "[companies]")) != first


# ---- the shipped catalogue


@pytest.fixture(scope="module")
def shipped() -> catalog.Catalog:
    return catalog.load(ROOT)


def test_shipped_catalogue_loads(shipped: catalog.Catalog) -> None:
    assert len(shipped.reports["cier_genai_2024"].claims) >= 53
    assert len(shipped.sources) >= 40


def test_printed_form_reads_back_to_the_typed_value(shipped: catalog.Catalog) -> None:
    assert catalog.misprints(shipped) == []


def test_a_misprint_is_found(tmp_path: Path) -> None:
    loaded = catalog.load(write(tmp_path, report=REPORT.replace("value: 221", "value: 212")))
    assert "C01" in catalog.misprints(loaded)[0]


def test_every_key_has_a_description_or_a_plain_name() -> None:
    """A key that nobody can explain is a key too many; the plainest ones explain themselves."""
    plain = {"title", "publisher", "language", "id", "says", "where", "name", "names", "value", "range", "unit",
             "comparator", "relation", "implied_by", "accepted", "url", "form", "why_planned", "parts", "total", "kind",
             "identities", "published", "note", "self_checks", "claims"}  # fmt: skip
    for model in (Source, Report, Terms):
        for name, field in model.model_fields.items():
            assert field.description or name in plain, f"{model.__name__}.{name}"


def test_every_term_is_in_both_languages_and_every_lifecycle_is_of_known_states(shipped: catalog.Catalog) -> None:
    terms = shipped.terms
    for group in (terms.measures, terms.natures, terms.states):
        for name, words in group.items():
            assert words.en.strip() and words.zh.strip(), name
    known = set(terms.states)
    assert {state for cycle in terms.lifecycles for state in cycle} <= known
    assert {term.until for term in terms.states.values() if term.until} <= known


# ---- drafts


def test_drafts_are_valid_yaml_that_only_wants_real_words(tmp_path: Path) -> None:
    source = drafts.draft_source(tmp_path, "a_source", "https://a.example/x")
    report = drafts.draft_report(tmp_path, "a_report")
    for path in (source, report):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))
    message = error(tmp_path)
    assert "a_term is not in the list" in message
    for path in (source, report):
        path.write_text(path.read_text(encoding="utf-8").replace("a_term", "firms_supported"), encoding="utf-8")
    text = report.read_text(encoding="utf-8").replace("a_source.a_figure", "a_source.first_figure")
    report.write_text(text, encoding="utf-8")
    catalog.load(tmp_path)


@pytest.mark.parametrize("name", ["Bad", "../x", "1a", "reading", "a b", ""])
def test_draft_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(CitewatchError):
        drafts.draft_report(tmp_path, name)
    assert not any(tmp_path.rglob("*.yml"))


def test_a_draft_never_overwrites(tmp_path: Path) -> None:
    drafts.draft_report(tmp_path, "mine").write_text("own work", encoding="utf-8")
    with pytest.raises(CitewatchError, match="nothing was changed"):
        drafts.draft_report(tmp_path, "mine")
    assert (tmp_path / "reports/mine.yml").read_text(encoding="utf-8") == "own work"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:1", "https://a.example/ b", 'https://a.example/"'])
def test_draft_addresses(tmp_path: Path, url: str) -> None:
    with pytest.raises(CitewatchError, match="expected an address"):
        drafts.draft_source(tmp_path, "mine", url)


def test_loading_needs_nothing_but_the_folder(tmp_path: Path) -> None:
    """Anyone's folder, at any place, without a line of Python."""
    for kind in ("reports", "extractors"):
        shutil.copytree(ROOT / kind, tmp_path / kind, ignore=shutil.ignore_patterns("*.py", "reading", "__pycache__"))
    coded = [path.stem for path in (ROOT / "extractors").glob("*.py") if path.stem != "__init__"]
    if not coded:
        assert set(catalog.load(tmp_path).sources) == set(catalog.load(ROOT).sources)


def test_a_lean_model_is_equal_and_shares_what_is_said_again() -> None:
    loaded = catalog.load(ROOT)
    held: dict[Any, Any] = {}
    for model in (*loaded.sources.values(), *loaded.reports.values()):
        again = lean(model, held)
        assert again == model and again is not model
        assert again.model_dump_json() == model.model_dump_json()
        assert again.model_dump(exclude_unset=True) == model.model_dump(exclude_unset=True)
        with pytest.raises(ValidationError):
            again.title = "another"  # type: ignore[misc]
    publishers = [source.publisher for source in loaded.sources.values()]
    assert len(set(map(id, publishers))) == len(set(publishers)) < len(publishers)
    given = [source.__pydantic_fields_set__ for source in loaded.sources.values()]
    assert len(set(map(id, given))) == len(set(map(frozenset, given))) < len(given)


def test_equal_numbers_printed_otherwise_stay_as_they_are() -> None:
    class Range(Model):
        between: tuple[Decimal, Decimal]

    held: dict[Any, Any] = {}
    for low in ("1.0", "1", "1.00"):
        assert str(lean(Range(between=(Decimal(low), Decimal(2))), held).between[0]) == low
