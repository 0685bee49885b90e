"""Small things that grow, and names that lead elsewhere: each is refused in a sentence, in little memory."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citewatch import catalog, yamlfile
from citewatch.errors import CatalogError
from citewatch.fetch import FetchSettings
from extractors.reading import Page, PageError
from tests.faults.conftest import PATIENT, Faulty, page, source, write_catalogue
from tests.faults.odd import HEADERS
from tests.tools.hostile import Asked, Route, reply
from tests.tools.piped import ROOT

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
XML = {
    "billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "ha">{_LAUGHS}]><r>&l9;</r>',
    "quadratic": f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]><r>{"&a;" * 5_000}</r>',
    "file": '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>',
    "network": '<!DOCTYPE r [<!ENTITY f SYSTEM "http://127.0.0.1/x">]><r>&f;</r>',
    "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd">%p;]><r/>',
    "deep": "<a>" * 200_000,
}
_ALIASES = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))


def _pdf(content: bytes, filters: str = "/FlateDecode") -> bytes:
    stream = b"<</Length %d/Filter %s>>stream\n%s\nendstream" % (len(content), filters.encode(), content)
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>", stream]  # fmt: skip
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"


def small(body: bytes, kind: str) -> None:
    """Refused or read, in memory that has nothing to do with what it would grow to."""
    tracemalloc.start()
    try:
        list(Page.open(body, kind, "https://a.example/x", language="en").blocks())
    except PageError as error:
        assert str(error)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 60_000_000 + 60 * len(body)


@pytest.mark.parametrize("name", XML)
def test_xml_that_grows_or_fetches(name: str) -> None:
    with pytest.raises(PageError):
        list(Page.open(XML[name].encode(), "application/xml", "https://a.example/x", language="en").blocks())


@pytest.mark.parametrize("text", [_ALIASES, "a: &x [*x]\n", "a: !!python/object/apply:os.system [id]\n", "[" * 50_000])
def test_yaml_that_grows_or_runs(text: str) -> None:
    with pytest.raises(CatalogError, match=r"extractors/x\.yml"):
        yamlfile.parse(text, "extractors/x.yml")


@pytest.mark.parametrize("body", [b"[" * 300_000, b'{"a":' * 200_000, b"[" * 90_000 + b"]" * 90_000, b"9" * 400_000])
def test_deep_json(body: bytes) -> None:
    small(body, "application/json")


def test_pdfs_that_grow() -> None:
    once = zlib.compress(b"0 0 m " * 2_000_000, 9)
    small(_pdf(once), "application/pdf")
    small(_pdf(zlib.compress(once, 9), "[/FlateDecode/FlateDecode]"), "application/pdf")


def _forms(deep: int) -> bytes:
    """A form drawn ten times in a form that is drawn ten times …"""
    top = "/X Do " * 10
    parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
             f"<</Length {len(top)}>>stream\n{top}\nendstream"]  # fmt: skip
    for number in range(deep):
        inner = f"/Resources<</XObject<</X {6 + number} 0 R>>>>" if number < deep - 1 else ""
        content = "/X Do " * 10 if number < deep - 1 else "0 0 m 9 9 l S"
        parts.append(
            f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{inner}/Length {len(content)}>>stream\n{content}\nendstream"
        )
    body = "".join(f"{n} 0 obj{part} endobj\n" for n, part in enumerate(parts, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size {len(parts) + 1}>>\n%%EOF".encode()


@pytest.mark.slow
def test_a_pdf_that_would_end_the_process_that_reads_it() -> None:
    """Under 3 KB of forms in forms are 10^10 of them: PDFium takes all memory for them and then aborts."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PageError, match="more memory or time than is given"):
        list(Page.open(_forms(11), "application/pdf", "https://a.example/x", language="en").blocks())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "KB"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2_000_000, "KB"
    said = zlib.compress(b"BT /F 9 Tf 1 1 Td (Widgets grew by 5%.) Tj ET")
    (block,) = Page.open(_pdf(said), "application/pdf", "https://a.example/x", language="en").blocks()
    assert block.text == "Widgets grew by 5%.", "the next PDF is read as ever"


_HUNDRED_MB = 100_000_000


