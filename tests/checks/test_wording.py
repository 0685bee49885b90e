"""Corrections in the report's own writing, whatever the report is about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from citewatch.checks import wording
from citewatch.checks.numbers import in_full
from warehouse.history import Seen


@pytest.mark.parametrize(
    ("says", "stated", "observed", "unit", "zh"),
    [
        ("3.5億美元", "350000000", "356100000000", "USD", "3.5億美元 → 3,561億美元"),
        ("12.86億冊", "1286000000", "12860000", "item", "12.86億冊 → 1,286萬冊"),
        ("221家", "221", "231", "company", "221家 → 231家"),
        ("約104萬人", "1040000", "9800", "person", "約104萬人 → 9,800人"),
        ("3.9 million", "3900000", "390412", "cyclist", "3.9 million → 390,412人"),
    ],
)
def test_a_correction_keeps_the_reports_scale_and_counter_where_they_serve(
    says: str, stated: str, observed: str, unit: str, zh: str
) -> None:
    assert wording.correction(says, Decimal(stated), Decimal(observed), unit).zh == zh


def test_a_correction_of_the_unit_names_both() -> None:
    words = wording.correction("4.3個百分點", Decimal("4.3"), Decimal("4.3"), "pp", observed_unit="%")
    assert words.en == "4.3個百分點 → 4.3% (4.3 percentage points → 4.3%)"


@pytest.mark.parametrize(
    ("ratio", "words"), [("0.1001", "about 1/10 of"), ("0.4", "about 1/2.5 of"), ("1017", "about 1,017 times")]
)
def test_multiples_are_round_where_a_person_would_round(ratio: str, words: str) -> None:
    assert wording.multiple(Decimal(ratio)).en == words


@pytest.mark.parametrize(
    ("printed", "value", "shown"),
    [
        ("12.4", "1240", "12.4, that is 1,240"), ("1,240", "1240", "1,240"), ("1240", "1240", "1240"),
        ("US$3.5bn", "3500000000", "US$3.5bn"), ("百分之四點三", "4.3", "百分之四點三"),
    ],
)  # fmt: skip
def test_a_figure_scaled_by_its_heading_is_told_in_full(printed: str, value: str, shown: str) -> None:
    assert in_full(Seen("f", "read", "", "", value=Decimal(value), as_printed=printed)).en == shown
