"""`python -m benchmarks.reading`: the reader's speed and scores, and in the same run those of other libraries.

Text: generated articles in four languages (benchmarks/article_text.py). Pages: generated ones of 60 KB, from bytes to
one located figure whose value is compared with the generator's truth; and real ones where ../shared/samples is there.
Other libraries are installed into a throw-away environment and read the same text; --no-others leaves them out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

from lxml import html as lxml_html  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

from benchmarks import hostile
from benchmarks.article_text import BANKS, paragraphs
from benchmarks.other_readers import LIBRARIES
from benchmarks.other_scores import LANGUAGES
from benchmarks.pages import make_page
from extractors.reading import Language, Located, Page, Wanted, figures, locate
from extractors.reading.finding.locate import read_through

SHARED = Path(__file__).resolve().parents[2] / "shared"
CHARACTERS = 300_000
OTHERS_CHARACTERS = 60_000
PAGE_BYTES = 60_000
HTML = "text/html; charset=utf-8"
PARTS = ("text", "endless", "others", "pages", "hostile", "suites")
Case = tuple[str, bytes, str, Wanted]


def text_speed() -> dict[str, float]:
    """Characters per CPU second of figures(), the best of seven runs: others may be at work on the machine."""
    found = {}
    for language in get_args(Language):
        if language not in BANKS:
            continue
        texts = paragraphs(language, CHARACTERS)
        size = sum(map(len, texts))
        for text in texts[:20]:
            figures(text, language)
        found[language] = max(size / _cpu(lambda: [figures(text, language) for text in texts]) for _ in range(7))  # noqa: B023
    return found


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


# Text that repeats what begins a figure without end, the worst a page can do to the reader.
ENDLESS = ("one ", "one hundred and ", "1 h ", "1/", "1月", "between 1 and ", "a year and a half ", "不超過1", "1x")


def endless_ratios() -> dict[str, float]:
    """CPU time of such a text over that of an ordinary article of the same size, in this run; the best of three."""
    article = "\n".join(paragraphs("en", CHARACTERS // 2))
    usual = min(_cpu(lambda: figures(article, "en")) for _ in range(3))
    found = {}
    for piece in ENDLESS:
        text = piece * (len(article) // len(piece))
        found[piece] = min(_cpu(lambda: figures(text)) for _ in range(3)) / usual  # noqa: B023
    return found


def generated() -> Iterator[Case]:
    """Pages with their first declared figure; a page that is read wrongly ends the benchmark."""
    for seed in range(1, 13):
        page = make_page(seed, PAGE_BYTES)
        declared = page.declared[0]
        wanted = Wanted(declared.name, declared.kind, declared.anchors, declared.unit, declared.period)
        found = locate(Page.open(page.html, HTML, language=page.language), wanted)
        if not isinstance(found, Located) or found.value != page.truth[declared.name].value:
            raise SystemExit(f"generated page {seed} is read wrongly: {found}")
        yield f"generated {page.language}", page.html, page.language, wanted


def real() -> Iterator[Case]:
    """Sample pages of about 60 KB, each with a figure that two long words of its own sentence find."""
    for path in sorted((SHARED / "samples" / "pages").glob("*/*.gz")):
        body = gzip.decompress(path.read_bytes())
        if not 50_000 < len(body) < 70_000:
            continue
        page = Page.open(body, HTML)
        language = page.language or "en"
        for block in page.blocks():
            marks = [one for one in figures(block.text) if one.kind in ("percent", "money", "quantity") and one.value]
            words = sorted(re.findall(r"[A-Za-z]{6,}|[㐀-鿿]{4}", block.text), key=len)[-2:]
            if block.kind != "sentence" or len(marks) != 1 or len(words) < 2 or words[0] == words[1]:
                continue
            wanted = Wanted("figure", marks[0].kind, tuple((word,) for word in words), marks[0].unit)
            if isinstance(locate(page, wanted), Located):
                yield "real", body, language, wanted
                break


def page_speed(cases: list[Case]) -> dict[str, dict[str, float]]:
    """For each sort of page the medians of CPU milliseconds: from bytes to one figure, to ten, and of what is compared.

    "one": from bytes to the figure. "opened": the page decoded, guarded and parsed. "sentence": the figures of the
    sentence it stands in. "ten": ten figures of one page. "whole": one figure by reading all of the page.
    "selectolax" and "lxml": parsing the same bytes and nothing else. All in turns, so that a busy machine slows all.
    """
    times: dict[str, list[dict[str, float]]] = {}
    for sort, body, language, wanted in cases:

        def opened(body: bytes = body, language: str = language) -> Page:
            return Page.open(body, HTML, language=language)

        def ten(wanted: Wanted = wanted, opened: Callable[[], Page] = opened) -> object:
            page = opened()
            return [locate(page, wanted) for _ in range(10)]

        sentence = found.block.text if isinstance(found := locate(opened(), wanted), Located) else ""
        ways: dict[str, Callable[[], object]] = {
            "one": lambda opened=opened, wanted=wanted: locate(opened(), wanted),  # type: ignore[misc]
            "opened": opened,
            "sentence": lambda sentence=sentence: figures(sentence),  # type: ignore[misc]
            "ten": ten,
            "whole": lambda opened=opened, wanted=wanted: read_through(opened(), wanted),  # type: ignore[misc]
            "selectolax": lambda body=body: LexborHTMLParser(body),  # type: ignore[misc]
            "lxml": lambda body=body: lxml_html.document_fromstring(body),  # type: ignore[misc]
        }
        if ways["one"]() != ways["whole"]():
            raise SystemExit(f"{sort}: the quick way and the whole page disagree")
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(12):
            for name, way in ways.items():
                best[name] = min(best[name], _cpu(lambda: [way() for _ in range(3)]) / 3 * 1000)  # noqa: B023
        times.setdefault(sort, []).append(best)
    return {
        sort: {"pages": len(all_)} | {name: statistics.median(one[name] for one in all_) for name in all_[0]}
        for sort, all_ in times.items()
    }


def others(folder: Path) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The other libraries on the same text, each installed by itself into an environment made for this run."""
    uv = Path(sys.executable).with_name("uv")
    python = folder / "env" / "bin" / "python"
    made = subprocess.run([str(uv), "venv", "--quiet", "--python", sys.executable, str(folder / "env")], text=True,
                          capture_output=True)  # fmt: skip
    if made.returncode:
        yield "all", "–", {"error": f"no environment could be made: {made.stderr.strip()[-200:]}"}
        return
    for library, other in LIBRARIES.items():
        install = [str(uv), "pip", "install", "--quiet", "--python", str(python), *other.packages, "setuptools"]
        done = subprocess.run(install, text=True, capture_output=True)
        if done.returncode:
            yield library, "–", {"error": f"could not be installed: {done.stderr.strip()[-200:]}"}
            continue
        for language in other.languages:
            script = Path(__file__).with_name("other_readers.py")
            texts = json.dumps(paragraphs(language, OTHERS_CHARACTERS))
            ran = subprocess.run([str(python), str(script), library, language], input=texts, text=True,
                                 capture_output=True)  # fmt: skip
            yield library, language, json.loads(ran.stdout) if ran.stdout else {"error": ran.stderr.strip()[-200:]}
        name = library.replace("-text-suite", "").replace("-", "_")
        yield library, LANGUAGES[name], {"suites": suites(python, f"other_scores:{name}", LANGUAGES[name])}


