"""Whatever the bytes: a parser gives an answer or an error it documents. An input that failed once stays in seeds/.

The seeds are small and an input costs one or two milliseconds, so `make check` takes ten thousand of each parser.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import kept
from tests.fuzz.parsers import PARSERS, Parser, spoiled
from tests.reading.test_fuzz import PAGE

MANY = 10_000


def check(name: str, body: bytes, told: str) -> bool:
    """Whether it was read; anything but a documented error is raised, and its input kept."""
    parser = PARSERS[name]
    try:
        try:
            parser.read(body)
        except parser.documented as error:
            assert str(error), told
            return False
    except Exception as error:
        where = kept.keep(name, told, body)
        raise AssertionError(f"{name}, {told}: {type(error).__name__}: {error}\n{where}\n{body!r}") from error
    return True


def run(name: str, numbers: range) -> None:
    parser = PARSERS[name]
    assert check(name, parser.seed, "the seed itself")
    read = sum(check(name, spoiled(parser.seed, number, parser.pieces), f"input {number}") for number in numbers)
    assert read, "nothing was read: the inputs prove little"
    if parser.documented:
        assert read < len(numbers), "nothing was refused: the inputs prove little"


@pytest.mark.parametrize("name", PARSERS)
def test_ten_thousand_inputs(name: str) -> None:
    run(name, range(MANY))


@pytest.mark.parametrize("path", kept.kept(PARSERS), ids=lambda path: path.name)
def test_an_input_that_failed_once(path: Path) -> None:
    check(kept.parser_of(path), path.read_bytes(), path.stem)


def test_every_kept_input_is_run_by_somebody() -> None:
    """Those of pages: tests/reading/test_fuzz.py."""
    found = [path for path in kept.SEEDS.rglob("*") if path.is_file() and path.name != "README.md"]
    assert sorted(found) == kept.kept({*PARSERS, PAGE})


def test_an_input_that_fails_is_kept_and_run_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read(body: bytes) -> None:
        if b"%" in body:
            raise KeyError("percent")

    monkeypatch.setattr(kept, "SEEDS", tmp_path)
    monkeypatch.setitem(PARSERS, "html", Parser(b"54.2%", read, (ValueError,)))
    for _ in range(2):
        with pytest.raises(AssertionError, match=r"KeyError(.|\n)*html-input_7.bin"):
            check("html", b"54.2%", "input 7")
    (path,) = kept.kept(PARSERS)
    assert path == tmp_path / "fresh" / "html-input_7.bin" and path.read_bytes() == b"54.2%"
    path.rename(tmp_path / "html-percent.bin")
    with pytest.raises(AssertionError, match=r"html-percent.bin"):
        check("html", b"54.2%", "input 7")
    assert len(kept.kept(PARSERS)) == 1, "kept once"
