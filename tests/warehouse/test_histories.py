"""What the checks look at is found without looking at what they don't."""

from __future__ import annotations

import re
from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import capture, reading
from warehouse import histories, ledger
from warehouse.histories import histories as asked
from warehouse.store import Store


class Noting:
    """A connection that keeps what it was asked."""

    def __init__(self, inner: duckdb.DuckDBPyConnection) -> None:
        self.inner = inner
        self.asked: list[tuple[str, Any]] = []

    def execute(self, sql: str, given: Any = None) -> Any:
        self.asked.append((sql, given))
        return self.inner.execute(sql, given) if given else self.inner.execute(sql)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


def test_captures_of_other_sources_are_never_numbered(store: Store) -> None:
    """At ten million observations that took 20 s of CPU and more memory than a refresh has."""
    with store.writing("test") as connection:
        ledger.store(connection, [(capture(f"source_{n}"), 0) for n in range(3)], [reading("source_1")])
    with store.reading() as connection:
        noting = Noting(connection)
        assert len(asked(noting, {"source_0": None, "source_1": None})["source_1"].stays) == 1  # type: ignore[arg-type]
        numbering = [
            (sql, given) for sql, given in noting.asked if re.search("FROM (capture_stay|source_attempt)", sql)
        ]
        assert len(numbering) == 2
        for sql, given in numbering:
            ((_, plan),) = connection.execute(f"EXPLAIN {sql}", given).fetchall()
            before = plan.rindex("WINDOW")
            assert "source_id" in plan[before:] and "'source_0'" in plan[before:], plan
            assert "'source_0'" not in plan[:before], "asked after all captures are numbered"


def test_many_sources_are_asked_for_in_lots(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "AT_ONCE", 2)
    with store.writing("test") as connection:
        ledger.store(connection, [(capture(f"source_{n}"), 0) for n in range(5)], [])
    with store.reading() as connection:
        found = asked(connection, dict.fromkeys((f"source_{n}" for n in range(6)), None))
    assert [len(found[f"source_{n}"].stays) for n in range(6)] == [1, 1, 1, 1, 1, 0]
    assert [len(found[f"source_{n}"].attempts) for n in range(6)] == [1, 1, 1, 1, 1, 0]
