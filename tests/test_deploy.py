"""The files of deploy/, read by the tools that know their formats; no container engine, no running systemd."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
import yaml
from dockerfile_parse import DockerfileParser

from citewatch.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
COMPOSE = ROOT / "deploy" / "docker" / "compose.yml"
DOCKERFILE = ROOT / "deploy" / "docker" / "Dockerfile"
COMMANDS = set(typer.main.get_group(app).list_commands(None))  # type: ignore[arg-type]


def ours(words: list[str]) -> str:
    """The command of a `citewatch …` line, behind its options."""
    place = next(n for n, word in enumerate(words) if word.endswith("citewatch"))
    rest = words[place + 1 :]
    while rest and rest[0].startswith("--"):
        rest = rest[2:]
    return rest[0]


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units with a program of this machine, since they are looked at where nothing is installed in /opt."""
    if not shutil.which("systemd-analyze"):
        assert not os.environ.get("CI"), "CI has to have systemd-analyze: see .ci/run"
        pytest.skip("SKIPPED: systemd-analyze is not installed (Debian: apt-get install systemd)")
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/citewatch/.venv/bin/citewatch", "/bin/true")
        (tmp_path / unit.name).write_text(text, "utf-8")
    return sorted(tmp_path.iterdir())


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True)


def test_systemd_accepts_the_units(units: list[Path]) -> None:
    done = analyze("verify", *units)
    told = [line for line in done.stderr.splitlines() if "citewatch" in line]
    assert told == [], told


def test_a_unit_with_a_mistake_is_not_accepted(units: list[Path]) -> None:
    units[0].write_text(units[0].read_text("utf-8").replace("[Service]", "[Service]\nRestrt=always"), "utf-8")
    assert "Restrt" in analyze("verify", units[0]).stderr


def test_the_services_are_shut_in(units: list[Path]) -> None:
    """systemd's own score, 0 (shut in) to 10 (open): below 4 for what reads hostile pages."""
    for unit in units:
        if unit.suffix == ".service":
            done = analyze("security", "--offline=true", "--threshold=40", unit)
            assert done.returncode == 0, done.stdout[-300:]


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda u: u.name)
def test_units_start_commands_that_exist(unit: Path) -> None:
    (line,) = re.findall(r"^ExecStart=(.*)$", unit.read_text("utf-8"), re.M)
    assert ours(shlex.split(line)) in COMMANDS


def test_compose_is_what_its_schema_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_compose_names_only_what_is_there() -> None:
    made = yaml.safe_load(COMPOSE.read_text("utf-8"))
    for name, service in made["services"].items():
        assert set(service.get("depends_on", {})) <= made["services"].keys(), name
        assert set(service.get("networks", [])) <= made["networks"].keys(), name
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in made["volumes"], name
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name} is open to the world"
        words = shlex.split(" ".join(service.get("command", [])).replace(";", " ; "))
        for place, word in enumerate(words):
            if word == "citewatch" and words[place - 1] != "--pool":
                assert ours(words[place:]) in COMMANDS
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text("utf-8")))
    told = (ROOT / "docs" / "running.md").read_text("utf-8")
    assert all(f"`{name}`" in told for name in asked), asked


def test_the_image_is_built_from_pinned_packages_and_runs_as_nobody() -> None:
    with DOCKERFILE.open("rb") as file:
        steps = DockerfileParser(fileobj=file).structure
    by_name: dict[str, list[str]] = {}
    for step in steps:
        by_name.setdefault(step["instruction"], []).append(step["value"])
    assert by_name["USER"][-1].isdigit() and by_name["USER"][-1] != "0"
    assert "ADD" not in by_name
    assert all(re.match(r"python:3\.\d+-slim-\w+( AS build)?$", base) for base in by_name["FROM"])
    for step in by_name["COPY"]:
        if not step.startswith("--from"):
            assert all((ROOT / source).exists() for source in step.split()[:-1]), step
    parts = [part for step in by_name["RUN"] for part in step.split("&&")]
    installs = [part for part in parts if " sync " in part or " install --no" in part]
    assert len([part for part in installs if "--require-hashes" in part]) == 3
    assert all("--require-hashes" in part or "apt-get" in part for part in installs)
