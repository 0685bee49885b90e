"""All findings of a report: every claim, every source it names or we found, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from citewatch.catalog import Catalog
from citewatch.checks import compare, wording
from citewatch.checks.compare import Outcome
from citewatch.checks.inside import self_checks
from citewatch.checks.timeline import InForce, during, edition_as_printed, first_value, newest_with, timeline
from schemas.finding import Answer, Finding, Verdict, Words, family
from schemas.report import Claim, Report
from schemas.source import Figure, Source
from schemas.value import first_day, is_date
from warehouse.history import Attempt, History, Seen

NOT_READ: dict[str, Verdict] = {
    "blocked": "blocked", "refused": "blocked", "gone": "gone", "unreachable": "not_found",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Case:
    """One claim against one figure of one source."""

    catalog: Catalog
    report: Report
    claim: Claim
    source: Source
    name: str
    figure: Figure
    histories: Mapping[str, History]

    @property
    def line(self) -> tuple[InForce, ...]:
        return timeline(self.source, self.histories.get(self.source.id, History()))


def judge(catalog: Catalog, report: Report, histories: Mapping[str, History]) -> list[Finding]:
    """Every finding of `report`; equal inputs give equal findings."""
    found: list[Finding] = []
    for claim in report.claims.values():
        if claim.not_judged:
            continue
        if claim.cites is None:
            found += _both(report, claim, _no_source(claim))
        primary = [ref for ref in (claim.cites, *claim.found) if ref]
        judged = [finding for ref in primary for finding in _citation(catalog, report, claim, ref, histories)]
        copies = [finding for ref in claim.press for finding in _citation(catalog, report, claim, ref, histories)]
        found += judged
        found += _corroboration(judged, copies)
        if claim.relation or claim.implied_by:
            found += _derived(catalog, report, claim, histories)
    for claim_id, outcome in self_checks(report, catalog.steps):
        found += _both(report, report.claims[claim_id], outcome)
    return list({finding.key: finding for finding in found}.values())


def _no_source(claim: Claim) -> Outcome:
    why = claim.no_source or ""
    look = claim.look_at
    return Outcome(
        "citation",
        "no_source_given",
        Words(f"The report names no source: {why}" + (f" {look.en}" if look else ""),
              "報告沒有註明來源。" + (look.zh if look else "")),
    )  # fmt: skip


def _citation(
    catalog: Catalog, report: Report, claim: Claim, ref: str, histories: Mapping[str, History]
) -> list[Finding]:
    source_id, _, name = ref.partition(".")
    source = catalog.sources[source_id]
    if not name:
        return _both(report, claim, _no_figure(claim, source), source=source)
    case = _Case(catalog, report, claim, source, name, source.figures[name], histories)
    return [*_answer(case, "then"), *_answer(case, "now")]


def _no_figure(claim: Claim, source: Source) -> Outcome:
    look = claim.look_at or source.look_at
    planned = source.reader == "planned"
    en = "citewatch has no reader for this source yet." if planned else "No figure of this source is known to carry it."
    zh = "citewatch 尚未能讀取這個來源。" if planned else "這個來源中還找不到對應的數字。"
    return Outcome("value", "not_found", Words(en + (f" {look.en}" if look else ""), zh + (look.zh if look else "")))


def _answer(case: _Case, answer: Answer) -> Iterator[Finding]:
    line, published = case.line, case.report.published
    last = case.histories.get(case.source.id, History()).last
    if case.source.reader == "planned" and not line:
        yield _finding(case, answer, _no_figure(case.claim, case.source), None)
        return
    if not line:
        yield _finding(case, answer, _never_read(case, last), None, attempt=last)
        return
    own = during(line, published.first, published.last)
    if answer == "then":
        yield from _then(case, own, line)
    else:
        yield from _now(case, own, line, last)
    yield from _dated_successors(case, answer)


def _then(case: _Case, own: Sequence[InForce], line: Sequence[InForce]) -> Iterator[Finding]:
    if not own:
        yield _finding(case, "then", _only_later(case, line[0]), line[0])
        return
    for item in own:
        for outcome, seen in _outcomes(case, item):
            yield _finding(case, "then", outcome, item, seen)
    if len({item.edition for item in own if item.edition}) > 1:
        yield _finding(case, "then", _new_edition(case, own[-1]), own[-1])


def _now(case: _Case, own: Sequence[InForce], line: Sequence[InForce], last: Attempt | None) -> Iterator[Finding]:
    current = newest_with(line, case.name) or line[-1]
    rebased = bool(own and current.edition and own[-1].edition and current.edition != own[-1].edition)
    unknown = bool(case.source.edition) and not own
    if rebased:
        yield _finding(case, "now", _new_edition(case, current), current)
        # What the newer edition says is about another forecast; the claim is still judged by its own.
        for outcome, seen in _outcomes(case, own[-1]):
            yield _finding(case, "now", outcome, own[-1], seen)
    elif unknown:
        yield _finding(case, "now", _only_later(case, current), current)
    else:
        for outcome, seen in _outcomes(case, current):
            yield _finding(case, "now", outcome, current, seen)
    if last is not None and last.state in NOT_READ:
        yield _finding(case, "now", _lost(current, last), current, attempt=last)


def _outcomes(case: _Case, item: InForce) -> Iterator[tuple[Outcome, Seen | None]]:
    """What one stay says about the claim."""
    seen = item.stay.figures.get(case.name)
    if seen is None or seen.outcome in ("missing", "bad_page", "out_of_range"):
        yield _absent(case, seen), None
        return
    if seen.outcome == "ambiguous":
        yield (
            Outcome(
                "value", "ambiguous", Words(f"Several candidates: {seen.found}", f"有多個可能的數字：{seen.found}")
            ),
            None,
        )
        return
    outcomes = list(_compared(case, seen))
    if case.figure.unverified and item.stay.origin == "specimen":
        # We wrote the specimen ourselves: its stand-in shows how a reading would be judged and proves nothing.
        would = ", ".join(outcome.verdict for outcome in outcomes)
        outcomes = [_unverified(case, seen, would)]
    for outcome in outcomes:
        yield outcome, seen


def _compared(case: _Case, seen: Seen) -> Iterator[Outcome]:
    claim, figure = case.claim, case.figure
    step = case.catalog.steps.get((case.report.id, claim.id))
    read_from_words = claim.kind == "quantity" and (seen.value is not None or seen.low is not None)
    if claim.relation or claim.implied_by:
        pass  # judged from several figures: see _derived
    elif figure.reads == "picture" and not read_from_words:
        yield compare.picture(seen)
    elif claim.kind == "quantity":
        if _other_period(claim, seen):
            yield _period(claim, seen)
        else:
            yield compare.quantity(claim, step, seen)
    elif claim.kind == "date":
        yield compare.day(claim, figure, seen)
        return  # its own rule knows what the two dates are of
    elif claim.kind == "status":
        yield compare.term(claim, seen, case.catalog.terms)
    elif claim.kind in ("name", "names"):
        yield compare.name(claim, seen)
    else:
        yield compare.picture(seen)
    if meant := compare.meaning(claim, figure, seen, case.catalog.terms):
        yield meant


def _other_period(claim: Claim, seen: Seen) -> bool:
    return bool(claim.period and seen.period) and not set(str(claim.period).split("/")) & set(
        str(seen.period).split("/")
    )


def _period(claim: Claim, seen: Seen) -> Outcome:
    return Outcome(
        "value",
        "not_found",
        Words(f"The source gives {seen.as_printed} for {seen.period}, the report speaks of {claim.period}: not comparable.",
              f"來源的 {seen.as_printed} 是{seen.period}年，報告說的是{claim.period}年，無法比較。"),
    )  # fmt: skip


def _derived(catalog: Catalog, report: Report, claim: Claim, histories: Mapping[str, History]) -> Iterator[Finding]:
    """Relations and implied counts: judged from two figures, each as in force at the time."""
    rule = claim.relation or claim.implied_by
    assert rule is not None
    refs = (rule.left, rule.right) if claim.relation else (rule.share, rule.total)  # type: ignore[union-attr]
    for answer in ("then", "now"):
        seen: list[tuple[_Case, InForce, Seen]] = []
        for ref in refs:
            source, figure = catalog.figure(ref)
            case = _Case(catalog, report, claim, source, ref.partition(".")[2], figure, histories)
            line = case.line
            own = during(line, report.published.first, report.published.last) if answer == "then" else line
            item = newest_with(own, case.name)
            value = item.stay.figures.get(case.name) if item else None
            if item is None or value is None or value.outcome != "read":
                break
            seen.append((case, item, value))
        if len(seen) < 2:
            continue  # the findings on the cited figures say why it can't be read
        (case, item, left), (_, _, right) = seen
        if claim.relation:
            outcomes = [compare.relation(claim.relation, left, right)]
            if meant := compare.meaning(claim, case.figure, left, catalog.terms):
                outcomes.append(meant)
        else:
            assert claim.implied_by is not None
            outcomes = [compare.implied(claim, claim.implied_by, left, right)]
        for outcome in outcomes:
            yield _finding(case, answer, outcome, item, left)


def _corroboration(primary: Sequence[Finding], copies: Sequence[Finding]) -> Iterator[Finding]:
    """A copy in the press counts only where the primary can't be read; where both can, a conflict is shown."""
    for answer in ("then", "now"):
        readable = [f for f in primary if f.answer == answer and family(f.verdict) != "cannot_tell"]
        for copy in (f for f in copies if f.answer == answer):
            if not readable or family(copy.verdict) == "cannot_tell":
                yield copy
            elif copy.observed_value is not None and all(
                copy.observed_value != f.observed_value for f in readable if f.observed_value is not None
            ):
                yield Finding(**{
                    **{name: getattr(copy, name) for name in Finding.__slots__},
                    "check": "press", "verdict": "ambiguous", "suggestion": None,
                    "reason": Words(f"A press copy prints {copy.observed}; the primary source decides.",
                                    f"媒體轉述寫的是 {copy.observed}，以原始來源為準。"),
                })  # fmt: skip


