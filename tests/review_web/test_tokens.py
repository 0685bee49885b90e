"""Tokens of programs: hashed, revocable at once, and good for reading only."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette

from citewatch.errors import SettingsError
from citewatch.review.web import tokens
from citewatch.review.web.tokens import tokens_file
from tests.review_web.conftest import Client, settings_of
from tests.review_web.test_access import BASE, guarded

__all__ = ["guarded"]
TODAY = date(2026, 11, 1)
FOR_PROGRAMS = (
    "/api/alerts", "/api/issues", "/feed/cier_genai_2024.atom", "/export/cier_genai_2024.csv",
    "/export/cier_genai_2024.claimreview.json",
)  # fmt: skip


@pytest.fixture
def file(guarded_data: Path) -> Iterator[Path]:
    made = tokens_file(settings_of(guarded_data))
    yield made
    made.unlink(missing_ok=True)


def with_token(app: Starlette, token: str) -> Client:
    client = Client(app, BASE)
    client.headers = {"authorization": f"Bearer {token}"}
    return client


def test_a_token_reads_what_programs_read_until_it_is_revoked(guarded: Starlette, file: Path) -> None:
    token = tokens.add(file, "feed", TODAY)
    other = tokens.add(file, "other", TODAY)
    program = with_token(guarded, token)
    assert [program.get(path).status_code for path in FOR_PROGRAMS] == [200] * len(FOR_PROGRAMS)
    tokens.revoke(file, "feed")
    assert [program.get(path).status_code for path in FOR_PROGRAMS] == [401, 401, 303, 303, 303]
    assert with_token(guarded, other).get("/api/alerts").status_code == 200
    for wrong in ("", "cw_", token[:-1], tokens.load(file)[0].digest):
        assert with_token(guarded, wrong).get("/api/alerts").status_code == 401


def test_a_token_opens_no_page_and_decides_nothing(guarded: Starlette, file: Path) -> None:
    program = with_token(guarded, tokens.add(file, "feed", TODAY))
    for path in ("/", "/log", "/overview"):
        assert program.get(path).headers["location"].startswith("/sign-in")
    answer = program.ask("POST", "/decide", data={"act": "acknowledge", "token": "x"})
    assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")


def test_only_digests_are_kept_and_in_private(tmp_path: Path) -> None:
    file = tmp_path / "review" / "tokens.yml"
    token = tokens.add(file, "feed", TODAY)
    assert token not in file.read_text() and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert tokens.holder(file, token) == "feed" and tokens.holder(file, token + "x") is None
    with pytest.raises(SettingsError, match="already"):
        tokens.add(file, "feed", TODAY)
    with pytest.raises(SettingsError, match="no token"):
        tokens.revoke(file, "nobody")
    with pytest.raises(SettingsError, match="1 to 80"):
        tokens.add(file, " ", TODAY)
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        tokens.holder(file, token)