def suites(
    python: Path = Path(sys.executable), call: str = "extractors.reading:figures", languages: str = "en,zh,ko"
) -> str:
    """What the public suites' own scorer prints for our reader, or for another one in the environment of `python`."""
    script = SHARED / "suites" / "run.py"
    if not script.exists():
        return "Suite scores skipped: ../shared/suites is not there."
    here = Path(__file__).resolve()
    ran = subprocess.run([str(python), str(script), "--call", call, "--langs", languages], text=True,
                         capture_output=True, cwd=here.parent if "other" in call else here.parents[1])  # fmt: skip
    return ran.stdout.rstrip() or f"The suites' scorer failed: {ran.stderr.strip()[-300:]}"


def _told_text() -> dict[str, float]:
    print("Text: characters per CPU second, one figure in about 120 characters")
    speeds = text_speed()
    for language, speed in speeds.items():
        print(f"  citewatch                {language:8} {speed:>12,.0f}")
    return speeds


def _told_endless() -> dict[str, float]:
    print("Endless repetition: times the CPU of an article of the same size")
    endless = endless_ratios()
    print("  " + ", ".join(f"“{piece.strip()}” {ratio:.1f}" for piece, ratio in endless.items()))
    return endless


def _told_others(speeds: dict[str, float]) -> list[dict[str, object]]:
    compared: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for library, language, result in others(Path(folder)):
            compared.append({"library": library, "language": language, **result})
            if "suites" in result:
                print("\n".join(f"    {line}" for line in str(result["suites"]).splitlines()))
                continue
            if "error" in result:
                print(f"  {library:24} {language:8} not measured: {result['error']}")
                continue
            speed = float(str(result["per_s"]))
            ratio = f"citewatch is {speeds[language] / speed:,.1f} times as fast"
            failed = f"; it failed on {result['errors']} paragraphs" if result["errors"] else ""
            print(f"  {library:24} {language:8} {speed:>12,.0f}   {ratio} ({LIBRARIES[library].does}){failed}")
    return compared


