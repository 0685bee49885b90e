"""What did not change is not judged again, and what comes of it is what judging everything anew gives."""

from __future__ import annotations

import gc
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from citewatch import catalog, checks, issues, judging
from citewatch.catalog import Catalog
from citewatch.packed import Answers, Findings, disagreeing, packed, unique
from citewatch.reads import Reads
from citewatch.settings import Settings
from schemas.capture import capture_id
from schemas.finding import Finding, Words
from schemas.source import Source
from tests.checks.conftest import Bench
from tests.warehouse.conftest import DAY, capture, reading
from warehouse import ledger, memory
from warehouse.histories import Looked
from warehouse.store import Store

FIRMS: dict[str, Any] = {"value": 221, "unit": "firms"}
ROOT = Path(__file__).resolve().parents[1]


def test_the_demo_judged_bit_by_bit_as_at_once(
    demo_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "BATCH", 5 * judging.A_SOURCE)  # some batches, each of a few sources
    path = tmp_path / "citewatch.duckdb"
    shutil.copy(demo_data / "specimen" / "citewatch.duckdb", path)
    store, loaded = Store(path, "specimen"), catalog.load(ROOT)
    digest = Reads(Settings(ROOT, tmp_path), store, None, loaded.sources).reader_digest  # type: ignore[arg-type]
    with store.reading() as connection:
        histories = ledger.histories(connection, dict.fromkeys(loaded.sources))
        closed = connection.execute("SELECT finding_key FROM finding WHERE closed_at IS NULL").fetchall()
    at_once = [f for report in loaded.reports.values() for f in checks.judge(loaded, report, histories)]
    of_sources = issues.issues(loaded, histories)
    assert len(at_once) > 100 and of_sources
    remembered = judging.judge(store, loaded, digest)
    assert not remembered.fresh and not remembered.gone, "the demo's last refresh left nothing to be judged"
    with store.writing("test") as connection:
        connection.execute("DELETE FROM judged")
    anew = judging.judge(store, loaded, digest)
    assert len(anew.fresh) == len(loaded.sources) + sum(len(report.claims) for report in loaded.reports.values())
    for judged in (remembered, anew):
        assert list(judged.findings) == at_once and judged.issues == of_sources
    assert {finding.key for finding in at_once} == {key for (key,) in closed}


class World:
    """Two sources with a figure that a claim cites and others that nobody does."""

    def __init__(self, store: Store) -> None:
        self.store = store
        figures: dict[str, Any] = {"figures": {"fig": {}, **{f"other_{n}": {} for n in range(5)}}}
        self.catalog, _ = Bench.catalog(
            {"C01": {**FIRMS, "cites": "a_source.fig"}, "C02": {**FIRMS, "cites": "b_source.fig"}},
            {"a_source": figures, "b_source": figures},
        )
        self.fetched: Counter[str] = Counter()

    def changes(self, source: str, first: int, last: int, figures: int = 5) -> None:
        """The page has other bytes each day, and says the same."""
        names = ["fig", *(f"other_{n}" for n in range(figures))]
        captures, readings = [], []
        for day in range(first, last):
            at, digest = DAY + timedelta(days=day), f"sha256:{source}-{day:060}"
            captures.append((capture(source, at, capture_id=capture_id(source, "page", at), body_digest=digest), 0))
            readings += [reading(source, name, body_digest=digest, value=Decimal(221), unit=None) for name in names]
        with self.store.writing("test") as connection:
            assert ledger.store(connection, captures, readings)[1] == []

    def judge(self, reader: str = "reader", *, of: Catalog | None = None) -> judging.Judged:
        def digest(source: Source) -> str:
            return reader

        found = judging.judge(self.store, of or self.catalog, digest)
        with self.store.writing("test") as connection:
            memory.remember(connection, found.fresh, found.gone)
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(Store(tmp_path / "citewatch.duckdb", "specimen"))
    for source in ("a_source", "b_source"):
        made.changes(source, 0, 2)
    return made


def test_only_what_changed_is_judged(world: World) -> None:
    everything = {"claim rep C01", "claim rep C02", "source a_source", "source b_source"}
    first = world.judge()
    assert set(first.fresh) == everything
    assert world.judge().fresh == {} and list(world.judge().findings) == list(first.findings)
    world.changes("a_source", 2, 3)
    second = world.judge()
    assert set(second.fresh) == {"claim rep C01", "source a_source"}
    assert [f.claim_id for f in second.findings] == [f.claim_id for f in first.findings]
    assert list(second.findings) != list(first.findings), "the newest capture is another"
    assert set(world.judge("another reader").fresh) == everything


def test_a_claim_and_a_file_that_change_are_judged(world: World) -> None:
    world.judge("reader")
    b_source = {"figures": {name: {} for name in world.catalog.sources["b_source"].figures}}
    changed = {"figures": {"fig": {"between": [1, 2]}}}
    more = {**FIRMS, "says": "300家", "value": 300, "cites": "b_source.fig"}
    other, _ = Bench.catalog(
        {"C01": {**FIRMS, "cites": "a_source.fig"}, "C02": more, "C03": more},
        {"a_source": changed, "b_source": b_source},
    )
    found = world.judge(of=other)
    assert set(found.fresh) == {"claim rep C01", "claim rep C02", "claim rep C03", "source a_source", "source b_source"}
    gone, _ = Bench.catalog({"C01": {**FIRMS, "cites": "a_source.fig"}}, {"a_source": {}})
    assert world.judge(of=gone).gone == {"claim rep C02", "claim rep C03", "source b_source"}
    with world.store.reading() as connection:
        assert set(memory.made_from(connection)) == {"claim rep C01", "source a_source"}


