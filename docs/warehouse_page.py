"""docs/warehouse.md, from the contracts, the database's own comments and docs/queries.yml."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml

from schemas.contracts import CONTRACTS
from schemas.keys import KEYS, LOOSE_REFERENCES, REFERENCES
from warehouse.ask import ask
from warehouse.store import Store

HERE = Path(__file__).resolve().parent
Rows = list[tuple[Any, ...]]

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
- The same comments stand in the database: `FROM duckdb_columns()`.
"""


def page() -> str:
    """The whole document."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "empty.duckdb", "specimen")
        with store.reading() as connection:
            tables, views, columns, macros = (
                list(next(ask(connection, query)).rows)
                for query in (
                    "SELECT table_name, comment FROM duckdb_tables()",
                    "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal",
                    "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns()"
                    " WHERE NOT internal ORDER BY table_name, column_index",
                    "SELECT function_name, comment FROM duckdb_functions()"
                    " WHERE function_type = 'table_macro' AND NOT internal ORDER BY 1",
                )
            )
    lines = [_HEAD, "## How the tables hang together", "", *_diagram(), "", "## Tables", ""]
    known = dict(tables)
    for name in CONTRACTS:
        lines += _relation(name, known[name], columns, key=KEYS[name])
    lines += ["## Views", ""]
    for name, comment in sorted(views):
        lines += _relation(name, comment, columns)
    lines += ["## As of a day", "", "| ask | gives |", "|---|---|"]
    lines += [f"| `FROM {name}('2024-12-31')` | {comment} |" for name, comment in macros]
    return "\n".join([*lines, "", *_queries()]).rstrip() + "\n"


def _diagram() -> list[str]:
    lines = ["```mermaid", "erDiagram"]
    for references in (REFERENCES, LOOSE_REFERENCES):
        for table, links in references.items():
            lines += [f'    {parent} ||--o{{ {table} : "{", ".join(names)}"' for names, parent in links.items()]
    return [*lines, "```"]


def _relation(name: str, comment: str, columns: Rows, key: tuple[str, ...] = ()) -> list[str]:
    lines = [f"### {name}", "", comment, ""]
    if key:
        lines += [f"Unique: {', '.join(f'`{column}`' for column in key)}.", ""]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    for table, column, kind, nullable, words in columns:
        if table == name:
            empty = ", may be empty" if nullable and key else ""
            lines.append(f"| `{column}` | {kind.lower()}{empty} | {words.replace('|', chr(92) + '|')} |")
    return [*lines, ""]


def _queries() -> list[str]:
    asked = yaml.safe_load((HERE / "queries.yml").read_text("utf-8"))
    lines = [f"## {len(asked)} useful queries", ""]
    for one in asked:
        lines += [f"**{one['ask']}**", "", "```sql", one["sql"].strip(), "```", ""]
    return lines
