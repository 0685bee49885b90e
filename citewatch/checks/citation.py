"""A claim against the figure it cites: what the source said at the report's date, and what it says now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from citewatch.checks import dates, numbers, pictures, successors, terms, unseen, wording
from citewatch.checks.case import Case
from citewatch.checks.identities import doubtful
from citewatch.checks.outcome import Outcome
from citewatch.checks.timeline import InForce, alike, edition_in_words, newest_with, shown_since
from schemas.finding import Answer, Finding, Words
from schemas.source import Expiry
from schemas.value import first_day, is_date
from warehouse.history import Seen


@dataclass(frozen=True, slots=True)
class Look:
    """What one stay says about the claim: its value, and what it measures."""

    item: InForce
    seen: Seen | None
    value: Outcome | None
    meant: Outcome | None = None
    beside: tuple[str, Seen] | None = None
    """The figure of the picture it stands in: what the value measures is read there."""
    doubted: bool = False
    """It stands elsewhere than before: the content changed, and what it is now is not known."""

    @property
    def rank(self) -> int:
        """0: agrees, 1: disagrees, 2: can't tell."""
        first = self.value or self.meant
        return 2 if first is None else ("agrees", "disagrees", "cannot_tell").index(first.family)


def judged(case: Case) -> Iterator[Finding]:
    """Both answers from one source."""
    last = case.history.last
    for answer in ("then", "now"):
        if case.source.reader == "planned" and not case.line:
            yield case.finding(answer, case.looking(unseen.no_figure(case.source)), None)
            continue
        if not case.line:
            yield case.finding(answer, case.looking(unseen.never_read(last)), None, attempt=last)
            continue
        right = _own_time(case)
        yield from _then(case) if answer == "then" else _now(case, right)
        yield from successors.findings(case, answer, right)


def _own_time(case: Case) -> Words:
    """Whether the report was right at its own date, for a person who reads that something newer has come."""
    rank = min((look(case, item, "then").rank for item in case.own), default=2)
    if not case.own and _before_it(case).family == "agrees":
        rank = 0
    return (
        Words("The report was right at its own date.", "報告發布時所述正確。"),
        Words("At the report's own date it did not agree with the source either.", "報告發布時所述即與來源不符。"),
        Words("Whether the report was right at its own date is not settled.", "報告發布時是否正確尚無定論。"),
    )[rank]


def look(case: Case, item: InForce, answer: Answer) -> Look:
    """One stay against the claim. A state that ends by a rule is taken as of the day that is asked about."""
    seen = item.stay.figures.get(case.name)
    if case.figure.unverified and case.stands_in(item) and seen is not None and seen.outcome == "read":
        return Look(item, seen, case.looking(unseen.stand_in(seen)))
    if case.figure.picture and seen is not None and seen.outcome not in ("read", "bad_page"):
        return _in_picture(case, item, None, pictures.unread())
    if seen is not None and seen.outcome == "out_of_range":
        return Look(item, None, case.looking(unseen.implausible()))
    if seen is None or seen.outcome in ("missing", "bad_page", "unread_picture"):
        return Look(item, None, case.looking(unseen.absent()))
    if seen.outcome == "ambiguous":
        return Look(item, None, case.looking(unseen.several()))
    if case.name in doubtful(case.source, item.stay.figures):
        return Look(item, None, case.looking(unseen.unfitting()))
    if before := case.doubts.get(item.stay.first_capture_id):
        return Look(item, seen, case.looking(unseen.elsewhere(before, seen)), doubted=True)
    printed, seen = seen, _as_of(case, item, seen, answer)
    value = _value(case, seen)
    if value and case.figure.expires and seen is not printed:
        value = value.adding(*_by_rule(case.figure.expires))
    if case.figure.picture:
        return _in_picture(case, item, seen, pictures.by_machine(value, seen) if value else None)
    return Look(item, seen, value, _meaning(case, seen))


def _as_of(case: Case, item: InForce, seen: Seen, answer: Answer) -> Seen:
    ends = case.figure.expires
    day = case.report.published.last if answer == "then" else item.stay.last_at.date()
    if ends and seen.label == ends.state and day >= first_day(ends.on):
        return replace(seen, label=ends.becomes)
    return seen


