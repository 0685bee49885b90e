"""Every fault a server can show, all in one run over real sockets: what the source's health says, that the rest of the
run goes on, and that nothing stored before is damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import trustme

from citewatch.run import Tally
from tests.faults.conftest import Faulty, host_of
from tests.faults.odd import HEADERS, STATUSES, answer, state_of
from tests.faults.wire import CERTIFICATES, FAULTS, PAGE
from tests.tools.hostile import Route, reply
from tests.tools.lapse import content
from tests.tools.piped import ROOT
from warehouse import integrity

pytestmark = pytest.mark.slow

GOOD = tuple(f"good_{n}" for n in range(5))
ODD = {f"status_{status}": answer(status) for status in STATUSES} | {
    f"head_{name}": raw for name, (raw, _) in HEADERS.items()
}
ODD_STATES = {f"status_{status}": state_of(status) for status in STATUSES} | {
    f"head_{name}": state for name, (_, state) in HEADERS.items()
}


class Ran:
    """The three days of one world."""

    def __init__(self, folder: Path) -> None:
        ca = trustme.CA()
        now = datetime.now(UTC)
        names = (*GOOD, *FAULTS, *CERTIFICATES, *ODD)
        certificates = {
            "tls_expired": ca.issue_cert(host_of("tls_expired"), not_after=now - timedelta(days=1)),
            "tls_not_yet": ca.issue_cert(host_of("tls_not_yet"), not_before=now + timedelta(days=9)),
            "tls_self_signed": trustme.CA().issue_cert(host_of("tls_self_signed")),
            "tls_other_host": ca.issue_cert("elsewhere.example"),
        }
        answers: dict[str, Route] = {name: fault.answer for name, fault in FAULTS.items()}
        answers |= dict.fromkeys(CERTIFICATES, reply(PAGE)) | ODD
        self.world = Faulty(folder, names, ca, certificates)
        self.first, _ = self.world.run(0, {})
        self.before = content(self.world.settings.data)
        self.faulty, self.site = self.world.run(1, answers)
        self.health = self.world.health()
        self.after = content(self.world.settings.data)
        self.issues = {
            issue.source_id: issue
            for issue in self.faulty.issues
            if issue.kind in ("blocked", "gone", "unreachable", "refused")
        }
        self.last, _ = self.world.run(2, {})
        self.healed = self.world.health()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    yield Ran(tmp_path_factory.mktemp("faults"))


def test_there_are_a_hundred_kinds_of_odd_answers() -> None:
    assert len(ODD) >= 100


def test_every_fault_stands_in_the_table_of_the_docs() -> None:
    table = (ROOT / "docs" / "security.md").read_text("utf-8")
    assert [name for name in (*FAULTS, *CERTIFICATES) if f"`{name}`" not in table] == []


@pytest.mark.parametrize("name", [*FAULTS])
def test_a_fault_is_said_in_the_sources_health(ran: Ran, name: str) -> None:
    state, reason = ran.health[name]
    assert (state, bool(re.search(FAULTS[name].words, reason))) == (FAULTS[name].state, True), reason


@pytest.mark.parametrize("name", [*CERTIFICATES])
def test_a_bad_certificate_is_said_and_nothing_is_asked_over_it(ran: Ran, name: str) -> None:
    state, reason = ran.health[name]
    assert (state, CERTIFICATES[name] in reason) == ("unreachable", True), reason
    assert not any(asked.host == host_of(name) for asked in ran.site.log)


@pytest.mark.parametrize("name", [*ODD])
def test_an_odd_answer_ends_as_what_it_is(ran: Ran, name: str) -> None:
    state, reason = ran.health[name]
    assert state == ODD_STATES[name], reason
    assert reason == re.sub(r"[\x00-\x1f\x7f-\x9f]", "", reason), "a reason is shown on terminals"


def test_every_unanswered_source_is_an_issue_with_what_where_and_remedy(ran: Ran) -> None:
    wrong = {name for name, (state, _) in ran.health.items() if state not in ("ok", "not_modified")}
    assert set(ran.issues) == wrong
    for issue in ran.issues.values():
        assert issue.found and issue.remedy
        assert host_of(issue.source_id) in issue.expected


def test_the_rest_of_the_run_goes_on(ran: Ran) -> None:
    assert {ran.health[name][0] for name in GOOD} == {"ok"}
    tally: Tally = ran.faulty.tally
    assert tally.due == len(ran.health) == tally.captured + tally.unchanged + tally.unreadable


def test_nothing_stored_before_is_damaged(ran: Ran) -> None:
    for table in ("capture", "observation", "reading"):
        assert not set(ran.before[table]) - set(ran.after[table]), table
    with duckdb.connect(str(ran.world.settings.warehouse_file), read_only=True) as connection:
        assert integrity.doubled(connection) == {}
        assert integrity.dangling(connection) == {}


def test_no_fault_says_anything_about_the_report(ran: Ran) -> None:
    """Law 2: a figure that could not be read today still stands as it was read yesterday."""
    assert not ran.faulty.opened
    disagreeing = [finding for finding in ran.faulty.findings if finding.verdict in ("differs", "scale_error")]
    assert disagreeing == []


def test_all_heal_and_their_issues_close(ran: Ran) -> None:
    assert {state for state, _ in ran.healed.values()} <= {"ok", "not_modified"}
    assert ran.last.issues == ()
    left = ran.world.rows("SELECT count(DISTINCT source_id) FROM observation WHERE is_current")
    assert left == [(len(ran.healed),)]


def test_a_run_that_begins_with_the_faults_ends_the_same(ran: Ran, tmp_path: Path) -> None:
    few = ("good_0", "reset", "gzip_cut", "soft_404", "head_not_http")
    answers: dict[str, Route] = {name: FAULTS[name].answer for name in few if name in FAULTS}
    world = Faulty(tmp_path, few)
    first, _ = world.run(0, {**answers, "head_not_http": ODD["head_not_http"]})
    assert first.tally.captured == 1
    world.run(1, {})
    assert {state for state, _ in world.health().values()} == {"ok"}
    content(world.settings.data)
