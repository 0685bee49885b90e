"""What a reader, a reviewer and an admin may do, each action tried by each, at a desk that has accounts."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Choice, Filter
from citewatch.review.web import access, accounts, tokens
from citewatch.review.web.accounts import Role, accounts_file
from citewatch.review.web.app import build
from schemas.decision import SETTLED
from tests.review_web.conftest import Client, settings_of
from tests.review_web.test_access import BASE, OUTSIDE, PASSWORD, signed_in

WHO: dict[Role, str] = {"reader": "Ann", "reviewer": "Bo", "admin": "Cy"}
AT = datetime(2026, 11, 17, 9)
ACTS: dict[str, dict[str, str]] = {
    "acknowledge": {}, "assign": {"assignee": "Bo"}, "snooze": {"until": "2099-01-01"}, "note": {"note": "x"},
    "accept": {"note": "x"}, "resolve": {}, "dismiss": {"note": "x", "mistake": "other"},
}  # fmt: skip
PAGES = ("/", "/issues", "/overview", "/sources", "/log", "/errata/cier_genai_2024", "/export/cier_genai_2024.csv",
         "/feed/cier_genai_2024.atom", "/api/alerts", "/account")  # fmt: skip
KEEPING: tuple[dict[str, str], ...] = (
    {"act": "add", "name": "New", "role": "admin", "password": PASSWORD},
    {"act": "role", "name": "Ann", "role": "admin"}, {"act": "password", "name": "Cy", "password": PASSWORD},
    {"act": "remove", "name": "Cy"}, {"act": "token", "name": "feed"}, {"act": "revoke", "name": "feed"},
)  # fmt: skip
_requests = count()


@pytest.fixture(scope="module")
def site(guarded_data: Path) -> tuple[Starlette, bytes]:
    """The desk, and the file of its three accounts."""
    file = accounts_file(settings_of(guarded_data))
    for role, name in WHO.items():
        accounts.add(file, name, role, PASSWORD)
    return build(settings_of(guarded_data), OUTSIDE), file.read_bytes()


@pytest.fixture
def desk(site: tuple[Starlette, bytes], guarded_data: Path) -> Iterator[Starlette]:
    """With the same accounts for every test: some change them."""
    file = accounts_file(settings_of(guarded_data))
    for name in ("tokens.yml", "access.jsonl"):
        (file.parent / name).unlink(missing_ok=True)
    file.unlink(missing_ok=True)
    file.touch(0o600)
    file.write_bytes(site[1])
    yield site[0]


def comes_in(app: Starlette, name: str) -> Client:
    """Signed in, without the cost of a password."""
    desk, client = app.state.desk, Client(app, BASE)
    client.cookies = {app.state.doors.cookie: desk.sessions.start(name, desk.accounts[name].mark, time.monotonic())}
    return client


def post(client: Client, path: str, form: dict[str, Any]) -> httpx.Response:
    return client.post(path, form, page="/account")


def an_alert(app: Starlette) -> str:
    """One that waits and that nobody decided on."""
    core: ReviewDesk = app.state.desk.core
    return next(item.alert_id for item in core.queue(Filter(state="open"), today=AT.date()).items if not item.version)


def version(app: Starlette, alert: str) -> int:
    core: ReviewDesk = app.state.desk.core
    return core.alert(alert, today=AT.date()).version


def decide(client: Client, alert: str, act: str, seen: int, **given: str) -> int:
    form = {"act": act, "choice": f"{alert}:{seen}", "back": "/", "request": f"r{next(_requests)}"}
    return post(client, "/decide", {**form, **given}).status_code


def test_each_role_sees_every_page_but_the_one_for_admins(desk: Starlette) -> None:
    for role, name in WHO.items():
        client = comes_in(desk, name)
        # Whoever may do more is let in where a reader is.
        seen = PAGES if role == "reader" else ("/account", "/log")
        assert [client.get(path).status_code for path in seen] == [200] * len(seen), role
        assert client.get("/people").status_code == (200 if role == "admin" else 403)
        assert ('href="/people"' in client.get("/account").text) is (role == "admin")
        page = client.get(f"/alerts/{an_alert(desk)}").text
        assert ("data-way=" in page) is (role != "reader")


@pytest.mark.parametrize("role", WHO)
def test_each_role_decides_or_does_not(desk: Starlette, role: Role) -> None:
    client, alert = comes_in(desk, WHO[role]), an_alert(desk)
    if role == "reader":
        assert {decide(client, alert, act, 0, **given) for act, given in ACTS.items()} == {403}
        assert post(client, "/readings/gartner_ai_in_hr/cost_saving", {}).status_code == 403
        assert version(desk, alert) == 0
        return
    seen = 0
    for act, given in ACTS.items():
        assert decide(client, alert, act, seen, **given) == 303, act
        seen += 1
        if act in SETTLED:
            assert decide(client, alert, "undo", seen) == 303, "what is one's own is taken back by anybody"
            seen += 1
    assert version(desk, alert) == seen
    assert post(client, "/readings/gartner_ai_in_hr/cost_saving", {}).status_code == 409, "nothing typed yet"


def test_only_an_admin_takes_back_what_somebody_else_decided(desk: Starlette) -> None:
    alert, core = an_alert(desk), desk.state.desk.core
    core.decide([Choice(alert, 0)], "accept", by="Dee", at=AT, request_id="dee", note="It is known.")
    bo, cy = comes_in(desk, "Bo"), comes_in(desk, "Cy")
    assert 'data-way="undo"' not in bo.get(f"/alerts/{alert}").text
    (answer,) = core.decide([Choice(alert, 1)], "undo", by="Bo", at=AT, request_id="bo", others=False)
    assert "decided by Dee: Dee or an admin can take it back" in answer.why.en and "Dee" in answer.why.zh
    assert decide(bo, alert, "undo", 1) == 409 and version(desk, alert) == 1
    assert 'data-way="undo"' in cy.get(f"/alerts/{alert}").text
    assert decide(cy, alert, "undo", 1) == 303
    # A reviewer opens it again instead, which needs a reason and is a decision of the reviewer's own.
    core.decide([Choice(alert, 2)], "accept", by="Dee", at=AT, request_id="dee again", note="It is known.")
    assert decide(bo, alert, "reopen", 3, note="It is not.") == 303
    log = core.alert(alert, today=AT.date()).log
    assert [(entry.by, entry.state) for entry in log] == [
        ("Bo", "open"), ("Dee", "accepted"), ("Cy", "open"), ("Dee", "accepted")
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["reader", "reviewer"])
def test_only_an_admin_keeps_accounts_and_tokens(desk: Starlette, guarded_data: Path, role: Role) -> None:
    file = accounts_file(settings_of(guarded_data))
    client, before = comes_in(desk, WHO[role]), file.read_bytes()
    for form in KEEPING:
        assert post(client, "/people", form).status_code == 403, form
    assert file.read_bytes() == before and not tokens.tokens_file(settings_of(guarded_data)).exists()


def test_an_admin_keeps_accounts_and_they_hold_from_the_next_page_on(desk: Starlette, guarded_data: Path) -> None:
    cy = comes_in(desk, "Cy")

    def keep(act: str, name: str, **given: str) -> httpx.Response:
        return post(cy, "/people", {"act": act, "name": name, **given})

    assert keep("add", "Eve", role="reader", password=PASSWORD).status_code == 303
    eve = comes_in(desk, "Eve")
    assert post(eve, "/decide", {"act": "acknowledge"}).status_code == 403
    assert keep("role", "Eve", role="reviewer").status_code == 303
    assert "Choose at least one alert" in post(eve, "/decide", {"act": "acknowledge"}).text, "without signing in again"
    assert keep("password", "Eve", password="another long password").status_code == 303
    assert eve.get("/account").status_code == 303, "sessions of the old password are over"
    assert keep("remove", "Bo").status_code == 303 and "Bo" not in accounts.load(
        accounts_file(settings_of(guarded_data))
    )
    for act, name, given, says in (
        ("remove", "Cy", {}, "No admin would be left"), ("role", "Cy", {"role": "reader"}, "No admin would be left"),
        ("add", "Eve", {"role": "admin", "password": PASSWORD}, "of that name already"),
        ("add", "Fay", {"role": "admin", "password": "short"}, "at least 12 characters"),
        ("remove", "Bo", {}, "none of that name"), ("revoke", "feed", {}, "none of that name"),
    ):  # fmt: skip
        answer = keep(act, name, **given)
        assert answer.status_code == 409 and says in answer.text, (act, name)
    made = keep("token", "feed")
    token = made.text.partition('id="made">')[2].partition("<")[0]
    program = Client(desk, BASE)
    program.headers = {"authorization": f"Bearer {token}"}
    assert program.get("/api/alerts").status_code == 200 and token not in cy.get("/people").text
    assert keep("revoke", "feed").status_code == 303 and program.get("/api/alerts").status_code == 401


def test_everybody_changes_the_own_password(desk: Starlette) -> None:
    ann, other, new = signed_in(desk, "Ann"), comes_in(desk, "Ann"), "a new long password"
    for old, password, status in (("not it, sorry", new, 403), (PASSWORD, "short", 409), (PASSWORD, new, 303)):
        assert post(ann, "/account", {"old": old, "password": password}).status_code == status
    assert ann.get("/account").status_code == 200 and other.get("/account").status_code == 303
    again = Client(desk, BASE)
    assert again.post("/sign-in", {"name": "Ann", "password": PASSWORD}, page="/sign-in").status_code == 403
    assert again.post("/sign-in", {"name": "Ann", "password": new}, page="/sign-in").status_code == 303


def test_who_came_in_and_who_did_not_is_written_down(desk: Starlette, guarded_data: Path) -> None:
    cy = signed_in(desk, "Cy")
    stranger = Client(desk, BASE)
    for name in ("Cy", "my secret passphrase"):
        stranger.post("/sign-in", {"name": name, "password": "wrong"}, page="/sign-in")
    post(cy, "/people", {"act": "role", "name": "Ann", "role": "reviewer"})
    post(signed_in(desk, "Bo"), "/sign-out", {})
    file = access.journal_file(settings_of(guarded_data))
    told = [(entry.what, entry.name, entry.by) for entry in access.newest(file, 100)]
    assert told == [
        ("signed_out", "Bo", "Bo"), ("signed_in", "Bo", "Bo"), ("role_changed", "Ann, reviewer", "Cy"),
        ("refused", "(unknown)", "(unknown)"), ("refused", "Cy", "Cy"), ("signed_in", "Cy", "Cy"),
    ]  # fmt: skip
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "secret" not in file.read_text(), "a password typed into the field of the name stays out of it"
    shown = cy.get("/people").text
    assert "turned away" in shown and "changed the role" in shown and "127.0.0.1" in shown


def test_a_file_that_can_not_be_read_lets_nobody_in(desk: Starlette, guarded_data: Path) -> None:
    cy, file = comes_in(desk, "Cy"), accounts_file(settings_of(guarded_data))
    whole = file.read_bytes()
    for broken in (b"accounts: [", b"", b"accounts: []"):
        file.write_bytes(broken)
        assert cy.get("/account").status_code == 303 and Client(desk, BASE).get("/log").status_code == 303
    file.write_bytes(whole)
    file.chmod(0o644)
    assert cy.get("/account").status_code == 303, "others could have written their own account into it"
    file.chmod(0o600)
    assert cy.get("/account").status_code == 200
    file.unlink()
    assert cy.get("/account").status_code == 303


def test_without_accounts_none_are_made_in_the_browser(client: Client, data: Path) -> None:
    form = {"act": "add", "name": "Eve", "role": "admin", "password": PASSWORD}
    for answer in (client.get("/people"), client.get("/account"), client.post("/people", form)):
        assert answer.status_code == 409 and "citewatch review account NAME --role admin" in answer.text
    assert not accounts_file(settings_of(data)).exists()


def test_the_journal_stays_small_and_survives_half_a_line(tmp_path: Path) -> None:
    file = tmp_path / "access.jsonl"
    access.record(file, AT, "signed_in", "Ann", "Ann")
    with file.open("a") as half:
        half.write('{"at": "2026-11-17T09:00:00", "wha\n')
    access.record(file, AT, "signed_out", "Ann", "Ann")
    assert [entry.what for entry in access.newest(file, 10)] == ["signed_out", "signed_in"]
    with file.open("a") as more:
        more.write("x" * access.MOST_BYTES + "\n")
    access.record(file, AT, "signed_in", "Bo", "Bo")
    assert file.stat().st_size < 1000 and access.newest(file, 10)[0].name == "Bo"
    assert set(access.last_sign_ins(file)) == {"Ann", "Bo"}
