"""Law 9: a verdict is computed, never declared.

Every specimen is changed in a copy of its own bytes (its number, its date, the words that show a meaning, its
picture, its status code), read by the real readers and judged by the real checks, and every claim that rests on the
figure must come out differently. The place is found by what expected.json says is printed there, never by the
reader's own span.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
import yaml

from citewatch import catalog
from citewatch.cases import pictures_of, read_case, waiting
from citewatch.checks import judge
from citewatch.promises import gives
from citewatch.quality import judge as judge_page
from citewatch.specimens.answer import Answer
from citewatch.specimens.catalogue import Catalogue, Specimen
from schemas.capture import Hop
from schemas.finding import SEVERITY, Finding, family
from schemas.observation import Reading
from schemas.report import Claim, Report
from schemas.source import Figure, Route, Source
from warehouse.history import Attempt, History, Seen, Stay

ROOT = Path(__file__).parents[1]
LOADED = catalog.load(ROOT)
REPORT = LOADED.reports["cier_genai_2024"]
SHELF = Catalogue.load(ROOT / "specimens")
CASES = [
    case
    for case in SHELF.specimens
    if case.source_id in LOADED.sources and LOADED.sources[case.source_id].reader != "planned"
    if f"{case.source_id}/{case.folder.name}" not in waiting(ROOT / "specimens")
]
FIRST, LAST = datetime(2024, 7, 1), datetime(2024, 9, 1)
"""Within the time in which the report may have come out, whatever the specimen's own day: each is judged alone."""
Reader = Callable[[Specimen], list[Reading]]


def route_of(case: Specimen) -> Route:
    routes = LOADED.sources[case.source_id].routes
    return next((route for route in routes if route.name == case.route), routes[0])


def real_reader(case: Specimen) -> list[Reading]:
    source, route = LOADED.sources[case.source_id], route_of(case)
    pictures, _ = pictures_of(LOADED, source, case, route, SHELF)
    return read_case(LOADED, source, case, route, pictures)


def seen_of(reading: Reading) -> Seen:
    if reading.outcome != "read":
        return Seen(reading.figure, reading.outcome, reading.expected, reading.found)
    kept = {name: getattr(reading, name) for name in Seen.__slots__ if name != "observation_id"}
    return Seen(**{**kept, "observation_id": reading.id})


def history_of(case: Specimen, reader: Reader) -> History:
    """One capture of the case: a stay if a page came, else how the fetch ended."""
    answer, url = case.answer, case.steps[-1][0]
    hops = tuple(Hop(step, each.status, each.header("location") or "") for step, each in case.steps[:-1])
    judged = judge_page(answer.status, {k.lower(): v for k, v in answer.headers}, url, hops, answer.body)
    attempt = Attempt("capture", LAST, judged.state, judged.reason)
    if judged.state != "ok":
        return History((), (attempt,))
    # As of a live page: what only a specimen of ours has shown proves nothing, and that rule is tested elsewhere.
    figures = {reading.figure: seen_of(reading) for reading in reader(case)}
    return History((Stay("sha256:x", FIRST, LAST, "first", "capture", None, "live", figures),), (attempt,))


def findings(case: Specimen, reader: Reader = real_reader) -> dict[str, list[Finding]]:
    """Claim → what is found, from this case alone."""
    found: dict[str, list[Finding]] = {}
    for finding in judge(LOADED, REPORT, {case.source_id: history_of(case, reader)}):
        found.setdefault(finding.claim_id, []).append(finding)
    return found


def resting_on(source_id: str, figure: str, base: dict[str, list[Finding]]) -> Iterator[Claim]:
    """Claims that name the figure, and those that a later edition dated by it has overtaken."""
    ref = f"{source_id}.{figure}"
    for claim in REPORT.claims.values():
        if claim.not_judged:
            continue
        overtaken = any(f.check == "edition" and (f.source_id, f.figure) == (source_id, figure) for f in base[claim.id])
        if ref in claim.refs or overtaken or any(_shown_by(cited, ref) for cited in claim.refs):
            yield claim


def _shown_by(cited: str, ref: str) -> bool:
    """The figure that is cited stands in the picture `ref`: what it measures is said around it."""
    source_id, _, name = cited.partition(".")
    figure = LOADED.sources[source_id].figures.get(name) if source_id in LOADED.sources else None
    return figure is not None and figure.picture is not None and f"{source_id}.{figure.picture}" == ref