def _dated_successors(case: _Case, answer: Answer) -> Iterator[Finding]:
    """Later editions that carry a date: superseded from that day on, whenever we came to read of it."""
    for ref in case.source.newer:
        source, _ = case.catalog.figure(ref)
        name = ref.partition(".")[2]
        line = timeline(source, case.histories.get(source.id, History()))
        item = newest_with(line, name)
        seen = item.stay.figures.get(name) if item else None
        if item is None or seen is None or seen.outcome != "read" or not seen.date or not is_date(seen.date):
            continue
        limit = case.report.published.last if answer == "then" else date.max
        if first_day(seen.date) > limit or not _later(case, seen.date):
            continue
        outcome = Outcome(
            "edition",
            "superseded",
            Words(
                f"A newer edition is dated {seen.date}: {source.title}.",
                f"已有較新版本（{wording.date_zh(seen.date)}）：{source.title}。",
            ),
        )
        yield _finding(case, answer, outcome, item, seen, source=source, figure=name)


def _later(case: _Case, day: str) -> bool:
    """A successor must be later than the date the claim itself names, if it names one."""
    own = case.claim.date
    return not own or first_day(day) > first_day(own)


def _new_edition(case: _Case, item: InForce) -> Outcome:
    printed = edition_as_printed(case.source, item.stay)
    seen = item.stay.first_at.date()
    return Outcome(
        "edition",
        "superseded",
        Words(f"The source has a newer edition, first seen on {seen}: {printed}. The two are not compared.",
              f"來源已有新版（{seen} 首次見到）：{printed}。不同版本之間不作比較。"),
    )  # fmt: skip


