"""Whatever the bytes: a parser gives an answer or an error it documents. An input that failed once stays in seeds/.

The seeds are small and an input costs one or two milliseconds, so `make check` takes ten thousand of each parser.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.parsers import PARSERS, spoiled

KEPT = sorted((Path(__file__).parent / "seeds").glob("*.bin"))
MANY = 10_000


def check(name: str, body: bytes, told: str) -> bool:
    """Whether it was read; anything but a documented error is raised."""
    parser = PARSERS[name]
    try:
        parser.read(body)
    except parser.documented as error:
        assert str(error), told
        return False
    except Exception as error:
        raise AssertionError(f"{name}, {told}: {type(error).__name__}: {error}\n{body!r}") from error
    return True


def run(name: str, numbers: range) -> None:
    parser = PARSERS[name]
    assert check(name, parser.seed, "the seed itself")
    read = sum(check(name, spoiled(parser.seed, number), f"input {number}") for number in numbers)
    assert read, "nothing was read: the inputs prove little"
    if parser.documented:
        assert read < len(numbers), "nothing was refused: the inputs prove little"


@pytest.mark.parametrize("name", PARSERS)
def test_ten_thousand_inputs(name: str) -> None:
    run(name, range(MANY))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_an_input_that_failed_once(path: Path) -> None:
    """`<parser>-<what it did>.bin`"""
    check(path.name.partition("-")[0], path.read_bytes(), path.name)
