"""Checks inside the report itself: they need no network and don't wait for a second capture."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from citewatch.checks import wording
from citewatch.checks.outcome import Outcome
from schemas.finding import Words
from schemas.report import Claim, Report, SelfCheck
from schemas.value import same_date

Steps = Mapping[tuple[str, str], Decimal]
_OR_THE_OTHER = Words(", or correct the other place", "，或更正另一處")


def self_checks(report: Report, steps: Steps, settled: Collection[str] = ()) -> Iterator[tuple[str, Outcome]]:
    """Claim id and outcome of every check that fails; arithmetic that holds proves nothing about a source.

    `settled` are the claims that a source bears out: of two that contradict each other, the other one is wrong.
    """
    for check in report.self_checks:
        if check.kind == "same_date":
            yield from _same_date(report, check, settled)
        elif check.kind == "share_of_count":
            yield from _share_of_count(report, check, steps)
        else:
            yield from _parts(report, check, steps)


def _same_date(report: Report, check: SelfCheck, settled: Collection[str]) -> Iterator[tuple[str, Outcome]]:
    first, *others = (report.claims[name] for name in check.claims)
    for claim, other in ((other, first) if first.id in settled else (first, other) for other in others):
        if claim.date and other.date and not same_date(claim.date, other.date):
            here, there = wording.on(claim.date), wording.on(other.date)
            which = Words("", "") if other.id in settled else _OR_THE_OTHER
            yield (
                claim.id,
                Outcome(
                    "self_check",
                    "inconsistent",
                    Words(f"Of the same thing the report says {here.en} here and {there.en} elsewhere"
                          f" ({other.where.section}).",
                          f"同一件事，報告此處寫{here.zh}，另一處（{other.where.section}）寫{there.zh}。"),
                    Words(f"{here.en} → {there.en}{which.en}", f"{claim.says} → {there.zh}{which.zh}"),
                ),
            )  # fmt: skip


def _share_of_count(report: Report, check: SelfCheck, steps: Steps) -> Iterator[tuple[str, Outcome]]:
    share, count = (report.claims[name] for name in check.claims)
    if share.value is None or count.value is None or count.value < 1:
        return
    if reachable(share.value, int(count.value), _step(report, share, steps)):
        return
    total = wording.plain(count.value)
    below = int(share.value * count.value / 100)
    near = [f"{k}/{total} = {wording.plain(Decimal(100 * k) / count.value, 2)}%" for k in (below, below + 1)]
    yield (
        share.id,
        Outcome(
            "self_check",
            "inconsistent",
            Words(f"No whole number out of {total} gives {share.says} (the nearest are {near[0]} and {near[1]});"
                  " another base or a weighting would explain it, so ask the authors.",
                  f"{total} 中沒有任何整數能得出 {share.says}（最接近的是 {near[0]} 與 {near[1]}）；"
                  "若基數不同或經加權則可能成立，請詢問作者。"),
        ),
    )  # fmt: skip


def reachable(percent: Decimal, count: int, step: Decimal) -> bool:
    """Whether some k of `count` rounds to `percent` at the precision of `step`, a tie in either direction.

    The test of Brown and Heathers (2017) for means of whole numbers, used for shares.
    """
    middle = int(percent * count / 100)
    return any(
        abs(Decimal(100 * k) / count - percent) * 2 <= step
        for k in range(max(0, middle - 1), min(count, middle + 2) + 1)
    )


def _step(report: Report, claim: Claim, steps: Steps) -> Decimal:
    """The last digit printed; where the printed form could not be read, the last digit of the typed value."""
    exponent = claim.value.as_tuple().exponent if claim.value is not None else 0
    return steps.get((report.id, claim.id)) or Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _parts(report: Report, check: SelfCheck, steps: Steps) -> Iterator[tuple[str, Outcome]]:
    parts = [report.claims[name] for name in check.claims]
    total = sum((part.value for part in parts if part.value is not None), Decimal(0))
    # Each part may have been rounded up by half of its last digit.
    rounding = sum((_step(report, part, steps) / 2 for part in parts), Decimal(0))
    if total - rounding > check.at_most:
        whole = wording.plain(check.at_most)
        yield (
            parts[0].id,
            Outcome(
                "self_check",
                "inconsistent",
                Words(f"The parts add up to {wording.plain(total)}, more than the whole of {whole}.",
                      f"各部分加總為 {wording.plain(total)}，超過全體的 {whole}。"),
            ),
        )  # fmt: skip
