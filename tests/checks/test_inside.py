"""Arithmetic and agreement inside the report."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewatch.checks.inside import reachable, self_checks


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("54.2", True), ("20.2", False), ("20.0", True), ("20.3", True), ("37.2", True), ("28.6", True), ("100", True),
     ("0.0", True), ("100.1", False), ("99.9", False), ("0.2", False), ("0.3", True)],
)  # fmt: skip
def test_shares_of_325(percent: str, expected: bool) -> None:
    assert reachable(Decimal(percent), 325, Decimal("0.1")) is expected


@given(st.integers(1, 1500), st.integers(0, 1010), st.sampled_from(["1", "0.1", "0.01"]))
def test_reachable_against_brute_force(count: int, tenth: int, step: str) -> None:
    width = Decimal(step)
    percent = (Decimal(tenth) / 10).quantize(width, rounding=ROUND_HALF_UP)
    ways = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN)
    brute = any(
        (Decimal(100 * k) / count).quantize(width, rounding=way) == percent for k in range(count + 1) for way in ways
    )
    assert reachable(percent, count, width) is brute


@pytest.mark.parametrize(("percent", "expected"), [("12", True), ("13", True), ("14", False), ("11", False)])
def test_a_tie_may_have_been_rounded_either_way(percent: str, expected: bool) -> None:
    """1 of 8 is 12.5%: programs differ in how they round it."""
    assert reachable(Decimal(percent), 8, Decimal(1)) is expected


def run(bench: Any, stated: dict[str, dict[str, Any]], **check: Any) -> list[tuple[str, str]]:
    catalog, report = bench.catalog(stated, {"src": {}}, self_checks=[check])
    return [(claim, outcome.verdict) for claim, outcome in self_checks(report, catalog.steps)]


def share(says: str, value: str) -> dict[str, Any]:
    return {"says": says, "value": value, "unit": "%"}


N325 = {"says": "325家", "value": 325, "unit": "company"}


@pytest.mark.parametrize(
    ("says", "value", "found"),
    [("20.2%", "20.2", True), ("54.2%", "54.2", False), ("如上述", "20.2", True), ("20%", "20", False)],
)
def test_share_of_count(bench: Any, says: str, value: str, found: bool) -> None:
    """Also where the printed form has no digits: the typed value's own last digit then counts."""
    got = run(bench, {"C34": share(says, value), "C32": N325}, kind="share_of_count", claims=["C34", "C32"])
    assert got == ([("C34", "inconsistent")] if found else [])


def test_a_count_of_nothing_accuses_nobody(bench: Any) -> None:
    none = {"says": "0家", "value": 0, "unit": "company"}
    assert run(bench, {"A": share("20%", "20"), "B": none}, kind="share_of_count", claims=["A", "B"]) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [("2022-06", "2024-06-05", True), ("2022", "2022-06", False), ("2022-06", "2022-06-30", False)],
)
def test_same_date(bench: Any, one: str, other: str, found: bool) -> None:
    got = run(bench, {"A": {"date": one}, "B": {"date": other}}, kind="same_date", claims=["A", "B"])
    assert got == ([("A", "inconsistent")] if found else [])


@pytest.mark.parametrize(
    ("values", "found"),
    [((42, 14, 13, 12, 10), False), ((50, 50, 1), False), ((34, 33, 34), False), ((50, 50, 3), True)],
)
def test_parts_of_a_whole(bench: Any, values: tuple[int, ...], found: bool) -> None:
    """Rounded shares may add up to 101; 103 of three can't be rounding."""
    claims = {f"P{n}": share(f"{value}%", str(value)) for n, value in enumerate(values)}
    got = run(bench, claims, kind="parts", claims=list(claims))
    assert got == ([("P0", "inconsistent")] if found else [])


def test_found_without_any_capture_and_told_at_once(bench: Any) -> None:
    catalog, report = bench.catalog(
        {"C34": share("20.2%", "20.2"), "C32": N325}, {"src": {}},
        self_checks=[{"kind": "share_of_count", "claims": ["C34", "C32"]}],
    )  # fmt: skip
    from citewatch.checks import judge

    mine = [f for f in judge(catalog, report, {}) if f.verdict == "inconsistent"]
    assert [f.answer for f in mine] == ["then", "now"]
    assert not any(f.needs_second for f in mine)
    assert "65/325 = 20%" in mine[0].reason.en
    assert "ask the authors" in mine[0].reason.en


def test_of_two_dates_the_one_that_a_source_bears_out_stands(bench: Any) -> None:
    catalog, report = bench.catalog(
        {"A": {"date": "2023-05", "says": "May 2023"}, "B": {"date": "2024-05", "says": "May 2024"}}, {"src": {}},
        self_checks=[{"kind": "same_date", "claims": ["A", "B"]}],
    )  # fmt: skip

    def told(settled: set[str]) -> tuple[str, str | None]:
        ((claim, outcome),) = self_checks(report, catalog.steps, settled)
        return claim, outcome.suggestion and outcome.suggestion.en

    assert told(set()) == ("A", "May 2023 → May 2024, or correct the other place")
    assert told({"B"}) == ("A", "May 2023 → May 2024")
    assert told({"A"}) == ("B", "May 2024 → May 2023")
