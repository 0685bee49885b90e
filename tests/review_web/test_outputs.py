"""What leaves the desk, read by programs that are not ours: feeds, JSON-LD, CSV, the API's description, Word files."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import duckdb
import feedparser
import lxml.etree
import pytest
from docx import Document
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pyld import jsonld

from citewatch import catalog
from citewatch.review.desk import ReviewDesk
from citewatch.review.model import Choice, ErrataSheet, Filter
from citewatch.review.web.errata import document
from citewatch.review.web.out import _COLUMNS, as_csv, atom
from citewatch.review.web.tongue import Tongue
from citewatch.settings import Settings
from tests.replay.conftest import World
from tests.review.conftest import Desk, finding
from tests.review_web.conftest import Client
from warehouse.store import Store

REPORT = "cier_genai_2024"
BASE = "http://127.0.0.1:8642"
AT = datetime(2026, 11, 17, 9)
SCHEMA = "http://schema.org/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def core(client: Client) -> ReviewDesk:
    found: ReviewDesk = client.app.state.desk.core
    return found


@pytest.fixture(scope="module")
def decided(core: ReviewDesk) -> dict[str, str]:
    """Claim → what was decided on its alert, one of each kind."""
    of = {item.claim_id: item for item in core.queue(Filter(), today=AT.date(), limit=200).items}
    acts: dict[str, dict[str, Any]] = {
        "C37": {"act": "accept", "note": "Known."}, "C38": {"act": "resolve"}, "C12": {"act": "acknowledge"},
        "C01": {"act": "dismiss", "note": "Ours.", "mistake": "other"},
    }  # fmt: skip
    for claim, given in acts.items():
        choice = Choice(of[claim].alert_id, of[claim].version)
        (done,) = core.decide([choice], by="Mei", at=AT, request_id=f"out {claim}", **given)
        assert done.outcome == "done"
    return {claim: of[claim].alert_id for claim in acts}


def against_rfc_4287(body: bytes) -> list[str]:
    """What the standard asks of a feed and what ours lacks."""
    root = lxml.etree.fromstring(body)
    wrong = [f"the root is {root.tag}"] if root.tag != f"{ATOM}feed" else []
    entries = root.findall(f"{ATOM}entry")
    for place in (root, *entries):
        for name in ("id", "title", "updated"):
            if len(place.findall(f"{ATOM}{name}")) != 1:
                wrong.append(f"{place.tag}: exactly one {name}")
        at = place.findtext(f"{ATOM}updated") or ""
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", at):
            wrong.append(f"{at}: no moment of RFC 3339")
        if not re.match(r"(urn|tag|https):\S+$", place.findtext(f"{ATOM}id") or ""):
            wrong.append("an id is an absolute address")
        links = [(link.get("rel", "alternate"), link.get("href")) for link in place.findall(f"{ATOM}link")]
        if len(set(links)) != len(links) or any(not href for _, href in links):
            wrong.append(f"{links}: each link once, with an address")
    if root.find(f"{ATOM}author/{ATOM}name") is None:
        wrong.append("a feed or each entry has an author")
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        wrong.append("a feed names its own address")
    for entry in entries:
        if not any(link.get("rel") == "alternate" for link in entry.findall(f"{ATOM}link")):
            wrong.append("an entry without content has a link to it")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    return wrong + ([] if len(set(ids)) == len(ids) else ["an id stands for one entry"])


def test_the_feed_is_one_to_a_feed_reader_and_to_the_standard(client: Client, core: ReviewDesk) -> None:
    answer = client.get(f"/feed/{REPORT}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert against_rfc_4287(answer.content) == []
    read = feedparser.parse(answer.content)
    assert not read.bozo and read.version == "atom10" and read.feed.title.startswith("citewatch: ")
    waiting = core.queue(Filter(report=REPORT, snoozed=True), today=AT.date(), limit=100).items
    assert {entry.id for entry in read.entries} == {f"urn:citewatch:alert:{one.alert_id}" for one in waiting}
    assert all(entry.link.startswith(f"{BASE}/alerts/") and entry.summary for entry in read.entries)
    moments = [entry.updated_parsed for entry in read.entries]
    assert moments == sorted(moments, reverse=True) and read.feed.updated_parsed == moments[0]


def test_what_is_put_back_into_the_queue_is_new_in_the_feed(client: Client, core: ReviewDesk) -> None:
    def newest() -> tuple[str, datetime]:
        (entry, *_), feed = (found := feedparser.parse(client.get(f"/feed/{REPORT}.atom").content)).entries, found.feed
        assert entry.updated == feed.updated
        return entry.id.removeprefix("urn:citewatch:alert:"), datetime.fromisoformat(entry.updated).replace(tzinfo=None)

    oldest = min(core.queue(Filter(report=REPORT), today=AT.date(), limit=100).items, key=lambda one: one.opened_at)
    choice, back_at = Choice(oldest.alert_id, oldest.version), datetime(2027, 1, 5, 8)
    core.decide([choice], "resolve", by="Mei", at=AT, request_id="put away")
    assert newest()[0] != oldest.alert_id
    again = Choice(oldest.alert_id, oldest.version + 1)
    core.decide([again], "reopen", by="Mei", at=back_at, request_id="put back", note="It is not.")
    assert newest() == (oldest.alert_id, back_at)
    walked, after = [], None
    while True:
        part = core.newest(REPORT, after=after, limit=5)
        walked += [item.alert_id for item, _ in part.items]
        if (after := part.after) is None:
            break
    assert walked == [item.alert_id for item, _ in core.newest(REPORT, limit=100).items], "and no page tells it twice"


def test_the_check_of_the_feed_can_fail(client: Client) -> None:
    body = client.get(f"/feed/{REPORT}.atom").text
    first = body[body.index("<entry>") : body.index("</entry>") + len("</entry>")]
    for wrong in (
        body.replace("</feed>", f"{first}</feed>"), body.replace("<updated>", "<published>", 1).replace(
            "</updated>", "</published>", 1), body.replace('rel="self"', 'rel="via"'), body.replace("urn:", "", 1),
    ):  # fmt: skip
        assert against_rfc_4287(wrong.encode())


def test_a_feed_readers_ids_stay_from_run_to_run(tmp_path: Path) -> None:
    world = World(tmp_path)
    claim = {"says": "221家", "where": {"section": "一"}, "value": 221, "unit": "company",
             "measures": "survey_sample_size", "no_source": "A survey of the authors' own."}  # fmt: skip
    world.report({"C01": claim, "C02": claim}, self_checks=[])
    (tmp_path / "specimen").mkdir()
    desk = Desk(Store(tmp_path / "specimen" / "citewatch.duckdb", "specimen"))
    core = ReviewDesk(Settings(world.catalogue, tmp_path, specimens=True))
    report = catalog.load(world.catalogue).reports["small"]

    def read(second: int) -> dict[str, str]:
        desk.refresh(finding("C01", report_id="small"), finding("C02", report_id="small", value=second))
        desk.store.publish()
        items = core.newest("small", limit=50).items
        body = atom(report, items, BASE, Tongue("en"))
        assert against_rfc_4287(body) == []
        return {entry.id: entry.updated for entry in feedparser.parse(body).entries}

    first, again, moved = read(250), read(250), read(260)
    assert first == again and len(first) == 2
    assert len(moved) == 2 and len(set(moved) & set(first)) == 1, "what has not moved is not told as new"
    core.close()


def loader(url: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """In place of schema.org's own file, which we may not ask for here: its words, and which of them are addresses."""
    assert url.rstrip("/") == "https://schema.org"
    context = {"@vocab": SCHEMA, "url": {"@id": f"{SCHEMA}url", "@type": "@id"}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
            "document": {"@context": context}}  # fmt: skip