def shown(found: list[Finding], source_id: str) -> set[tuple[object, ...]]:
    """What a person sees of the findings on one source."""
    return {
        (f.answer, f.check, f.verdict, f.observed_key, f.difference, f.reason.en)
        for f in found
        if f.source_id == source_id
    }


# ---- changes of the bytes


def with_body(case: Specimen, body: bytes) -> Specimen:
    url, answer = case.steps[-1]
    return replace(case, steps=(*case.steps[:-1], (url, replace(answer, body=body))))


def with_status(case: Specimen, status: int) -> Specimen:
    """Asked at the same address, without a way round; a server that refuses sends a short page."""
    answer = Answer(status, (("content-type", "text/html"),), b"<html><body><p>No.</p></body></html>")
    return replace(case, steps=((case.url, answer),))


_BETWEEN = r"(?:<[^<>]*>|&(?:nbsp|shy|#160|#173|thinsp);|\\u00a0|[\s\u00ad\u200b\u2060])*"
"""What may stand between two letters of a figure in the bytes: tags, blanks, nothing."""


def replaced(case: Specimen, old: str, new: str) -> Specimen | None:
    """`old` replaced wherever it stands as text, across tags; None if it stands nowhere."""
    body = case.answer.body
    if body.startswith(b"%PDF"):
        made = _in_pdf(body, old, new)
        return with_body(case, made) if made else None
    letters = [re.escape(letter) for letter in old if not letter.isspace()]
    edge_before = r"(?<![A-Za-z0-9.,])" if old[0].isascii() and old[0].isalnum() else ""
    edge_after = r"(?![A-Za-z0-9])(?![.,]\d)" if old[-1].isascii() and old[-1].isalnum() else ""
    pattern = re.compile(edge_before + _BETWEEN.join(letters) + edge_after, re.I)
    text, count = pattern.subn(lambda _: new, body.decode("utf-8"))
    return with_body(case, text.encode()) if count else None


def _in_pdf(body: bytes, old: str, new: str) -> bytes | None:
    """The same in the text objects of a PDF, by its own library: the words of a line, not its pixels."""
    document, hits = pdfium.PdfDocument(body), 0
    for page in document:
        text_page = page.get_textpage()
        for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT]):
            size = pdfium_c.FPDFTextObj_GetText(item.raw, text_page.raw, None, 0)
            buffer = ctypes.create_string_buffer(size)
            wide = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
            pdfium_c.FPDFTextObj_GetText(item.raw, text_page.raw, wide, size)
            text = buffer.raw.decode("utf-16-le").rstrip("\0")
            if old in text:
                changed = (text.replace(old, new) + "\0").encode("utf-16-le")
                pointer = ctypes.cast(ctypes.create_string_buffer(changed), ctypes.POINTER(pdfium_c.FPDF_WCHAR))
                assert pdfium_c.FPDFText_SetText(item.raw, pointer)
                hits += 1
        if hits:
            pdfium_c.FPDFPage_GenerateContent(page.raw)
    if not hits:
        return None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_WORDS = {"ten": "seven", "one million": "four million", "十年": "七年", "三千億元": "四千億元"}


def another(printed: str, date: bool) -> str:
    """Another figure written the same way: another year of a date, another leading digit of a number."""
    if printed.lower() in _WORDS:
        return _WORDS[printed.lower()]
    if date:
        year = re.search(r"\d{4}|\d{2,3}(?=年)|\d{3}(?=-)", printed)
        assert year, f"no year in {printed!r}"
        return f"{printed[: year.start()]}{int(year[0]) - 3}{printed[year.end() :]}"
    digit = re.search(r"\d", printed)
    assert digit, f"no digit in {printed!r}"
    # One higher, so that the length and the plausible range stay as they were where they can.
    return f"{printed[: digit.start()]}{int(digit[0]) % 9 + 1}{printed[digit.end() :]}"


def words_of(figure: Figure, label: str | None) -> tuple[list[str], str]:
    """The words that show the meaning, and what to put in their place: those of another term, else nonsense."""
    terms = figure.states or (figure.measures if isinstance(figure.measures, dict) else None)
    if terms is None:
        groups, others = figure.anchors or ((figure.field or "",),), []
    elif label is None:  # expected.json leaves open which of them it is: take away all
        groups, others = tuple(group for words in terms.values() for group in words), []
    else:
        groups = terms[label]
        others = [words for name, words in terms.items() if name != label]
    flat = [word for group in groups for word in ((group,) if isinstance(group, str) else group)]
    first = others[0][0] if others and others[0] else "qqqqq"
    return sorted(flat, key=len, reverse=True), first if isinstance(first, str) else first[0]


