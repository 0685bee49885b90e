"""Bare numbers whose field, row or column says that they are shares or points; and which field is the declared one."""

from decimal import Decimal

import pytest

from extractors.reading import Located, Page, Wanted, locate

FROM_TO = (Decimal(-50), Decimal(100))


def _html(body: str, wanted: Wanted) -> Located | None:
    found = locate(Page.open(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8"), wanted)
    return found if isinstance(found, Located) else None


def _json(body: str, wanted: Wanted) -> Located | None:
    found = locate(Page.open(body.encode(), "application/json"), wanted)
    return found if isinstance(found, Located) else None


TABLE = "<table><tr><th>Of</th><th>Rate</th><th>{}</th></tr><tr><td>Inactivity rate</td><td>21.0</td><td>-0.7</td></tr>"


@pytest.mark.parametrize("heading", ["Change on year (pp)", "Change on year, percentage points", "Change on year (%p)"])
def test_points_are_told_by_a_heading(heading: str) -> None:
    wanted = Wanted(
        "c", "percentage_point", row=("Inactivity rate",), column=("Change on year",), unit="pp", between=FROM_TO
    )
    found = _html(TABLE.format(heading), wanted)
    assert found is not None and (found.value, found.unit) == (Decimal("-0.7"), "pp")


def test_points_are_no_percentage() -> None:
    wanted = Wanted("c", "percent", row=("Inactivity rate",), column=("Change on year",), unit="%", between=FROM_TO)
    assert _html(TABLE.format("Change on year (pp)"), wanted) is None


@pytest.mark.parametrize("row", ["涵蓋率", "失业率", "고용률", "Employment rate"])
def test_a_rate_is_told_in_percent(row: str) -> None:
    wanted = Wanted("r", "percent", row=(row,), unit="%", between=(Decimal(1), Decimal(100)))
    page = "<table><tr><th>2025</th><th>{}</th></tr><tr><td>{}</td><td>63.4</td></tr></table>"
    found = _html(page.format("Q3", row), wanted)
    assert found is not None and found.value == Decimal("63.4")
    assert _html(page.format("per 1,000", row), wanted) is None


RECORDS = (
    '{"of": [{"縣市": "全國", "服務人數_男": "213066", "服務人數": "526403", "涵蓋率": "76.12", "涵蓋率目標": 80}]}'
)


@pytest.mark.parametrize(
    ("field", "kind", "unit", "value"), [("服務人數", "quantity", None, 526403), ("涵蓋率", "percent", "%", "76.12")]
)
def test_the_very_field_is_read(field: str, kind: str, unit: str | None, value: str) -> None:
    wanted = Wanted("f", kind, (("全國",),), unit=unit, field=field, between=(Decimal(1), Decimal(10**6)))
    found = _json(RECORDS, wanted)
    assert found is not None and found.value == Decimal(value)
    assert _json(RECORDS.replace(f'"{field}":', '"x":'), wanted) is None


def test_a_field_with_its_unit_is_the_same() -> None:
    wanted = Wanted("f", "percent", (("全國",),), unit="%", field="涵蓋率", between=FROM_TO)
    found = _json(RECORDS.replace('"涵蓋率"', '"涵蓋率（%）"'), wanted)
    assert found is not None and found.value == Decimal("76.12")
