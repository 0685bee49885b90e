"""Footnote marks: raised, linked or named as such, and never more digits of the figure before them."""

from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.pages.chrome import Attributes
from extractors.reading.pages.spans import RAISED

_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_NAMES = re.compile(
    r"(?:[a-z0-9]+-)*(?:footnotes?|fn|fnref|noteref|endnotes?|sup|superscript|reference|footnote-?(?:ref|link|mark))(?:-[a-z0-9]+)*"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SUPER = str.maketrans("0123456789", RAISED)
_PLAIN = str.maketrans(RAISED, "0123456789")
PRICE = re.compile(r"[$€£¥₩]\s?\d{1,3}(?:,?\d{3})*$")
_CENTS = re.compile(rf"(?P<price>[$€£]\s?\d{{1,3}}(?:,?\d{{3}})*)(?P<cents>[{RAISED}]{{2}})(?![{RAISED}\d])")
_NUMBERS = re.compile(r"[\d,\s]+")
# "(2)", "[a]", 註2, "*": what can be nothing but a mark. "[2]" the reader of figures knows.
_MARK = re.compile(
    r"\s*(?:[(（【]\s?(?:\d{1,3}|[a-z])\s?[)）】]|(?:(?:\d{1,2}|[a-z])\s?[)）]\s?[,，·]?\s?){1,3}|\[[a-z]\]|[(（\[]?(?:註|注|주)\s?\d{0,3}[)）\]]?|[*†‡§¶]{1,3})\s*"
)
# [F1 28 days]: what amended a law is noted with a letter and a number before the words that it put in.
_LETTERED = re.compile(r"\s*(?:[FCMXEI]|fn|n)\d{1,3}\s*")
_POWER = re.compile(r"\s*E\d")  # 10 with a raised E3
_BEFORE_UNIT = re.compile(
    rf"(?<=\d)(?:[{RAISED}]{{1,2}}|\[\d{{1,3}}\]|[*†‡])"
    r"(?=\s?(?:%|％|percent|per\s?cent|percentage|million|billion|trillion|[㐀-鿿가-힣]))"
)

# 4.12r, 1,203(p), 7.4 [e]: revised, provisional, estimated. A bare p may be pence, a bare e or f belongs to years.
_REVISED = re.compile(r"(?P<figure>[-−–+]?\d[\d,.]*\s?[%％]?)\s?(?:[rR]|[(（\[][rRpPeEfF][)）\]])\s?\*?")


_EXPECTED = re.compile(r"(?:19|20)\d\d\s?[(（\[][eEfF][)）\]]\s?\*?")  # 2026 (f): a year's forecast


def without_revision(text: str) -> str:
    """A table's cell without the letter that says that its figure was revised or is provisional.

    >>> without_revision("4.12r"), without_revision("1,203(p)"), without_revision("12p"), without_revision("R2")
    ('4.12', '1,203', '12p', 'R2')
    """
    found = _REVISED.fullmatch(text) if text[-1:] in "rR)）]*" else None
    if found is None or _EXPECTED.fullmatch(text):
        return text
    return found["figure"].rstrip()


def may_raise(tag: str, attributes: Attributes) -> bool:
    """Whether an inline element can hold a footnote mark; what it holds must look like one."""
    if tag == "sup":
        return True
    if not attributes:
        return tag == "small"
    if tag == "a" and (attributes.get("href") or "").startswith("#"):
        return True
    if "noteref" in (attributes.get("role") or attributes.get("epub:type") or ""):
        return True
    style, names = attributes.get("style"), attributes.get("class")
    return bool((style and _RAISED_STYLE.search(style)) or (names and _named(names))) or tag == "small"


@lru_cache(maxsize=4096)
def _named(names: str) -> bool:
    return any(_NAMES.fullmatch(_CAMEL.sub("-", name).lower().replace("_", "-")) for name in names.split())


def raised(tag: str, text: str, before: str) -> str:
    """What the page says with the text of such an element: raised digits, nothing for a mark, else the text itself.

    `before` is the text just before it: a small or linked number is a mark only behind something it could be read with.
    """
    if _NUMBERS.fullmatch(text):
        if tag == "sup":
            return text.translate(_SUPER)
        if len(text.strip()) == 2 and PRICE.search(before):
            return text.translate(_SUPER)
        # 318<small>2</small> is no 3,182; two small digits may be the cents of a price.
        most = 1 if tag == "small" else 3
        glued = before[-1:].isalnum() or before[-1:] in ("%", "％", ")", "）")
        return text.translate(_SUPER) if glued and len(text.strip()) <= most else text
    if tag == "sup" and _LETTERED.fullmatch(text) and not (before[-1:].isdigit() and _POWER.match(text)):
        return ""
    return "" if _MARK.fullmatch(text) and before[-1:].strip() else text


def with_cents(text: str) -> str:
    """The text with the raised cents of a price behind a point. In prose a raised 12 is a note and no cents.

    >>> with_cents("$19⁹⁹"), with_cents("It cost $356¹² in all."), with_cents("Now $1,234⁰⁰ each")
    ('$19.99', 'It cost $356¹² in all.', 'Now $1,234.00 each')
    """
    return _CENTS.sub(lambda price: _priced(price, text), text)


def _priced(price: re.Match[str], text: str) -> str:
    cents = price["cents"].translate(_PLAIN)
    alone = price.group() == text.strip()
    return f"{price['price']}.{cents}" if alone or cents[0] in "0789" else price.group()


def unmarked(text: str) -> str:
    """The text without the marks that stand between a number and its unit.

    >>> unmarked("41.5² percent of 12[3] million")
    '41.5 percent of 12 million'
    """
    return _BEFORE_UNIT.sub("", text)
