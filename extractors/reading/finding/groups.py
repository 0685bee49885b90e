"""Figures of a smaller group than the declared one: of women, of the countryside, of one age among others."""

from functools import lru_cache

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import find, fold, fold_keys
from extractors.reading.finding.clauses import names_a_year
from extractors.reading.finding.wanted import Groups, Wanted
from extractors.reading.pages.blocks import Block
from extractors.reading.text.mention import Mention

_WHO = (
    r"女性|男性|婦女|妇女|原住民|新住民|外籍|農村|农村|城鎮|城镇|未成年人?|老年人?|青少?年|(?:中?高[齡龄])者?|長者|长者|女|男|여성|남성|여자|남자|농촌|도시|청년층?|고령층?"
    r"|women|men|girls|boys|females?|males?|rural|urban|indigenous|youth|young people|older people|elderly"
)
# 按年齡區分, 연령별로는, "by age": what follows breaks the figure down.
_BY = re.compile(
    r"[按依](?:年齡|年龄|性別|性别|地區|地区|學歷|学历|教育程度|縣市|產業|产业|行業|行业|城鄉|城乡)[別别層层組组]?(?:區分|区分|來看|来看|劃分|划分|觀察|观察|看|分)"
    # 分地市看, 从区域结构看. By product or industry the words may be a part's own: 分品种看，工业原煤产量.
    r"|分(?:地市|地[區区]|[區区]域|省份?|市州|州市|[區区][縣县]|[縣县][區区]|[縣县]市|城市|城[鄉乡]|[國国][家別别]|年[齡龄][層层段]?|性[別别]|人群|群[體体])"
    r"[別别]?[來来]?看(?=[,，:：])"
    r"|[從从](?:各?(?:地[區区市方]|[縣县]市|[區区]域))[別别]?(?:[結结][构構])?(?:上|[來来])?看(?=[,，:：])"
    r"|(?:연령|나이|성|지역|학력|소득|업종|직업|산업|규모)별로[는도]?"
    r"|\bby (?:age(?: group)?|sex|gender|region|education|income|industry|race|ethnicity)\b[,:]"
)
_AGES = (
    r"\d{2}\s?(?:至|到|[-~–～ ])\s?\d{2}\s?(?:歲|岁|세)|[1-9]0(?:대|多歲|多岁|世代)"
    r"|(?:people |those |adults )?aged \d{2} (?:to|and) \d{2}"
    r"|\d{2} (?:to \d{2} )?year olds"
)
_BEFORE = re.compile(
    rf"(?:(?:{_AGES})(?:{_WHO})?|(?:(?<![^\W\d_])|(?<=[但而且及與与和]))(?:{_WHO}))(?:族群|組|组)?\s?(?:的|之|의|s'|'s)?\s?$"
)
# 有孩子的家庭租金占薪水的比重
_WITH = re.compile(
    r"(?<![^，,。；;、])(?![全各該该本]|[臺台][灣湾閩])[㐀-鿿]{2,5}地[區区](?:的|之)?$"
    r"|(?<![^，,。；;、])[有無无沒没][^\d，,。；;、有無的]{1,8}[的之](?:家庭|家[戶户]|民眾|民众|受[訪访]者|員工|员工|人)的?$"
)
# Among those aged 50 and older, 30대 가운데: a part of those who were asked. Who is 20 or over may be all of them.
_RESTRICTED = re.compile(
    r"\b(?:among|for|of) (?:the |all )?(?:those |people |adults |respondents |workers |employees |users )?"
    r"(?:aged |who are |over |ages )?[3-9]\d (?:and|or) (?:older|over|above)\b[^.;。；]{0,60}$"
    r"|\bamong (?:the )?(?:over )?[3-9]\ds\b[^.,;]{0,20}[,，]?\s?$"
    r"|[2-9]0대 ?(?:가운데|중에서는?|중|에서는)(?![가-힣])[^.,;。；\d]{0,30}$"
)
_AMONG = re.compile(rf"\b(?:among|for|of) (?:the )?(?:{_AGES}|(?:{_WHO}))\b[^.;。；]{{0,40}}$")
_BEHIND = re.compile(rf"\s?[（(]?(?:之|的|의|of |for |among )?(?:{_WHO})(?![^\W\d_])")
# "The hardware segment", 該部門: a part of the market that the sentence is about.
_SEGMENT = re.compile(
    r"[該该本此](?:部門|部门|領域|领域|類別|类别|細分市場|细分市场|區塊|区块)"
    r"|\b(?:the|this) (?:[a-z]+ ){0,3}(?:segment|subsector)\b"
)
_PARTS = re.compile(r"部門|部门|領域|领域|類別|类别|細分|细分|區塊|区块|segment|subsector")
_ANY = re.compile(rf"{_AGES}|(?<![a-z])(?:{_WHO})(?![a-z])")
_GROUP = re.compile(rf"(?:{_AGES}|{_WHO})")
# …31.3%를 차지했고 바이오·의료가 16.1%, ICT서비스가: the next part, right behind the figure of the one before.
_AFTER_PART = re.compile(r"[\d%）)][가-힣 ]{0,8}[,，、]\s?$|[\d%）)][가-힣 ]{0,6}고\s$")
_IS_PART = re.compile(r"[\s,，、:：]*(?:以|the )?")
_OF_WHICH = ("其中", "其中,", "그중 ", "이 중 ", "of which ")
_STOP = re.compile(r"[;；。!?！？]|\.\s")


