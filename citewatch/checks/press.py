"""Copies in the press: they corroborate, they never win, and alone they accuse nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas.finding import Finding, Words, family

_VALUES = frozenset(("value", "date", "term", "name", "relation", "implied"))
"""Checks that compare what the source prints. Its meaning alone does not settle what a copy says of the value."""


def corroboration(primary: Sequence[Finding], copies: Sequence[Finding]) -> Iterator[Finding]:
    """What of the copies is worth telling beside the findings on the primary source."""
    for answer in ("then", "now"):
        ours = [f for f in primary if f.answer == answer]
        readable = [f for f in ours if f.check in _VALUES and family(f.verdict) != "cannot_tell" and f.observed]
        known = {f.check for f in ours if family(f.verdict) == "disagrees"}
        for copy in (f for f in copies if f.answer == answer):
            if copy.check == "meaning" and "meaning" in known:
                continue  # the source shows it itself
            if readable:
                yield from _conflict(copy, readable)
            elif family(copy.verdict) == "disagrees":
                yield _alone(copy)
            elif family(copy.verdict) == "agrees":
                yield replace(copy, reason=Words(f"{copy.reason.en} (A copy in the press; the source itself could not"
                                                 " be read for it.)",
                                                 f"{copy.reason.zh}（據媒體轉述，來源本身讀不到。）"))  # fmt: skip
            else:
                yield copy


def _conflict(copy: Finding, readable: Sequence[Finding]) -> Iterator[Finding]:
    """A copy that prints something else than the primary is shown; the primary decides."""
    if copy.observed is None or family(copy.verdict) == "cannot_tell":
        return
    if any(copy.observed_key == f.observed_key or copy.verdict == f.verdict for f in readable):
        return
    reason = Words(
        f"A copy in the press prints {copy.observed}; the source itself decides.",
        f"媒體轉述寫的是 {copy.observed}，以來源本身為準。",
    )
    yield replace(copy, check="press", verdict="ambiguous", suggestion=None, reason=reason)


def _alone(copy: Finding) -> Finding:
    reason = Words(
        f"A copy in the press disagrees with the report, but the source itself could not be read. {copy.reason.en}",
        f"媒體轉述與報告不同，但讀不到來源本身。{copy.reason.zh}",
    )
    return replace(copy, check="press", verdict="ambiguous", suggestion=None, reason=reason)
