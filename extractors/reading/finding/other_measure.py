"""Whether the words by a figure name what it is a share of, or a measure beside that which the figure tells of."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import Spots, fold
from extractors.reading.finding.wanted import Wanted
from extractors.reading.text.mention import Mention

_FAR = 160  # characters
_CLAUSE = re.compile(r"(?<!\d),|,(?!\d)|[;。]|\.\s")  # in a folded text, whose commas are all alike
_DIGIT = re.compile(r"\d")
_SHARE_OF = re.compile(
    r"(?:\d\s?(?:%|per ?cent)(?: share)?|\b(?:share|half|third|quarter|fifth))"
    r" of (?:(?:the|its|our|their|all|group) ){0,2}$"
    r"|[占佔][了到]?(?:全[年部]|公司|集[团團]|[該该本其]|整[个個體体]|我[国國])?$"
)
_SHARE = re.compile(
    r"\s?[的之]?\s?(?:[約约近逾達达]|超[過过])?\s?(?:\d[\d.]*\s?[%％成]|百分之)|의\s?(?:약\s?)?\d[\d.]*\s?(?:%|퍼센트)"
)
_WHICH = re.compile(r",\s?(?:which|that|totalling|totaling)\b")
_IN_ALL = re.compile(r"全[體体]|[總总]共|合[計计]|共[計计有]?|\b(?:in (?:all|total)|altogether)\b|모두|총")
_HAN = re.compile(r"[\u3400-\u9fff]+$")
_WHEN = re.compile(
    r"今年|去年|全年|本[年期月季]|[單单當当][月季年期]|[預预][估計计測测期]|[上下]半年|前[一二三四\d]+[季月]|第[一二三四]季度?|[总總整]體?|整体|其|合[計计]|年度"
    r"|올해|연간|분기|당기|전체|총"
    r"|\b(?:quarterly|annual|yearly|monthly|full year|half year|first|second|third|fourth|quarter|overall|its|their|our"
    r"|the|that|this|year|such|these|those)(?:['’]s)?\b"
)
_OF_A_WHOLE = re.compile(r"[占佔][了到]?[^,，。；;、\d]{2,20}[的之]?\s?[約约近逾達达]?\s?$|의\s?(?:약\s?)?$")
_COUNTED = ("money", "quantity", "range", "number")


def share_of_words(folded: str, mention: Mention, spots: Spots, wanted: Wanted) -> bool:
    """Whether the words only name what a share is taken of: 占总营收的31.6%；在线营销收入154.9亿元 (words: 总营收).

    Not where their own figure follows: "31.6% of total revenue of $31.2bn".
    """
    if wanted.kind not in _COUNTED:
        return False
    # "AI accounts for 37% of the saving, or $10m" (words: AI and saving): the part was asked for.
    named = [own for own in spots[: len(wanted.anchors)] if own]
    return bool(named) and all(_whole(folded, spot, mention) for own in named for spot in own)


def _whole(folded: str, spot: tuple[int, int], mention: Mention) -> bool:
    start, end = spot
    near = folded[max(0, start - 10) : start]
    if not ("of " in near or "占" in near or "佔" in near or folded[end : end + 1] == "의"):
        return False
    before = _SHARE_OF.search(folded, max(0, start - 40), start)
    if before is not None and not before.group().isascii():
        before = before if _SHARE.match(folded, end) else None
    elif before is None and folded[end : end + 1] == "의":
        before = _SHARE.match(folded, end)
    if before is None:
        return False
    between = _WHICH.sub("", folded[end : mention.start]) if end <= mention.start else ";"
    if _IN_ALL.search(between):
        return False
    return _CLAUSE.search(between) is not None or _DIGIT.search(between) is not None


def of_another_measure(folded: str, mention: Mention, words: tuple[str, ...], spots: Spots) -> bool:
    """Whether a clause of its own names another measure of the same sort: cloud revenue grew 26%, ad revenue was $15bn.

    All places of the words stand before it, and have a figure of their own or end their statement.
    """
    if mention.kind == "percent" and _OF_A_WHOLE.search(folded, max(0, mention.start - 40), mention.start):
        return False  # 累计装机61.2吉瓦，占发电装机的34.8%: what it is a share of is no other measure
    told = None
    for word, own in zip(words, spots, strict=False):
        last = max((end for _, end in own), default=-1)
        if not 0 <= last <= mention.start or mention.start - last > _FAR:
            continue
        between = folded[last : mention.start]
        if _CLAUSE.search(between) and _DIGIT.search(between):
            told = told if told is not None else _WHEN.sub("", fold(mention.metric or "")).strip()
            if len(told) > 2 and _beside(told, fold(word)):
                return True
    return False


def _beside(told: str, word: str) -> bool:
    """Whether two names of measures end alike and begin otherwise: 在线营销收入, 智能云收入."""
    if told in word or word in told:
        return False
    if _HAN.search(told) and _HAN.search(word):
        shared = 0
        while shared < min(len(told), len(word)) and told[-1 - shared] == word[-1 - shared]:
            shared += 1
        rest = min(len(told), len(word)) - shared
        return shared >= 2 and (rest >= 2 or len(told) == len(word) > shared)
    ours, theirs = told.split(), word.split()
    return len(ours) > 1 and len(theirs) > 1 and ours[-1] == theirs[-1] and ours[-2] != theirs[-2]