def broken_down(folded: str, mention: Mention, spots: list[list[tuple[int, int]]], wanted: Wanted) -> bool:
    """Whether a sentence says that it breaks the figure down, before this one, and no group was asked for."""
    ends = [found.end() for found in _BY.finditer(folded, max(0, mention.start - 120), mention.start)]
    if not ends or _STOP.search(folded, ends[-1], mention.start) or _asked(wanted):
        return False
    # 업종별로는 ICT서비스가 31.3%: the declared words are a part's own name, right behind what breaks it down.
    starts = [start for own in spots for start, end in own if end <= mention.start]
    if any(_IS_PART.fullmatch(folded, ends[-1], start) or folded.endswith(_OF_WHICH, 0, start) for start in starts):
        return False
    first = _IS_PART.match(folded, ends[-1])
    in_line = first is not None and not _GROUP.match(folded, first.end())
    return not (in_line and any(_AFTER_PART.search(folded, ends[-1], start) for start in starts))


def of_a_group(folded: str, mention: Mention, spots: list[list[tuple[int, int]]], wanted: Wanted) -> bool:
    """Whether the words before the figure are those of a group: 20대의 이용 경험률, "among women, employment"."""
    before = [start for own in spots for start, end in own if end <= mention.start]
    if not before:
        return False
    if _SEGMENT.search(folded, 0, max(before)) and not _PARTS.search(declared(wanted)):
        return True
    nearest = [max(starts) for own in spots if (starts := [start for start, end in own if end <= mention.start])]
    groups = any(
        _BEFORE.search(folded, max(0, start - 24), start) or _of_some(folded, start, wanted) for start in nearest
    )
    return (groups or _AMONG.search(folded[max(0, min(before) - 60) : min(before)]) is not None) and not _asked(wanted)


# Among nurses with ten or more years of service, the rate rose to
_OF_SERVICE = re.compile(
    r"\b(?:among|for|of) (?:the |all )?(?:[a-z]+ ){0,2}"
    r"(?:those|people|staff|workers|employees|nurses|teachers|members|doctors)"
    r" (?:with|having) (?:at least |more than |over )?"
    r"(?:\d{1,2}|five|six|seven|eight|nine|ten|twelve|fifteen|twenty) (?:or more |plus )?years"
    r"(?:'| of) (?:service|experience|seniority|tenure)\b[^.;]{0,90}$"
)
# 以50至59歲最多，佔68.2%: the figure is that of the one named, unless the words name it.
_MOST_OF = re.compile(
    rf"(?:以(?![來来])(?:[^,，。；;年月季期]{{0,6}})?)?(?:{_AGES}|{_WHO})(?:[^\d,，。；;年月季期]{{0,3}})"
    r"(?:最[多高少低大小]|居多|居首|[為为]最)[,，]\s?(?:[佔占達达為为][到了]?|[約约]|有)?\s?$"
    rf"|(?:{_AGES}|{_WHO})(?:이|가) (?:가장 (?:많|높|낮|적)|최[고저다])[가-힣]{{0,2}}[^,.\d]{{0,6}}$"
)


