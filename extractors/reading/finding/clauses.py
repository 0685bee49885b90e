"""What the words round a figure make of it: a step on the way to another figure, a part of one, or a mere question."""

from decimal import Decimal
from typing import TypeVar

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import Spots, fold
from extractors.reading.finding.wanted import Wanted, inside
from extractors.reading.text.mention import Mention
from extractors.reading.text.ranges import moved_before

CHANGES = re.compile(
    r"\b(?:rise|rose|increas|grow|grew|gain|drop|fell|fall|declin|chang|decreas|higher|lower|cut|reduc|add|los[et]\b)|"
    r"[增減减升降漲涨跌]|成長|差|變動|变动|상승|증가|감소|하락|증감|늘|줄|증가율"
)
_TO_LEVEL = re.compile(
    r"(?:^|[\s,，])(?:to|reaching|taking it to|reached)\b|[至到為为]|[,，]\s?[達达][到]?|(?:으로|로)\b"
)
# 17만 명 늘어난 2,885만 명, 50만 원 올려 300만 원으로, "£12m higher at £145m": how far, and then the level.
_BY_SO_MUCH = re.compile(
    r"(?:이|가|을|를|은|는)?\s?(?:(?:늘어난|줄어든|치솟은|오른|올린|내린|떨어진|높아진|낮아진|불어난|(?:증가|감소|상승|하락|인상|인하|급증|급감|확대|축소|증액|감액)한)"
    r"|(?P<and>늘(?:어(?:나(?:며|면서)?)?|며|면서)|줄(?:어(?:들어|들며|들면서)?|며|면서)|올라|올려|오르며|오르면서|올리며|내려|내리며|내리면서"
    r"|떨어(?:져|지며|지면서)|높아(?:져|지며)|낮아(?:져|지며)|불어(?:나|나며)|낮춰|높여|줄여|늘려|깎아|치솟아"
    r"|(?:증가|감소|상승|하락|인상|인하|급증|급감|확대|축소|증액|감액)(?:해|하여|하며|하면서)),?)\s"
    r"|,? (?:higher|lower|up|down) (?:at|to) (?:about |around |nearly |almost |a record )?"
)
# 73만 명을 기록, 50억 원이 됐다: the level, and not 5억 원의 적자 or 15만 명 증가.
_IS_IT_KO = re.compile(
    r"\s?(?:으?로(?!서)|(?:을|를)\s(?:기록|넘|돌파|달성|웃돌|유지|나타|보이|보였|상회|초과|찍)"
    r"|에\s(?:마감|거래|이르|이른|육박|달|그치|그쳤|머물|머무|내놨|내놓|팔|판매|공급|책정|형성)"
    r"|이?(?:됐|된다|돼|되었|다\b|었|였|며|고)|이\s?(?:됐|되|된|돼)|까지|수준|규모|가량|정도|내외)|\s*(?:[,.]|$)"
)
_UP_AT = re.compile(r"\b(?:up|down|higher|lower) $")
_OR_SO = re.compile(
    r"\d\s?(?:%|per ?cent|percent|points?|percentage points?),? or (?:about |around |nearly |almost )?$"
)
_ENDS = re.compile(r"[;；。!?！？]|\.\s")
_LAST_YEAR = re.compile(
    r"去年|前一年|上一年|上年|前年|작년|지난해|전년"
    r"|\b(?:last|the previous|the prior) year(?:['’]s)?\b|\ba year (?:ago|earlier)\b"
)
TIME = re.compile(
    r"今[年天]|本[年期月季]|[當当]|目前|現在|现在|全年|[預预]估|[預预][計计]|估[計计]|올해|금년|당기|현재|[가-힣]{0,2}(?:지만|으나)|[則则已可達达]"
    r"|\d+|[年月]|\b(?:last|this|now|current(?:ly)?|today|present|full"
    r"|(?:the )?year|month|quarter|it|that|which|[a-z]+ly)\b(?:['’]s)?"
)
_COMPARES = re.compile(
    r"[較较]|(?<!同)(?<![环環])比(?![例率重])|[同环環]比|(?:전년|전월|전분기|작년|지난해)[^.]{0,12}(?:대비|보다|비)|대비|보다"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPUBLIC_YEAR = re.compile(r"(?<!\d)1[01]\d\s?年")
_YEAR_LABEL = re.compile(r"(?:(?:19|20)\d\d|(?<!\d)1\d\d(?=年))\s?(?:年|년)?\s?[:：]?\s?$")
_DAY = re.compile(
    r"(?:\d{1,2} )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? (?:\d{1,2}, )?(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d\s?[年년./-]\s?\d{1,2}(?:\s?[月월]|[./-](?:\d|\s|$))|1\d\d\s?年\s?\d{1,2}\s?月"
)
_FIGURE_BEFORE = re.compile(r"[^\d]{0,6}\d[\d.,]*\s?[^\d\s]{0,10}\s*[(（]?$")
_QUESTION = re.compile(r"[?？]\s*[”」』\"']?\s*$")
T = TypeVar("T")


def moved(mention: Mention, following: Mention | None, text: str, wanted: Wanted) -> bool:
    """Whether it is how far a value moved, and the value itself follows: it rose by 13 cents, or 0.4%, to $35.61.

    Not where the declared words ask for a change.
    """
    if following is None:
        return False
    by = _BY_SO_MUCH.fullmatch(text, mention.end, following.start)
    if by is not None and (not by["and"] or _IS_IT_KO.match(text, following.end)):
        return not any(CHANGES.search(fold(words)) for group in wanted.anchors for words in group)
    told = mention.comparator in ("up", "down") or moved_before(text, mention.start) is not None
    told = told or _OR_SO.search(text, max(0, mention.start - 40), mention.start) is not None
    if not told or following.comparator in ("up", "down"):
        return False
    between = text[mention.end : min(following.start, mention.end + 60)]
    at = between == " at " and _UP_AT.search(text, max(0, mention.start - 8), mention.start)
    if following.start - mention.end > 60 or _ENDS.search(between) or not (at or _TO_LEVEL.search(between)):
        return False
    return not any(CHANGES.search(fold(words)) for group in wanted.anchors for words in group)


def of_other_things(folded: str, former: Mention, other: Mention, spots: Spots) -> bool:
    """Whether a figure behind last year's is no later one of the same: last year's fares came to 38bn, the loss to 2bn.

    Only where the words themselves are told of last year, and the other figure's clause has a subject of its own.
    """
    told = [found.end() for found in _LAST_YEAR.finditer(folded, max(0, former.start - 60), former.start)]
    own = [place for group in spots for place, _ in group]
    if not told or not own or any(former.end <= place < other.start for place in own):
        return False
    if not all(any(told[-1] <= place < former.start for place, _ in group) for group in spots if group):
        return False
    subject, before = (TIME.sub("", fold(one.metric or "")).strip() for one in (other, former))
    return len(subject) > 1 and subject not in before and before not in subject


def of_an_earlier_year(folded: str, mention: Mention, kind: str) -> bool:
    """Whether only the year before it says what it is, as beside the present value: 18.7% and, under it, 2023: 9.4%."""
    label = _YEAR_LABEL.search(folded, max(0, mention.start - 12), mention.start)
    if label is None:
        return False
    if label.start() == 0:
        return kind in ("definition", "item", "tile") and len(folded) - mention.end < 3
    return kind in ("definition", "tile") and _FIGURE_BEFORE.match(folded[: label.start()]) is not None


def dated(folded: str) -> bool:
    """Whether a list's item is an event of its day or month, which says so first: "November 2024 Awards pass $20bn"."""
    return _DAY.match(folded) is not None


def names_a_year(folded: str) -> bool:
    """Whether a text says a year."""
    return _YEAR.search(folded) is not None or _REPUBLIC_YEAR.search(folded) is not None


def only_moved(folded: str, mention: Mention, value: Decimal | None, wanted: Wanted) -> bool:
    """Whether it is how far the figure moved, as it is told as a change and can't be the value: 增加25.5億美元."""
    if mention.comparator not in ("up", "down") or value is None or wanted.kind not in ("money", "quantity", "number"):
        return False
    may_be = wanted.between is None or inside(value, wanted.between)
    if may_be and not _COMPARES.search(folded, max(0, mention.start - 24), mention.start):
        return False
    return not any(CHANGES.search(fold(words)) for group in wanted.anchors for words in group)


# 醫策會另估，離職率為12.5%: another one's figure of the same, beside the page's own.
_ANOTHER_SOURCE = re.compile(
    r"(?<!此)另(?:有)?(?:估[計计]?|一[項项份](?:[調调]查|研究|[報报]告))"
    r"|[其他]+[機机][構构](?:估|[預预]|[調调]查)"
    r"|\b(?:a separate|another) (?:survey|study|estimate|poll|report|source)\b"
    r"|다른 (?:조사|기관)|별도(?:의)? (?:조사|추정)"
)
_NOTE = re.compile(
    r"\[\d{1,3}\]|(?:[註注]|[備备附][註注]|[說说]明)\s?\d{0,2}\s?[:：]|notes?\s?\d{0,2}:|주\s?\d{0,2}[:)]"
)


_LONGEST_MARK = 12  # characters


def of_another_source(folded: str, declared: str) -> bool:
    """Whether a sentence gives another one's figure of the same thing, and none was asked for."""
    return _ANOTHER_SOURCE.search(folded) is not None and _ANOTHER_SOURCE.search(declared) is None


def note(text: str) -> bool:
    """Whether a text is a note on others."""
    return _NOTE.match(fold(text[:_LONGEST_MARK])) is not None


_FULL_MARKS = re.compile(r"(?:[滿满]分[為为是]?|\bout of|\bon a scale (?:of|from) (?:0|1) to)\s?$")
_MARKS = frozenset(map(Decimal, (4, 5, 7, 10, 20, 100, 1000)))


def no_value(folded: str, mention: Mention) -> bool:
    """Whether it is a factor of a formula, 回收率＝（回收量÷產生量）×100%, or the most that could be: 滿分10分."""
    near = folded[max(0, mention.start - 24) : mention.start]
    if near.rstrip().endswith(("×", "✕", "╳", "÷")) and ("=" in folded or "÷" in folded):
        return True
    if mention.value not in _MARKS or mention.unit not in (None, "point"):
        return False
    return _FULL_MARKS.search(near) is not None or folded.startswith((" 만점", "만점"), mention.end)


_PENDING = re.compile(r"(?:to follow|to come|being counted|tb[acd])\b|待(?:公[布佈]|統計|统计|補|补)|추후 공개|집계 중")
_OR_IN = re.compile(r",? or |\s?[/／=≈]\s?")  # 14.2 kg, or 31.3 lb
_OF_THEN = re.compile(
    r"\([^()\d]{0,4}(?:19|20)\d\d[^()\d:]{0,4}:|\((?:the )?(?:[a-z]+ before|(?:last|previous|prior) [a-z]+):"
    r"|\((?:去年|上年|前一?年|上[月季]|前[月季]|전년|작년|지난해)[^()\d]{0,4}:?"
)
_CONVERTS = re.compile(r"\(\s?(?:[約约=≈]|about|approx|or|equal|약|折|合)")


_DATED_BEHIND = re.compile(r"\s?\((?:fy\s?)?(?:19|20)\d\d\s?[年년]?\)")


def only_pointed(mention: Mention, folded: str, kind: str) -> bool:
    """Whether an arrow in a list of facts only says which way the figure went: ▲ 184.6億元（2024年）."""
    arrow = folded[max(0, mention.start - 2) : mention.start + 1]
    return (
        mention.kind == "money"
        and kind in ("cell", "definition")
        and any(one in arrow for one in "▲▼△▽")
        and _DATED_BEHIND.match(folded, mention.end) is not None
    )


def without_asides(
    folded: str, fitting: list[tuple[Mention, T]], spots: tuple[tuple[int, int], ...]
) -> list[tuple[Mention, T]]:
    """The figures of a cell or card without those in brackets behind the first: 14.2 kg (2023: 19.8 kg; mean 18.1 kg).

    Where the figure is still to come, those in brackets are none of it at all.
    """
    opened = folded.find("(")
    first = fitting[0][0].start if fitting else 0
    if fitting and (also := _OR_IN.match(folded, fitting[0][0].end)) is not None:
        fitting = [fitting[0], *(one for one in fitting[1:] if one[0].start > also.end() + 4)]
    if _CONVERTS.match(folded, opened):
        return fitting
    if any(start > opened for start, _ in spots) and not _OF_THEN.match(folded, opened):
        return fitting  # 同意45.3%（不同意38.2%）: some of the words are those of the brackets
    if first < opened:
        return [one for one in fitting if one[0].start < opened or folded.rfind(")", opened, one[0].start) >= 0]
    return [] if opened > 3 and _PENDING.match(folded) else fitting


# 63% relied on oxalic acid and 22% on thymol: told before what it is of.
_OF_THE_NEXT = re.compile(r" (?P<by>on|with|for|from|through|in|to|used|chose|named|cited) (?!be\b|(?:19|20)\d\d)[a-z]")


def of_the_next(folded: str, mention: Mention, spots: Spots, fitting: list[tuple[Mention, T]]) -> bool:
    """Whether a figure right behind the words belongs to what follows it, as the one before the words does to them."""
    told = _OF_THE_NEXT.match(folded, mention.end)
    if told is None or len(fitting) < 2:
        return False
    for start in (
        start for own in spots for start, end in own if folded[end : mention.start] in (" and ", ", and ", ", ", "; ")
    ):
        before = [other for other, _ in fitting if other.end <= start]
        if before and f" {told['by']} " in folded[before[-1].end : start]:
            return True
    return False


# What is to be and is not yet: 27,000 will be needed by 2030, 2030 年目標為 2 萬人, 72%까지 오를 것으로 기대했다.
_AIMED_AFTER = re.compile(
    r"(?: [a-z]+){0,3} (?:will|would) be (?:needed|required)\b"
    r"|(?: [a-z]+){0,3} (?:are )?(?:needed|required) by (?:the end of )?20\d\d"
    r"|(?:까지|으?로)\s(?:오를|늘|늘릴|높일|확대할|커질)\s?(?:것으로\s)?(?:기대|목표|계획|예상)|\s?[為为]目[標标]"
)
_AIMED_BEFORE = re.compile(
    r"(?:(?:目[標标](?:[為为是值]{1,2}|[達达]到?)|목표(?:는|치는|로)?)\s?"
    r"|^目[標标]\s?[:：]?\s?"
    r"|\b(?:targets?|goals?) (?:of|is) |^targets?:? )$"
)
_AIMS = re.compile(r"目[標标]|需求|需要|所需|목표|필요|\b(?:target|goal|need|requir|aim)")


def aimed_at(folded: str, mention: Mention, declared: str) -> bool:
    """Whether a figure is a target or a need, and none was asked for."""
    told = _AIMED_AFTER.match(folded, mention.end) or _AIMED_BEFORE.search(
        folded, max(0, mention.start - 16), mention.start
    )
    return told is not None and _AIMS.search(declared) is None


# What the figure is like, which is not told itself: 2023년 조사 때의 28.2%와 비슷했다.
_LIKE_BEFORE = re.compile(
    r"[與与和跟同](?![^，。；,;]*相[較较比])[^，。；,;\d]{0,6}(?:19|20)\d\d年[^，。；,;\d]{0,8}$"
    r"|(?:19|20)\d\d년 [^.,;\d]{0,12}$"
)
_LIKE_AFTER = re.compile(
    r"\s?(?:와|과) (?:비슷|유사|같은 수준|거의 같)|(?:大致|約略|基本)?(?:相當|相当|相仿|持平|差不多)"
)


_THAN_ITS = re.compile(r"[較较比](?:去年|前年|上年|上月|上季|前月|同期)[^，。；,;\d]{0,6}[的之]\s?$")
_OF_THEN_KO = re.compile(r"(?:전년|지난해|작년|전월|전분기|지난달|지난 분기|목표|예상)[^,.\d]{0,10}$")
_RISES = re.compile(r"\s?(?:增[加長长]?|[減减]少?|多|少|上升|下降|成長)")


def like_it(folded: str, mention: Mention) -> bool:
    """Whether a figure is only what the one that was asked for is like."""
    if (
        folded.startswith("보다", mention.end) and _OF_THEN_KO.search(folded, max(0, mention.start - 20), mention.start)
    ) or (
        _RISES.match(folded, mention.end) is not None
        and _THAN_ITS.search(folded, max(0, mention.start - 16), mention.start) is not None
    ):
        return True  # 전년 3,000억원보다 204억원 증가, 較去年的1,203人增加320人
    return (
        _LIKE_AFTER.match(folded, mention.end) is not None
        and _LIKE_BEFORE.search(folded, max(0, mention.start - 30), mention.start) is not None
    )


def question(text: str) -> bool:
    """Whether a sentence asks: what somebody has heard is no statement."""
    return _QUESTION.search(text) is not None