# ---- the demand


@dataclass(frozen=True)
class Change:
    case: Specimen
    figure: str
    kind: str
    wanted: dict[str, object]

    def __str__(self) -> str:
        return f"{self.case.source_id}-{self.case.folder.name}-{self.figure}-{self.kind}"


def expected_figures(case: Specimen) -> dict[str, dict[str, object]]:
    path = case.folder / "expected.json"
    found = yaml.safe_load(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}
    declared = LOADED.sources[case.source_id].figures
    return {
        name: wanted for name, wanted in found.items() if name in declared and gives(route_of(case), declared[name])
    }


def all_changes() -> Iterator[Change]:
    for case in CASES:
        source = LOADED.sources[case.source_id]
        for name, wanted in expected_figures(case).items():
            figure = source.figures[name]
            if "picture" in wanted:
                yield Change(case, name, "picture", wanted)
            elif "date" in wanted:
                yield Change(case, name, "date", wanted)
            elif "value" in wanted:
                yield Change(case, name, "number", wanted)
            if not figure.pointer and "names" not in wanted:
                yield Change(case, name, "term", wanted)


def changed_case(change: Change) -> Specimen | None:
    figure = LOADED.sources[change.case.source_id].figures[change.figure]
    printed = str(change.wanted.get("as_printed", ""))
    if change.kind == "picture":
        address = str(change.wanted["picture"])
        file = re.findall(r"[^/?]+\.(?:png|jpg|jpeg|webp|svg)", address)[-1]
        return replaced(change.case, file, f"changed-{file}")
    if change.kind in ("date", "number"):
        return replaced(change.case, printed, another(printed, change.kind == "date"))
    label = change.wanted.get("label")
    words, instead = words_of(figure, str(label) if label else None)
    made: Specimen | None = None
    for word in words:
        made = replaced(made or change.case, word, instead) or made
    return made


def complaint(change: Change, reader: Reader = real_reader) -> str | None:
    """What is wrong with how the verdicts follow the change; None if they follow it, or nothing rests on it."""
    source: Source = LOADED.sources[change.case.source_id]
    base = findings_once(change.case)
    claims = list(resting_on(source.id, change.figure, base))
    claims = [claim for claim in claims if shown(base[claim.id], source.id)]
    if not claims:
        return None
    made = changed_case(change)
    if made is None:
        return f"{change}: what expected.json says is printed does not stand in the page"
    after = findings(made, reader)
    for claim in claims:
        old, new = (shown(found[claim.id], source.id) for found in (base, after))
        if old == new:
            return f"{change}: {claim.id} is found as before: {sorted(map(str, old))}"
        if change.kind in ("number", "date") and claim.comparator == "=" and _named(claim, source, change.figure):
            still = {row[2] for row in new if row[1] in ("value", "date", "implied")} & {"confirmed", "consistent"}
            was = {row[2] for row in old if row[1] in ("value", "date", "implied")} & {"confirmed", "consistent"}
            if was and still:
                return f"{change}: {claim.id} still agrees"
    return None


def _named(claim: Claim, source: Source, figure: str) -> bool:
    """The claim is judged from this figure of the source itself."""
    implied = claim.judged_from if claim.implied_by else ()
    return f"{source.id}.{figure}" in (claim.cites, *claim.found, *implied)


CHANGES = list(all_changes())


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_changed_page_changes_what_is_found(change: Change) -> None:
    assert (said := complaint(change)) is None, said


@pytest.mark.parametrize("status", [404, 403, 429])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source_id}-{case.folder.name}")
def test_a_changed_status_changes_what_is_found(case: Specimen, status: int) -> None:
    """A page that is gone or shut says nothing about the report any more, in either direction."""
    base, after = findings(case), findings(with_status(case, status))
    verdict = "gone" if status == 404 else "blocked"
    for claim_id, found in base.items():
        readable = {f.check for f in found if f.source_id == case.source_id and family(f.verdict) != "cannot_tell"}
        now = [f for f in after[claim_id] if f.source_id == case.source_id]
        assert all(family(f.verdict) == "cannot_tell" for f in now), claim_id
        if readable - {"edition", "press"}:
            assert verdict in {f.verdict for f in now}, claim_id


