"""Korean words that turn a value into a bound, an estimate or a change, before and after it.

Korean puts most of them after the figure, behind a particle and perhaps an adverb (30%를 크게 웃도는), so one pattern
reads the stem and leaves the ending alone.
"""

from extractors.reading import regexes as re
from extractors.reading.text.mention import Comparator

Hedge = tuple[Comparator, int]

_BEFORE_TEXT: dict[Comparator, str] = {
    ">": "초과",
    ">=": "적게는 최소 최단 최소한 적어도 못해도 줄잡아",
    "<": "거의",
    "<=": "많게는 최대 최장 많아야 기껏해야",
    "~": "약 대략 대략적으로 대충 얼추 어림잡아",
}
_BEFORE: dict[str, Comparator] = {word: sign for sign, words in _BEFORE_TEXT.items() for word in words.split()}
_BEFORE_LENGTHS = sorted({len(word) for word in _BEFORE}, reverse=True)
_LAST = frozenset(word[-1] for word in _BEFORE)

# What may not be: 초과할 수 없다, 넘어서는 아니 된다, 5%보다 작아서는 안 된다.
_MAY_NOT = r"[가-힣]{0,4}\s?(?:수\s?없|아니\s?[되된하할]|안\s?[되된돼]|못[하할한해])"
_OVER = rf"넘지 않|넘기지 않|넘지 못|넘지 아니|초과하지|(?:초과|상회|넘|보다 (?:크|커|많|높|길)){_MAY_NOT}"
_BELOW = rf"(?:미만|하회|밑도|밑돌|보다 (?:작|적|낮|짧)){_MAY_NOT}"
_STEMS: dict[str, str] = {
    "most": rf"(?:{_OVER})|이하|이내|을 넘지|까지만|한도(?!가|는|를)"
    r"|안에(?! [있든])|내에(?![가-힣])|의 범위(?:에서|\s?내|\s?안)",
    "least": rf"{_BELOW}|이상|보다 크거나 같|보다 같거나 크|보다 많거나 같|부터 시작",
    "most2": "보다 작거나 같|보다 같거나 작|보다 적거나 같",
    "under": "미만|못 미|못미|미치지 못|밑도|밑돌|하회|미달|육박|달하지 못|도달하지 못|되지 않|되지 못|모자라"
    "|모자란|채 안|안 되|안 돼|안 된|가까이|가까운|가까워|가까웠|가깝|근접|보다 작|보다 적|보다 낮"
    "|보다 짧",
    "over": "초과|넘|웃도|웃돌|상회|돌파|뛰어넘|훌쩍|남짓|보다 크|보다 큰|보다 많|보다 높|보다 긴|보다 길",
    "about": "정도|가량|안팎|내외|쯤|전후|언저리|더하기",
    "up": "증가|상승|늘고|늘며|늘린|늘려|늘어|늘었|높아|높고|높은|높인|높였|오르|오른|올려|올린|올라|올랐"
    "|성장|급증|급등|인상|뛰|뛴|확대|불어|증액|치솟|많은|많았|많아|더 많",
    "down": "감소|하락|줄고|줄며|줄인|줄여|줄어|줄었|낮아|낮고|낮은|낮추|낮춰|낮췄|내려|내린|내렸|내리|깎|떨어"
    "|급감|급락|축소|인하|감액|적은|적었",
}
_SIGNS: dict[str, Comparator] = {
    "most": "<=", "most2": "<=", "least": ">=", "under": "<", "over": ">", "about": "~", "up": "up", "down": "down",
}  # fmt: skip
_PARTICLE = r"(?:을|를|이나|이|가|은|는|에도|에는|에|도|만큼|나)?"
_ADVERB = r"(?:크게|훨씬|이미|조금|약간|다소|훌쩍|거의|채|살짝|근소하게|무려|소폭|대폭|더|각각)"
_BRACKET = r"(?:\)|\s?\([^()]{1,20}\))?"
# Every stem begins with one of these, so that most figures are left after one look.
_AFTER = re.compile(
    rf"{_BRACKET}{_PARTICLE}\s?(?:{_ADVERB}\s){{0,2}}(?:"
    + "|".join(f"(?P<{name}>{stems})" for name, stems in _STEMS.items())
    + ")"
)
_DIRECT = re.compile("여(?![가-힣])")
# 이상민, 정도전: names; 인상적, 내외국인: other words.
_GOES_ON = re.compile(r"(?:이상(?:하|한|적|기후)|정도(?:전|시)|인상(?:적|파)|내외(?:국|부)|성장(?:률|세를|동력)|이내 )")
# These belong to the figure (30% 이상); a verb behind a particle does not.
_SUFFIX = re.compile(r"\s?(?:이상|이하|이내|미만|초과|정도|가량|안팎|내외|쯤|전후|남짓)")


def before(text: str, at: int) -> Hedge | None:
    """The Korean hedge that ends at `at`, and its beginning."""
    if text[at - 1] not in _LAST:
        return None
    window = text[max(0, at - 6) : at]
    for length in _BEFORE_LENGTHS:
        word = window[-length:]
        sign = _BEFORE.get(word) if length <= len(window) else None
        if sign is None:
            continue
        begin = at - length
        if begin and "가" <= text[begin - 1] <= "힣":
            return None  # 계약 3건, 만약 3명
        return sign, begin
    return None


def after(text: str, end: int) -> Hedge | None:
    """The Korean hedge behind the figure that ends at `end`, and where the hedge's stem ends."""
    match = _AFTER.match(text, end)
    if match is None:
        direct = _DIRECT.match(text, end)
        return None if direct is None else (">", direct.end())
    name = match.lastgroup or ""
    if _GOES_ON.match(text, match.start(name)):
        return None
    suffix = _SUFFIX.fullmatch(text, end, match.end())
    return _SIGNS[name], match.end() if suffix is not None else end