def _by_rule(ends: Expiry) -> tuple[str, str]:
    """The page does not say that the state ended; a reader must be told what does."""
    return (
        "The page itself still shows the older state; that it ended follows from a rule:"
        f" {wording.inside(ends.reason.en)}.",
        f"頁面本身仍顯示先前狀態；終止係依規則推得：{ends.reason.zh}",
    )


def _value(case: Case, seen: Seen) -> Outcome | None:
    claim = case.claim
    read = seen.value is not None or seen.low is not None
    if case.figure.reads == "picture" and not (claim.kind == "quantity" and read):
        return terms.picture(claim, seen)
    if claim.relation or (claim.implied_by and not read):
        return None  # judged from several figures
    if f"{case.source.id}.{case.name}" in claim.judged_from:
        return None  # the share or the total itself: it is judged together with the other
    outcome: Outcome
    if claim.kind == "quantity":
        outcome = numbers.quantity(claim, case.step, seen)
    elif claim.kind == "date":
        outcome = dates.day(claim, case.figure, seen, case.catalog.terms)
    elif claim.kind == "status":
        outcome = terms.term(claim, seen, case.catalog.terms)
    elif claim.kind in ("name", "names"):
        outcome = terms.name(claim, seen)
    else:
        return terms.picture(claim, seen)
    if outcome.verdict == "ambiguous":
        return case.looking(outcome)
    if claim.restored and outcome.family == "agrees":
        return outcome.adding(
            "The unit is lost in our copy of the report and was restored from the source, so only the digits are"
            " confirmed.",
            "報告文字檔中單位遺失、依來源還原，因此只確認了數字。",
        )
    return outcome


def _meaning(case: Case, seen: Seen) -> Outcome | None:
    return terms.meaning(case.claim, case.figure, seen, case.catalog.terms)


def _in_picture(case: Case, item: InForce, seen: Seen | None, value: Outcome | None) -> Look:
    """A value in a picture. Its meaning is what the words of the page around say; no word read in it has a say."""
    name = case.figure.picture or ""
    beside = item.stay.figures.get(name)
    value = case.looking(value) if value else None
    if beside is None or beside.outcome != "read":
        return Look(item, seen, value)
    meant = terms.meaning(case.claim, case.source.figures[name], beside, case.catalog.terms)
    return Look(item, seen, value, meant, (name, beside))


def _then(case: Case) -> Iterator[Finding]:
    own = case.own
    if not own:
        yield case.finding("then", _before_it(case), case.line[0])
        return
    looks = [look(case, item, "then") for item in own]
    chosen = min(looks, key=_best)
    if case.source.edition:
        # The report can have used one edition only: the one that it agrees with, if any.
        yield from _settled(case, "then", chosen, None)
        if _other_edition(chosen.item, own[-1]):
            yield case.finding("then", _new_edition(case, chosen.item, own[-1]), own[-1])
        return
    if unsure := _changed_unseen(case, own, looks):
        yield case.finding("then", case.looking(unsure), own[0])
        return
    if chosen.rank:  # it agrees with none of them
        for each in looks:
            yield from _settled(case, "then", each, None)
        return
    # Right on some of the days: from the last content that agrees with it, what follows has overtaken it.
    start = max(n for n, each in enumerate(looks) if each.rank == 0)
    yield from _settled(case, "then", looks[start], None)
    for each in looks[start + 1 :]:
        yield from _settled(case, "then", each, looks[start])


def _best(found: Look) -> tuple[int, bool]:
    """What agrees first; of equals what was seen at the source itself."""
    return found.rank, found.item.stay.archived


def _changed_unseen(case: Case, own: Sequence[InForce], looks: Sequence[Look]) -> Outcome | None:
    """The page changed, nobody saw when, and the answer depends on it."""
    place = case.line.index(own[0])
    following = case.line[place + 1] if place + 1 < len(case.line) else None
    if len(own) > 1 or following is None or own[0].stay.last_at.date() >= case.report.published.first:
        return None
    other = look(case, following, "then")
    if other.doubted and looks[0].rank < 2:
        return unseen.changed_between(own[0].stay.last_at.date(), following.stay.first_at.date())
    if 2 in (other.rank, looks[0].rank) or other.rank == looks[0].rank:
        return None
    return unseen.changed_between(own[0].stay.last_at.date(), following.stay.first_at.date())