def most_of(folded: str, mention: Mention, spots: list[list[tuple[int, int]]], wanted: Wanted) -> bool:
    """Whether the words right before the figure say which group has the most, and no declared words name that group."""
    if not ("最" in folded or "居" in folded or "가장" in folded or "최" in folded):
        return False
    told = _MOST_OF.search(folded, max(0, mention.start - 40), mention.start)
    if told is None or _asked(wanted):
        return False
    return not any(told.start() - 4 <= start < told.end() for own in spots for start, _ in own)


def _of_some(folded: str, start: int, wanted: Wanted) -> bool:
    """Whether families of one sort or a region stand right before the words, and no declared word names these."""
    told = _WITH.search(folded, max(0, start - 24), start)
    if told is None:
        return False
    words = [fold(word) for group in (*wanted.anchors, wanted.row, wanted.column) for word in group]
    return not any(word in told.group() for word in words)


def restricted(folded: str, mention: Mention, spots: list[list[tuple[int, int]]], wanted: Wanted) -> bool:
    """Whether the sentence says before the words, and the figure, that it speaks of a part only."""
    before = [start for own in spots for start, end in own]
    upto = min([*before, mention.start])
    said = folded[max(0, upto - 100) : upto]
    if "years" in folded and _OF_SERVICE.search(folded, max(0, mention.start - 160), mention.start):
        return not _asked(wanted)
    told = ("of " in said or "among " in said or "for " in said or "0대" in said) and _RESTRICTED.search(
        said
    ) is not None
    return told and not _asked(wanted)


# "Among workers with a degree, 41% use them; among those without one it is 14%": each is a group's.
_AMONG_SOME = re.compile(r"\bamong (?:the )?[a-z][a-z '-]{2,60}, (?:about |around |nearly |only |just |some )?$")
_AMONG_OTHERS = re.compile(r"(?:[;,]|\bbut|\bagainst|\band) among (?:the )?(?:those|others|people|workers|men|women)\b")


def among_some(folded: str, mention: Mention) -> bool:
    """Whether the sentence sets one group's figure, this one, against that of others."""
    told = _AMONG_SOME.search(folded, max(0, mention.start - 90), mention.start)
    return told is not None and _AMONG_OTHERS.search(folded, mention.end) is not None


# "North America and Europe together": a sum over more than the words name.
_AND = re.compile(r"\s?(?:(?<=[a-z]),(?=\s)|、|&|\band\b|\bplus\b|以及|[和與与跟同及]|[와과]|및)\s?(?:the )?")
_AND_BEFORE = re.compile(rf"[^\s,;。\d](?P<and>{_AND.pattern})$")
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"(?:19|20)\d\d")
_OTHER = re.compile(r"[^,;。\d]{1,40}")
_TOGETHER = re.compile(
    r"\b(?:together|combined|jointly|between them)\b|合[計计共佔占]|加[總总]|加起[來来]|합(?:계|산|쳐|치|해|한|하)"
)


