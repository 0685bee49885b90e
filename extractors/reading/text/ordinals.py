"""Ranks in digits or Chinese numerals (3rd, 第三名, 第1大, 3위), and labels such as 第三章, which are no figures."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.text.amount import Amount
from extractors.reading.text.numbers import ONE, Num

_ENGLISH = re.compile(r"(?:st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z])")
_HAN_PLACE = re.compile(
    r"\s?(?:名|位|大(?![学學樓楼廈厦])|高|多|家|個|个|次|代|屆|届|強|强|人|座|件|例|批|次|度|梯|任|輪|轮|局|線|线|類|类|種|种)"
)
# 第三章 numbers a part of a document, 第三季 a period; neither is a rank.
_HAN_LABEL = re.compile(
    r"\s?(?:之[\d一二三四五六七八九十]{1,2}[條条]|[個个]五年|(?<=一)(?:[金銀银][^牌名]|時間|时间|手|夫人|現場|现场|桶金)|月台|月臺|方|者|學期|学期|章|節|节|條(?:之[\d一二三四五六七八九十]{1,2})?|条(?:之[\d一二三四五六七八九十]{1,2})?|頁|页|款|項|项|期|卷|號|号|篇|集|冊|册|版|段|課|课|步|回|幕|點|点|部|欄|栏|列|行|圖|图|表|院|廳|厅|區|区|路|街)"
)
_QUARTERS = re.compile(r"\s?[至到~–-]\s?第?\s?([1-4])\s?季")
_QUARTER = re.compile(r"\s?(?:季度?|분기)(?![節节])")
_KOREAN = re.compile(r"\s?(?:위|번째|등(?![가-힣])|째|차(?![가-힣]))")
_BEFORE_HANGUL = "\uabff"
_KOREAN_LABEL = re.compile(r"\s?(?:장|절|조(?:의\s?\d{1,3})?|항|호|권|편|쪽|판|과)")
# 第3.2節, 第12-1條, 第3之2條, 제3.2절, 第4.5版: a part's number, written with a mark in it.
_MARKED_LABEL = re.compile(
    r"\d{1,4}(?:\s?[.．·\-–之]\s?\d{1,3}){1,4}\s?"
    r"(?:[章節节條条款項项目頁页期卷號号篇版代段步點点圖图表課课類类组組]|장|절|조(?:의\s?\d{1,3})?|항|호|권|편|쪽|판|과|세대)"
)
# 第3-5名, 第1至10名: places from one to another.
_PLACES = re.compile(r"(\d{1,4})\s?(?:[至到~–-]\s?第?)\s?(\d{1,4})\s?(?:名|位|大|強|强|屆|届|次|輪|轮|批|위)")


def ordinal_at(text: str, num: Num) -> tuple[Amount | None, int] | None:
    """The rank that `num` begins (1st, 第3名, 3위) and its end; no amount for a label; None if it is neither."""
    if not num.plain:
        return None
    end = num.end
    following = text[end : end + 1]
    if following.isascii():
        match = _ENGLISH.match(text, end) if following.isalpha() else None
        glued = text[num.start - 1 : num.start]
        if match is not None and not (glued.isascii() and glued.isalpha()):  # DB3790RD is a number plate
            return _made(num, num.start, match.end()), match.end()
    if following.isspace() or following > _BEFORE_HANGUL:
        match = _KOREAN.match(text, end)
        if match is not None:
            start = num.start - 1 if text[num.start - 1 : num.start] == "제" else num.start
            return _made(num, start, match.end()), match.end()
    if has_place_mark(text, num.start) or (text[end : end + 2] == "분기" and num.value <= 4):
        return ranked(text, num)
    return None


def has_place_mark(text: str, start: int) -> bool:
    """Whether 第 (or 제) stands before the number."""
    before = text[start - 1 : start]
    return before in ("第", "제") or (before == " " and text[start - 2 : start - 1] == "第")


def numbered(text: str, start: int) -> tuple[Amount | None, int] | None:
    """What 第 (or 제) numbers with a mark in it: no amount for a part (第3.2節), places from to (第3-5名), or None."""
    if not has_place_mark(text, start):
        return None
    label = _MARKED_LABEL.match(text, start)
    if label is not None:
        return None, label.end()
    places = _PLACES.match(text, start)
    if places is None or int(places[1]) >= int(places[2]):
        return None
    low, high = Decimal(places[1]), Decimal(places[2])
    begin = start - (1 if text[start - 1] != " " else 2)
    return Amount(
        begin, places.end(), low, ONE, kind="range", low=low, high=high, core=start, tail=places.end()
    ), places.end()


def ranked(text: str, num: Num) -> tuple[Amount | None, int]:
    """The rank after 第; no amount for a label (第三章)."""
    start = num.start
    if has_place_mark(text, start):
        start -= 1 if text[start - 1] != " " else 2
    quarter = _QUARTER.match(text, num.end)
    if quarter is not None and 1 <= num.value <= 4:
        date = Amount(
            start,
            quarter.end(),
            num.value,
            ONE,
            kind="date",
            date=f"--Q{int(num.value)}",
            core=start,
            tail=quarter.end(),
        )
        return date, quarter.end()
    quarters = _QUARTERS.match(text, num.end)
    if quarters is not None and 1 <= num.value < int(quarters[1]):
        iso = f"--Q{int(num.value)}/--Q{quarters[1]}"
        period = Amount(start, quarters.end(), num.value, ONE, kind="date", date=iso, core=start, tail=quarters.end())
        return period, quarters.end()
    label = _HAN_LABEL.match(text, num.end) or (text[start] == "제" and _KOREAN_LABEL.match(text, num.end))
    place = _HAN_PLACE.match(text, num.end)
    end = num.end if place is None else place.end()
    if label:
        return None, label.end()
    return _made(num, start, end), end


def _made(num: Num, start: int, end: int) -> Amount:
    return Amount(start, end, num.value, ONE, kind="ordinal", core=num.start, tail=num.end, words=num.form != "digits")
