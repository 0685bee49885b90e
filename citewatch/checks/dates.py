"""A stated date against one reading, at the coarser precision of the two."""

from __future__ import annotations

from citewatch.checks import wording
from citewatch.checks.numbers import unreadable
from citewatch.checks.outcome import Outcome
from schemas.finding import Words
from schemas.measures import Terms
from schemas.report import Claim
from schemas.source import Figure
from schemas.value import is_date, same_date
from warehouse.history import Seen


def day(claim: Claim, figure: Figure, seen: Seen, terms: Terms) -> Outcome:
    """A date. Two dates are compared only if they are of the same thing."""
    stated, observed = claim.date or "", seen.date or ""
    if not is_date(observed):
        return unreadable("date", seen)
    of = figure.measures if isinstance(figure.measures, str) else seen.label
    if claim.measures == "data_year" and of == "publication_date":
        return _data_year(stated, observed)
    same = same_date(stated, observed)
    ours, theirs = wording.on(stated), wording.on(observed)
    if of is not None and of != claim.measures:
        return _of_another_thing(claim, of, observed, same, terms)
    if same and len(observed) >= len(stated):
        return Outcome("date", "confirmed", Words(f"The source gives {theirs.en}.", f"來源的日期是{theirs.zh}。"))
    if same:
        return Outcome(
            "date",
            "consistent",
            Words(f"The source gives {theirs.en} only, which agrees with {ours.en} in the report.",
                  f"來源只寫{theirs.zh}，與報告的{ours.zh}相符。"),
        )  # fmt: skip
    return Outcome(
        "date",
        "date_error",
        Words(f"The source gives {theirs.en}, but the report states {ours.en}.",
              f"來源的日期是{theirs.zh}，報告寫的是{ours.zh}。"),
        Words(f"{ours.en} → {theirs.en}", f"{claim.says} → {theirs.zh}"),
    )  # fmt: skip


def _of_another_thing(claim: Claim, of: str, observed: str, same: bool, terms: Terms) -> Outcome:
    """The same date of another thing is a mistaken meaning; another date of another thing says nothing."""
    ours, theirs = terms.wording(claim.measures), terms.wording(of)
    printed = wording.on(observed)
    reason = Words(
        f"In the source, {printed.en} is “{wording.inside(theirs.en)}”, while the report gives it as"
        f" “{wording.inside(ours.en)}”.",
        f"來源的{printed.zh}是「{wording.inside(theirs.zh)}」，報告所指是「{wording.inside(ours.zh)}」。",
    )
    if same:
        return Outcome("date", "meaning_differs", reason)
    return Outcome(
        "date",
        "ambiguous",
        Words(f"The date that the source gives, {printed.en}, is of something else: “{wording.inside(theirs.en)}”.",
              f"來源的日期（{printed.zh}）指的是另一件事：「{wording.inside(theirs.zh)}」。"),
    )  # fmt: skip


def _data_year(stated: str, published: str) -> Outcome:
    """A study can't hold data from after it came out; from before it may, and then its date does not tell."""
    out, year = wording.on(published), wording.on(stated)
    if stated[:4] > published[:4]:
        return Outcome(
            "date",
            "date_error",
            Words(f"The study is dated {out.en}, so it cannot hold data of {year.en}.",
                  f"研究於{out.zh}發布，不可能有{year.zh}的資料。"),
        )  # fmt: skip
    return Outcome(
        "date",
        "ambiguous",
        Words(f"The study is dated {out.en}; the page does not say whether its data are of {year.en}.",
              f"研究於{out.zh}發布，頁面沒有說明資料是否屬於{year.zh}。"),
    )  # fmt: skip