FOLLOWS = frozenset((
    "C01", "C02", "C11", "C12", "C13", "C13b", "C14", "C15", "C15b", "C16", "C17", "C18", "C19", "C20", "C21", "C21b",
    "C22b", "C23", "C24", "C25", "C26", "C27", "C27b", "C28", "C29", "C30", "C31", "C32", "C35", "C36", "C36b", "C37",
    "C37b", "C38", "C38b", "C39", "C40", "C40b", "C41", "C41b", "C44", "C45", "C45b", "C46", "C53", "C53b", "C57",
))  # fmt: skip
"""Claims of which some verdict word becomes another one when the text, number, date or picture of a page is edited."""
_NO_SOURCE = "The report names no source and we know none, so there is no page to edit."
_RECORDED = "Recorded only."
_SHUT = "Its page has never been opened; only its status can change."
_UNSEEN = "Nobody has seen the passage, and no specimen gives the figure; only the page's status can change."
_LATER = (
    "Every state that the page could show instead is later than the report's too; the reason changes, the word not."
)
STAYS: dict[str, str] = {
    **dict.fromkeys(("C03", "C04", "C05", "C06", "C07", "C49", "C50", "C52", "C52b", "C54"), _NO_SOURCE),
    **dict.fromkeys(("C51", "C52c", "C55", "C56", "C58"), _RECORDED),
    **dict.fromkeys(("C08", "C09", "C10"), _SHUT),
    **dict.fromkeys(("C22", "C33", "C43", "C47", "C47b"), _UNSEEN),
    **dict.fromkeys(("C42", "C48"), _LATER),
    "C34": "What is impossible within the report stays so, whatever a page says.",
}
"""Every other claim, and why no edit of a specimen changes a word of its verdict."""


def verdicts(found: list[Finding]) -> set[tuple[str, str, str]]:
    return {(f.answer, f.check, f.verdict) for f in found}


def test_the_verdict_of_every_named_claim_follows_an_edit_of_its_page() -> None:
    """By name, so that a claim can't fall out of the demand unnoticed."""
    followed: set[str] = set()
    for change in CHANGES:
        base = findings_once(change.case)
        claims = {claim.id for claim in resting_on(change.case.source_id, change.figure, base)} - followed
        made = changed_case(change) if claims else None
        if made is not None:
            after = findings(made)
            followed |= {name for name in claims if verdicts(base[name]) != verdicts(after[name])}
    assert sorted(FOLLOWS - followed) == []
    assert sorted(followed & set(STAYS)) == [], "it follows now: move it to FOLLOWS"
    assert set(REPORT.claims) == FOLLOWS | set(STAYS), "a claim without a place in either list"


_ONCE: dict[Path, dict[str, list[Finding]]] = {}


def findings_once(case: Specimen) -> dict[str, list[Finding]]:
    if case.folder not in _ONCE:
        _ONCE[case.folder] = findings(case)
    return _ONCE[case.folder]


def test_a_reader_that_ignores_the_page_is_caught() -> None:
    """The demand must be able to fail: a reader that always gives the first page's answer breaks it."""
    change = next(c for c in CHANGES if c.case.source_id == "accel_founder_factory" and c.figure == "startups")
    first = real_reader(change.case)
    assert complaint(change) is None
    said = complaint(change, reader=lambda case: first)
    assert said is not None
    assert "C14" in said


def test_no_verdict_word_stands_in_any_yaml() -> None:
    """As a key or a value of its own. (A sentence for people may say that a page is blocked.)"""
    words = set(SEVERITY)

    def scalars(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield str(key)
                yield from scalars(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from scalars(inner)
        else:
            yield str(value)

    folders = [ROOT / name for name in ("reports", "extractors", "examples") if (ROOT / name).is_dir()]
    files = [ROOT / "schemas/measures.yml", *(path for folder in folders for path in folder.rglob("*.y*ml"))]
    # What a specimen should give is written down under specimens/ of each catalogue, apart from what is declared.
    files = [path for path in files if "specimens" not in path.parts]
    assert {"measures.yml", "cier_genai_2024.yml", "statista_genai_market.yml"} <= {path.name for path in files}
    for path in files:
        found = words & {text.strip().lower() for text in scalars(yaml.safe_load(path.read_text(encoding="utf-8")))}
        assert not found, f"{path.name}: {found}"
        underscored = [word for word in words if "_" in word and word in path.read_text(encoding="utf-8")]
        assert not underscored, f"{path.name}: {underscored}"


def test_judging_depends_on_nothing_but_what_it_is_given() -> None:
    """No page at all: no claim agrees and only the report itself can disagree."""
    report: Report = REPORT
    found = judge(LOADED, report, {})
    assert {f.check for f in found if family(f.verdict) != "cannot_tell"} <= {"self_check"}
