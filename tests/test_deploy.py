"""The files of deploy/, read by the tools that know their formats; no container engine, no running systemd."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from dockerfile_parse import DockerfileParser

from citewatch.cli.app import app
from citewatch.settings import from_environment

ROOT = Path(__file__).resolve().parents[1]
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
COMPOSE = ROOT / "deploy" / "docker" / "compose.yml"
DOCKERFILE = ROOT / "deploy" / "docker" / "Dockerfile"
MADE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
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
    for name, service in MADE["services"].items():
        assert set(service.get("depends_on", {})) <= MADE["services"].keys(), name
        assert set(service.get("networks", [])) <= MADE["networks"].keys(), name
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in MADE["volumes"], name
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name} is open to the world"
        words = shlex.split(" ".join(service.get("command", [])).replace(";", " ; "))
        for place, word in enumerate(words):
            if word == "citewatch" and words[place - 1] != "--pool":
                assert ours(words[place:]) in COMMANDS
    assert _asked() <= _documented()


def test_the_services_are_these() -> None:
    assert set(MADE["services"]) == {"postgres", "server", "deployments", "worker", "watchdog", "review"}


NOT_IN_COMPOSE = {"CITEWATCH_WAREHOUSE", "CITEWATCH_LAKE", "CITEWATCH_NETWORK"}
"""Compose keeps the figures in a file on its volume; many machines are another set-up, specimens none."""


class _Read(dict[str, str]):
    """An environment with nothing in it, which remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return default


def _documented() -> set[str]:
    table = (ROOT / "docs" / "running.md").read_text("utf-8").partition("## Settings")[2]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return set(re.findall(r"`([A-Z_]+)`", " ".join(rows)))


def _in_the_image() -> set[str]:
    with DOCKERFILE.open("rb") as file:
        steps = DockerfileParser(fileobj=file).structure
    return {pair.partition("=")[0] for step in steps if step["instruction"] == "ENV" for pair in step["value"].split()}


def test_every_setting_that_is_read_is_documented_and_reaches_whoever_reads_it() -> None:
    """Refreshes, the watchdog and what tells of a failed run take all settings; only the desk takes its monitor's."""
    environment = _Read()
    from_environment(environment, catalogue=ROOT)
    assert len(environment.names) > 10
    read = environment.names - NOT_IN_COMPOSE
    assert read <= _documented()
    given = {name: service.get("environment", {}) for name, service in MADE["services"].items()}
    for name in ("deployments", "worker", "watchdog"):
        assert read <= given[name].keys() | _in_the_image(), name
    ours = {name for name in given["review"] if name.startswith("CITEWATCH_")}
    assert ours == {"CITEWATCH_METRICS_TOKEN"}, "addresses of messengers are not the desk's"
    reaching = set().union(_in_the_image(), *given.values()) | _asked()
    assert _documented() - NOT_IN_COMPOSE <= reaching


def test_what_is_secret_or_yours_comes_from_the_environment_alone() -> None:
    fixed = {"CITEWATCH_CATALOGUE", "CITEWATCH_DATA", "CITEWATCH_LOG"}
    for service in MADE["services"].values():
        for name, value in service.get("environment", {}).items():
            if name in _documented() - fixed:
                assert re.fullmatch(rf"\$\{{{name}:[-?][^}}]*\}}", value), name


def _asked() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text("utf-8")))


def _filled(words: list[str], settings: Mapping[str, str]) -> list[str]:
    """As compose puts the settings in: `${NAME:-what else}`."""
    return [re.sub(r"\$\{(\w+):-([^}]*)\}", lambda m: settings.get(m[1]) or m[2], word) for word in words]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Desk:
    """The review service's own command and health check, run on this machine at a free port."""

    def __init__(self, data: Path, port: int) -> None:
        words = [word.replace("8642", str(port)) for word in MADE["services"]["review"]["command"]]
        checked = [word.replace("8642", str(port)) for word in MADE["services"]["review"]["healthcheck"]["test"]]
        settings = {"REVIEW_NAME": "review.example.org"}
        self.ours = [sys.executable, "-c", "from citewatch.cli import main; main()"]
        self.command = [*self.ours, *_filled(words, settings)[1:]]
        self.check = [sys.executable, *_filled(checked, settings)[2:]]
        self.environment = {**os.environ, "CITEWATCH_DATA": str(data), "CITEWATCH_CATALOGUE": str(ROOT)}

    def is_well(self) -> bool:
        return subprocess.run(self.check, capture_output=True).returncode == 0


@pytest.fixture
def desk(tmp_path: Path, port: int) -> Iterator[_Desk]:
    yield _Desk(tmp_path, port)


@pytest.mark.slow
def test_the_review_desk_of_the_containers_starts_once_there_is_an_account(desk: _Desk) -> None:
    refused = subprocess.run(desk.command, env=desk.environment, capture_output=True, text=True)
    assert refused.returncode != 0 and "there are no accounts" in refused.stderr
    account = [*desk.ours, "review", "account", "Mei", "--role", "admin"]
    subprocess.run(account, env=desk.environment, input="a long enough password\n", text=True, check=True)
    assert not desk.is_well()
    running = subprocess.Popen(desk.command, env=desk.environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not desk.is_well():
            assert running.poll() is None and time.monotonic() < until
            time.sleep(0.2)
    finally:
        running.terminate()
        running.wait(20)


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
