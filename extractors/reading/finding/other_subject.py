"""Whether the sentence of the words goes on to another's figure: of those over 70, of the fastest part, of all."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import Spots
from extractors.reading.text.mention import Mention

_STOP = re.compile(r"[;；。!?！？]|\.\s")
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"(?:19|20)\d\d")
_FAR = 120  # characters

# Respondents of one age are a part of those who were asked. The adults of a survey may be all of them.
_OF_AN_AGE = re.compile(
    r"(?P<ko>\d\d)세 (?:이상|이하|미만)(?:의|인)? ?(?:[가-힣]{1,6} )?(?:이용자|응답자|사용자|가입자|환자|참여자)"
    r"|(?P<zh>\d\d)[歲岁](?:及?以[上下])(?:的|之)?(?:受[訪访]者|使用者|用[戶户]|病人|患者|填答者)"
    r"|\b(?:respondents|users|patients|participants|customers|subscribers) (?:who (?:are|were) )?(?:aged )?"
    r"(?:over |under |above |below )?(?P<en>\d\d)(?! ?%)(?: years| or | and | plus|\+|,)"
)
_AN_AGE = re.compile(r"\d\d ?(?:세|歲|岁)|\baged\b|\bover \d\d\b|\d\d (?:or|and) (?:over|older)")

# 亞太地區成長最快，年複合成長率達14.3%: the words name the measure alone, and the subject is one part among others.
_FASTEST = re.compile(
    r"(?:成[長长]|增[長长速幅]|[漲涨]幅)(?:率|速度)?(?:[為为])?最[快高大](?:的[^,，。；;\d]{1,6})?[,，]\s?(?:其|[預预][計计估]|期[間间])?$"
    r"|\b(?:register|record|witness|exhibit|post|see|show|experience|grow|expand)(?:s|ed|ing)? (?:at )?(?:the |its )?"
    r"(?:fastest|highest) (?:(?:cagr|growth(?: rate)?)(?: of| at)? (?:an? )?)?$"
    r"|\b(?:fastest growing(?: [a-z]+){0,2}|(?:grow(?:s|n|ing)?|grew|expand(?:s|ed|ing)?) (?:the )?fastest), "
    r"(?:with|at|posting|recording|registering) (?:an? |the )?(?:estimated |projected |expected )?$"
    r"|가장 (?:빠르게 (?:성장|증가|확대)[가-힣]{1,5}|빠른 (?:성장|증가)[가-힣 ]{1,8}),?\s$"
)
_WHOLE = re.compile(
    r"市[場场]|[產产][業业]|整[體体]|[總总全]|公司|[本我]|\b(?:market|industry|sector|overall|total|it|we|our)\b"
    r"|one of|시장|산업|전체|당사|회사"
)

# …減幅3.7%；整體機車市場則衰退5.2%，掛牌數為543,118輛.
_CONTRAST = re.compile(
    r"[;；,，]\s?(?:同期[間间]?|其中|至於|至于|而)?"
    r"(?:整[體体][^,，。；;\d]{0,8}(?:市[場场]|[產产][業业]|[業业]界)|全[體体](?:市[場场]|[業业]界)|大[盤盘]|反[觀观]|相[較较比]之下)"
    r"|[;；,，]\s?(?:(?:while|whereas|but|by contrast,?|in contrast,?|meanwhile,?) )?"
    r"the (?:whole|overall|entire|wider|broader)(?: [a-z]+){0,2} (?:market|industry|sector)\b"
    r"|[;；,，]\s?(?:while|whereas|by contrast,?|in contrast,?) "
    r"(?!its? |they |th(?:is|ese|at|eir) |the (?:figure|total|number|value|latter) )"
    r"[^,;.]{1,40} (?:was|were|fell|rose|grew|reached|came)\b"
    r"|(?:[;；,，]|며|고)\s?(?:반면|전체 (?:시장|업계)|시장 전체)"
)


def of_another_subject(folded: str, mention: Mention, spots: Spots, declared: str, headers: str) -> bool:
    """Whether the figure's subject is another one than the declared words have."""
    own = [place for group in spots for place, end in group if end <= mention.start]
    if own and _of_a_subsidiary(folded, min(own), declared, headers):
        return True
    if _of_an_age(folded, max(own, default=mention.start), declared, headers):
        return True
    return bool(own) and (
        _of_the_fastest(folded, min(own), declared) or _behind_a_contrast(folded, mention, spots, declared)
    )


# 子公司晶岳光電同日公布第一季營收為: another company's.
_SUBSIDIARY = re.compile(r"子公司[㐀-鿿a-z]{2,8}?(?:同日|今日|昨日|今天)?公[布佈告]")


def _of_a_subsidiary(folded: str, first: int, declared: str, headers: str) -> bool:
    begin = max((found.end() for found in _STOP.finditer(folded, 0, first)), default=0)
    told = _SUBSIDIARY.match(folded, begin) or _SUBSIDIARY.match(folded, begin + 1)
    return told is not None and told.end() <= first and "子公司" not in f"{declared} {headers}"


def _of_an_age(folded: str, last: int, declared: str, headers: str) -> bool:
    found = list(_OF_AN_AGE.finditer(folded, max(0, last - _FAR), last))
    told = found[-1] if found else None
    if told is None or _STOP.search(folded, told.end(), last) or _AN_AGE.search(declared):
        return False
    age = told["ko"] or told["zh"] or told["en"]
    return age not in headers


def _of_the_fastest(folded: str, first: int, declared: str) -> bool:
    told = _FASTEST.search(folded, max(0, first - 80), first)
    if told is None or _FASTEST.search(declared):
        return False
    near = max(0, told.start() - _FAR)
    begin = max((found.end() for found in _STOP.finditer(folded, near, told.start())), default=near)
    subject = folded[begin : told.start()]
    return bool(subject.strip()) and _WHOLE.search(subject) is None


def _behind_a_contrast(folded: str, mention: Mention, spots: Spots, declared: str) -> bool:
    """Whether all words stand before a clause about the whole market, or about something set against them."""
    last = max(end for group in spots for _, end in group)
    if last > mention.start or mention.start - last > _FAR:
        return False
    told = _CONTRAST.search(folded, last, mention.start)
    if told is None or _CONTRAST.search(f", {declared}"):
        return False
    # Words that have no figure of their own may say what all of the sentence is about.
    return _DIGIT.search(_YEAR.sub("", folded[last : told.start()])) is not None