def value(node: Mapping[str, Any], name: str) -> Any:
    """The one value of a property of an expanded node."""
    (found,) = node[f"{SCHEMA}{name}"]
    return found.get("@value", found.get("@id", found))


def test_claim_reviews_are_json_ld_with_what_search_engines_require(client: Client, decided: dict[str, str]) -> None:
    answer = client.get(f"/export/{REPORT}.claimreview.json")
    assert answer.headers["content-type"] == "application/ld+json"
    nodes = {node["@id"]: node for node in jsonld.expand(answer.json(), {"documentLoader": loader})}
    # Open and acknowledged ones are nobody's word yet, and the dismissed one was our own error.
    assert set(nodes) == {f"urn:citewatch:alert:{decided[claim]}" for claim in ("C37", "C38")}
    for node in nodes.values():
        assert node["@type"] == [f"{SCHEMA}ClaimReview"]
        assert value(node, "claimReviewed") and value(node, "url").startswith(f"{BASE}/alerts/")
        assert value(node, "datePublished") == "2026-11-17" and value(node, "reviewBody")
        rating, claim = node[f"{SCHEMA}reviewRating"][0], node[f"{SCHEMA}itemReviewed"][0]
        assert rating["@type"] == [f"{SCHEMA}Rating"] and value(rating, "alternateName")
        assert claim["@type"] == [f"{SCHEMA}Claim"] and value(claim[f"{SCHEMA}author"][0], "name")
        assert value(node[f"{SCHEMA}author"][0], "name") == "citewatch"
        assert client.get(value(node, "url").removeprefix(BASE)).status_code == 200


