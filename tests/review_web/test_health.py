"""What a monitor sees: one word, and numbers that need a token where people need an account."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from starlette.applications import Starlette

from citewatch.review.web.app import Serving, build
from citewatch.settings import Settings
from tests.review_web.conftest import Client, settings_of
from tests.review_web.test_access import BASE, guarded
from tests.test_doctor import settings as healthy

__all__ = ["guarded", "healthy"]


def test_health_says_one_word(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n"), "specimens are never late"


def test_metrics_are_there_for_this_machine(client: Client) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "citewatch_published 1.0" in answer.text and 'citewatch_open_alerts{verdict="scale_error"}' in answer.text


def test_without_figures_health_fails_and_metrics_say_so(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    empty = Client(build(replace(settings_of(tmp_path), specimens=False), Serving()))
    assert empty.get("/healthz").status_code == 503
    told = empty.get("/metrics").text
    assert "citewatch_published 0.0" in told and "citewatch_unreadable 0.0" in told


def test_beyond_loopback_metrics_need_their_token(guarded: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(guarded, BASE)
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 401
    monkeypatch.setenv("CITEWATCH_METRICS_TOKEN", "a-token")
    assert client.get("/metrics", headers={"authorization": "Bearer other"}).status_code == 401
    answer = client.get("/metrics", headers={"authorization": "Bearer a-token"})
    assert answer.status_code == 200 and "citewatch_published" in answer.text


@pytest.mark.parametrize("damage", ["nonsense", "another release"])
def test_a_copy_that_cannot_be_read_is_no_health_and_a_metric_of_its_own(damage: str, healthy: Settings) -> None:
    copy = healthy.warehouse_file.with_name("citewatch.published.duckdb")
    if damage == "nonsense":
        copy.write_bytes(b"not a database")
    else:
        with duckdb.connect(str(copy)) as connection:
            connection.execute("ALTER TABLE message RENAME TO letter")
    client = Client(build(healthy, Serving()))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "no figures to read\n")
    answer = client.get("/metrics")
    assert answer.status_code == 200 and "citewatch_unreadable 1.0" in answer.text
