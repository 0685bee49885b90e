"""Bytes to text: the byte order mark, then what the answer says, then what the page says, then what fits."""

import codecs

from extractors.reading import regexes as re

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(rb"""<html[^>]{0,300}?\blang\s*=\s*["']?([A-Za-z-]{2,12})""", re.IGNORECASE)
# Browsers read these labels as the larger set (WHATWG Encoding); Python's own codecs of that name refuse the rest.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
}
_BY_LANGUAGE = {"zh-tw": "big5hkscs", "zh-hk": "big5hkscs", "zh": "gb18030", "ko": "cp949", "ja": "cp932"}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _known(label: str) -> str | None:
    name = label.strip().lower()
    name = _WIDER.get(name, name)
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    # Labels such as "hex" or "rot13" name codecs that don't make text from bytes.
    return info.name if info._is_text_encoding else None


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def decode(body: bytes, content_type: str) -> str:
    """The text of an answer, line ends made single; bytes that fit no charset become U+FFFD, never an error."""
    return decoded(body, content_type)[0]


def decoded(body: bytes, content_type: str) -> tuple[str, bytes | None]:
    """The text of an answer, and the same as UTF-8 where the bytes are just that."""
    text, encoding = _decode(body, content_type)
    if b"\r" in body:
        return text.replace("\r\n", "\n").replace("\r", "\n"), None
    return text, body if encoding == "utf-8" else None


def _decode(body: bytes, content_type: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), "marked"
    head = body[:4096]
    labels = [match.group(1) for match in (_HEADER.search(content_type),) if match]
    labels += [match.group(1).decode("ascii") for match in (_XML.search(head), _META.search(head)) if match]
    named = [encoding for encoding in map(_known, labels) if encoding]
    for encoding in [*named, "utf-8"]:
        text = _strict(body, encoding)
        if text is not None:
            return text, encoding
    if named:
        return body.decode(named[0], "replace"), "broken"
    language = _LANGUAGE.search(head)
    if language:
        code = language.group(1).decode("ascii").lower()
        guess = _BY_LANGUAGE.get(code) or _BY_LANGUAGE.get(code.split("-")[0])
        text = _strict(body, guess) if guess else None
        if text is not None:
            return text, "guessed"
    return body.decode("cp1252", "replace"), "broken"
