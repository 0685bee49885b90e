"""Checks inside the report itself: they need no network and don't wait for a second capture."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from citewatch.checks import wording
from citewatch.checks.compare import Outcome
from schemas.finding import Words
from schemas.report import Report, SelfCheck
from schemas.value import half_up, same_date


def self_checks(report: Report, steps: dict[tuple[str, str], Decimal]) -> Iterator[tuple[str, Outcome]]:
    """Claim id and outcome of every check that fails; arithmetic that holds proves nothing about a source."""
    for check in report.self_checks:
        if check.kind == "same_date":
            yield from _same_date(report, check)
        elif check.kind == "share_of_count":
            yield from _share_of_count(report, check, steps)
        else:
            yield from _parts(report, check)


def _same_date(report: Report, check: SelfCheck) -> Iterator[tuple[str, Outcome]]:
    first, *others = (report.claims[name] for name in check.claims)
    for other in others:
        if first.date and other.date and not same_date(first.date, other.date):
            yield (
                first.id,
                Outcome(
                    "self_check",
                    "inconsistent",
                    Words(f"The report says {first.says} here and {other.says} elsewhere ({other.where.section}) of the same thing.",
                          f"報告此處寫 {first.says}，另一處（{other.where.section}）寫 {other.says}，說的是同一件事。"),
                    Words(f"{first.date} → {other.date}, or correct the other place",
                          f"{first.says} → {wording.date_zh(other.date)}，或更正另一處"),
                ),
            )  # fmt: skip


def _share_of_count(
    report: Report, check: SelfCheck, steps: dict[tuple[str, str], Decimal]
) -> Iterator[tuple[str, Outcome]]:
    share, count = (report.claims[name] for name in check.claims)
    if share.value is None or count.value is None:
        return
    step = steps.get((report.id, share.id), Decimal(1))
    if reachable(share.value, int(count.value), step):
        return
    below = int(share.value * count.value / 100)
    near = [f"{k}/{count.value:f} = {wording.plain(Decimal(100 * k) / count.value, 2)}%" for k in (below, below + 1)]
    yield (
        share.id,
        Outcome(
            "self_check",
            "inconsistent",
            Words(f"No whole number of {count.value:f} gives {share.says}: {', '.join(near)}."
                  " Another base or a weighting would explain it: ask the authors.",
                  f"{count.value:f} 家中沒有任何整數能得出 {share.says}：{'、'.join(near)}。若基數不同或經加權則可能成立，請詢問作者。"),
        ),
    )  # fmt: skip


def reachable(percent: Decimal, count: int, step: Decimal) -> bool:
    """Whether some k of `count` rounds half-up to `percent` at the precision of `step`.

    The Granularity-Related Inconsistency of Means test (Brown and Heathers 2017), for shares.
    """
    middle = int(percent * count / 100)
    return any(
        half_up(Decimal(100 * k) / count, step) == percent
        for k in range(max(0, middle - 1), min(count, middle + 2) + 1)
    )


def _parts(report: Report, check: SelfCheck) -> Iterator[tuple[str, Outcome]]:
    parts = [report.claims[name] for name in check.claims]
    total = sum((part.value for part in parts if part.value is not None), Decimal(0))
    if total > check.at_most:
        yield (
            parts[0].id,
            Outcome(
                "self_check",
                "inconsistent",
                Words(f"The parts add up to {wording.plain(total)}, more than {wording.plain(check.at_most)}.",
                      f"各部分加總為 {wording.plain(total)}，超過 {wording.plain(check.at_most)}。"),
            ),
        )  # fmt: skip