def _before_it(case: Case) -> Outcome:
    """Nothing was read of the report's time; a thing that began later was not there yet."""
    first, published = case.line[0], case.report.published
    seen = first.stay.figures.get(case.name)
    ended_by = case.catalog.terms.ended_by(case.claim.state) if case.claim.state else None
    later = first.dated is not None and first_day(first.dated) > published.last
    if ended_by and seen and seen.label == ended_by and later and not case.stands_in(first):
        began, came = wording.on(first.dated or ""), wording.on(published.last)
        return Outcome(
            "term",
            "consistent",
            Words(f"The source dates this {began.en}, so it was not there yet when the report came out ({came.en} at"
                  " the latest).",
                  f"來源記載的日期是{began.zh}，報告發布時（最晚{came.zh}）尚未發生。"),
        )  # fmt: skip
    return case.looking(unseen.only_later(case.source.id, published.last, first.since))


def _now(case: Case, right: Words) -> Iterator[Finding]:
    line, own, last = case.line, case.own, case.history.last
    current = newest_with(line, case.name) or line[-1]
    before = min((look(case, item, "then") for item in own), key=_best, default=None)
    if not case.source.edition:
        yield from _settled(case, "now", look(case, current, "now"), before)
    elif before is None:
        later = unseen.only_later(case.source.id, case.report.published.last, line[0].since)
        yield case.finding("now", case.looking(later), current)
    elif current is before.item or (current.edition and current.edition == before.item.edition):
        yield from _settled(case, "now", look(case, current, "now"), before)
    else:
        if _other_edition(before.item, current):
            newer = _new_edition(case, before.item, current).adding(right.en, right.zh)
            yield case.finding("now", newer, current)
        else:
            yield case.finding("now", unseen.edition_unread(), current)
        # What the newer edition says is about another forecast; the claim is still judged by its own.
        yield from _settled(case, "now", look(case, before.item, "now"), None)
    newest = current.stay.last_at.date()
    if last is None:
        yield case.finding("now", case.looking(unseen.only_archived(newest)), current)
    elif last.state in unseen.NOT_READ:
        outcome = unseen.lost(newest, last, archived=current.stay.archived)
        yield case.finding("now", outcome, current, attempt=last)
    elif line[-1] is not current:
        yield case.finding("now", unseen.stale(newest), current)


def _other_edition(one: InForce, other: InForce) -> bool:
    return bool(one.edition and other.edition and one.edition != other.edition)


def _settled(case: Case, answer: Answer, found: Look, before: Look | None) -> Iterator[Finding]:
    """The findings of one look. `before` is what the source said at the report's date."""
    for outcome in _outcomes(case, answer, found, before):
        outcome = _by_person(found, _by_archive(found.item, outcome))
        if outcome.check == "meaning" and found.beside is not None:
            name, seen = found.beside
            yield case.finding(answer, outcome, found.item, seen, shown_as=name)
        else:
            yield case.finding(answer, outcome, found.item, found.seen)


def _by_archive(item: InForce, outcome: Outcome) -> Outcome:
    """Says so where what is compared was only seen in an archive."""
    if not item.stay.archived or outcome.family == "cannot_tell":
        return outcome
    day = wording.on(item.stay.last_at.date())
    return outcome.adding(f"(By the archived copy of {day.en}.)", f"（依{day.zh}的存檔。）")


def _by_person(found: Look, outcome: Outcome) -> Outcome:
    """Says so where a person read the value."""
    if found.seen is None or not found.seen.read_by:
        return outcome
    day = wording.on(found.item.stay.last_at.date())
    return outcome.adding(f"(Read by a person on {day.en}.)", f"（由人於{day.zh}讀取。）")


