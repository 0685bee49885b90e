"""A setting that can't be meant is refused in a sentence when the command starts, and no secret is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from citewatch.errors import SettingsError
from citewatch.settings import from_environment


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("HEARTBEAT", "not a url"), ("HEARTBEAT", "ftp://h/s3cret"), ("HEARTBEAT", "https://[h/s3cret"),
        ("HEARTBEAT", "https:///s3cret"), ("HEARTBEAT", "https://h/s3cret\n"),
        ("PRIVATE", "https://intranet.example/"), ("PRIVATE", "10.0.0.0/8"), ("PRIVATE", "a,b"),
        ("PRIVATE", "[::1]"), ("PRIVATE", "host:8080"),
        ("CONTACT", "me@example.org\nX-Other: 1"),
        ("WAREHOUSE", "ducklake:postgres://u:s3cret@h/x"), ("WAREHOUSE", "ducklake:postgresql://u:s3cret@h/x"),
        ("WAREHOUSE", "ducklake:postgres:postgresql://u:s3cret@h/x"),
        ("WAREHOUSE", "ducklake:postgres:password = s3cret"),
        ("WAREHOUSE", "ducklake:postgres:postgresql://u:s3/cret@h/x"), ("WAREHOUSE", "ducklake:postgres://u@h/x"),
    ],
)  # fmt: skip
def test_refused(name: str, given: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        from_environment({f"CITEWATCH_{name}": given}, catalogue=tmp_path)
    assert str(told.value).startswith(f"CITEWATCH_{name}: ")
    assert "s3cret" not in str(told.value) and "cret@" not in str(told.value)


def test_taken(tmp_path: Path) -> None:
    given = {
        "CITEWATCH_HEARTBEAT": "https://hc.example/key",
        "CITEWATCH_PRIVATE": "intranet.example wiki fd00::1 內網.example",
        "CITEWATCH_CONTACT": " data@example.org\n", "CITEWATCH_WAREHOUSE": "ducklake:postgres:dbname=citewatch",
    }  # fmt: skip
    made = from_environment(given, catalogue=tmp_path)
    assert (made.heartbeat, made.allowed_private) == (
        "https://hc.example/key", ("intranet.example", "wiki", "fd00::1", "xn--05qt39h.example")
    )  # fmt: skip
    assert made.contact == "data@example.org"
    assert made.lake is not None and made.lake.postgres == "dbname=citewatch"
