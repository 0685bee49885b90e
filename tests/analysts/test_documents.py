"""What docs/warehouse.md, docs/analysts.md and the notebook show runs, on the time-lapse's published copy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import citewatch
from warehouse.ask import ask

ROOT = Path(__file__).resolve().parents[2]
QUERIES = yaml.safe_load((ROOT / "docs" / "queries.yml").read_text("utf-8"))
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "analysts.md").read_text("utf-8"), re.DOTALL)


def test_there_are_twenty_queries_and_an_example_for_each_library() -> None:
    assert len(QUERIES) >= 20
    assert len(EXAMPLES) == 4
    assert all(call in "".join(EXAMPLES) for call in (".df()", ".pl()", "ibis.duckdb"))


@pytest.mark.parametrize("one", QUERIES, ids=lambda one: one["ask"])
def test_a_documented_query_answers(data: Path, one: dict[str, str]) -> None:
    with citewatch.open(data, specimens=True) as connection:
        (answer,) = ask(connection, one["sql"])
    assert answer.rows or one.get("may_be_empty")


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_a_documented_example_runs_as_it_stands(data: Path, example: str) -> None:
    environment = {**os.environ, "CITEWATCH_DATA": str(data)}
    done = subprocess.run([sys.executable, "-c", example], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_notebook_runs_and_its_plots_show_what_the_tables_say(data: Path, tmp_path: Path) -> None:
    script = (
        "import sys, json; sys.path.insert(0, sys.argv[1]); import explore\n"
        "_, made = explore.app.run()\n"
        "for name in ('freshness_chart', 'section_chart', 'history_chart', 'health_chart'):\n"
        "    made[name].save(f'{sys.argv[2]}/{name}.png')\n"
        "print(json.dumps([made['kind'], made['holds'], made['told']]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(ROOT / "notebooks"), str(tmp_path)],
        env={**os.environ, "CITEWATCH_DATA": str(data)}, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with citewatch.open(data, specimens=True) as connection:
        counts = dict(
            connection.execute("SELECT family, count(*) FROM headline WHERE answer = 'now' GROUP BY 1").fetchall()
        )
    told = counts["agrees"] + counts["disagrees"]
    assert done.stdout.split("\n")[-2] == f'["specimen", {counts["agrees"]}, {told}]'
    pictures = sorted(tmp_path.glob("*.png"))
    assert [path.stem for path in pictures] == ["freshness_chart", "health_chart", "history_chart", "section_chart"]
    assert all(path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size > 4000 for path in pictures)
