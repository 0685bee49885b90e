"""What the words round a figure make of it: a step on the way to another figure, a part of one, or a mere question."""

from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import find, fold, fold_keys
from extractors.reading.finding.wanted import Wanted, inside
from extractors.reading.text.mention import Mention

CHANGES = re.compile(
    r"\b(?:rise|rose|increas|grow|grew|gain|drop|fell|fall|declin|chang|decreas|higher|lower|cut|reduc|add|los[est])|"
    r"[增減减升降漲涨跌]|成長|差|變動|变动|상승|증가|감소|하락|증감|늘|줄|증가율"
)
_TO_LEVEL = re.compile(r"(?:^|[\s,，])(?:to|reaching|taking it to|reached)\b|[至到為为]|(?:으로|로)\b")
_ENDS = re.compile(r"[;；。!?！？]|\.\s")
_PARTS = re.compile(r"其中|\bof (?:which|whom|these|them)\b|\bamong (?:which|them)\b|그\s?중|이\s?중|이 가운데")
_LAST_YEAR = re.compile(
    r"去年|前一年|上一年|上年|前年|작년|지난해|전년"
    r"|\b(?:last|the previous|the prior) year(?:['’]s)?\b|\ba year (?:ago|earlier)\b"
)
_TIME = re.compile(
    r"今[年天]|本[年期月季]|[當当]|目前|現在|现在|全年|[預预]估|[預预][計计]|估[計计]|올해|금년|당기|현재|[가-힣]{0,2}(?:지만|으나)|[則则已可達达]"
    r"|\d+|[年月]|\b(?:last|this|now|current(?:ly)?|today|present|full"
    r"|(?:the )?year|month|quarter|it|that|which|[a-z]+ly)\b(?:['’]s)?"
)
_FAR = 160
_COMPARES = re.compile(
    r"[較较]|(?<!同)(?<![环環])比(?![例率重])|[同环環]比|(?:전년|전월|전분기|작년|지난해)[^.]{0,12}(?:대비|보다|비)|대비|보다"
)
_ANAPHORS = re.compile(
    r"\b(?:figures?|amounts?|totals?|numbers?|values?|sums?|levels?|the|an?)\b|金[額额]|[數数][字量額额]|[總总][額额計计量數数]"
    r"|規模|规模|수치|금액|규모|총"
)
_WITHDRAWN = re.compile(
    r"\b(?:under (?:audit|review|revision|investigation)|not (?:yet )?(?:available|published|disclosed|reported"
    r"|released|known)"
    r"|withdrawn|no longer (?:published|reported|available)|being (?:re)?(?:calculated|counted|checked|audited"
    r"|reviewed))\b"
    r"|重新[盤盘核計计統统查]|(?:查核|審計|审计|統計|统计|核算|盤點|盘点)中|(?:尚未|暫不|暂不|不再|未予?|停止)(?:公[布佈告開开]|發[布佈]|发布|提供|揭露|披露)"
    r"|撤回|(?:미|비)공개|(?:집계|재산정|검토|감사) 중|공개하지 않|발표하지 않"
)
_ASIDE = re.compile(r"[(（][^()（）]{0,80}[)）]")  # "Inflation (2025 not yet available): 3.2%": another year's is not
_BRACKET = re.compile(r"[(（]")
_NUMBER = re.compile(r"\d[\d,.]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPUBLIC_YEAR = re.compile(r"(?<!\d)1[01]\d\s?年")
_CLOSED = re.compile(r"[)）]")
_YEAR_LABEL = re.compile(r"(?:(?:19|20)\d\d|(?<!\d)1\d\d(?=年))\s?(?:年|년)?\s?[:：]?\s?$")
_DAY = re.compile(
    r"(?:\d{1,2} )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? (?:\d{1,2}, )?(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d\s?[年년./-]\s?\d{1,2}(?:\s?[月월]|[./-](?:\d|\s|$))|1\d\d\s?年\s?\d{1,2}\s?月"
)
_FIGURE_BEFORE = re.compile(r"[^\d]{0,6}\d[\d.,]*\s?[^\d\s]{0,10}\s*[(（]?$")
_QUESTION = re.compile(r"[?？]\s*[”」』\"']?\s*$")
Spots = list[list[tuple[int, int]]]
T = TypeVar("T")


def moved(mention: Mention, following: Mention | None, text: str, wanted: Wanted) -> bool:
    """Whether it is how far a value moved, and the value itself follows: it rose by 13 cents, or 0.4%, to $35.61.

    Not where the declared words ask for a change.
    """
    if following is None or mention.comparator not in ("up", "down") or following.comparator in ("up", "down"):
        return False
    between = text[mention.end : min(following.start, mention.end + 60)]
    if following.start - mention.end > 60 or _ENDS.search(between) or not _TO_LEVEL.search(between):
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
    subject, before = (_TIME.sub("", fold(one.metric or "")).strip() for one in (other, former))
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


def withdrawn(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether the words stand in a statement that ends before the figure, which is of something else.

    "The Trust's income is under audit; mooring fees made up £4.11 million": what is under audit has no figure.
    """
    last = max((end for own in spots for _, end in own), default=-1)
    if not 0 <= last <= mention.start or mention.start - last > _FAR:
        return False
    between = folded[last : mention.start]
    if _WITHDRAWN.search(_ASIDE.sub("", between)):
        return True
    parted = between.rfind(";") if ";" in between else between.rfind("；")
    if parted < 0:
        return False
    subject = _ANAPHORS.sub("", _TIME.sub("", fold(mention.metric or ""))).strip()
    return len(subject) > 1 and _NUMBER.search(between[:parted]) is None


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


def like_it(folded: str, mention: Mention) -> bool:
    """Whether a figure is only what the one that was asked for is like."""
    return (
        _LIKE_AFTER.match(folded, mention.end) is not None
        and _LIKE_BEFORE.search(folded, max(0, mention.start - 30), mention.start) is not None
    )


def part(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether it is a part of what the words name: 96,812 cases, of which 25,450 by men (words: cases).

    Words that stand behind "of which" name the part itself.
    """
    opened = None
    for found in _PARTS.finditer(folded, max(0, mention.start - 80), mention.start):
        opened = found.end()
    if opened is not None and not _ENDS.search(folded, opened, mention.start):
        return _before(spots, opened) or _named_twice(spots, opened)
    return _listed_in_brackets(folded, mention, spots) or _one_of_them(folded, mention, spots)


def _named_twice(spots: Spots, opened: int) -> bool:
    """Whether all words stand before "of which", and behind it again: 產銷率97.7%，其中特殊鋼產銷率99.1%."""
    named = [own for own in spots if own]
    return bool(named) and all(own[0][1] <= opened < own[-1][0] for own in map(sorted, named))


# 長照服務使用人數中，使用居家服務者為24萬, 수주잔고 가운데 LNG운반선은 16조, "within online sales, collect made up".
_AMONG_THEM = re.compile(
    r"\s?(?:[當当之]?中(?![位央國国共間间心華华小型期文])|[裡裏])[,，]\s?|\s(?:가운데|중에서는|중에서|중)\s"
)
_WITHIN = re.compile(r"\b(?:within|among) (?:the |all |its |our )?$")
_LIGHT = re.compile(r"[有約约超過过逾近達达占佔為为共計计則则的是僅仅已又也,，\s]")
_SUBJECT = re.compile(
    r"[가-힣a-z·]{2,}(?:은|는|이|가)\s"
    r"|, (?:[a-z-]+ ){1,5}(?:made up|accounted for|was|were|is|are|stood at|came to|rose to|fell to)\b"
)
_DAYS = re.compile(r"\d{1,4}\s?[年月日년월일]")
_NO_NUMBER = re.compile(r"[^\d;；。]{2,48}")


def _one_of_them(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether all the words stand before "among them", and another thing behind it, which the figure is of."""
    named = [own for own in spots if own]
    last = max((end for own in named for _, end in own), default=mention.end)
    if last > mention.start:
        return False
    among = _AMONG_THEM.match(folded, last)
    between = _DAYS.sub("", folded[last if among is None else among.end() : mention.start])
    if _NO_NUMBER.fullmatch(between) is None:
        return False
    if among is None:
        first = min(start for own in named for start, end in own if end == last)
        return _WITHIN.search(folded, max(0, first - 16), first) is not None and _SUBJECT.match(between) is not None
    return _SUBJECT.search(between) is not None or (between[0] > "\u3400" and len(_LIGHT.sub("", between)) > 1)


def whole(folded: str, mention: Mention, spots: Spots) -> bool:
    """Whether it is the whole of what the words name a part of, behind it: 836萬人，其中資訊業受僱員工 (words: both).

    Where only some of the words stand behind "of which" they may as well be the whole's. The figure right before it is
    the part: $30m of which goes to schools.
    """
    found = _PARTS.search(folded, mention.end, mention.end + 40)
    if found is not None and folded[found.start() - 1] in "占佔":
        return False  # 3,850 萬元，醫療費用占其中六成
    if found is None or _ENDS.search(folded, mention.end, found.start()):
        return False
    if found.group().startswith("of ") and not folded[mention.end : found.start()].strip():
        return False
    named = [own for own in spots if own]
    behind = bool(named) and all(max(own)[0] >= found.end() for own in named)
    return behind and any(min(own)[0] >= found.end() for own in named)


def _listed_in_brackets(folded: str, mention: Mention, spots: Spots) -> bool:
    """1,203 households (842 by land line, 361 by mobile): a list in brackets breaks down what stands before it."""
    opens = [found.start() for found in _BRACKET.finditer(folded, max(0, mention.start - 80), mention.start)]
    if not opens or _CLOSED.search(folded, opens[-1], mention.start):
        return False
    closed = _CLOSED.search(folded, mention.end, mention.end + 80)
    end = closed.start() if closed is not None else len(folded)
    inside = [one for one in _NUMBER.findall(folded[opens[-1] : end]) if not _YEAR.fullmatch(one)]
    before = folded[max(0, opens[-1] - 12) : opens[-1]]
    return len(inside) > 1 and _NUMBER.search(before) is not None and _before(spots, opens[-1])


def _before(spots: Spots, place: int) -> bool:
    """Whether some words stand in the text, and all of them before a place."""
    found = [start for own in spots for start, _ in own]
    return bool(found) and max(found) < place


def question(text: str) -> bool:
    """Whether a sentence asks: what somebody has heard is no statement."""
    return _QUESTION.search(text) is not None


def plain_places(group: tuple[str, ...], folded: str, wanted: Wanted) -> list[tuple[int, int]]:
    """The places of an anchor's words; those in another measure's name only where there are no others.

    Where the other words ask for that measure (季節調整 and 失業率) it is the other way round.
    """
    found = [(*spot, words) for words in group for spot in find(words, folded)]
    if len(found) < 2:
        return [(start, end) for start, end, _ in found]
    # 宿位 is declared for 長者宿位: where the longer word stands, the shorter one alone is of others.
    whole = [one for one in found if any(other != one[2] and other in one[2] for other in group)]
    inner = [one for one in found if any(one[2] != other and one[2] in other for other in group)]
    if whole and inner:
        found = [one for one in found if one not in inner or _of_itself(folded, one[:2], whole)]
    told = [qualified(one[2], folded, one[0]) for one in found]
    asked = any(qualifies(other) for other in wanted.anchors if other != group)
    best = [one for one, is_told in zip(found, told, strict=True) if is_told is asked]
    return sorted((start, end) for start, end, _ in best or found)


_NAMED = re.compile(r"[㐀-鿿]{2,}(?<![年月日季期度週周])$")


def _of_itself(folded: str, spot: tuple[int, int], whole: list[tuple[int, int, str]]) -> bool:
    """Whether a shorter word is part of the longer one, or has no other name before it: 殘疾人士宿位 is of others."""
    start, end = spot
    within = any(first <= start and end <= last for first, last, _ in whole)
    return within or _NAMED.search(folded, max(0, start - 8), start) is None


@lru_cache(maxsize=4096)
def qualifies(group: tuple[str, ...]) -> bool:
    """Whether words only say which of several measures of one name is meant: core, 季節調整."""
    return any(_QUALIFIES.search(fold(words)) for words in group)


def qualified(words: str, folded: str, start: int) -> bool:
    """Whether a place of the words is the end of another measure's name: CPI in "core CPI", 核心CPI."""
    before = folded[max(0, start - 20) : start].rstrip(" 之的의")
    return (
        before.endswith(_QUALIFIERS)
        and _QUALIFIES.search(before) is not None
        and _QUALIFIES.search(fold_keys((words,))) is None
    )


_OTHER_REVENUE = ("recurring ", "deferred ")


def adjusted(label: str) -> bool:
    """Whether a label is of an adjusted measure: core, organic, 扣除非经常性损益."""
    return _ADJUSTED.search(label) is not None


def all_qualified(folded: str, spots: Spots, wanted: Wanted) -> bool:
    """Whether some words stand nowhere but in another measure's name: revenue, in "annual recurring revenue"."""
    if any(map(qualifies, wanted.anchors)):
        return False
    anchored = spots[: len(wanted.anchors)]
    return any(own and all(folded.endswith(_OTHER_REVENUE, 0, start) for start, _ in own) for own in anchored)


_LATIN_QUALIFIERS = (
    "core",
    "underlying",
    "adjusted",
    "non gaap",
    "organic",
    "excluding",
    "ex",
    "non",
    "recurring",
    "deferred",
)
_EAST_QUALIFIERS = (
    "核心",
    "扣非",
    "扣除非經常性損益",
    "扣除非经常性损益",
    "調整季節變動因素後",
    "調整後",
    "调整后",
    "季節調整",
    "季節性調整",
    "季节性调整",
    "季节调整",
    "季調",
    "季调",
    "근원",
    "조정",
)
_QUALIFIERS = (*_LATIN_QUALIFIERS, *_EAST_QUALIFIERS)
_ADJUSTED = re.compile("|".join(_EAST_QUALIFIERS))
_QUALIFIES = re.compile(rf"(?:\b(?:{'|'.join(_LATIN_QUALIFIERS)})|{'|'.join(_EAST_QUALIFIERS)})$")


_SORTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?<!至)(?<!-)(\d{1,2})月(?![至\-–])",
        r"(?<![至到~～前])(?<![一二三四1-4] )第?([一二三四1-4])季度?"
        r"|(?<!q[1-4] )(?<!q[1-4] to )(?<![a-z0-9])q([1-4])(?!\d)"
        r"|(?<!\d)([1-4])q|(?<![1-4][~∼ ])([1-4])분기"
        r"|(?<=\b)([1-4])(?=[~∼ ][2-4]분기)|([一二三四1-4])(?=[至到~～ ]第?[一二三四1-4]季)"
        r"|\b(first|second|third|fourth) quarter",
        r"(?<![至到~～])([上下])半年(?![^，,。]{0,2}(?:優|优|旺|淡|疲|佳|減|减|增|收窄))"
        r"|(?<![成完健安齊齐])(全)年(?![齡龄級级])|([상하])반기(?!\s?(?:부진|호조|보다|대비))|(?<![가-힣])(연)간(?![가-힣])"
        r"|(?<!weak )(?<!strong )(?<!good )(?<!poor )\b(first|second) half\b"
        r"|(?<![a-z0-9])h([12])(?!\d)|\b(full|whole|entire) year\b",
    )
)
_FOURS = {
    name: str(place)
    for names in ("一二三四", ("first", "second", "third", "fourth"))
    for place, name in enumerate(names, 1)
}


