"""Copies of a source: they corroborate, they never win, and a copy in the press that stands alone accuses nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from citewatch.checks import wording
from schemas.base import Bilingual
from schemas.finding import Answer, Finding, Words, family
from schemas.measures import Terms
from schemas.report import Claim
from schemas.source import Source

_VALUES = frozenset(("value", "date", "term", "name", "relation", "implied"))
"""Checks that compare what the source prints. Its meaning alone does not settle what a copy says of the value."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What was found on one copy. `cited`: the report names it, so it is judged by itself while it is all there is."""

    source: Source
    cited: bool
    findings: tuple[Finding, ...]

    def of(self, answer: Answer) -> list[Finding]:
        return [finding for finding in self.findings if finding.answer == answer]


def weighed(claim: Claim, terms: Terms, primary: Sequence[Finding], copies: Sequence[Copy]) -> Iterator[Finding]:
    """The findings on the primary source, and what of its copies is worth telling beside them."""
    answers: tuple[Answer, ...] = ("then", "now")
    for answer in answers:
        ours = [finding for finding in primary if finding.answer == answer]
        readable = [f for f in ours if f.check in _VALUES and family(f.verdict) != "cannot_tell" and f.observed]
        agreeing: list[Source] = []
        beside: list[Finding] = []
        for copy in copies:
            if not readable:
                beside += _alone(copy, copy.of(answer), ours)
                continue
            conflict = _conflict(claim, terms, copy, copy.of(answer), readable, ours)
            if conflict is not None:
                beside.append(conflict)
            elif any(family(f.verdict) != "cannot_tell" for f in copy.of(answer)):
                agreeing.append(copy.source)
            if copy.cited:
                beside += [f for f in copy.of(answer) if _own_state(f) or (conflict is None and _backs(f))]
        yield from _corroborated(ours, readable, agreeing)
        yield from beside


def _own_state(finding: Finding) -> bool:
    """Of the page that the report names: that it can't be read (any more)."""
    return family(finding.verdict) == "cannot_tell"


def _backs(finding: Finding) -> bool:
    return family(finding.verdict) == "agrees"


def _alone(copy: Copy, found: Sequence[Finding], ours: Sequence[Finding]) -> Iterator[Finding]:
    """The source itself shows no value: a copy in the press may bear the report out and accuses nobody."""
    shown = any(f.check == "meaning" and family(f.verdict) == "disagrees" for f in ours)
    for finding in found:
        if finding.check == "meaning" and shown:
            continue  # the source shows it itself
        if copy.cited or family(finding.verdict) == "cannot_tell":
            yield finding
        elif family(finding.verdict) == "disagrees":
            reason = Words(
                "A copy in the press disagrees with the report, but the source itself could not be read."
                f" {finding.reason.en}",
                f"媒體轉述與報告不同，但讀不到來源本身。{finding.reason.zh}",
            )
            yield replace(finding, check="press", verdict="ambiguous", suggestion=None, reason=reason)
        else:
            reason = Words(
                f"{finding.reason.en} (Told by {copy.source.publisher}; the source itself shows no figure in text.)",
                f"{finding.reason.zh}（據 {copy.source.publisher} 轉述；來源本身的文字中沒有這個數字。）",
            )
            yield replace(finding, reason=reason)


def _conflict(
    claim: Claim, terms: Terms, copy: Copy, found: Sequence[Finding], readable: Sequence[Finding],
    ours: Sequence[Finding],
) -> Finding | None:  # fmt: skip
    """A copy that says something else than the source is shown as that and nothing more; the source decides."""
    values = [f for f in found if f.check in _VALUES and family(f.verdict) != "cannot_tell" and f.observed]
    for theirs in values:
        for mine in (f for f in readable if f.check == theirs.check):
            if theirs.observed_key != mine.observed_key and not (_backs(theirs) and _backs(mine)):
                return _shown(copy, theirs, _printed(terms, theirs), _printed(terms, mine))
    told = {f.term for f in ours if f.check == "meaning" and family(f.verdict) == "disagrees"} or {claim.measures}
    telling = {f.term for f in found if f.check == "meaning" and family(f.verdict) == "disagrees"} or {claim.measures}
    if values and told != telling and None not in told | telling:
        theirs_term, ours_term = (terms.wording(min(str(term) for term in each)) for each in (telling, told))
        return _shown(copy, values[0], _quoted(theirs_term), _quoted(ours_term))
    return None


def _printed(terms: Terms, finding: Finding) -> Words:
    if finding.term is not None:
        return _quoted(terms.wording(finding.term))
    return wording.quoted(finding.observed or "")


def _quoted(term: Bilingual) -> Words:
    return Words(f"“{wording.inside(term.en)}”", f"「{wording.inside(term.zh)}」")


def _shown(copy: Copy, finding: Finding, theirs: Words, ours: Words) -> Finding:
    name = copy.source.publisher
    reason = Words(
        f"Two sources differ: {name} has {theirs.en}, the source it goes back to has {ours.en}, and that one decides.",
        f"兩個來源不一致：{name} 所載是{theirs.zh}，其所依據的原始來源是{ours.zh}，以原始來源為準。",
    )
    return replace(finding, check="press", verdict="ambiguous", suggestion=None, reason=reason)


def _corroborated(
    ours: Sequence[Finding], readable: Sequence[Finding], agreeing: Sequence[Source]
) -> Iterator[Finding]:
    """The primary's findings, the first one that was read with the copies that say the same."""
    first = next(iter(readable), None)
    for finding in ours:
        if finding is first and agreeing:
            en, zh = ", ".join(s.publisher for s in agreeing), "、".join(s.publisher for s in agreeing)
            reason = Words(f"{finding.reason.en} Also so in: {en}.", f"{finding.reason.zh}另見：{zh}，所載相同。")
            yield replace(finding, reason=reason)
        else:
            yield finding
