"""A list of records that is packed is like one that is not."""

from __future__ import annotations

import gc

import pytest

from schemas.alert import Message
from tests.warehouse.conftest import DAY
from warehouse.lots import Lots, in_lots


def test_it_is_like_a_tuple() -> None:
    records = [{"number": number, "text": f"第 {number}"} for number in range(257)]
    lots = Lots(records)
    assert list(lots) == records == lots and len(lots) == 257 and bool(lots)
    assert lots[0] == records[0] and lots[256] == lots[-1] == records[-1] and lots[99:102] == records[99:102]
    assert lots != records[1:] and Lots() == () and not Lots()
    with pytest.raises(IndexError):
        lots[257]


def test_no_more_than_one_lot_is_unpacked() -> None:
    def held() -> int:
        return sum(type(one) is Message for one in gc.get_objects())

    before = held()
    lots = Lots(Message(f"{n}", "alert", "new", "subject", "body" * 300, DAY, None) for n in range(1_000))
    assert held() == before
    # Looked at now and then: in a worker that has run thousands of tests, one look takes half a second.
    assert max(held() - before for number, _ in enumerate(lots) if number % 97 == 0) <= 200, "a lot, and the one before"


def test_in_lots() -> None:
    assert list(in_lots(range(5), 2)) == [[0, 1], [2, 3], [4]] and not list(in_lots([], 2))
