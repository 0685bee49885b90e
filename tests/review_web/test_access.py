"""Who may come in, and what no form does without its token."""

from __future__ import annotations

import socket
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from citewatch.errors import SettingsError
from citewatch.review.web import accounts, signing
from citewatch.review.web.accounts import accounts_file
from citewatch.review.web.app import Serving, build, run
from citewatch.review.web.desk import local
from citewatch.review.web.guard import MOST_BYTES
from citewatch.review.web.sessions import Guesses, Sessions, secret_of
from tests.review_web.conftest import Client, settings_of

PASSWORD = "correct horse battery"
OUTSIDE = Serving("0.0.0.0", names=("desk.example.org",), behind_proxy=True)
BASE = "https://desk.example.org"


@pytest.fixture(scope="module")
def guarded(guarded_data: Path) -> Starlette:
    file = accounts_file(settings_of(guarded_data))
    for name, role in (("Ann", "reader"), ("Bo", "reviewer"), ("Cy", "admin")):
        accounts.add(file, name, role, PASSWORD)  # type: ignore[arg-type]
    return build(settings_of(guarded_data), OUTSIDE)


def signed_in(app: Starlette, name: str) -> Client:
    client = Client(app, BASE)
    assert client.post("/sign-in", {"name": name, "password": PASSWORD}, page="/sign-in").status_code == 303
    return client