def _outcomes(case: Case, answer: Answer, found: Look, before: Look | None) -> Iterator[Outcome]:
    value, meant, seen = found.value, found.meant, found.seen
    apart = value is not None and value.family == "disagrees"
    if value is not None and apart and seen is not None:
        if before is not None and before.rank == 0 and before.seen is not None:
            value = _overtaken(value, before.seen, seen)
        elif meant is not None and value.check == "value":
            value, meant = terms.another_figure(case.claim, seen, meant), None
        elif answer == "now" and not case.own:
            value = _since_then(case, value, seen)
    if value is not None:
        yield _followed(case, found, value) if answer == "now" else _dating(case, answer, found, value)
    if meant is not None and meant.family == "disagrees" and before is not None and before.value and not before.meant:
        meant = replace(meant, verdict="superseded")  # the same meaning at the report's date
    if meant is not None:
        yield meant


def _followed(case: Case, found: Look, value: Outcome) -> Outcome:
    """A state that has been followed by a later one: since when we have seen that, and whether the report was right."""
    if value.verdict != "superseded" or found.seen is None:
        return value
    first = wording.on(shown_since(case.line, found.item, alike(case.name, found.seen)).date())
    value = value.adding(f"First seen on {first.en}.", f"{first.zh}首次見到。")
    right = _own_time(case)
    return value.adding(right.en, right.zh) if value.check == "term" else value


def _overtaken(value: Outcome, before: Seen, seen: Seen) -> Outcome:
    """The source agreed with the report at its date and says something else since: no longer, not never."""
    if value.check == "term" and value.verdict == "superseded":
        return value
    old, new = (wording.shown(each) for each in (before, seen))
    return Outcome(
        value.check,
        "superseded",
        Words(f"When the report came out the source gave {old.en}, as the report does; it now gives {new.en}.",
              f"報告發布時來源是{old.zh}，與報告相同；現在是{new.zh}。"),
        None, value.difference, value.ratio,
    )  # fmt: skip


def _since_then(case: Case, value: Outcome, seen: Seen) -> Outcome:
    """It disagrees now, and nobody has seen what it said when the report came out."""
    published = case.report.published.last
    if value.verdict == "date_error" and seen.date and is_date(seen.date) and first_day(seen.date) > published:
        given, came = wording.on(seen.date), wording.on(published)
        return Outcome(
            "date",
            "superseded",
            Words(f"The source is dated {given.en} now, after the report came out ({came.en} at the latest).",
                  f"來源現在的日期是{given.zh}，晚於報告發布（最晚{came.zh}）。"),
        )  # fmt: skip
    if value.verdict == "superseded":
        return value
    return value.adding("What it said when the report came out has not been seen.", "報告發布時的內容未曾見到。")


def _dating(case: Case, answer: Answer, found: Look, value: Outcome) -> Outcome:
    """Says so where the answer about then rests on the page's own date alone."""
    captured, published = found.item.stay.first_at.date(), case.report.published.last
    if answer != "then" or not found.item.dated or captured <= published or value.family == "cannot_tell":
        return value
    since, seen = wording.on(found.item.dated), wording.on(captured)
    return value.adding(
        f"(First captured on {seen.en}; the page dates itself {since.en}.)",
        f"（{seen.zh}首次擷取，頁面自載日期為{since.zh}。）",
    )


def _new_edition(case: Case, old: InForce, item: InForce) -> Outcome:
    """What the newest edition says, and since when the one of `old` is overtaken."""
    after = [each for each in case.line[case.line.index(old) + 1 :] if _other_edition(old, each)]
    first, shown = wording.on(after[0].stay.first_at.date()), edition_in_words(case.source, item.stay)
    if after[0].edition == item.edition:
        reason = Words(
            f"The source has a newer edition, {shown.en}, first seen on {first.en}.",
            f"來源已有新版（{shown.zh}），{first.zh}首次見到。",
        )
    else:
        reason = Words(
            f"The source has had newer editions since {first.en}; the newest is {shown.en}.",
            f"來源自{first.zh}起已有新版，最新一版為{shown.zh}。",
        )
    return Outcome("edition", "superseded", reason).adding(
        "Figures of two editions are not compared.", "不同版本的數字不作比較。"
    )
