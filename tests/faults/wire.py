"""What a server can do to us, by name: the answer, the state it must end in, and a pattern of the reason.

On a busy machine a stalled page may meet the limit for all of a source before the one for silence: both are true.
"""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import NamedTuple

from tests.faults.conftest import host_of, page
from tests.tools.hostile import Asked, Route, after, cut, drip, redirect, reply, reset

PAGE = page()
PROSE = b"<p>" + b"Plain words that say nothing of interest to anybody at all. " * 40 + b"</p>"


class Fault(NamedTuple):
    answer: Route
    state: str
    words: str


def _titled(title: str, body: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


async def _halves(asked: Asked, writer: asyncio.StreamWriter) -> None:
    whole = reply(PAGE)
    writer.write(whole[: len(whole) // 2])
    await writer.drain()
    await reset(asked, writer)


async def _slow_but_whole(asked: Asked, writer: asyncio.StreamWriter) -> None:
    whole = reply(PAGE)
    for start in range(0, len(whole), 100):
        writer.write(whole[start : start + 100])
        await writer.drain()
        await asyncio.sleep(0.02)


async def _endless_head(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 X\r\n")
    while not writer.is_closing():
        writer.write(b"X-More: " + b"x" * 20_000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0)


async def _informed_for_ever(asked: Asked, writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


def _chunked(*parts: bytes) -> bytes:
    return b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(parts)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _packed(body: bytes, coding: str) -> bytes:
    return reply(body, Content_Encoding=coding)


def _brotli(body: bytes) -> bytes:
    """A whole stream (RFC 7932) with the bytes as they are: one uncompressed block, then the empty last one."""
    return ((len(body) - 1) << 4 | 1 << 20).to_bytes(3, "little") + body + b"\x03"


def _zstd(body: bytes) -> bytes:
    """A whole frame (RFC 8878) with the bytes as they are, in one raw block."""
    head = bytes.fromhex("28b52ffd") + b"\x60" + (len(body) - 256).to_bytes(2, "little")
    return head + (len(body) << 3 | 1).to_bytes(3, "little") + body


_ZIPPED = gzip.compress(PAGE)
_LONG = PAGE + b" " * 300
_DRIP = b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n"
_BOMB = gzip.compress(b"\0" * 50_000_000, 9)
_ZSTD = bytes.fromhex("28b52ffd") + b"\x24\x05" + PAGE[:40]

CONNECTION: dict[str, Fault] = {
    "reset": Fault(reset, "unreachable", "cut the connection"),
    "reset_half_way": Fault(_halves, "unreachable", "cut the connection"),
    "hang_up": Fault(cut(b""), "unreachable", "before it had answered"),
    "stall_before_head": Fault(after(60, reply(PAGE)), "unreachable", "too long|in all"),
    "stall_in_head": Fault(drip(b"HTTP/1.1 200 X\r\nX-A: ", 60), "unreachable", "too long|in all"),
    "stall_in_body": Fault(drip(_DRIP + b"<html>", 60), "unreachable", "too long|in all"),
    "slow_drip": Fault(drip(_DRIP, 0.2), "unreachable", "in all, so we hung up"),
    "endless_head": Fault(_endless_head, "unreachable", "rules of HTTP|in all"),
    "informed_for_ever": Fault(_informed_for_ever, "unreachable", "in all, so we hung up"),
    "slow_but_whole": Fault(_slow_but_whole, "ok", "as usual"),
}
LENGTH: dict[str, Fault] = {
    "length_too_long": Fault(cut(reply(PAGE)[:-10]), "unreachable", "before the whole page"),
    "length_too_short": Fault(cut(reply(PAGE, Content_Length="80")), "ok", "as usual"),
    "length_negative": Fault(reply(PAGE, Content_Length="-1"), "unreachable", "rules of HTTP"),
    "length_words": Fault(reply(PAGE, Content_Length="many"), "unreachable", "rules of HTTP"),
    "length_hex": Fault(reply(PAGE, Content_Length="0x200"), "unreachable", "rules of HTTP"),
    "length_plus": Fault(reply(PAGE, Content_Length="+300"), "unreachable", "rules of HTTP"),
    "length_huge": Fault(cut(reply(PAGE, Content_Length="9" * 19)), "unreachable", "before the whole page|announced"),
    "length_endless_digits": Fault(reply(PAGE, Content_Length="9" * 5000), "unreachable", "too long|in all"),
    "length_twice": Fault(b"HTTP/1.1 200 X\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "unreachable",
                          "rules of HTTP"),
    "length_none_then_close": Fault(cut(reply(PAGE, Content_Length="-")), "ok", "as usual"),
    "chunk_cut": Fault(cut(_chunked(_chunk(PAGE[:100]), b"40\r\nabc")), "unreachable", "before the whole page"),
    "chunk_size_words": Fault(_chunked(b"many\r\nabc\r\n0\r\n\r\n"), "unreachable", "rules of HTTP"),
    "chunk_size_huge": Fault(_chunked(b"f" * 40 + b"\r\nabc"), "unreachable", "rules of HTTP"),
    "chunk_size_negative": Fault(_chunked(b"-5\r\nabcde\r\n0\r\n\r\n"), "unreachable", "rules of HTTP"),
    "chunk_no_end": Fault(cut(_chunked(_chunk(PAGE))), "unreachable", "before the whole page"),
    "chunks_of_one": Fault(_chunked(*(_chunk(PAGE[n : n + 1]) for n in range(len(PAGE))), b"0\r\n\r\n"), "ok", "usual"),
    "chunks_with_trailer": Fault(_chunked(_chunk(PAGE), b"0\r\nX-T: 1\r\n\r\n"), "ok", "usual"),
    "chunked_and_length": Fault(
        b"HTTP/1.1 200 X\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + _chunk(PAGE) + b"0\r\n\r\n",
        "unreachable", "announced",
    ),
    "too_large": Fault(reply(b"<p>" + b"y" * 1_000_000), "unreachable", "larger than 400,000 bytes"),
    "too_large_chunked": Fault(_chunked(_chunk(b"y" * 700_000), b"0\r\n\r\n"), "unreachable", "larger than 400,000"),
    "too_large_unannounced": Fault(cut(b"HTTP/1.1 200 X\r\n\r\n" + b"y" * 700_000), "unreachable", "larger than 400"),
}  # fmt: skip
CODING: dict[str, Fault] = {
    "gzip_whole": Fault(_packed(_ZIPPED, "gzip"), "ok", "usual"),
    "gzip_cut": Fault(_packed(_ZIPPED[:-20], "gzip"), "unreachable", "breaks off in the middle"),
    "gzip_flipped": Fault(_packed(_ZIPPED[:60] + b"\xff\xff\xff" + _ZIPPED[63:], "gzip"), "unreachable", "compression"),
    "gzip_bad_sum": Fault(_packed(_ZIPPED[:-8] + b"\0" * 8, "gzip"), "unreachable", "compression is broken"),
    "gzip_not_at_all": Fault(_packed(PAGE, "gzip"), "unreachable", "compression is broken"),
    "gzip_empty": Fault(_packed(gzip.compress(b""), "gzip"), "unreachable", "empty page"),
    "gzip_bomb": Fault(_packed(_BOMB, "gzip"), "unreachable", "larger than 400,000 bytes when decompressed"),
    "gzip_many_members": Fault(_packed(gzip.compress(b"x") * 15_000 + _ZIPPED, "gzip"), "ok", "usual"),
    "gzip_twice": Fault(_packed(gzip.compress(_ZIPPED), "gzip, gzip"), "unreachable", "did not offer to accept"),
    "deflate_raw": Fault(_packed(zlib.compress(PAGE)[2:-4], "deflate"), "ok", "usual"),
    "deflate_broken": Fault(_packed(b"\x78\x9c" + PAGE, "deflate"), "unreachable", "compression is broken"),
    "brotli_whole": Fault(_packed(_brotli(_LONG), "br"), "unreachable", "did not offer to accept"),
    "zstd_whole": Fault(_packed(_zstd(_LONG), "zstd"), "unreachable", "did not offer to accept"),
    "brotli_broken": Fault(_packed(b"\x0b\x02\x80" + PAGE, "br"), "unreachable", "did not offer to accept"),
    "zstd_broken": Fault(_packed(_ZSTD, "zstd"), "unreachable", "did not offer to accept"),
    "coding_unknown": Fault(_packed(PAGE, "x-\x01odd"), "unreachable", ""),
    "coding_identity": Fault(_packed(PAGE, "identity"), "ok", "usual"),
    "charset_wrong": Fault(reply(PAGE, Content_Type="text/html; charset=utf-16"), "ok", "usual"),
    "charset_unknown": Fault(reply(PAGE, Content_Type="text/html; charset=klingon"), "ok", "usual"),
    "charset_utf7": Fault(reply(PAGE, Content_Type="text/html; charset=utf-7"), "ok", "usual"),
    "charset_of_bytes": Fault(reply(PAGE, Content_Type="text/html; charset=hex"), "ok", "usual"),
    "charset_path": Fault(reply(PAGE, Content_Type="text/html; charset=../../etc/passwd"), "ok", "usual"),
    "charset_big5_as_utf8": Fault(reply("<p>市場規模</p>".encode("big5") + PAGE), "ok", "usual"),
}  # fmt: skip


def _loop(name: str) -> Route:
    return redirect(f"https://{host_of(name)}/report")


async def _ever_longer(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(redirect("/report" + "?" + "x" * 9_000))


def _step_on(asked: Asked) -> tuple[int, bytes]:
    """How many redirects there were, told by the cookie that the last one set, and one more to the same address."""
    step = int(asked.headers.get("cookie", "s=0").partition("=")[2])
    return step, redirect("/report", Set_Cookie=f"s={step + 1}; Path=/")


async def _chain(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(_step_on(asked)[1])


async def _short_chain(asked: Asked, writer: asyncio.StreamWriter) -> None:
    step, on = _step_on(asked)
    writer.write(on if step < 8 else reply(PAGE))


REDIRECTS: dict[str, Fault] = {
    "redirect_chain_without_end": Fault(_chain, "unreachable", "More than 8 redirects"),
    "redirect_chain_of_eight": Fault(_short_chain, "ok", "as usual"),
    "redirect_to_itself": Fault(_loop("redirect_to_itself"), "unreachable", "redirects in a circle"),
    "redirect_nowhere": Fault(reply(b"", 302), "unreachable", "leads nowhere"),
    "redirect_empty": Fault(redirect(""), "unreachable", "leads nowhere"),
    "redirect_too_long": Fault(_ever_longer, "refused", "characters long"),
    "redirect_ftp": Fault(redirect("ftp://a.example/x"), "refused", "not an http or https"),
    "redirect_file": Fault(redirect("file:///etc/passwd"), "refused", "not an http or https"),
    "redirect_script": Fault(redirect("javascript:alert(1)"), "refused", "not an http or https"),
    "redirect_password": Fault(redirect("https://user:pw@a.example/"), "refused", "user name or password"),
    "redirect_bad_port": Fault(redirect("https://a.example:99999/"), "refused", "not a valid address"),
    "redirect_bad_host": Fault(redirect("https://[::1/"), "refused", "not a valid address"),
    "redirect_loopback": Fault(redirect("https://127.0.0.1/"), "refused", "specimen map"),
    "redirect_metadata": Fault(redirect("http://169.254.169.254/latest/"), "refused", "specimen map"),
    "redirect_control": Fault(redirect("/a\x01b\tc"), "gone", "does not exist"),
    "redirect_cookie": Fault(redirect("/report", Set_Cookie="s=\u00e9\u0661; Path=/"), "unreachable", "in a circle"),
    "redirect_cookie_escapes": Fault(redirect("/report", Set_Cookie="s=\x1b[2J; Path=/"), "unreachable", "in a circle"),
    "redirect_login": Fault(redirect("/login?next=/report"), "blocked", "sign-in"),
    "redirect_apology": Fault(redirect("/apology_objects/abuse.html"), "blocked", "apology"),
}
PAGES: dict[str, Fault] = {
    "captcha_200": Fault(reply(_titled("Are you a robot?", "<div class='g-recaptcha'></div>")), "blocked", "robot"),
    "block_200": Fault(reply(_titled("Access Denied", "Reference #18.2")), "blocked", "access-denied"),
    "challenge_200": Fault(reply(_titled("x", "<script>window._cf_chl_opt={}</script>")), "blocked", "challenge"),
    "consent_200": Fault(reply(_titled("Before you continue to Example", "<form></form>")), "blocked", "consent"),
    "login_wall_200": Fault(reply(_titled("Sign in | Example", "<form></form>")), "blocked", "sign-in"),
    "login_wall_zh": Fault(reply(_titled("會員專區", "<p>請先登入</p>")), "blocked", "sign-in"),
    "soft_404": Fault(reply(_titled("Page not found | Example", PROSE.decode())), "gone", "not found"),
    "soft_404_zh": Fault(reply(_titled("找不到頁面 - 行政院")), "gone", "not found"),
    "soft_404_ko": Fault(reply(_titled("존재하지 않는 페이지입니다.")), "gone", "not found"),
    "maintenance_200": Fault(reply(_titled("Down for maintenance", "back soon")), "unreachable", "maintenance"),
    "maintenance_zh": Fault(reply(_titled("系統維護中", "x")), "unreachable", "maintenance"),
    "empty_200": Fault(reply(b""), "unreachable", "empty page"),
    "blank_200": Fault(reply(b" \r\n\t " * 50), "unreachable", "empty page"),
    "challenge_503": Fault(reply(_titled("Just a moment..."), 503), "blocked", "robot"),
}


FAULTS = {**CONNECTION, **LENGTH, **CODING, **REDIRECTS, **PAGES}
CERTIFICATES = {
    "tls_expired": "has expired",
    "tls_not_yet": "look at this machine's clock",
    "tls_self_signed": "does not trust",
    "tls_other_host": "another host name",
}