def with_others(folded: str, mention: Mention, spots: list[list[tuple[int, int]]]) -> bool:
    """Whether it is a sum of what the words name and of something else: 北美與歐洲合計占67%.

    Where the other thing is among the words, the sum was asked for.
    """
    east = "合" in folded or "加" in folded or "합" in folded
    if not (east or "together" in folded or "combined" in folded or "joint" in folded or "between them" in folded):
        return False
    told = _TOGETHER.search(folded, max(0, mention.start - 80), mention.start)
    if told is None or _STOP.search(folded, told.end(), mention.start):
        return False
    if _DIGIT.search(_YEAR.sub("", folded[told.end() : mention.start])):
        return False  # the sum was told before
    places = {place for own in spots for spot in own for place in spot}
    for own in spots:
        first, last = next((spot for spot in reversed(own) if spot[1] <= told.start()), (-1, -1))
        if first < 0:
            continue
        behind, before = _AND.match(folded, last), _AND_BEFORE.search(folded, max(0, first - 16), first)
        if behind is not None and behind.end() not in places and _OTHER.fullmatch(folded, behind.end(), told.start()):
            return True
        if before is not None and before.start("and") not in places and _OTHER.fullmatch(folded, first, told.start()):
            return True
    return False


def label_of_a_group(block: Block, words: tuple[str, ...], wanted: Wanted) -> bool:
    """Whether a row's label goes on from the words to a group of what they name, or comes from one: 65歲以上原住民."""
    row = block.row
    if not row:
        return False
    label = fold(row[-1][:_LONGEST_LABEL])
    spots = [spot for one in words for spot in find(one, label)]
    if any(_BEHIND.match(label, end) for _, end in spots) and not _asked(wanted):
        return True
    sizes = [size for spot in spots if (size := _size_before(label, *spot))]
    if not sizes or _SIZED.search(declared(wanted)):
        return False
    # A page about small companies only says of each figure that it is theirs.
    above = fold_keys(tuple(text for text in block.headers if text not in row))
    return not all(_PLURAL.sub("", size) in above for size in sizes)


_LONGEST_LABEL = 300  # characters
# "Installers needed by 2028", 2030年目標充電樁數: what is not there yet.
_TARGET = re.compile(
    r"\b(?:needed|required|targeted|target|goal|aimed|pledged|expected|forecast|projected)"
    r" (?:by|in|for|until) (?:the end of )?20\d\d\b|\b20\d\d (?:target|goal|plan|forecast|projection)\b"
    r"|20\d\d\s?年[底前末]?[的之]?(?:目[標标]|[預预][估測测期計计]|需求|所需|需要|[規规][劃划])"
    r"|(?:目[標标]|所需|需要)[(（]20\d\d|20\d\d\s?년\s?(?:까지\s?)?(?:목표|필요|전망|예상|계획)"
)
_AHEAD = re.compile(
    r"\b(?:need|requir|target|goal|aim|plan|pledg|promis|expect|forecast|project|outlook|guidance)"
    r"|目[標标]|[預预][估測测期計计]|需求|所需|需要|[規规][劃划]|展望|목표|필요|전망|예상|계획"
)


def label_of_a_target(block: Block, words: tuple[str, ...], wanted: Wanted) -> bool:
    """Whether the label with the words says that it is what will or should be in a year, and none was asked for."""
    if not block.row or wanted.period is not None:
        return False
    labels = [label for text in block.row if any(find(one, label := fold(text)) for one in words)]
    return any(_TARGET.search(label) for label in labels) and not _AHEAD.search(declared(wanted))


# Companies of one size: 大型企業已導入, "Large firms using AI". A large language model is no such group.
_SIZES = (
    r"(?:大中|中小微?|小微|[大中小微]|中[堅坚])型?"
    r"|(?:large|larger|big|small|smaller|medium sized|mid sized|small and medium(?: sized)?|micro)\s"
)
_FIRMS = r"企業|企业|廠商|厂商|(?:firms?|business(?:es)?|compan(?:y|ies)|enterprises?|employers?)\b"
# 擴大企業採用 is no size: a word begins with it.
_SIZED = re.compile(
    rf"(?:(?<![^\W\d])|(?<=[於在的之由各]))(?:{_SIZES})(?:{_FIRMS})|(?<![가-힣])(?:대|중소|중견|소)기업|\bsmes?\b"
)
_PLURAL = re.compile(r"(?:ies|y|e?s)$")
_AT_END = re.compile(rf"(?P<sized>{_SIZED.pattern})(?:\s?[的之의]|s'|\s(?:that|which|with|using|who))?\s?$")


