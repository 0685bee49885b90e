"""Views are a contract: what an analyst wrote for an earlier version still answers, in the same types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.keys import VIEW_KEYS
from warehouse.ask import ask
from warehouse.store import Store

VERSIONS = sorted(Path(__file__).parent.glob("contract_v*.sql"))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.stem)
def test_queries_of_every_version_answer(version: Path, store: Store) -> None:
    asked = version.read_text("utf-8")
    with store.reading() as connection:
        answers = list(ask(connection, asked))
    assert len(answers) == asked.count(";\n") >= 10
    names = re.findall(r"FROM (\w+)", asked)
    told = [f"{name}: {', '.join(answer.types)}" for name, answer in zip(names, answers, strict=True)]
    assert told == version.with_suffix(".types").read_text("utf-8").splitlines()


def test_every_view_is_part_of_the_newest_version() -> None:
    assert VIEW_KEYS.keys() <= set(re.findall(r"FROM (\w+)", VERSIONS[-1].read_text("utf-8")))
