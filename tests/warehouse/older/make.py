"""How the files beside this one were made: `sh tests/warehouse/older/make.sh`, for each commit before a migration.

Run by the code of that commit (in a worktree of it): three refreshes of a small catalogue over its specimens, then the
whole database as SQL. Not a test.
"""

import asyncio
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from citewatch.refresh import refresh
from citewatch.settings import Settings
from citewatch.specimens.site import SpecimenSite
from tests.tools.lapse import small_catalogue

TODAY = Path(__file__).resolve().parents[3]
SOURCES = ("github_copilot_research", "klarna_press", "gartner_ai_in_hr")
DAYS = (datetime(2024, 7, 1, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC))
ACCEPTED = (
    "INSERT INTO decision BY NAME SELECT substr(sha256('older'), 1, 24) AS decision_id, alert_id, 1 AS version,"
    " 1 AS seq, 'accept' AS act, 'accepted' AS state, 'As printed.' AS note, observed, 'older' AS request_id,"
    " 'Mei' AS by_whom, TIMESTAMP '2026-11-17' AS decided_at FROM alert ORDER BY alert_id LIMIT 1"
)


def main(out: Path, commit: str) -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        small_catalogue(folder / "catalogue", SOURCES)
        for link in (folder / "catalogue" / "specimens").iterdir():  # the pages of today, read by the code of then
            link.unlink()
            link.symlink_to(TODAY / "specimens" / link.name)
        with SpecimenSite(folder / "catalogue" / "specimens", folder / "site", DAYS[0].date()) as site:
            for day in DAYS:
                site.set_date(day.date())
                settings = Settings(folder / "catalogue", folder / "data", network=site.map_path)
                asyncio.run(refresh(settings, day))
        with duckdb.connect(str(folder / "data" / "specimen" / "citewatch.duckdb")) as connection:
            tables = dict(connection.execute("SELECT table_name, sql FROM duckdb_tables() ORDER BY 1").fetchall())
            if "decision" in tables:
                connection.execute(ACCEPTED)
            lines = [f"-- Made by the code of {commit}; see make.py."]
            for table, sql in tables.items():
                lines.append(sql)
                for row in connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall():
                    lines.append(f"INSERT INTO {table} VALUES ({', '.join(map(literal, row))});")
            views = "SELECT sql FROM duckdb_views() WHERE NOT internal ORDER BY view_oid"
            lines += [sql for (sql,) in connection.execute(views).fetchall()]
    out.write_text("\n".join(lines) + "\n", "utf-8")


def literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value}'"
    if isinstance(value, date):
        return f"DATE '{value}'"
    if isinstance(value, bool | int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return "'" + str(value).replace("'", "''") + "'"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