def _size_before(label: str, start: int, end: int) -> str:
    """The companies of one size right before the words' place in a label, or whose noun the words begin with."""
    before = _AT_END.search(label, max(0, start - 48), start)
    if before is not None:
        return before["sized"]
    within = _SIZED.search(label, max(0, start - 24), end)
    return within.group() if within is not None and within.start() < start < within.end() else ""


_OTHERS_HAN = "大型|大|中型|中[堅坚]|其[他它]|非|外[資资]|대형|대|중견|타"
_KINDS = {
    "企業", "企业", "廠商", "厂商", "公司", "店家", "商家", "기업", "업체", "회사", "business", "businesses", "firm",
    "firms",
    "company", "companies", "enterprise", "enterprises", "employers",
}  # fmt: skip
"""What comes in sizes, each counted by itself. Elsewhere "large" says nothing of the kind: 大規模 beside 市場規模."""
_OTHERS_LATIN = "large|larger|largest|big|bigger|medium sized|mid sized|other|all other|non"


@lru_cache(maxsize=1024)
def _others(words: str) -> re.Pattern[str] | None:
    """What names the others of a kind: 大型企业 where 中小企业 are meant, large businesses for small ones."""
    folded = fold(words)
    latin = folded.split()
    if not latin or not {latin[-1], folded[-2:]} & _KINDS:
        return None
    if len(latin) > 1 and latin[-1].isascii():
        pattern = re.compile(rf"\b(?:{_OTHERS_LATIN}) {re.escape(latin[-1])}\b")
    elif len(latin) == 1 and len(folded) > 3 and not folded.isascii():
        pattern = re.compile(rf"(?:{_OTHERS_HAN})(?:형)?\s?{re.escape(folded[-2:])}")
    else:
        return None
    return None if pattern.search(folded) else pattern


def of_others(words: str, folded: str) -> bool:
    """Whether a text speaks of the others of what a heading's words name, and not of these."""
    pattern = _others(words)
    return pattern is not None and pattern.search(folded) is not None


_OTHER_KIND = re.compile(r"(?P<which>[㐀-鿿]{2,4}?)(?:企業|企业)")
_NO_KIND = re.compile(r"[受訪访所有全部各該该本這这些多數数家過过半調调查约約內内国國民台臺灣湾市]+")


def of_another_kind(words: str, row: tuple[str, ...], declared: str) -> bool:
    """Whether a card's label names another kind of companies than its heading does: 制造企业 under 中小企业."""
    if fold(words)[-2:] not in ("企業", "企业"):
        return False
    which = [found["which"] for found in _OTHER_KIND.finditer(fold(" ".join(row)))]
    return any(_NO_KIND.fullmatch(one) is None and one not in declared for one in which)


_TAIL = re.compile(r"\s?[(（]?[%％]?[)）]?$")


def column_of_a_group(row: tuple[str, ...], column: tuple[str, ...], wanted: Wanted) -> bool:
    """Whether a cell's column, or the last label of its row, is a group and nothing else, and none was asked for."""
    own = [texts[-1] for texts in (column, row[1:]) if texts]
    return any(_GROUP.fullmatch(_TAIL.sub("", fold(text))) for text in own) and not _asked(wanted)


def year_asked(wanted: Wanted) -> bool:
    """Whether the declared words name a year."""
    return names_a_year(declared(wanted))


def _asked(wanted: Wanted) -> bool:
    """Whether the declared words name a group themselves."""
    return _ANY.search(declared(wanted)) is not None


def declared(wanted: Wanted) -> str:
    """All declared words, folded."""
    return _folded((*wanted.anchors, wanted.row, wanted.column, (wanted.after or "",)))


@lru_cache(maxsize=4096)
def _folded(groups: Groups) -> str:
    return fold_keys(tuple(word for group in groups for word in group))
