"""Views are a contract: what an analyst wrote for an earlier version still answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.ask import ask
from warehouse.store import Store

VERSIONS = sorted(Path(__file__).parent.glob("contract_v*.sql"))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.stem)
def test_queries_of_every_version_answer(version: Path, store: Store) -> None:
    asked = version.read_text("utf-8")
    with store.reading() as connection:
        answers = list(ask(connection, asked))
    assert len(answers) == asked.count(";\n") >= 10