def _only_later(case: _Case, item: InForce) -> Outcome:
    return Outcome(
        "value",
        "not_found",
        Words(f"Nothing read so far dates from before {case.report.published.last}; the oldest is of {item.since}."
              " An archived copy of the page would settle it.",
              f"目前讀到的內容都晚於 {case.report.published.last}，最早的是 {item.since}；需要當時的存檔才能判斷。"),
    )  # fmt: skip


def _never_read(case: _Case, last: Attempt | None) -> Outcome:
    look = case.claim.look_at or case.source.look_at
    more = Words(f" {look.en}", look.zh) if look else Words("", "")
    if last is None:
        return Outcome(
            "value",
            "not_found",
            Words(f"The source has not been fetched yet.{more.en}", f"尚未讀取這個來源。{more.zh}"),
        )
    verdict = NOT_READ.get(last.state, "not_found")
    return Outcome("fetch", verdict, Words(f"{last.reason}{more.en}", f"無法讀取來源（{last.state}）。{more.zh}"))


def _lost(current: InForce, last: Attempt) -> Outcome:
    day = current.stay.last_at.date()
    return Outcome(
        "fetch",
        NOT_READ[last.state],
        Words(
            f"{last.reason} The last good copy, of {day}, still counts.",
            f"目前無法讀取（{last.state}），仍以 {day} 的最後副本為準。",
        ),
    )


