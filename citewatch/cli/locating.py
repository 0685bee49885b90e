"""`citewatch locate`: where a claim's printed value stands on a page nobody has declared yet, ready to paste."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import yaml

from citewatch.catalog import Catalog
from citewatch.cli.output import Screen, text
from citewatch.errors import CitewatchError
from citewatch.fetch import Client, FetchRequest
from citewatch.run import fetch_settings
from citewatch.settings import Settings, load_network
from extractors.reading import Page, PageError, Proposal, figures, known_language, propose
from extractors.reading.pages.glance import words
from schemas.report import Claim, Report
from schemas.source import Source

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}|[㐀-鿿]{2,6}")
_EMPTY = words("that this with from whole year years them they than each what where whose which")
_LONGEST_SENTENCE = 240


@dataclass(frozen=True, slots=True)
class Answer:
    """A page's bytes, however they came."""

    body: bytes
    content_type: str
    url: str
    html_at: str | None = None
    language: str | None = None


def claim_of(catalog: Catalog, report: str, claim: str) -> tuple[Report, Claim]:
    """The claim, or a sentence that says which there are."""
    if report not in catalog.reports:
        raise CitewatchError(f"no report {report}: there are {', '.join(catalog.reports) or 'none'}.")
    found = catalog.reports[report]
    if claim not in found.claims:
        raise CitewatchError(f"no claim {claim} in {report}: see reports/{report}.yml.")
    if found.claims[claim].kind not in ("quantity", "date"):
        raise CitewatchError(
            f"{claim} states a {found.claims[claim].kind}, and only values and dates can be looked for by what is"
            " printed: open the page and write the words yourself."
        )
    return found, found.claims[claim]


def words_of(catalog: Catalog, claim: Claim) -> list[str]:
    """What the claim says of its value: the words of its term, of the figure it cites if declared, its period."""
    wording = catalog.terms.wording(claim.measures)
    said = [word for word in _WORD.findall(f"{wording.en} {wording.zh}") if word.lower() not in _EMPTY]
    said += claim.measures.split("_")
    for ref in (claim.cites, *claim.found):
        source_id, _, name = (ref or "").partition(".")
        source = catalog.sources.get(source_id)
        if source is not None and name in source.figures:
            for group in source.figures[name].anchors:
                said += [group] if isinstance(group, str) else group
    if claim.period:
        said += claim.period.split("/")
    return list(dict.fromkeys(said))


def from_file(path: Path, url: str = "") -> Answer:
    """A page saved by hand."""
    if not path.is_file():
        raise CitewatchError(f"{path}: no such file.")
    return Answer(path.read_bytes(), mimetypes.guess_type(path.name)[0] or "", url)


async def from_web(settings: Settings, now: datetime, url: str, source: Source | None = None) -> Answer:
    """The page as a run would get it: same politeness, same checks of the address."""
    network = load_network(settings)
    origin: Literal["specimen", "live"] = "specimen" if network else "live"
    routes = source.routes_for(origin) if source else ()
    if source is not None and not routes:
        raise CitewatchError(f"{source.id} has no route that can be asked: {source.why_planned or 'see its file'}")
    said = ""
    async with Client(fetch_settings(settings), network) as client:
        for name, address, html_at in [(r.name, r.url, r.html_at) for r in routes] or [("page", url, None)]:
            request = FetchRequest(source.id if source else "locate", name, address, now, origin=origin)
            fetched = await client.fetch(request)
            capture = fetched.capture
            if capture.state == "ok":
                language = source.language if source else None
                return Answer(fetched.body, capture.full_type, capture.final_url, html_at, language)
            said = f"{capture.state}: {capture.reason}"
    raise CitewatchError(f"{url or (source.url if source else '')} gave no page: {said}")


