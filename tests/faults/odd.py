"""A hundred kinds of odd status and header, and what each must end as."""

from __future__ import annotations

from tests.faults.conftest import page
from tests.tools.hostile import reply

PAGE = page()

_BLOCKED = {401, 402, 403, 407, 418, 429, 451, 511, 999}
_GONE = {404, 410}
_OK = {200, 203}
STATUSES = (
    201, 202, 203, 204, 205, 206, 207, 208, 214, 226, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 399, 400, 401,
    402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 420, 421, 422, 423, 424, 425,
    426, 428, 429, 430, 431, 440, 444, 449, 450, 451, 460, 463, 494, 495, 498, 499, 500, 501, 502, 503, 504, 505, 506,
    507, 508, 509, 510, 511, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 561, 598, 599, 600, 700, 777, 999,
)  # fmt: skip


def state_of(status: int) -> str:
    """As schemas.capture.State describes it; written without looking at quality.py."""
    if status in _BLOCKED:
        return "blocked"
    if status in _GONE:
        return "gone"
    return "ok" if status in _OK else "unreachable"


def answer(status: int) -> bytes:
    bare = status in (204, 304)
    return reply(b"" if bare else PAGE, status, **({"Content-Length": "-"} if bare else {}))


def _raw(*lines: bytes, body: bytes = PAGE) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


