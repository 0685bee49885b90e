"""The collector rests while things are made that stay, and works again afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from schemas.collector import made_to_stay, seldom


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


def test_it_looks_seldom_meanwhile_and_as_usual_afterwards() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), seldom():
        assert gc.get_threshold()[0] == 10 * usual[0]
        assert gc.get_freeze_count() > 0
        _ = 1 / 0
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def test_two_that_overlap_leave_it_as_it_was() -> None:
    """Two refreshes of one process, of which the first to begin is the first to end."""
    usual = gc.get_threshold()
    first, second = seldom(), seldom()
    first.__enter__()
    second.__enter__()
    assert gc.get_threshold()[0] == 10 * usual[0]
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] == 10 * usual[0] and gc.get_freeze_count() > 0, "the second is still at work"
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual and gc.get_freeze_count() == 0


def test_what_the_program_around_us_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with seldom():
            pass
        assert gc.get_freeze_count() == frozen > 0
    finally:
        gc.unfreeze()