def _told_pages() -> dict[str, dict[str, float]]:
    print(f"Pages of about {PAGE_BYTES // 1000} KB: CPU ms from bytes to one located figure (median)")
    cases = [*generated(), *real()]
    if not any(sort == "real" for sort, *_ in cases):
        print("  real pages skipped: ../shared/samples is not there")
    pages = page_speed(cases)
    for sort, cost in pages.items():
        parsed, other = cost["selectolax"], cost["lxml"]
        print(
            f"  {sort:24} {cost['pages']:3.0f} pages   {cost['one']:6.2f}   {cost['one'] / parsed:5.1f} times"
            f" selectolax parsing alone ({parsed:.2f}), {cost['one'] / other:.1f} times lxml's ({other:.2f});\n"
            f"{'':34} opened {cost['opened']:.2f}, the figure's sentence alone {cost['sentence']:.2f},"
            f" ten figures {cost['ten']:.2f}, one by the whole page {cost['whole']:.2f}"
        )
    return pages


def _told_suites() -> str:
    print("Suites, by their own scorer")
    scores = suites()
    print("\n".join(f"  {line}" for line in scores.splitlines()))
    return scores


def main() -> None:
    """Print the measurements; --json FILE also writes them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--no-others", action="store_true", help="leave the other libraries out")
    asked.add_argument("--only", choices=PARTS, action="append", help="measure this part only; may be repeated")
    asked.add_argument("--json", type=Path)
    chosen = asked.parse_args()
    parts = chosen.only or [part for part in PARTS if part != "others" or not chosen.no_others]
    told: dict[str, object] = {}
    speeds = _told_text() if not {"text", "others"}.isdisjoint(parts) else {}
    told["text"] = speeds
    if "endless" in parts:
        told["endless"] = _told_endless()
    if "others" in parts:
        told["others"] = _told_others(speeds)
    if "pages" in parts:
        told["pages"] = _told_pages()
    if "hostile" in parts:
        hostile.main()
    if "suites" in parts:
        told["suites"] = _told_suites()
    if chosen.json:
        chosen.json.write_text(json.dumps(told, indent=1), "utf-8")


if __name__ == "__main__":
    main()