_LENGTH = b"Content-Length: %d" % len(PAGE)
_HTML = b"Content-Type: text/html"
_NAMED = b"Content-Disposition: attachment; filename="
HEADERS: dict[str, tuple[bytes, str]] = {
    "no_headers": (b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE, "ok"),
    "no_reason": (b"HTTP/1.1 200\r\n%s\r\n\r\n%s" % (_LENGTH, PAGE), "ok"),
    "reason_in_chinese": (b"HTTP/1.1 200 \xe5\xa5\xbd\r\n%s\r\n\r\n%s" % (_LENGTH, PAGE), "ok"),
    "http_1_0": (b"HTTP/1.0 200 OK\r\n%s\r\n\r\n%s" % (_LENGTH, PAGE), "ok"),
    "http_9_9": (b"HTTP/9.9 200 OK\r\n%s\r\n\r\n%s" % (_LENGTH, PAGE), "unreachable"),
    "status_of_two_digits": (b"HTTP/1.1 20 OK\r\n%s\r\n\r\n%s" % (_LENGTH, PAGE), "unreachable"),
    "status_of_words": (b"HTTP/1.1 fine OK\r\n%s\r\n\r\n%s" % (_LENGTH, PAGE), "unreachable"),
    "not_http": (b"\x16\x03\x01 not HTTP at all\r\n\r\n", "unreachable"),
    "ssh_banner": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "unreachable"),
    "continue_first": (b"HTTP/1.1 100 Continue\r\n\r\n" + _raw(_LENGTH, _HTML), "ok"),
    "early_hints_first": (b"HTTP/1.1 103 X\r\nLink: </a>\r\n\r\n" * 5 + _raw(_LENGTH, _HTML), "ok"),
    "switching_protocols": (b"HTTP/1.1 101 X\r\nUpgrade: h9\r\n\r\n", "unreachable"),
    "name_with_space": (_raw(_LENGTH, b"X Odd: 1"), "ok"),
    "name_empty": (_raw(_LENGTH, b": 1"), "ok"),
    "no_colon": (_raw(_LENGTH, b"odd"), "unreachable"),
    "value_with_nul": (_raw(_LENGTH, b"X: a\0b"), "unreachable"),
    "value_not_ascii": (_raw(_LENGTH, b"X: \xff\xfe"), "ok"),
    "value_with_escapes": (_raw(_LENGTH, b"Server: \x1b[31mred\x1b[0m"), "ok"),
    "folded_value": (_raw(_LENGTH, b"X: one", b"  two"), "ok"),
    "bare_line_feeds": (b"HTTP/1.1 200 OK\n%s\n\n%s" % (_LENGTH, PAGE), "ok"),
    "ninety_headers": (_raw(_LENGTH, *(b"X-%d: 1" % n for n in range(90))), "ok"),
    "header_of_60_kb": (_raw(_LENGTH, b"X: " + b"y" * 60_000), "ok"),
    "header_of_200_kb": (_raw(_LENGTH, b"X: " + b"y" * 200_000), "unreachable"),
    "hundred_cookies": (_raw(_LENGTH, *(b"Set-Cookie: c%d=1" % n for n in range(100))), "ok"),
    "cookie_of_nonsense": (_raw(_LENGTH, b"Set-Cookie: ;;=;=\xff; expires=never; domain=.com"), "ok"),
    "type_twice": (_raw(_LENGTH, b"Content-Type: text/html", b"Content-Type: text/plain"), "ok"),
    "type_empty": (_raw(_LENGTH, b"Content-Type: "), "ok"),
    "type_nonsense": (_raw(_LENGTH, b"Content-Type: ;;;=/\xff"), "ok"),
    "type_picture": (_raw(_LENGTH, b"Content-Type: image/png"), "ok"),
    "type_stream": (_raw(_LENGTH, b"Content-Type: application/octet-stream"), "ok"),
    "type_multipart": (_raw(_LENGTH, b"Content-Type: multipart/mixed; boundary=x"), "ok"),
    "etag_not_ascii": (_raw(_LENGTH, _HTML, b'ETag: "\xe9\xff"'), "ok"),
    "etag_with_escapes": (_raw(_LENGTH, _HTML, b'ETag: "\x1b[2J\x07"'), "ok"),
    "etag_of_30_kb": (_raw(_LENGTH, _HTML, b'ETag: "' + b"e" * 30_000 + b'"'), "ok"),
    "etag_unquoted": (_raw(_LENGTH, _HTML, b"ETag: a, b, *"), "ok"),
    "modified_nonsense": (_raw(_LENGTH, _HTML, b"Last-Modified: the day before \xff\xfe"), "ok"),
    "modified_year_99999": (_raw(_LENGTH, _HTML, b"Last-Modified: Mon, 01 Jan 99999 00:00:00 GMT"), "ok"),
    "date_nonsense": (_raw(_LENGTH, _HTML, b"Date: 32 Nov 0000"), "ok"),
    "date_overflow": (_raw(_LENGTH, _HTML, b"Date: Mon, 01 Jan 9999 00:00:00 -9999"), "ok"),
    "retry_after_words": (_raw(_LENGTH, _HTML, b"Retry-After: soon"), "ok"),
    "retry_after_huge": (_raw(_LENGTH, _HTML, b"Retry-After: " + b"9" * 400), "ok"),
    "retry_after_negative": (_raw(_LENGTH, _HTML, b"Retry-After: -5"), "ok"),
    "location_with_200": (_raw(_LENGTH, _HTML, b"Location: file:///etc/passwd"), "ok"),
    "refresh_header": (_raw(_LENGTH, _HTML, b"Refresh: 0; url=http://127.0.0.1/"), "ok"),
    "disposition_path": (_raw(_LENGTH, _HTML, _NAMED + b'"../../../planted"'), "ok"),
    "disposition_absolute": (_raw(_LENGTH, _HTML, _NAMED + b"/etc/cron.d/planted"), "ok"),
    "disposition_encoded": (_raw(_LENGTH, b"Content-Disposition: inline; filename*=UTF-8''%2e%2e%2fplanted%00"), "ok"),
    "disposition_windows": (_raw(_LENGTH, _HTML, _NAMED + b'"C:\\..\\planted.exe"'), "ok"),
    "memento_nonsense": (_raw(_LENGTH, _HTML, b"Memento-Datetime: yesterday"), "ok"),
    "range_nobody_asked_for": (_raw(_LENGTH, _HTML, b"Content-Range: bytes 0-1/2"), "ok"),
    "upgrade_offered": (_raw(_LENGTH, _HTML, b"Upgrade: h2c", b"Connection: upgrade"), "ok"),
    "alt_svc": (_raw(_LENGTH, _HTML, b'Alt-Svc: h3="evil.example:443"; ma=999999999'), "ok"),
    "transfer_coding_odd": (_raw(b"Transfer-Encoding: gzip, chunked"), "unreachable"),
    "transfer_coding_escapes": (_raw(b"Transfer-Encoding: \x1b[2J\xff"), "unreachable"),
    "robot_tag": (_raw(_LENGTH, _HTML, b"X-Robots-Tag: none"), "ok"),
    "cf_mitigated": (_raw(_LENGTH, _HTML, b"cf-mitigated: challenge"), "blocked"),
}  # fmt: skip