def test_a_claim_that_names_no_source_is_judged_when_nothing_else_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.judge()
    sources = {
        name: {"figures": {fig: {} for fig in world.catalog.sources[name].figures}} for name in ("a_source", "b_source")
    }
    claims: dict[str, Any] = {
        f"C0{n}": {**FIRMS, "cites": f"{name}.fig"} for n, name in ((1, "a_source"), (2, "b_source"))
    }
    for stated in ({"says": "7家", "value": 7}, {"says": "8家", "value": 8}):  # a new one, then one with other words
        more, _ = Bench.catalog(
            {**claims, "C03": {**FIRMS, **stated, "cites": None, "no_source": "Names nobody."}}, sources
        )
        found = world.judge(of=more)
        assert set(found.fresh) == {"claim rep C03"} and "C03" in {finding.claim_id for finding in found.findings}
    monkeypatch.setattr(judging, "BATCH", 1)  # a batch is full before the claim comes
    with world.store.writing("test") as connection:
        connection.execute("DELETE FROM judged")
    assert "claim rep C03" in world.judge(of=more).fresh


def _fetched(world: World, monkeypatch: pytest.MonkeyPatch) -> int:
    """Rows that come into Python while the catalogue is judged."""
    fetched = 0

    class Counting:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def execute(self, *given: Any) -> Counting:
            self.inner = self.inner.execute(*given)
            return self

        def fetchall(self) -> list[Any]:
            nonlocal fetched
            found = self.inner.fetchall()
            fetched += len(found)
            return found  # type: ignore[no-any-return]

        def fetchmany(self, size: int) -> list[Any]:
            nonlocal fetched
            found = self.inner.fetchmany(size)
            fetched += len(found)
            return found  # type: ignore[no-any-return]

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

    reading_ = Store.reading

    @contextmanager
    def counted(self: Store) -> Iterator[Any]:
        with reading_(self) as connection:
            yield Counting(connection)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "reading", counted)
        world.judge()
    return fetched


def test_rows_fetched_do_not_grow_with_the_history(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched of a source that did not change; of one that did, what a claim cites and its newest page."""
    world.judge()
    world.changes("a_source", 2, 3)
    few = _fetched(world, monkeypatch)
    assert 8 < few <= 24, "three stays, what one figure said in each, the newest page, two lines each for the rest"
    world.changes("b_source", 2, 60)
    world.judge()
    world.changes("a_source", 3, 4, figures=0)
    more = _fetched(world, monkeypatch)
    assert more <= few + 2, "one more content of the source that changed, and its stay"


def test_findings_are_held_packed_and_unpacked_one_claim_at_a_time(world: World) -> None:
    def held() -> int:
        return sum(type(one) is Finding for one in gc.get_objects())

    before = held()
    found = world.judge()
    assert held() == before, "objects of ten thousand claims fill the memory"
    assert len(found.findings) == len(list(found.findings)) == 4
    assert {finding.claim_id for finding in found.findings} == {"C01", "C02"}
    assert max(held() - before for _ in found.findings) <= 4, "one claim's, and those of the one before"


def test_answers_come_in_parts() -> None:
    found = Answers()
    assert [dict(part) for part in found.parts(2)] == [{}]
    for number in range(5):
        found.keep(f"claim rep C0{number}", "made of", f'["第 {number}"]'.encode())
    assert [len(part) for part in found.parts(2)] == [2, 2, 1] and [len(part) for part in found.parts(5)] == [5]
    assert {subject: told for part in found.parts(2) for subject, told in part.items()} == dict(found)
    assert found["claim rep C03"] == ("made of", '["第 3"]'.encode())


def test_disagreements_are_found_without_unpacking_the_rest() -> None:
    finding = Finding(
        "rep", "C01", "now", "value", "confirmed", "src", "fig", None, None, '5 "verdict":"differs"', None, "5", None,
        None, None, None, None, None, Words('"verdict":"differs"', "同"), None, None, None, None, True, None, None,
    )  # fmt: skip
    loud = replace(finding, claim_id="C02", verdict="differs", observed="6")
    found = Findings()
    for one in ([finding], [], [loud, replace(finding, claim_id="C02", answer="then")]):
        found.add(packed(TypeAdapter(list[Finding]).dump_json(one)))
    inside = replace(loud, claim_id="C03", check="self_check")
    found.extend([inside])
    assert list(found) == [finding, loud, replace(finding, claim_id="C02", answer="then"), inside]
    assert list(found.disagreeing()) == list(disagreeing(list(found))) == [loud, inside]
    assert len(found._loud) == 2


def test_of_two_findings_with_one_key_the_last_one_counts() -> None:
    first = Finding(
        "rep", "C01", "now", "value", "confirmed", "src", "fig", "one", None, "5", None, "5", None, None, None, None,
        None, None, Words("same", "同"), None, None, None, None, True, None, None,
    )  # fmt: skip
    other, last = replace(first, answer="then"), replace(first, observation_id="two")
    assert list(unique([first, other, last])) == [last, other]
    assert list(unique([first, other])) == [first, other]


def test_a_figure_that_was_not_asked_for_is_no_missing_one() -> None:
    looked = Looked(frozenset({"fig"}))
    assert looked.get("fig") is None and "fig" not in looked
    with pytest.raises(LookupError, match="other was not asked for"):
        looked.get("other")
    with pytest.raises(LookupError):
        assert "other" in looked
