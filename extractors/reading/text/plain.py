"""Plain numbers: digits with nothing but their unit or a comma behind them, as most figures are printed.

They can be no date, time, code or list, so nothing of that is looked for; what may be something else is left to
`numbers_digits.read_digits`.
"""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.numbers import ONE, Num

# "12,345 companies", "3.4%", "18.5億", "in 2024, the"; not "0912", "911 calls", "5 pm", "2 x 10", "3 點", "2. Method".
_PLAIN = re.compile(
    r"(?!0[0-9,]|911 )([0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(\.[0-9]{1,20})?"
    r"(?=%|[ ](?!(?:am|pm|hrs|hours|under)\b|[ap]\.m)[a-wyz]|[㐀-鿿](?<![點点時时分])|[가-힣](?<!대)"
    r"|[,;](?=\s)|\.(?<=\d\d\d\.)(?=\s|$)|\Z)"
)
_STEPS = tuple(ONE.scaleb(-decimals) for decimals in range(21))
# What stands before a short year ('24), goes on with a list (22,24), a number (1.2), or a key in hexadecimal digits.
_NOT_BEFORE = frozenset("',.-[abcdefABCDEF0123456789")


def plain_number(text: str, start: int) -> Num | None:
    """The number that begins at `start` if it is a plain one."""
    if text[start - 1 : start] in _NOT_BEFORE:
        return None
    match = _PLAIN.match(text, start)
    if match is None:
        return None
    whole, decimals = match.groups()
    if decimals is None:
        if "," not in whole:
            return Num(start, match.end(1), Decimal(whole), ONE, plain=True)
        return Num(start, match.end(1), Decimal(whole.replace(",", "")), ONE)
    num = Num(start, match.end(2), Decimal(whole.replace(",", "") + decimals), _STEPS[len(decimals) - 1])
    num.point_group = len(decimals) == 4 and len(whole) <= 3 and whole != "0"
    return num