def read_twice(body: bytes, tmp_path: Path) -> list[list[str]]:
    """By Python's strict reader and by DuckDB's; both must see the same."""
    table = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    file = tmp_path / "table.csv"
    file.write_bytes(body)
    with duckdb.connect() as connection:
        found = connection.execute(
            "FROM read_csv(?, header = true, all_varchar = true, strict_mode = true, delim = ',', quote = '\"',"
            " escape = '\"')", [str(file)]
        )  # fmt: skip
        names = [column[0] for column in found.description]
        assert [names, *[[cell or "" for cell in row] for row in found.fetchall()]] == table
    return table


def test_the_table_is_csv_to_others(client: Client, tmp_path: Path) -> None:
    answer = client.get(f"/export/{REPORT}.csv")
    table = read_twice(answer.content, tmp_path)
    claims = catalog.load(client.app.state.desk.settings.catalogue).reports[REPORT].claims
    assert table[0] == list(_COLUMNS) and {row[1] for row in table[1:]} == set(claims)
    assert {len(row) for row in table} == {len(_COLUMNS)}


def test_no_cell_is_a_formula_and_none_breaks_its_line(tmp_path: Path) -> None:
    nasty = ["=1+1", "+1", "-2%", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '"', 'a"b,c', "two\r\nlines", "'", "",
             "3.5億美元", "=HYPERLINK(\"http://x\")", ";", "a\\"]  # fmt: skip
    rows = [{**dict.fromkeys(_COLUMNS, "x"), "says": text, "reason_zh": text} for text in nasty]
    table = read_twice("".join(as_csv(rows)).encode(), tmp_path)
    cells = [row[2] for row in table[1:]]
    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in nasty], "nothing is lost"
    numbers = {"+1", "-2%"}  # a number with its sign is no formula, and stays one
    assert not any(cell[:1] in "=+-@\t\r\n＝＋－＠" for cell in cells if cell and cell not in numbers)


def test_the_description_of_the_api_is_valid_and_true(client: Client, decided: dict[str, str]) -> None:
    spec = client.get("/api/openapi.json").json()
    validate(spec)
    assert spec["openapi"].startswith("3.1") and all(set(path) == {"get"} for path in spec["paths"].values())
    given = {"alert_id": decided["C37"], "report_id": REPORT}
    for path, does in spec["paths"].items():
        answer = client.get(f"/api{path}".format(**given))
        schema = does["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        checker = Draft202012Validator({**schema, "components": spec["components"]})
        assert answer.status_code == 200
        assert [error.message[:200] for error in checker.iter_errors(answer.json())] == [], path
        assert list(checker.iter_errors({"x": 1})), "the schema refuses something"


def test_the_errata_sheet_is_a_word_file_with_everything_in_it(core: ReviewDesk) -> None:
    sheet = core.errata(REPORT, today=AT.date())
    body = document(sheet, specimen=True)
    read = Document(BytesIO(body))
    headings = [one.text for one in read.paragraphs if one.style is not None and one.style.name == "Heading 2"]
    assert [each.partition(" · ")[0] for each in headings] == [row.claim_id for row in sheet.rows] and headings
    whole = "\n".join(one.text for one in read.paragraphs)
    for row in sheet.rows:
        assert all(part in whole for part in (row.correction, row.reason, row.says, row.url, row.digest or ""))
    assert read.core_properties.language == "zh-Hant" and read.core_properties.title.startswith("勘誤")
    with zipfile.ZipFile(BytesIO(body)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                lxml.etree.fromstring(parts.read(name))
        styles = parts.read("word/styles.xml").decode()
    assert 'w:eastAsia="zh-TW"' in styles and 'w:eastAsia="Microsoft JhengHei"' in styles


def test_a_sheet_with_characters_that_xml_has_not_still_opens() -> None:
    sheet = ErrataSheet("r", "A \x00\x0b title\ufffe" * 40, "House \x1b", "en", AT.date() + timedelta(1), (), 0)
    read = Document(BytesIO(document(sheet, specimen=False)))
    assert "There is nothing to correct." in [one.text for one in read.paragraphs]
    assert json.dumps(read.core_properties.title)
