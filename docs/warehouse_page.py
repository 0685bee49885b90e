"""docs/warehouse.md, from the contracts, the database's own comments and docs/queries.yml."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml

from schemas.contracts import CONTRACTS
from schemas.keys import KEYS, LOOSE_REFERENCES, REFERENCES, VIEW_KEYS
from warehouse.ask import ask
from warehouse.dictionary import Entry, entries
from warehouse.store import Store

HERE = Path(__file__).resolve().parent

_HEAD = """# The warehouse

Made by `make docs` from the contracts, `warehouse/comments.yml` and `docs/queries.yml`; do not edit.

Open the published copy with any DuckDB tool, or with `citewatch sql`; how, in pandas, polars, ibis and a notebook:
[analysts.md](analysts.md). A refresh replaces the copy by a rename, so nobody waits for anybody.

- Values are kept as printed: 54.2 with unit `%`, money in full units of its ISO 4217 code; `step` is the last digit.
- Times are UTC and end in `_at`; dates end in `_on`. Ids are hashes of what they name: the same thing has the same id
  in every run.
- Findings, alerts and issues are never overwritten: each row has the time it began to hold and the time it ceased to
  (`first_at`, `closed_at`), and when we found out (`recorded_at`). What was believed on a day: `FROM findings_on(DAY)`,
  `headline_on(DAY)`, `figures_on(DAY)`, `issues_on(DAY)`, below.
- The same comments stand in the database (`FROM duckdb_columns()`), and as `dictionary.csv` beside exported files.
"""


def page() -> str:
    """The whole document."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "empty.duckdb", "specimen")
        with store.reading() as connection:
            told = list(entries(connection))
            macros = list(
                next(
                    ask(
                        connection,
                        "SELECT function_name, comment FROM duckdb_functions()"
                        " WHERE function_type = 'table_macro' AND NOT internal ORDER BY 1",
                    )
                ).rows
            )
    lines = [_HEAD, "## How the tables hang together", "", *_diagram(), "", "## Tables", ""]
    for name in CONTRACTS:
        lines += _relation([entry for entry in told if entry.relation == name], KEYS[name])
    lines += ["## Views", ""]
    for name in sorted(VIEW_KEYS):
        lines += _relation([entry for entry in told if entry.relation == name], VIEW_KEYS[name])
    lines += ["## As of a day", "", "| ask | gives |", "|---|---|"]
    lines += [f"| `FROM {name}('2024-12-31')` | {comment} |" for name, comment in macros]
    return "\n".join([*lines, "", *_queries()]).rstrip() + "\n"


def _diagram() -> list[str]:
    lines = ["```mermaid", "erDiagram"]
    for references in (REFERENCES, LOOSE_REFERENCES):
        for table, links in references.items():
            lines += [f'    {parent} ||--o{{ {table} : "{", ".join(names)}"' for names, parent in links.items()]
    return [*lines, "```"]


def _relation(told: Sequence[Entry], key: tuple[str, ...]) -> list[str]:
    """A table or view: what one row is, what is unique, and its columns."""
    lines = [f"### {told[0].relation}", "", told[0].meaning, ""]
    lines += [f"Unique: {', '.join(f'`{column}`' for column in key)}.", ""]
    lines += ["| column | type | unit | meaning |", "|---|---|---|---|"]
    for entry in told[1:]:
        empty = ", may be empty" if entry.may_be_empty == "yes" else ""
        words = entry.meaning.replace("|", chr(92) + "|")
        lines.append(f"| `{entry.column}` | {entry.type.lower()}{empty} | {entry.unit} | {words} |")
    return [*lines, ""]


def _queries() -> list[str]:
    asked = yaml.safe_load((HERE / "queries.yml").read_text("utf-8"))
    lines = [f"## {len(asked)} useful queries", ""]
    for one in asked:
        lines += [f"**{one['ask']}**", "", "```sql", one["sql"].strip(), "```", ""]
    return lines
