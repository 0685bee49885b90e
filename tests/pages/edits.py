"""The edits of the page corpus: plain string work, each of which fails unless it changed what it names."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

GROW = re.compile(r"<!--grow (\w+) (\d+)-->")
FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")


def apply(text: str, step: Any, base: Path) -> str:
    """One step: a pair [old, new] that stands exactly once, or a mapping with the name of a program."""
    if isinstance(step, list):
        old, new = step
        assert text.count(old) == 1, f"stands {text.count(old)} times: {old!r}"
        changed = text.replace(old, new)
    else:
        ((name, argument),) = step.items()
        changed = PROGRAMS[name](text, argument, base)
    assert changed != text, f"changes nothing: {step!r}"
    return changed


def apply_bytes(body: bytes, step: Mapping[str, Any], base: Path) -> bytes:
    """A step on a PDF: another file, or a cut after so many bytes."""
    ((name, argument),) = step.items()
    if name == "file":
        changed = (base / argument).read_bytes()
    else:
        assert name == "cut_bytes", name
        changed = body[: int(argument)]
    assert changed != body
    return changed


def everywhere(text: str, argument: list[str], base: Path) -> str:
    """Replace each place where the words stand."""
    old, new = argument
    assert text.count(old) > 1, f"stands {text.count(old)} times: {old!r}"
    return text.replace(old, new)


def whole_file(text: str, argument: str, base: Path) -> str:
    """The answer is another page altogether."""
    return (base / argument).read_text(encoding="utf-8")


def body(text: str, argument: str, base: Path) -> str:
    """The answer is this text and nothing else."""
    return argument


def cut(text: str, argument: str, base: Path) -> str:
    """The page breaks off behind these words."""
    assert text.count(argument) == 1, f"stands {text.count(argument)} times: {argument!r}"
    return text[: text.index(argument) + len(argument)]


def drop(text: str, argument: list[str], base: Path) -> str:
    """Leave out everything from the first words up to, but without, the second."""
    return text.replace(_block(text, argument), "", 1)


def move(text: str, argument: Mapping[str, Any], base: Path) -> str:
    """Move a block (from … up to …) before other words."""
    block = _block(text, argument["block"])
    rest = text.replace(block, "", 1)
    assert rest.count(argument["before"]) == 1, f"stands {rest.count(argument['before'])} times"
    return rest.replace(argument["before"], block + argument["before"])


def put(text: str, argument: Mapping[str, Any], base: Path) -> str:
    """Replace a block (from … up to …) by other text."""
    return text.replace(_block(text, argument["block"]), argument["new"], 1)


def sprinkle(text: str, argument: Mapping[str, str], base: Path) -> str:
    """Put an invisible character between the characters of the words."""
    words = argument["text"]
    assert text.count(words) == 1, f"stands {text.count(words)} times: {words!r}"
    return text.replace(words, argument["with"].join(words))


def entities(text: str, argument: str, base: Path) -> str:
    """Write the words as numeric character references."""
    assert text.count(argument) == 1, f"stands {text.count(argument)} times: {argument!r}"
    return text.replace(
        argument, "".join(f"&#{ord(c)};" if i % 2 else f"&#x{ord(c):x};" for i, c in enumerate(argument))
    )


def full_width(text: str, argument: str, base: Path) -> str:
    """Write digits and signs full-width."""
    assert text.count(argument) == 1, f"stands {text.count(argument)} times: {argument!r}"
    return text.replace(argument, argument.translate(FULL_WIDTH))


def rename_classes(text: str, argument: str, base: Path) -> str:
    """Give every class and id a name without meaning, as a build tool does."""
    names: dict[str, str] = {}

    def fresh(match: re.Match[str]) -> str:
        words = match[2].split()
        return f'{match[1]}="{" ".join(names.setdefault(w, f"{argument}{len(names) + 11:x}q") for w in words)}"'

    return re.sub(r'\b(class|id)="([^"]*)"', fresh, text)


def divs_for_sections(text: str, argument: str, base: Path) -> str:
    """Old-fashioned wrappers: section, article and main become div, with one more div around each."""
    opened = re.sub(r"<(section|article|main)\b([^>]*)>", rf'<div\2><div class="{argument}">', text)
    return re.sub(r"</(section|article|main)>", "</div></div>", opened)


def one_line(text: str, argument: str, base: Path) -> str:
    """Minify: no line breaks and no indentation between tags."""
    return re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", argument, text))


def airy(text: str, argument: str, base: Path) -> str:
    """Line breaks and blanks between all tags, as a pretty printer puts them; text is left alone."""
    return re.sub(r">\s*\n\s*<", ">\n\n" + argument + "<", text)


PROGRAMS = {
    "everywhere": everywhere,
    "file": whole_file,
    "body": body,
    "cut": cut,
    "drop": drop,
    "move": move,
    "put": put,
    "sprinkle": sprinkle,
    "entities": entities,
    "full_width": full_width,
    "rename_classes": rename_classes,
    "divs_for_sections": divs_for_sections,
    "one_line": one_line,
    "airy": airy,
}


def binary(argument: str) -> bytes:
    """Bytes of a picture, or of an archive, that come where a page should."""
    heads = {
        "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "zip": b"PK\x03\x04\x14\x00\x08\x08\x08\x00",
        "gzip": b"\x1f\x8b\x08\x00",
    }
    state, out = 20251, bytearray(heads[argument])
    for _ in range(4000):
        state = (state * 1103515245 + 12345) % 2**31
        out.append(state >> 16 & 0xFF)
    return bytes(out)


def _block(text: str, ends: list[str]) -> str:
    start, stop = ends
    assert text.count(start) == 1, f"stands {text.count(start)} times: {start!r}"
    at = text.index(start)
    to = text.find(stop, at + len(start))
    assert to > 0, f"does not follow: {stop!r}"
    return text[at:to]


def grow(text: str) -> str:
    """Fill the marks `<!--grow what n-->` with the bulk that real pages carry: links, styles, scripts, rows."""
    return GROW.sub(lambda match: FILLERS[match[1]](int(match[2])), text)


def _noise(n: int) -> int:
    return (n * 2654435761 + 97) % 4294967296


def _links(count: int) -> str:
    topics = ("labour", "prices", "fisheries", "rail", "housing", "water", "schools", "energy", "tourism", "soil")
    return "\n".join(
        f'<li class="mega__item"><a href="/topics/{topics[i % 10]}/{_noise(i) % 9000}">'
        f"{topics[i % 10].title()} series {i + 1}</a></li>"
        for i in range(count)
    )


def _menu(words: tuple[str, ...], more: tuple[str, ...]) -> Callable[[int], str]:
    """Menu entries in another language, some with a count in brackets."""

    def entries(count: int) -> str:
        return "\n".join(
            f'<li><a href="/{_noise(i) % 99991:x}.html">{words[i % len(words)]}{more[i // len(words) % len(more)]}'
            f"{f' ({_noise(i) % 480 + 3})' if i % 6 == 5 else ''}</a></li>"
            for i in range(count)
        )

    return entries


def _css(count: int) -> str:
    rules = (
        f".u-{_noise(i) % 99991:x}{{margin:{i % 7}px {i % 11}px;color:#{_noise(i) % 4096:03x}}}" for i in range(count)
    )
    return "<style>" + "\n".join(rules) + "</style>"


def _script(count: int) -> str:
    entries = ",".join(
        f'{{"k":"c{_noise(i) % 7919}","v":{_noise(i) % 100000 / 100},"t":{1700000000 + i}}}' for i in range(count)
    )
    return f"<script>window.__metrics=[{entries}];</script>"


def _towns(count: int) -> str:
    heads, tails = "青白竹松石龍大新東南", "潭峰林坑門溪埔寮港嶺"

    def row(i: int) -> str:
        name = f"{heads[i % 10]}{tails[i // 10 % 10]}{'鄉鎮'[i % 2]}第{i // 100 + 1}區"
        cells = (
            f"{_noise(i) % 9000 + 400:,}",
            f"{_noise(i + 7) % 21000 + 900:,}",
            f"{_noise(i + 3) % 90 / 10 + 1:.1f}",
        )
        return f"<tr><td>{name}</td>" + "".join(f"<td align=right>{cell}</td>" for cell in cells) + "</tr>"

    return "\n".join(row(i) for i in range(count))


def _models(count: int) -> str:
    makers = ("Arvid", "Bellona", "Corvus", "Dunmore", "Estrid", "Farrow", "Glanville")
    return "\n".join(
        f"<tr><th scope=row>{makers[i % 7]} {'TLX'[i % 3]}{_noise(i) % 900 + 100}</th><td>{1995 + i % 29}</td>"
        f"<td>{_noise(i) % 4000 + 300:,}</td><td>{_noise(i + 5) % 700 / 10:.1f}</td><td>{_noise(i + 9) % 60}%</td></tr>"
        for i in range(count)
    )


FILLERS = {
    "menu_tw": _menu(
        ("公告", "法令", "出版品", "活動花絮", "便民服務", "政府公開資訊"),
        ("", "一覽", "查詢", "專區", "下載", "訂閱", "舊檔"),
    ),
    "menu_cn": _menu(
        ("公告", "产品", "下载中心", "服务网点", "合作伙伴", "社会责任"),
        ("", "一览", "查询", "专区", "动态", "订阅", "归档"),
    ),
    "menu_ko": _menu(
        ("공지", "자료실", "참여마당", "기관 소개", "자주 찾는 질문", "채용"),
        ("", " 목록", " 찾기", " 안내", " 신청", " 보기", " 지난 글"),
    ),
    "links": _links,
    "css": _css,
    "script": _script,
    "towns": _towns,
    "models": _models,
}


def plain(text: str) -> str:
    """Text as a person sees it, roughly: no tags inside words, no invisible characters, blanks tidied."""
    seen = html.unescape(re.sub(r"<[^>]*>", "", text))
    seen = re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff]", "", seen)
    return re.sub(r"\s+", " ", seen)
