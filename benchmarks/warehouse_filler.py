"""A warehouse of any size, filled by SQL: 10,000 sources with ten figures each, five years, weekly at the most.

A page changes between 2.6 captures; a figure's value changes with every fourth change of its page, and its sentence
with it. Claims cite a tenth of the figures, each with two answers, of which a third have changed once.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb

from warehouse.integrity import READ_BYTES, STATES
from warehouse.store import Store

FIGURES = 100_000
FIGURES_OF_A_SOURCE = 10
CLAIMS = 10_000
WEEKS = 260
FIRST_WEEK = datetime(2021, 11, 1, tzinfo=UTC)
LAST_WEEK = FIRST_WEEK + timedelta(weeks=WEEKS - 1)
SOURCES = FIGURES // FIGURES_OF_A_SOURCE
_READER = "0123456789abcdef"


def source_of(number: int) -> str:
    return f"src_{number:05d}"


def fill(store: Store, observations: int) -> None:
    """Fill an empty store; `observations` is a multiple of FIGURES."""
    contents = observations // FIGURES
    captures = max(contents * WEEKS // 100, 2)
    with store.writing("fill"):
        pass
    with duckdb.connect(str(store.path), config={"threads": 2, "memory_limit": "3GB"}) as connection:
        _catalogue(connection)
        _captures(connection, captures, contents)
        _readings(connection, captures, contents)
        _findings(connection)
        connection.execute(f"INSERT INTO source_state BY NAME {STATES}")
        connection.execute(f"INSERT INTO read_bytes BY NAME {READ_BYTES}")


def _catalogue(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "INSERT INTO report VALUES ('big', 'A big report', 'Somebody', 'en', '2021-11-01', '2021-11-01', 'printed')"
    )
    connection.execute(
        "INSERT INTO source SELECT printf('src_%05d', i), 'Title ' || i, 'Publisher ' || (i % 500),"
        " 'https://example.org/' || i, 'en', 'report', 'week', 'page', NULL, 'terms', 'hazards', 'page'"
        f" FROM range({SOURCES}) t(i)"
    )
    connection.execute(
        f"INSERT INTO figure SELECT printf('src_%05d', i // {FIGURES_OF_A_SOURCE}), 'figure_' ||"
        f" (i % {FIGURES_OF_A_SOURCE}), 'money', 'USD', 'market_size', true, NULL FROM range({FIGURES}) t(i)"
    )
    connection.execute(
        "INSERT INTO claim SELECT 'big', printf('C%05d', i), 'US$ ' || i || ' million', 'Section ' || (i % 20), '',"
        " 'quantity', i * 1000000, NULL, NULL, 'US$ ' || i || ' million', 'USD', '=', 1000000, '2030', 'market_size',"
        f" printf('src_%05d.figure_0', i), NULL, '', NULL, NULL FROM range({CLAIMS}) t(i)"
    )


def _captures(connection: duckdb.DuckDBPyConnection, captures: int, contents: int) -> None:
    """In the order in which they come: week by week, all sources."""
    content = f"w * {contents} // {captures}"
    columns = {
        "capture_id": "substr(sha256('c' || i || '-' || w), 1, 24)", "source_id": "printf('src_%05d', i)",
        "route": "'page'", "route_order": "0", "origin": "'specimen'", "url": "'https://example.org/' || i",
        "final_url": "'https://example.org/' || i", "status": "200",
        "state": "CASE WHEN (i * 31 + w) % 97 = 0 THEN 'blocked' ELSE 'ok' END", "is_moved": "false",
        "reason": "'The page came, whole.'", "captured_at": _at("w", captures),
        "content_type": "\'text/html\'", "charset": "\'utf-8\'",
        "body_digest": _digest("b", "i", content),
        "body_length": "60000 + (i * 7919 + w) % 5000", "payload_digest": _digest("p", "i", content),
        "etag": f"substr(sha256('e' || i || '-' || ({content})), 1, 16)",
        "last_modified": "'Mon, 01 Nov 2021 00:00:00 GMT'", "hops": "'[]'", "headers": "'{}'", "robots": "'allowed'",
        "warc_file": "'w' || w || '.warc.gz'", "warc_offset": "i * 21000", "warc_length": "20000 + (i * 31 + w) % 3000",
        "content_digest": _digest("b", "i", content), "pictures": "'[]'",
    }  # fmt: skip
    chosen = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    connection.execute(
        f"INSERT INTO capture BY NAME SELECT {chosen} FROM range({captures}) w(w), range({SOURCES}) t(i) ORDER BY w, i"
    )


def _readings(connection: duckdb.DuckDBPyConnection, captures: int, contents: int) -> None:
    """A content at a time, as refreshes store them."""
    for content in range(contents):
        when = _at(f"(({content} * {captures} + {contents} - 1) // {contents})", captures)
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE o AS SELECT i, substr(sha256('o' || i || '-' || ?), 1, 24) AS id,"
            f" printf('src_%05d', i // {FIGURES_OF_A_SOURCE}) AS s, 'figure_' || (i % {FIGURES_OF_A_SOURCE}) AS f,"
            f" {_digest('b', f'(i // {FIGURES_OF_A_SOURCE})', str(content))} AS b,"
            f" 1000000 * (1000 + hash(i) % 90000 + ({content} // 4) * (hash(i, 2) % 50)) AS v"
            f" FROM range({FIGURES}) t(i) ORDER BY i",
            [content],
        )
        connection.execute(
            "INSERT INTO reading BY NAME SELECT s AS source_id, f AS figure, 'page' AS route,"
            f" b AS body_digest, '{_READER}' AS reader_digest, 'read' AS outcome,"
            " 'money in USD near “market ' || (i % 900) || '”' AS expected, 'one sentence with these words' AS found,"
            f" true AS is_current, {when} AS recorded_at FROM o ORDER BY i"
        )
        connection.execute(
            "INSERT INTO observation BY NAME SELECT id AS observation_id, s AS source_id, f AS figure,"
            f" b AS body_digest, '{_READER}' AS reader_digest, v AS value, 'USD' AS unit, '=' AS comparator,"
            " 1000000 AS step,"
            " '2030' AS period, '[]' AS names, 'US$' || (v // 1000000) || ' million' AS as_printed,"
            " 'The market of the ' || f || ' segment number ' || i || ' that publisher ' || (hash(i) % 500) ||"
            " ' describes is projected to reach US$' || (v // 1000000) || ' million by 2030, after ' ||"
            " (hash(i, v) % 90) || ' in the year before.' AS sentence, 90 AS span_start, 108 AS span_end,"
            " 'html > body > main > p[' || (i % 10) || ']' AS path, '[]' AS headers, true AS is_current FROM o"
        )
    connection.execute("DROP TABLE o")


def _findings(connection: duckdb.DuckDBPyConnection) -> None:
    """Two answers a claim; a third of the answers of now were others until half way."""
    half = f"TIMESTAMP '{FIRST_WEEK:%Y-%m-%d}' + INTERVAL {WEEKS * 7 // 2} DAY"
    spells = {"'then', NULL, 1": "true", f"'now', {half}, 1": "i % 3 = 0", "'now', NULL, 2": "true"}
    for spell, chosen in spells.items():
        answer, closed, episode = spell.split(", ")
        first = half if episode == "2" else f"TIMESTAMP '{FIRST_WEEK:%Y-%m-%d}'"
        connection.execute(
            "INSERT INTO finding BY NAME SELECT substr(sha256('f' || i || $1 || $2), 1, 24) AS finding_id,"
            " 'big' AS report_id, printf('C%05d', i) AS claim_id, $1 AS answer, 'value' AS check_name,"
            " CASE WHEN i % 4 = 0 THEN 'differs' ELSE 'confirmed' END AS verdict,"
            " CASE WHEN i % 4 = 0 THEN 'disagrees' ELSE 'agrees' END AS family, printf('src_%05d', i) AS source_id,"
            " 'figure_0' AS figure, 'US$ ' || i || ' million' AS stated, i * 1000000 AS stated_value,"
            " 'US$ ' || (i + 1) || ' million' AS observed, (i + 1) * 1000000 AS observed_value, 'USD' AS unit,"
            " 'The source prints US$ ' || (i + 1) || ' million.' AS reason_en,"
            " '來源所載為 US$ ' || (i + 1) || ' million。' AS reason_zh, true AS needs_second,"
            f" substr(sha256('k' || i || $1), 1, 24) AS finding_key, CAST($2 AS INTEGER) AS episode,"
            f" {first} AS first_at, {closed} AS closed_at, {first} AS recorded_at"
            f" FROM range({CLAIMS}) t(i) WHERE {chosen}",
            [answer.strip("'"), episode],
        )  # fmt: skip


def _at(week: str, captures: int) -> str:
    return f"TIMESTAMP '{FIRST_WEEK:%Y-%m-%d}' + to_days(CAST({week} * {WEEKS * 7} // {captures} AS INTEGER))"


def _digest(kind: str, source: str, content: str) -> str:
    return f"'sha256:' || sha256('{kind}' || {source} || '-' || ({content}))"
