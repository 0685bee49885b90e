"""All rules of a contract asked at once answer as pandera's own validation does, which says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from pandera.errors import SchemaErrors

from schemas.contracts import CONTRACTS
from tests.warehouse.conftest import DAY, capture, reading
from warehouse.rows import capture_row, observation_row, reading_row
from warehouse.write import Row, frame, keeps, utc

_GOOD = {
    "capture": capture_row(capture(), 0),
    "reading": reading_row(reading(), utc(DAY)),
    "observation": observation_row(reading(label="market", date="2024-07", box=None, names=("a",))),
}
_TRIED: tuple[Any, ...] = (None, "?", -1, Decimal(0))


_ID = {"capture": "capture_id", "observation": "observation_id"}


def _changed(table: str) -> Iterator[tuple[str, Row]]:
    """The good row with one column changed, in every way that its type takes; each with an id of its own."""
    for name in CONTRACTS[table].to_schema().columns:
        for number, value in enumerate(_TRIED):
            own = {_ID[table]: sha256(f"{name}{number}".encode()).hexdigest()[:24]} if table in _ID else {}
            row = {**_GOOD[table], **own, name: value}
            try:
                frame(table, [_GOOD[table], row])
            except (TypeError, AttributeError):
                continue  # not of the column's type
            yield name, row


@pytest.mark.parametrize("table", _GOOD)
def test_at_once_and_one_after_the_other_agree(table: str) -> None:
    changed = list(_changed(table))
    with pytest.raises(SchemaErrors) as told:
        CONTRACTS[table].validate(frame(table, [row for _, row in changed]), lazy=True)
    refused = {
        case["index"] for case in told.value.failure_cases.iter_rows(named=True) if case["check"] != "field_uniqueness"
    }
    assert len({changed[index][0] for index in refused}) > 3
    assert keeps(table, frame(table, [row for index, (_, row) in enumerate(changed) if index not in refused]))
    kept = [changed[index][0] for index in refused if keeps(table, frame(table, [changed[index][1]]))]
    assert kept == [], "what pandera refuses"


@pytest.mark.parametrize("table", _ID)
def test_what_is_there_twice_is_told(table: str) -> None:
    assert keeps(table, frame(table, [_GOOD[table]])) and not keeps(table, frame(table, [_GOOD[table]] * 2))