def proposals(catalog: Catalog, report: Report, claim: Claim, answer: Answer) -> list[Proposal]:
    """Where the claim's value stands on the page."""
    try:
        page = Page.open(answer.body, answer.content_type, answer.url, html_at=answer.html_at, language=answer.language)
    except PageError as error:
        raise CitewatchError(f"the page can't be read: {error}") from None
    currency = None if _names_its_currency(claim.says, report.language) else report.currency
    return propose(page, claim.says, words_of(catalog, claim), report.language, currency=currency)


def _names_its_currency(printed: str, language: str) -> bool:
    """Whether what is printed says its currency itself: then a bare $ on the page isn't the report's own.

    A bare $ says none, and neither does 5,000元 in Traditional Chinese.
    """
    money = [mention for mention in figures(printed, known_language(language)) if mention.kind == "money"]
    return any(mention.unit is not None and not _BARE_DOLLAR.search(mention.text) for mention in money)


_BARE_DOLLAR = re.compile(r"(?<![A-Za-z])\$")


def told(claim: Claim, found: Sequence[Proposal], screen: Screen) -> None:
    """The proposals as YAML to paste under `figures:`, or as JSON."""
    if screen.as_json:
        screen.json(
            {
                "claim": claim.id, "printed": claim.says, "found": any(stands(one) for one in found),
                "proposals": [_row(one) for one in found],
            }
        )  # fmt: skip
        return
    screen.line(text(verdict(claim, found)))
    for number, one in enumerate(found, 1):
        screen.line()
        screen.line(f"[bold]{number}.[/] {text(one.why)}")
        sentence = one.block.text
        if len(sentence) > _LONGEST_SENTENCE:
            start = max(0, one.start - _LONGEST_SENTENCE // 2)
            sentence = f"…{sentence[start : start + _LONGEST_SENTENCE]}…"
        screen.line(f"   {text(sentence)}")
        labels = " · ".join((*one.block.row, *one.block.column) or one.block.headers[-1:])
        where = f"{one.block.kind} at {one.block.path}" if one.block.path else one.block.kind
        screen.line(f"   [dim]{text(where)}{text(f' under {labels}' if labels else '')}[/]")
        for line in pasted(claim, one).splitlines():
            screen.out.print(text(line), soft_wrap=True)
        if not one.alone:
            screen.line("   [yellow]These words alone do not single it out on this page: add some.[/]")


def verdict(claim: Claim, found: Sequence[Proposal]) -> str:
    """One sentence: whether the value stands there, and if not, what does."""
    equal = [one for one in found if stands(one)]
    if equal:
        places = "in one place" if len(equal) == 1 else f"in {len(equal)} places"
        return f"{claim.id} prints {claim.says}: the value stands {places}."
    if not found:
        return f"{claim.id} prints {claim.says}: neither this value nor its digits stand on the page."
    first = found[0]
    other = "the same number in another unit" if first.match == "unit_differs" else "the same digits at another scale"
    return (
        f"{claim.id} prints {claim.says}: this value is not on the page. Only {other} is: “{first.mention.text}”."
        " Declare it if that is the figure meant; the check will then say what differs."
    )


def pasted(claim: Claim, one: Proposal) -> str:
    """The lines to paste into extractors/ID.yml."""
    figures = {"figures": {claim.measures: {**one.declaration(), "measures": claim.measures}}}
    return yaml.safe_dump(figures, allow_unicode=True, sort_keys=False, width=120).rstrip()


def stands(one: Proposal) -> bool:
    """Whether the claim's value itself stands there."""
    return one.match in ("equal", "rounded")


def _row(one: Proposal) -> dict[str, object]:
    return {
        "match": one.match, "printed": one.mention.text, "value": one.value, "unit": one.unit, "date": one.mention.date,
        "sentence": one.block.text, "start": one.start, "end": one.end, "kind": one.block.kind, "path": one.block.path,
        "span": one.block.span, "headers": one.block.headers, "row": one.block.row, "column": one.block.column,
        "score": one.score, "why": one.why, "alone": one.alone, "declaration": one.declaration(),
    }  # fmt: skip
