"""Small things that grow, and names that lead elsewhere: each is refused in a sentence, in little memory."""

from __future__ import annotations

import resource
import tracemalloc
import zlib
from pathlib import Path

import pytest

from citewatch import catalog, yamlfile
from citewatch.errors import CatalogError
from extractors.reading import Page, PageError
from tests.faults.conftest import Faulty, page, source, write_catalogue
from tests.tools.hostile import reply

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


@pytest.mark.slow
def test_a_page_of_a_hundred_megabytes_costs_its_limit_and_no_more(tmp_path: Path) -> None:
    names = ("good_0", "huge")
    world = Faulty(tmp_path, names)
    world.run(0, {"huge": reply(page() + b" " * 100_000_000)})
    health = world.health()
    assert health["good_0"][0] == "ok"
    assert health["huge"][0] == "unreachable" and "larger than 400,000 bytes" in health["huge"][1]
    assert sum(path.stat().st_size for path in world.settings.evidence.iterdir()) < 2_000_000


@pytest.mark.parametrize("name", ["../x", "a/b", "A", "x.y", "é", "x" * 70, "1a", "a b", "a\\b", "con:"])
def test_an_id_is_no_path(tmp_path: Path, name: str) -> None:
    write_catalogue(tmp_path, {"fine": source("a.example")})
    (tmp_path / "extractors" / "fine.yml").rename(tmp_path / "extractors" / f"{name.replace('/', '%2F')}.yml")
    with pytest.raises(CatalogError):
        catalog.load(tmp_path)