def _absent(case: _Case, seen: Seen | None) -> Outcome:
    look = case.claim.look_at or case.source.look_at
    why = seen.found if seen is not None else "the route read does not give it."
    return Outcome(
        "value",
        "not_found",
        Words(f"Not found on the page: {why}" + (f" {look.en}" if look else ""),
              "頁面上找不到這個數字。" + (look.zh if look else "")),
    )  # fmt: skip


def _unverified(case: _Case, seen: Seen, would: str) -> Outcome:
    look = case.claim.look_at or case.source.look_at
    return Outcome(
        "value",
        "not_found",
        Words(f"Nobody has seen it in the source itself ({case.figure.unverified}). The specimen's stand-in"
              f" {seen.as_printed} would be judged: {would}." + (f" {look.en}" if look else ""),
              f"尚無人在來源中親眼見到。樣本中的替代值 {seen.as_printed} 會判為：{would}。" + (look.zh if look else "")),
    )  # fmt: skip


def _both(report: Report, claim: Claim, outcome: Outcome, source: Source | None = None) -> list[Finding]:
    return [_bare(report, claim, answer, outcome, source) for answer in ("then", "now")]


def _bare(report: Report, claim: Claim, answer: Answer, outcome: Outcome, source: Source | None) -> Finding:
    return Finding(
        report.id, claim.id, answer, outcome.check, outcome.verdict, source.id if source else None, None, None, None,
        stated(claim), claim.value, None, None, None, claim.unit, None, None, None, outcome.reason, outcome.suggestion,
        None, None, None, needs_second=False, first_at=None, last_at=None,
    )  # fmt: skip


def _finding(
    case: _Case, answer: Answer, outcome: Outcome, item: InForce | None, seen: Seen | None = None, *,
    attempt: Attempt | None = None, source: Source | None = None, figure: str | None = None,
) -> Finding:  # fmt: skip
    name = figure or case.name
    first = first_value(case.line, name) if source is None else None
    return Finding(
        report_id=case.report.id,
        claim_id=case.claim.id,
        answer=answer,
        check=outcome.check,
        verdict=outcome.verdict,
        source_id=(source or case.source).id,
        figure=name,
        observation_id=seen.observation_id if seen else None,
        capture_id=attempt.capture_id if attempt else item.stay.last_capture_id if item else None,
        stated=stated(case.claim),
        stated_value=case.claim.value,
        observed=(seen.picture or seen.date or seen.as_printed) if seen else None,
        observed_value=seen.value if seen else None,
        first_read_value=first.value if first else None,
        unit=case.claim.unit,
        difference=outcome.difference,
        ratio=outcome.ratio,
        edition=" ".join(item.edition) if item and item.edition else None,
        reason=outcome.reason,
        suggestion=outcome.suggestion,
        sentence=seen.sentence if seen else None,
        span_start=seen.span_start if seen else None,
        span_end=seen.span_end if seen else None,
        needs_second=True,
        first_at=attempt.at if attempt else item.stay.first_at if item else None,
        last_at=attempt.at if attempt else item.stay.last_at if item else None,
    )


def stated(claim: Claim) -> str:
    """The claim's value for a person: the printed form with its comparator."""
    return claim.says if claim.comparator == "=" else f"{claim.comparator} {claim.says}"


def cited_sources(reports: Iterable[Report], catalog: Catalog) -> set[str]:
    """Every source whose history the checks of these reports need."""
    wanted: set[str] = set()
    for report in reports:
        for claim in report.claims.values():
            refs = [claim.cites, *claim.found, *claim.press]
            if claim.relation:
                refs += [claim.relation.left, claim.relation.right]
            if claim.implied_by:
                refs += [claim.implied_by.share, claim.implied_by.total]
            wanted |= {ref.partition(".")[0] for ref in refs if ref}
    for source_id in sorted(wanted):
        wanted |= {ref.partition(".")[0] for ref in catalog.sources[source_id].newer}
    return wanted
