"""What a thing is, what it measures, what it is called, and what stands only in a picture."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from citewatch.checks import wording
from citewatch.checks.numbers import unreadable
from citewatch.checks.outcome import Outcome
from schemas.finding import Words
from schemas.measures import Terms
from schemas.report import Claim
from schemas.source import Figure
from warehouse.history import Seen

MISSPELT = 0.6
"""How alike two names must be for one to be a misspelling of the other; below it they are two names."""


def term(claim: Claim, seen: Seen, terms: Terms) -> Outcome:
    """A state (draft, bill, act …) or a nature (what a thing is)."""
    stated = claim.state or claim.nature or ""
    if seen.label is None:
        return Outcome(
            "term",
            "ambiguous",
            Words("The words of the source do not show clearly which it is.", "來源的文字無法明確看出是哪一種。"),
        )
    ours, theirs = terms.wording(stated), terms.wording(seen.label)
    if seen.label == stated:
        return Outcome(
            "term",
            "confirmed",
            Words(f"The source shows the same: {wording.sentence(wording.inside(theirs.en))}",
                  f"來源顯示相同：{wording.inside(theirs.zh)}。"),
        )  # fmt: skip
    if claim.nature:
        return Outcome("term", "meaning_differs", two_meanings(ours.en, ours.zh, theirs.en, theirs.zh))
    reason = Words(
        f"By the report, {wording.inside(ours.en)}; by the source, {wording.inside(theirs.en)}.",
        f"報告的說法是「{wording.inside(ours.zh)}」，來源顯示「{wording.inside(theirs.zh)}」。",
    )
    return Outcome("term", "superseded" if terms.follows(seen.label, stated) else "differs", reason)


def two_meanings(en: str, zh: str, their_en: str, their_zh: str) -> Words:
    return Words(
        f"The report gives it as “{wording.inside(en)}”, the source as “{wording.inside(their_en)}”.",
        f"報告所指是「{wording.inside(zh)}」，來源所指是「{wording.inside(their_zh)}」。",
    )


def meaning(claim: Claim, figure: Figure, seen: Seen, terms: Terms) -> Outcome | None:
    """Right number, wrong meaning: the commonest error. None if both mean the same, or nothing there can tell."""
    if figure.measures is None or claim.kind in ("status", "name", "names", "date", "picture"):
        return None
    if isinstance(figure.measures, str):
        if figure.reads == "picture" and seen.value is None:
            return None  # a picture nobody has read shows no meaning; only words beside it would
        observed: str | None = figure.measures
    else:
        observed = seen.label
    if observed is None:
        return Outcome(
            "meaning",
            "ambiguous",
            Words("The words beside it do not show what the figure measures.", "旁邊的文字看不出這個數字衡量什麼。"),
        )
    if observed == claim.measures:
        return None
    ours, theirs = terms.wording(claim.measures), terms.wording(observed)
    return Outcome("meaning", "meaning_differs", two_meanings(ours.en, ours.zh, theirs.en, theirs.zh))


def another_figure(claim: Claim, seen: Seen, meant: Outcome) -> Outcome:
    """Another number of another meaning: nothing says that it is the figure which the report means."""
    return Outcome(
        "value",
        "ambiguous",
        Words(f"The source prints {seen.as_printed} for something else, so it may not be the figure meant."
              f" {meant.reason.en}",
              f"來源的 {seen.as_printed} 衡量的是另一件事，未必是報告所指的數字。{meant.reason.zh}"),
    )  # fmt: skip


def name(claim: Claim, seen: Seen) -> Outcome:
    """A proper name or an ordered list of them; letter case, blanks and punctuation aside."""
    observed = seen.names or ((seen.as_printed,) if seen.as_printed else ())
    if not observed:
        return unreadable("name", seen)
    if claim.name is not None:
        return _one_name(claim, claim.name, observed)
    if [_folded(n) for n in claim.names] == [_folded(n) for n in observed]:
        return Outcome(
            "name", "confirmed", Words("The source has the same names in the same order.", "來源的名稱與次序相同。")
        )
    theirs = Words(", ".join(observed), "、".join(observed))
    if sorted(map(_folded, claim.names)) == sorted(map(_folded, observed)):
        reason = Words(f"The source has the same names in another order: {theirs.en}.",
                       f"來源的名稱相同但次序不同：{theirs.zh}。")  # fmt: skip
    else:
        reason = Words(f"The source names others: {theirs.en}.", f"來源所列名稱不同：{theirs.zh}。")
    return Outcome("name", "differs", reason, Words(f"{claim.says} → {theirs.en}", f"{claim.says} → {theirs.zh}"))


def _one_name(claim: Claim, stated: str, observed: tuple[str, ...]) -> Outcome:
    if any(_folded(each) == _folded(stated) for each in observed):
        return Outcome("name", "confirmed", Words(f"The source writes {stated} too.", f"來源同樣寫作 {stated}。"))
    nearest = max(observed, key=lambda each: SequenceMatcher(None, _folded(stated), _folded(each)).ratio())
    if SequenceMatcher(None, _folded(stated), _folded(nearest)).ratio() < MISSPELT:
        return Outcome(
            "name",
            "ambiguous",
            Words(f"The source has the name {nearest}; whether the report means it is not clear.",
                  f"來源的名稱是 {nearest}，無法確定是否就是報告所指。"),
        )  # fmt: skip
    return Outcome(
        "name",
        "differs",
        Words(f"The source writes {nearest}, the report {stated}.", f"來源寫作 {nearest}，報告寫作 {stated}。"),
        Words(f"{claim.says} → {nearest}", f"{claim.says} → {nearest}"),
    )


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def picture(claim: Claim, seen: Seen) -> Outcome:
    """It stands in a picture that nobody here has read, in the source or in the report."""
    if seen.picture is None and seen.as_printed:
        reason = Words(
            f"The source prints {seen.as_printed} as text; the report shows its values only in a picture.",
            f"來源以文字寫出 {seen.as_printed}，報告則只以圖片呈現。",
        )
    else:
        reason = Words("The source shows it only in a picture, which a person has to read.",
                       "來源只以圖片呈現，須由人讀取。")  # fmt: skip
    if claim.look_at:
        reason = Words(f"{reason.en} {claim.look_at.en}", f"{reason.zh}{claim.look_at.zh}")
    return Outcome("value", "image_only", reason)
