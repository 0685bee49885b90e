"""Whatever the bytes: documented errors only, bounded work and memory. Seeds are kept.

Work is counted in calls, which are the same on every machine; benchmarks/hostile.py measures seconds per MB.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.hostile import NAMES, hostile, read
from benchmarks.pages import make_page
from extractors.reading import Ambiguous, Located, Missing, Page, PageError, Wanted, locate, propose
from tests.fuzz import kept

ROOT = Path(__file__).resolve().parents[2]
TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json", ".xml": "application/xml"}
TYPES |= {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8"}
# Pictures are not opened by the reading library.
SPECIMENS = sorted(path for path in (ROOT / "specimens").glob("*/*/page.*") if path.suffix in TYPES)
# Their mutations hurt once. Specimens have come since and made other pages of them: what fails now is kept as a file.
KEPT = (3, 17, 58, 101, 404, 977)
PAGE = "page"
"""How such files begin; see tests/fuzz/kept.py."""
WANTED = (
    Wanted("size", "money", (("market volume", "市場規模", "시장 규모"),), "USD", "2030"),
    Wanted("share", "percent", (("share", "比率", "비율", "of"),), "%", between=(Decimal(0), Decimal(100))),
    Wanted("row", "number", (), row=("United Kingdom",), column=("2023",)),
    Wanted("date", "date", (("updated", "published", "更新"),)),
    Wanted("state", "text", (("draft", "final", "act"),), labels={"draft": (("draft",),), "final": (("final",),)}),
    Wanted("names", "names", (("include", "vendors"),), after="include"),
    Wanted("picture", "picture", (("chart", "size"),), "USD"),
    Wanted("at", "number", pointer="/0/id"),
)
PIECES = (
    "<", ">", "</", "<p>", "</div>", "<table>", "<tr><td>", "<th>", "<del>", "<!--", "-->", "&", "&amp", "&#0;",
    "&#x110000;",
    "\0", "\ufeff", "\u200b", "\u202e", "\ud7ff", "％", "億", "兆", "조", "−", "٣", "½", "²", "1e999999", "9" * 400,
    "," * 50, "." * 50, "(" * 80, "US$", "2030", "三" * 200, "年" * 60, "'\"", "<script>", "<style>", "<svg>",
    "{", "}", "[", "]",
    '"', "\\u0000", "<![CDATA[", "<b>" * 60, "<a href=" + "x" * 3000, "\r\n", "one hundred and " * 40, "to " * 60,
)  # fmt: skip
CALLS, CALLS_PER_BYTE = 2_000_000, 60  # of Python and C functions; ordinary pages need a tenth of it
MEMORY_PER_BYTE, MEMORY = 120, 40_000_000


def mutated(body: bytes, chance: random.Random) -> bytes:
    """The page with a few things done to it that no page should have."""
    found = bytearray(body)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(found) + 1)
        to = min(len(found), at + chance.choice((1, 5, 60, 900)))
        deed = chance.randrange(8)
        if deed == 0:
            del found[at:to]
        elif deed == 1:
            found[at:at] = found[at:to] * chance.choice((2, 10, 40))
        elif deed == 2:
            found[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
        elif deed == 3:
            found[at:at] = chance.choice(PIECES).encode("utf-8", "replace") * chance.choice((1, 3, 200))
        elif deed == 4:
            other = chance.randrange(len(found) + 1)
            found[at:to] = found[other : other + (to - at)]
        elif deed == 5:
            found = bytearray(re.sub(rb"[0-9]", lambda _: b"%d" % chance.randrange(10), bytes(found)))
        elif deed == 6:
            del found[at:]
        else:
            tags = [match.start() for match in re.finditer(rb"<", found)]
            if tags:
                place = chance.choice(tags)
                found[place:place] = found[place : place + 40] * chance.choice((3, 100, 1000))
        if not found:
            found = bytearray(b" ")
    return bytes(found)


def read_all(body: bytes, kind: str, language: str | None) -> None:
    """All that a caller may ask of a page."""
    page = Page.open(body, kind, "https://example.org/x", language=language)
    for wanted in WANTED:
        assert isinstance(locate(page, wanted), Located | Missing | Ambiguous)
    for block in page.blocks():
        assert block.text or block.picture
        if block.span is not None:
            assert 0 <= block.span[0] <= block.span[1] <= len(page.source)
    list(page.pictures())
    list(page.embedded())


def calls(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def drawn(seed: int) -> tuple[bytes, str, str | None]:
    """A mutated specimen or generated page, how it is said to be, and in which language."""
    chance = random.Random(f"fuzz {seed}")
    path = SPECIMENS[seed % len(SPECIMENS)]
    kind, body = TYPES[path.suffix], path.read_bytes()
    if seed >= 1000 and seed % 4 == 0:
        kind, body = TYPES[".html"], make_page(seed % 30, 20_000).html
    body = mutated(body, chance)
    kind = kind if chance.random() < 0.9 else chance.choice(("", "text/plain", "application/xml"))
    return body, kind, chance.choice((None, "en", "zh-Hant", "ko"))


def check(seeds: Iterable[int]) -> tuple[int, int]:
    """Pages read and pages refused of those drawn by these numbers."""
    return check_all((f"seed {seed}", *drawn(seed)) for seed in seeds)


def check_all(pages: Iterable[tuple[str, bytes, str, str | None]]) -> tuple[int, int]:
    """Anything else than a documented error, or too much work, fails, and its page is kept."""
    read = refused = 0
    for told, body, kind, language in pages:

        def work(body: bytes = body, kind: str = kind, language: str | None = language) -> None:
            nonlocal read, refused
            try:
                read_all(body, kind, language)
                read += 1
            except PageError as error:
                refused += 1
                assert str(error)

        try:
            done = calls(work)
            assert done <= CALLS + CALLS_PER_BYTE * len(body), f"{done} calls for {len(body)} bytes of {kind}"
        except Exception as error:
            where = kept.keep(PAGE, told, packed(body, kind, language))
            raise AssertionError(f"{told}: {type(error).__name__}: {error}\n{where}") from error
    return read, refused


def packed(body: bytes, kind: str, language: str | None) -> bytes:
    """A page and how it is said to be, for a file."""
    return json.dumps({"kind": kind, "language": language}).encode() + b"\n" + body


def unpacked(found: bytes) -> tuple[bytes, str, str | None]:
    head, _, body = found.partition(b"\n")
    said = json.loads(head)
    return body, said["kind"], said["language"]


def test_mutated_pages() -> None:
    read, refused = check((*KEPT, *range(40)))
    assert read > 20 and refused > 1


def test_pages_that_failed_once() -> None:
    check_all((path.stem, *unpacked(path.read_bytes())) for path in kept.kept((PAGE,)))


def test_a_page_that_fails_is_kept_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body, kind, language = drawn(3)
    monkeypatch.setattr(kept, "SEEDS", tmp_path)
    monkeypatch.setattr("tests.reading.test_fuzz.CALLS", 0)
    monkeypatch.setattr("tests.reading.test_fuzz.CALLS_PER_BYTE", 0)
    with pytest.raises(AssertionError, match=r"seed 3: (.|\n)*page-seed_3.bin"):
        check((3,))
    (path,) = kept.kept((PAGE,))
    assert unpacked(path.read_bytes()) == (body, kind, language)


@pytest.mark.soak
def test_a_thousand_mutated_pages() -> None:
    """In a process that may take 2 GB of address space: memory without bounds would end it."""
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "from tests.reading.test_fuzz import check\n"
        "read, refused = check(range(1000, 2000))\n"
        "print(f'{read} mutated pages read, {refused} refused with a sentence')\n"
        "assert read > 500"
    )
    ran = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True, cwd=ROOT)
    print(f"\n{ran.stdout}")
    assert ran.returncode == 0, ran.stderr[-2000:]


def test_memory_is_bounded() -> None:
    for seed in KEPT[:3]:
        chance = random.Random(f"memory {seed}")
        body = mutated(SPECIMENS[seed % len(SPECIMENS)].read_bytes(), chance)
        tracemalloc.start()
        try:
            read_all(body, TYPES[SPECIMENS[seed % len(SPECIMENS)].suffix], None)
        except PageError:
            pass
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peak < MEMORY + MEMORY_PER_BYTE * len(body)


@pytest.mark.parametrize("name", NAMES)
def test_twice_the_page_is_twice_the_work(name: str) -> None:
    half, whole = (calls(lambda size=size: read(hostile(name, size))) for size in (20_000, 40_000))  # type: ignore[misc]
    assert whole < 2.6 * half + 60_000, (half, whole)


def test_deep_xml() -> None:
    work = []
    for depth in (200, 5000):
        body = b"<r>" + b"<section>" * depth + b"<t>share 5%</t>" * 5_000 + b"</section>" * depth + b"</r>"

        def blocks(body: bytes = body) -> None:
            try:
                sum(1 for _ in Page.open(body, "application/xml").blocks())
            except PageError as error:
                assert str(error)

        work.append(calls(blocks))
    assert work[1] < 2 * work[0] + 100_000


def test_proposals_for_mutated_pages() -> None:
    for seed in range(12):
        chance = random.Random(f"propose {seed}")
        path = SPECIMENS[seed * 5 % len(SPECIMENS)]
        try:
            page = Page.open(mutated(path.read_bytes(), chance), TYPES[path.suffix])
        except PageError:
            continue
        for one in propose(page, chance.choice(("88%", "3.5億美元", "2023年", "67家")), ["share", "市場"], "zh-Hant"):
            assert one.block.text[one.start : one.end] == one.mention.text