async def _hundred_megabytes(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Sent as it is taken, so that our own server holds little of it."""
    writer.write(reply(page(), Content_Length=str(_HUNDRED_MB)))
    for _ in range(_HUNDRED_MB // 1_000_000):
        writer.write(b" " * 1_000_000)
        await writer.drain()


def _packed_megabytes() -> bytes:
    """A hundred of them in a hundred KB, made without ever holding them."""
    packing = zlib.compressobj(wbits=31)
    parts = [packing.compress(b" " * 1_000_000) for _ in range(_HUNDRED_MB // 1_000_000)]
    return reply(b"".join([*parts, packing.flush()]), Content_Encoding="gzip")


def measured(folder: str, how: str) -> None:
    """In a process of its own: how many KB more the day takes on which a host sends a hundred megabytes."""
    limit = FetchSettings().max_bytes
    world = Faulty(Path(folder), ("good_0", "huge"), fetching=replace(PATIENT, max_bytes=limit, total_timeout_s=60.0))
    answer: Route = _hundred_megabytes if how == "plain" else _packed_megabytes()
    world.run(0, {})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    world.run(1, {"huge": answer})
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    evidence = sum(path.stat().st_size for path in world.settings.evidence.iterdir())
    print(json.dumps({"limit": limit, "kb": more, "health": world.health(), "evidence": evidence}))


def _alone(function: str, *given: str, cwd: Path = ROOT, **more: str) -> Any:
    """What a function of this file prints, in a process of its own."""
    script = f"import sys; from tests.faults.test_bombs import {function}; {function}(*sys.argv[1:])"
    ran = subprocess.run(
        [sys.executable, "-c", script, *given], cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT), **more},
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "why"), [("plain", "larger than {:,} bytes"), ("packed", "{:,} bytes when decompressed")]
)
def test_a_page_of_a_hundred_megabytes_costs_its_limit_and_no_more(tmp_path: Path, how: str, why: str) -> None:
    found = _alone("measured", str(tmp_path), how)
    assert found["limit"] == 20_000_000
    assert found["health"]["good_0"][0] == "ok"
    state, reason = found["health"]["huge"]
    assert state == "unreachable" and why.format(found["limit"]) in reason
    assert found["evidence"] < 2_000_000, "spaces pack well"
    assert found["kb"] * 1024 < 2.5 * found["limit"], "the page as it came or unpacked, and its copy on the way"


_PLANTED = {name: raw for name, (raw, _) in HEADERS.items() if name.startswith("disposition_")}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def named(folder: str) -> None:
    """In a process of its own, since a hook stays: a refresh over hostile names, and what is opened to be written."""
    world = Faulty(Path(folder) / "world", (*_PLANTED, "absolute", "plain"))
    outside = reply(page(), Content_Disposition=f'attachment; filename="{folder}/outside/planted"')
    plain = reply(page(), Content_Disposition="attachment; filename=planted.html")
    written: list[str] = []

    def heard(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes) and given[2] & _WRITING:
            written.append(os.path.realpath(os.fsdecode(given[0])))
        elif event in ("os.rename", "os.link", "os.symlink"):
            written.append(os.path.realpath(os.fsdecode(given[1])))

    sys.addaudithook(heard)
    world.run(0, {**_PLANTED, "absolute": outside, "plain": plain})
    print(json.dumps({"written": written, "health": world.health(), "data": str(world.settings.data.resolve())}))


@pytest.mark.slow
def test_no_name_from_the_network_names_a_file(tmp_path: Path) -> None:
    for place in ("outside", "here", "passing"):
        (tmp_path / place).mkdir()
    found = _alone("named", str(tmp_path), cwd=tmp_path / "here", TMPDIR=str(tmp_path / "passing"))
    assert len(_PLANTED) == 4 and {state for state, _ in found["health"].values()} == {"ok"}
    written = {Path(path) for path in found["written"]}
    data, ours = Path(found["data"]), {tmp_path.resolve() / "world" / "map.yml", Path(os.devnull)}
    assert any(path.name.endswith(".warc.gz") for path in written), "nothing was noticed"
    passing = (tmp_path / "passing").resolve()
    assert {path for path in written if not (path.is_relative_to(data) or path.is_relative_to(passing))} <= ours
    # What libraries in C write goes past Python's own hooks.
    files = {path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(data)}
    assert {path.relative_to(tmp_path).parts[:2] for path in files} <= {
        ("world", "catalogue"), ("world", "ca.pem"), ("world", "map.yml"),
    }  # fmt: skip
    named_by_them = [*written, *tmp_path.rglob("*"), *Path("/etc/cron.d").glob("*"), *ROOT.glob("*")]
    assert [path for path in named_by_them if "planted" in path.name] == []


@pytest.mark.parametrize("name", ["../x", "a/b", "A", "x.y", "é", "x" * 70, "1a", "a b", "a\\b", "con:"])
def test_an_id_is_no_path(tmp_path: Path, name: str) -> None:
    write_catalogue(tmp_path, {"fine": source("a.example")})
    (tmp_path / "extractors" / "fine.yml").rename(tmp_path / "extractors" / f"{name.replace('/', '%2F')}.yml")
    with pytest.raises(CatalogError):
        catalog.load(tmp_path)