_ONE_MONTH = re.compile(r"(?<!\d)\d{1,2}月|[單单當当]月|당월|월간")
_SUMMED = re.compile(
    r"累[計计]|前\s?\d{1,2}\s?[個个]?月|\d{1,2}\s?月?(?:至|到|[-~–～ ])\s?\d{1,2}月|누계|누적|\byear to date\b"
)


def other_period(group: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    """Whether words that name a month or quarter are followed, nearer to the figure, by another of the same sort.

    `texts` are read from the farthest to the nearest: the headings above, then the sentence up to the figure.
    """
    for sort, asked in _months_asked(group):
        named = [_four(found) for text in texts for found in sort.finditer(fold(text))]
        if named and named[-1] not in asked:
            return True
    return False


@lru_cache(maxsize=4096)
def _months_asked(group: tuple[str, ...]) -> list[tuple[re.Pattern[str], set[str]]]:
    """Which months or quarters the words name, by sort; most name none."""
    asked = [(sort, {_four(found) for words in group if (found := sort.fullmatch(fold(words)))}) for sort in _SORTS]
    return [one for one in asked if one[1]]


def summed_up(group: tuple[str, ...], before: str) -> bool:
    """Whether one month was asked for and a sentence speaks, nearer to the figure, of the months up to it."""
    asked = _one_month(group)
    if not asked:
        return False
    last = max((found.end() for found in _SUMMED.finditer(before)), default=-1)
    return last >= 0 and not any(words in before[last:] for words in asked)


@lru_cache(maxsize=4096)
def _one_month(group: tuple[str, ...]) -> tuple[str, ...]:
    """The words, folded, if they ask for one month."""
    asked = tuple(fold(words) for words in group)
    return asked if any(map(_ONE_MONTH.fullmatch, asked)) and not any(map(_SUMMED.search, asked)) else ()


def sums_up(text: str) -> bool:
    """Whether a folded text, from its last month on, speaks of all months up to it."""
    last = max((found.end() for found in _SUMMED.finditer(text)), default=-1)
    return last >= 0 and _MONTH_AGAIN.search(text, last) is None


_MONTH_AGAIN = re.compile(r"(?<![\d至到~ ])\d{1,2}\s?[月월](?![至~])|[單单當当]月|당월")


def _four(found: re.Match[str]) -> str:
    name = next(group for group in found.groups() if group)
    return _FOURS.get(name, name).lstrip("0")
