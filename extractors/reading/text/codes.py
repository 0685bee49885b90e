"""Codes in which digits count nothing: identifiers, masked addresses, postcodes, a date that runs into its hour."""

from extractors.reading import regexes as re

# An identifier (UUID), a key or a checksum in hexadecimal digits with a letter among them.
_KEY = re.compile(
    r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])"
    r"|(?=[0-9]{0,64}[A-Fa-f])(?:[0-9a-f]{16,64}|[0-9A-F]{16,64})(?![0-9A-Za-z])"
)
_IN_KEY = frozenset("0123456789abcdefABCDEF-")
_KEY_GOES_ON = re.compile(r"[0-9]{0,31}[a-fA-F][0-9a-fA-F-]{2}|[0-9]{4,12}-[0-9a-fA-F]{4}-")
_LONGEST_KEY = 64
_OTHER = re.compile(
    r"(?:[0-9]{1,3}\.){1,3}\*(?:\.\*){0,2}"  # 198.51.*.*, an address with its end hidden
    # 05-1409:30 and 2021-05-1409:30: the page sets day and hour apart by its layout alone
    r"|(?:(?:19|20)[0-9]{2}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3]):[0-5][0-9]"
    r"(?::[0-5][0-9])?(?![0-9])"
    r"|(?:(?<=[A-Z][0-9] )|(?<=[A-Z][0-9]{2} )|(?<=[A-Z][0-9][A-Z] ))(?![0-9](?:GB|TB|PB)\b)"
    r"[0-9][ABD-HJLNP-UW-Z]{2}(?![0-9A-Za-z])"  # the second half of AB12 3CD
)


def skip(text: str, start: int) -> int:
    """Where the code ends that begins with, or goes on at, the digit at `start`; else 0."""
    match = _OTHER.match(text, start)
    if match is not None:
        return match.end()
    if text[start - 1 : start] not in _IN_KEY and _KEY_GOES_ON.match(text, start) is None:
        return 0
    begin = start
    while begin and start - begin < _LONGEST_KEY and text[begin - 1] in _IN_KEY:
        begin -= 1
    while begin < start and text[begin] == "-":
        begin += 1
    match = _KEY.match(text, begin)
    return match.end() if match is not None and match.end() > start else 0
