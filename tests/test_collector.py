"""The collector rests while things are made that stay, and works again afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from schemas.collector import made_to_stay


def test_it_rests_only_meanwhile() -> None:
    with pytest.raises(ZeroDivisionError), made_to_stay():
        assert not gc.isenabled()
        _ = 1 / 0
    assert gc.isenabled()


def test_who_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with made_to_stay():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