@pytest.mark.parametrize(
    ("serving", "says"),
    [
        (Serving("0.0.0.0"), "no accounts"),
        (Serving("192.0.2.7"), "no accounts"),
        (Serving("127.0.0.1", behind_proxy=True), "no accounts"),
        (Serving("127.0.0.1", names=("desk.example.org",)), "no accounts"),
        (Serving("::"), "no accounts"),
    ],
)
def test_beyond_loopback_it_refuses_to_start_without_accounts(tmp_path: Path, serving: Serving, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        build(settings_of(tmp_path), serving)


def test_beyond_loopback_it_wants_a_name_and_https(tmp_path: Path) -> None:
    accounts.add(accounts_file(settings_of(tmp_path)), "Ann", "admin", PASSWORD)
    with pytest.raises(SettingsError, match="--name"):
        build(settings_of(tmp_path), Serving("0.0.0.0"))
    with pytest.raises(SettingsError, match="unencrypted"):
        build(settings_of(tmp_path), Serving("0.0.0.0", names=("desk.example.org",)))


def test_a_taken_port_is_a_sentence(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said: list[str] = []
        with pytest.raises(SettingsError, match="--port"):
            run(settings_of(data), Serving(port=taken.getsockname()[1]), lambda: said.append("ready"))
    assert said == []


def test_accounts_are_hashed_and_private(tmp_path: Path) -> None:
    file = tmp_path / "accounts.yml"
    accounts.add(file, "Ann", "reader", PASSWORD)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text() and "$argon2id$" in file.read_text()
    known = accounts.load(file)
    found = accounts.verify(known, "Ann", PASSWORD)
    assert found is not None and found.role == "reader"
    assert accounts.verify(known, "Ann", PASSWORD + "!") is None and accounts.verify(known, "Nobody", PASSWORD) is None
    with pytest.raises(SettingsError, match="12 characters"):
        accounts.add(file, "Bo", "reader", "short")
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        accounts.load(file)


def test_a_broken_accounts_file_is_named_without_its_hashes(tmp_path: Path) -> None:
    file = tmp_path / "accounts.yml"
    file.write_text("accounts: [{name: Ann, role: king, password: $argon2id$secret}]")
    file.chmod(0o600)
    with pytest.raises(SettingsError) as caught:
        accounts.load(file)
    assert "secret" not in str(caught.value) and file.name in str(caught.value)


def test_nobody_sees_anything_without_signing_in(guarded: Starlette) -> None:
    client = Client(guarded, BASE)
    routes = [route for route in guarded.routes if isinstance(route, Route)]
    assert len(routes) > 15
    for route in routes:
        path = route.path.replace("{lang}", "en")
        if path in ("/sign-in", "/language/en", "/healthz", "/metrics"):
            continue
        for method in route.methods or ():
            answer = client.ask(method, path, **({"data": {"x": "y"}} if method == "POST" else {}))
            assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in"), path
    assert client.get("/api/alerts").status_code == 401


def test_a_reader_reads_and_a_reviewer_decides(guarded: Starlette) -> None:
    reader, reviewer = signed_in(guarded, "Ann"), signed_in(guarded, "Bo")
    assert reader.get("/").status_code == 200 and reader.get("/api/alerts").status_code == 200
    assert reader.post("/decide", {"act": "acknowledge"}, page="/").status_code == 403
    assert "Choose at least one alert" in reviewer.post("/decide", {"act": "acknowledge"}).text


def test_signing_out_ends_the_session_on_the_server(guarded: Starlette) -> None:
    client = signed_in(guarded, "Bo")
    kept = dict(client.cookies)
    assert client.post("/sign-out", {}).status_code == 303
    client.cookies = kept
    assert client.get("/").status_code == 303


def test_cookies_are_secure_and_a_planted_token_is_not_taken_over(guarded: Starlette) -> None:
    client = Client(guarded, BASE)
    planted = "A" * 43
    client.cookies = {"__Host-citewatch": planted}
    answer = client.post("/sign-in", {"name": "Bo", "password": PASSWORD}, page="/sign-in")
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("__Host-citewatch=", "HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    assert client.cookies["__Host-citewatch"] != planted
    assert answer.headers["strict-transport-security"]


def test_guessing_passwords_gets_slower(guarded: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    # The pause begins with two seconds, which six hashes take by themselves on a busy machine.
    monkeypatch.setattr(signing, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    client = Client(guarded, BASE)
    codes = [
        client.post("/sign-in", {"name": "Ann", "password": "wrong"}, page="/sign-in").status_code for _ in range(6)
    ]
    assert codes == [403] * 5 + [429]
    guarded.state.desk.guesses = Guesses()


def test_waiting_doubles_and_ends() -> None:
    guesses = Guesses()
    for n in range(20):
        guesses.failed("name x", n)
    assert guesses.wait_s("name x", 19) == 900 and guesses.wait_s("name x", 19 + 900) == 0
    assert guesses.wait_s("name y", 19) == 0
    guesses.failed("name x", 9000)
    assert guesses.wait_s("name x", 9000) == 0


def test_sessions_end_by_themselves() -> None:
    sessions = Sessions()
    token = sessions.start("Ann", "reader", 0)
    assert sessions.find(token, 100) is not None and sessions.find(token, 13 * 3600) is None
    assert sessions.find(token, 100) is None


def test_no_form_is_taken_without_its_token(client: Client) -> None:
    posts = [r.path for r in client.app.routes if isinstance(r, Route) and "POST" in (r.methods or ())]
    assert len(posts) >= 4
    for path in posts:
        for token in ("", "0" * 64, "é"):
            assert client.ask("POST", path, data={"token": token, "act": "acknowledge"}).status_code == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_other_sites_can_not_post(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/decide", {"act": "acknowledge"}, headers=headers).status_code == 403


def test_a_name_pointed_at_us_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/", headers={"host": "localhost:8642"}).status_code == 200
    assert client.get("/", headers={"host": "[::1]:8642"}).status_code == 200


def test_too_much_is_not_taken(client: Client) -> None:
    huge = {"content-length": str(MOST_BYTES + 1), "content-type": "application/x-www-form-urlencoded"}
    assert client.ask("POST", "/decide", content=b"a=b", headers=huge).status_code == 413


def test_every_answer_carries_the_policy(client: Client) -> None:
    for path in ("/", "/nowhere", "/static/desk.css", "/alerts/nonsense", "/api/openapi.json"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"] and headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", ""]
)
def test_only_paths_of_ours_are_gone_back_to(client: Client, path: str) -> None:
    assert local(path) == "/"
    assert client.get("/language/zh", params={"back": path}).headers["location"] == "/"


def test_the_secret_is_kept_and_private(tmp_path: Path) -> None:
    file = tmp_path / "review" / "secret"
    assert secret_of(file) == secret_of(file) and stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"half")
    assert len(secret_of(file)) == 32
