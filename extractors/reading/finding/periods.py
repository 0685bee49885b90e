"""Which year stands with which figure of a sentence, and which figures are told as the earlier ones."""

from bisect import bisect_left
from functools import cached_property, lru_cache

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Mention

_ISO = re.compile(r"(?:FY)?\d{4}(?:-(?:\d\d|[QH]\d|W\d\d)(?:-\d\d)?)?(?:/\d{4}(?:-\d\d)*)?")
_ROC = re.compile(r"1[0-4]\d(?:\s?年度?)?")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d|%|％)")
# Words between a figure and the year right behind it: "in 2030", "by the end of 2030", "(2030".
_JOINED = re.compile(
    r"^\s?(?:[(（]|(?:in|by|for|during|until|through|as of|at|over)\b)?\s?(?:the\s)?(?:(?:end|year|fiscal)\s)?"
    r"(?:of\s)?(?:fiscal\s)?(?:year\s)?$"
)
_TELLS = re.compile(r"\s?[年년]?\s?:\s?")
_FORMER_AFTER = re.compile(
    r"^[^.;。；]{0,12}?(?:\b(?:last year|a year (?:ago|earlier|before)|the year before|the previous (?:year|edition)|"
    r"previously|the prior year|in the prior)\b)"
)
_YEARS_AGO = re.compile(r" (?:of )?(?:two|three|four|five|ten|\d{1,2}|several|some) years (?:ago|earlier|before)\b")
# 1.12% (H1 2024: 1.21%), 23.7 million (Q2 2024: 22.4 million): behind the present value, with a period of its own.
_ASIDE_OF_A_PERIOD = re.compile(
    r"[\d%％a-z元人件戶家座輛명원개건)）][^\d()（）]{0,24}[(（](?:[^()（）:：]{0,12}[^\d()（）:：])?(?:19|20)\d\d[^\d()（）:：]{0,6}[:：]\s?$"
)
_THAN_THEN = re.compile(r"[較较比](?:去年|前年|上年|前一年|上一?[月季期]|前一?[月季期])(?:同期)?的?\s?$")
_BY_SO_MUCH = re.compile(r"\s?[多少高低增減减成長长上下]")
_FORMER_BEFORE = re.compile(
    r"(?:\b(?:last year(?:'s)?|previously|previous(?: year)?|a year (?:ago|earlier)|compared (?:with|to)|up from|"
    r"down from|against|versus|vs\.?|rather than|instead of|"
    r"not(?! (?:later|earlier|less|more|fewer|only|exceeding))|had been|formerly|prior year)\b[^.;,。；，]{0,24}"
    r"|(?<![較较比])(?:去年同期|去年|前一年|上一年|上年度|上年|前年|先前|此前|相較於|相比)[^。；;，]{0,12}"
    # No 目前版本, 史上次高, 市場上次級, and nothing since or after it or compared with it: 上次會議後，利率為
    r"|(?<![線线以路網网目當当史場场較较比與与跟新])(?:[前上]一?[版屆届]|[前上]一?次"
    r"(?![高低大多佳級级要數数]|[^,]{0,6}(?:[會会][議议]|[股董理][東东事]|[決决][議议]|[調调][整升降])))[^。；;，,後后]{0,12}"
    r"|(?:작년|지난해|전년|이전)(?!\s?(?:같은\s?|동)?(?:[월기]|기간)?\s?(?:보다|대비|비\b))[^.;,]{0,12}"
    # In brackets a month ago is the one before; in prose "last month" is often the one that is told of.
    r"|[(（](?:(?:the )?(?:last|previous|prior) (?:month|quarter|week)"
    r"|上[個个]?[月季週周期]|前[月季週周期]|前值|전월|전분기|전주|지난\s?달)"
    r"[^()（）\d]{0,12}|前值[^。；;，,\d]{0,4}"
    # "Much more than this year's", 比今年的, 較今年（: what the figure is compared with.
    r"|\bthan (?:(?:this|last) year'?s?|the)\s(?:[a-z]+\s){0,2}"
    r"|(?<![占佔分無无])[較较比]\s?(?:19|20)\d\d年[^，。；,;\d]{0,4}[(（]"
    r"|(?<![占佔分無无])[較较比](?=[今本去前上同往昨原預预當当]|年初|全[國国球市省年]|平均|市[場场]|目[標标])"
    r"[^，。；,;\d增減减升降長长漲涨跌成多少高低擴扩縮缩]{1,10}[的之(（]\s?)$"
)
# What was planned, estimated or printed at first. "Initially raised $10m" may be a part of the whole.
_SAID = (
    r"(?:reported|estimated|published|announced|put|given|planned|budgeted|forecast|projected|expected|scheduled|due)"
)
_AT_FIRST = re.compile(
    rf"(?:\b(?:(?:originally|initially|at first) {_SAID}|first {_SAID} (?:at|as|to))\b[^.;,\d]{{0,60}}"
    r"|\b(?:originally|initially):?\s?"
    r"|(?<![較较比])原第[^,，。；;]{1,10}[條条款項项][^。；;，,\d]{0,16}"
    r"|\bearlier version\b[^.;,\d]{0,60}"
    r"|(?<![較较比平高草中太])原(?:[先本為为訂订定擬拟估報报]|[公發发][布佈告]|披露|[計计][畫划劃]|[預预][計计期估定]|[列以])[^。；;，,\d]{0,16}"
    r"|(?<![較较比])[最起]初(?:[估預预計计]|[公宣發发][布佈稱称告]|[設设訂订]定)[^。；;，,\d]{0,12}"
    r"|(?:당초|애초)(?![^.;,\d]{0,8}(?:보다|대비))[^.;,\d]{0,16})$"
)
_ADDED = re.compile(
    r"追加|加[碼码]|[再另][增投加撥拨]|추가|(?<=[원명개%])에\s$|\b(?:further|additional|another|extra)\b"
)
# What a correction says was wrong is no value at all: 誤植為, "this article misstated it as".
_MISTAKEN = re.compile(
    r"(?:\b(?:mis(?:stated|reported|printed)|earlier version of (?:this|the|our) (?:article|story|report|page|post)"
    r"|(?:incorrectly|wrongly|mistakenly|erroneously) (?:stated|said|reported|gave|given|put|listed|published))\b"
    r"[^.;,\d]{0,60}|(?:[誤误][植為为寫写載载稱称報报刊]|原[稱称文載载])[^。；;，,\d]{0,16}|오기\s?[(（])$"
)
_MADE_RIGHT = re.compile(r"(?:으로|로) (?:바로잡|정정|수정|고칩|고쳤)")  # 163억 원을 151억 원으로 바로잡습니다
_CORRECTION = re.compile(r"corrections?\s?[:(–—-]")
_STATED_AS = re.compile(
    r"\bwas (?:stated|given|reported|printed|shown|listed) (?:as|to be) $|\bgave (?:[a-z&]+ ){1,5}(?:as|of|at) $"
)
_MISTAKEN_AFTER = re.compile(
    r"(?:으로|로)?\s?잘못|(?:으로|로)\s(?:적었|적혔|표기했|기재했|보도했|썼)으나"
    r"|\s?(?:was|were) (?:a misprint|an error|published in error)"
    r"|[」』\"]?(?:[係系为為])?(?:[誤误][植載载寫写繕缮](?!率)|有[誤误])"
)
# 올해(23조 원)보다, 2020년(4.0%)보다: a year's figure in brackets is what another one is compared with.
_A_YEAR = re.compile(r"(?:올해|금년|(?:19|20)\d\d년)(?:\s?(?:계획|목표|예산|전망|예상|실적))?\s?[(（]$")
# What an earlier edition said, which the sentence says first: "In last year's survey, the share was 57.8%".
# "In the last survey" may be the newest one, and "since the previous one" says when.
_EARLIER = (
    r"(?:(?:in|at|for) )?(?:(?:last year's|(?:the )?(?:previous|prior) (?:year's )?)\s?"
    r"(?:survey|edition|report|study|poll|release))(?! (?:year|quarter|month|week|period)\b)"
    r"|[在於于]?(?:去年|前一年|上一年|上年|[前上]一?[版次屆届])度?的?(?:調查|调查|報告|报告|研究|統計|统计|版本)[中裡裏里時时]"
    r"|(?:작년|지난해|지난번|이전) (?:조사|보고서|발표)에서[는도]?"
)
_LONGEST_LEAD = 140  # characters
_LED_IN = re.compile(rf"\s?(?:{_EARLIER})[,，]?[^,，;；\d]{{0,84}}$")
_THIS = re.compile(r"今年|本[次年屆届期]|[這这]次|此次|[現现]|\bth(?:is|ese)\b|\bnow\b|올해|이번|현재")
_COMPARED = re.compile(r"[)）]\s?보다")
_FROM = re.compile(r"\bfrom\s(?:(?!\sto\s)[^,.;]){0,20}$")
_TO = re.compile(r"\bto\b")
# 自2025年起以21.1%: since then, and not from there.
_FROM_ZH = re.compile(
    r"(?:(?<![自理經经])由(?!於|于)|[從从](?![事業业])|自(?![來来己行動动有願愿由治然家身營营用主殺杀]))"
    r"(?:(?![年月日號号度季]起(?!的|$))[^，。；,至到為为達达]){0,14}$"
)
_TO_ZH = re.compile(r"[至到為为]")
_FORMER_HEAD = re.compile(
    # Fields of a record; a last_value or last_period is the newest one.
    r"^(?:prev(?:ious)?|prior)[_ ]?(?:year|month|quarter|period|value)$|^last[_ ]?year$|^prev$|"
    # Old Quay is a place
    r"^(?:earlier|before|then|(?:a|one) (?:year|month|quarter|week) (?:ago|earlier|before)"
    r"|[較较先之]前|[較较]早|[上前]次|[對对]照[組组期]?|基期)$|"
    r"\b(?:last year|previous|prior|former)\b|^old$|\bold (?:value|figure|rate|price|estimate|forecast|series"
    r"|basis)"
    r"|(?<![較较比])(?:去年|前一年|上年|前期|原估|昨[日天]"
    r"|(?<![線线網网以路海陸陆地早晚之面目日年])[上前](?:[個个]?月|週|周|季)(?![比增减減度]))(?![^\d]{0,3}\d)|^(?:yesterday"
    r"|last (?:week|month|quarter))(?!.*\d)"
    r"|(?:작년|지난해|전년|이전|(?:전월|전주|전일|어제|지난달|지난주)(?![^\d]{0,3}\d))(?!\s?동?[월기]?\s?(?:대비|비))"
)
# A panel or a part of the page that holds what is over: 上周数据, "Last year's results", 지난해 자료.
_FORMER_PART = re.compile(
    r"(?:(?:(?:the )?(?:last|previous|prior|former) (?:week|month|quarter|year|edition)(?:s|'s)?)"
    r"(?: [a-z]+){0,2}"
    r"|(?:[上前](?:[個个一]?[年月期次]|[週周季])|去年|往[年次期]|昨[日天])[^\d]{0,2}(?:[數数][據据]|[資资]料|[情狀状]況|[情状]况"
    r"|[記记][錄录]|[結结]果|[紀纪][錄录])?"
    r"|(?:지난\s?(?:주|달|해|호)|작년|전년|전월|이전)(?:의)?\s?(?:자료|수치|현황|결과|기록|데이터)?)"
    # In numbers: last year's survey. "Results: last quarter" heads the newest ones.
    r"|[^:：]{1,40}[:：]\s?(?:(?:last|the previous) year's (?:survey|edition|report|study|poll)"
    r"|(?:去年|前一年|上一?[次屆届版])的?(?:調查|调查|報告|报告)|(?:작년|지난해) (?:조사|보고서))"
)
# A part of a page for all that is over. 歷年資料 and "Past results" may have the newest as well.
_ARCHIVE = re.compile(
    r"(?:(?:figures|results|facts|data|numbers|reports) (?:for|from|of) )?(?:the )?"
    r"(?:(?:previous|prior|earlier|past|former) (?:(?:financial |fiscal |academic )?years|editions)"
    r"|(?:previous|prior) (?:financial |fiscal |academic )?year)'?s?"
    r"(?: (?:figures|results|facts|data|numbers|reports))?"
    r"|archived? (?:figures|results|data|facts|numbers)"
    r"|(?:以往|[過过]?往|先前|前[幾几]|以前)各?(?:年度?|[屆届期])的?"
    r"(?:[數数][據据]|[資资]料|成果|[統统][計计]|[績绩]效|[業业][績绩]|[紀纪][錄录]|[報报]告)?"
    r"|(?:이전|지난|과거) (?:연도|년도|해들?)(?:의|별)? ?(?:자료|실적|성과|통계|수치|기록)?"
)
# The same goes on to its value of now; "$5bn last year and profit $1bn", "on roads last year and £3bn on rail" do not.
_GOES_ON = re.compile(
    r"\s?(?:last year|a year (?:ago|earlier)|the year before),? (?:and|but|then|yet) "
    r"(?:(?:now|it|is|are|was|were|will|would|has|have|should|could|may)\b[^,]*)?"
)
_OF_NOW = re.compile(r"[^.,;]{0,16}\b(?:this|next) (?:financial |fiscal )?year\b|[^.,;]{0,12}\bnow\b")
_ADJACENT = 1  # characters between a year and its figure: 從2024年3,187億美元的規模，增至2030年的
_NEXT_CLAUSE = re.compile(r"[,，;；]\s?(?:(?:and|while|but) )?(?:in |而|至於)?")
_PARTED = re.compile(r"[;；。]|\.\s")
# …來到894.5 GWh，但不如2023年的38.8%: nor is a year with which something else is compared in the next clause.
_NO_MORE = re.compile(
    r"[;；。]|\.\s|[,，]\s?(?:但|卻|却|惟|而|不過|不过|比)[^,，]{0,14}?(?:不如|不及|低於|低于|高於|高于|優於|优于|遜於|逊于|較|较|比)"
    r"|,\s(?:but|though|yet|although) [^,]{0,40}\b(?:than|below|above|short of)\b"
)
_WITH_A_DAY = re.compile(r"-\d\d-\d\d$")
_MENDED = re.compile(r"\s?(?:更正|修正|[訂订]正|수정|정정|개정)")
Dated = tuple[int, int, str]


def years(mentions: list[Mention], text: str) -> list[Dated]:
    """The periods a text names: (start, end, ISO), from its date mentions, else from bare years."""
    found = [(m.start, m.end, m.date) for m in mentions if m.date]
    found += [(m.start, m.end, f"{m.low}/{m.high}") for m in mentions if _between_years(m)]
    covered = {place for m in mentions if m.date or m.kind in _WITH_DIGITS for place in range(m.start, m.end)}
    for match in _YEAR.finditer(text):
        if match.start() not in covered:
            found.append((match.start(), match.end(), match.group()))
    return sorted(found)


_WITH_DIGITS = ("money", "percent", "percentage_point", "quantity", "duration", "range")


def _between_years(mention: Mention) -> bool:
    """ "between 2025 and 2028" is a period, not a range of numbers."""
    low, high = mention.low, mention.high
    return mention.unit is None and low is not None and high is not None and 1900 <= low < high <= 2100


class Sentence:
    """One text with its figures in order: which are neighbours, and which period belongs to which."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self.text = text
        self.folded = fold(text)
        self.mentions = mentions
        self.dates = [date for date in years(mentions, text) if not self._of_a_correction(date)]
        taken = {start for start, _, _ in self.dates}
        self.marks = [m for m in mentions if not m.date and m.start not in taken]
        self._place = {m.start: place for place, m in enumerate(self.marks)}
        self._next_same: dict[int, Mention] = {}
        self._last_same: dict[int, Mention] = {}
        latest: dict[str, Mention] = {}
        for mark in self.marks:
            before = latest.get(mark.kind)
            if before is not None:
                self._next_same[before.start] = mark
                self._last_same[mark.start] = before
            latest[mark.kind] = mark
        self._periods = self._assign()

    def _of_a_correction(self, date: Dated) -> bool:
        """Whether it is the day of a correction, and no period: （10月14日更正，原發布為1.43%）."""
        return _WITH_A_DAY.search(date[2]) is not None and _MENDED.match(self.folded, date[1]) is not None

    @cached_property
    def _may_say_first(self) -> bool:
        """Whether words for an earlier or a wrong value may stand in it: cheaper than the patterns, and mostly not."""
        said = self.folded
        latin = "origin" in said or "initial" in said or "first" in said or "earlier" in said or "wrong" in said
        east = "原" in said or "初" in said or "誤" in said or "误" in said or "초" in said or "오기" in said
        return (
            latin
            or east
            or "mis" in said
            or "erro" in said
            or "잘못" in said
            or "correct" in said
            or "으나" in said
            or "바로잡" in said
            or "정정" in said
        )

    def period(self, mention: Mention) -> str | None:
        """The period that stands with a figure in its own text."""
        return self._periods.get(mention.start)

    def next_same(self, mention: Mention) -> Mention | None:
        """The next figure of its kind."""
        return self._next_same.get(mention.start)

    def clause(self, mention: Mention) -> tuple[int, int]:
        """From the end of the last figure of its kind to the start of the next one."""
        before, after = self._last_same.get(mention.start), self._next_same.get(mention.start)
        return (before.end if before else 0, after.start if after else len(self.text))

    def former(self, mention: Mention) -> bool:
        """Whether the words round a figure tell it as last year's, or as what another one is compared with."""
        place = self._place.get(mention.start)
        before = self.marks[place - 1].end if place else 0
        after = self.marks[place + 1].start if place is not None and place + 1 < len(self.marks) else len(self.text)
        folded = self.folded
        if _FORMER_BEFORE.search(folded[max(before, mention.start - 60) : mention.start]):
            # "£3.1bn last year and £3.6bn this year": the words belong to the figure that they stand right behind.
            goes_on = place and _GOES_ON.fullmatch(folded, before, mention.start) is not None
            if not goes_on or _OF_NOW.match(folded, mention.end) is None:
                return True
        if place and self.folded[before : mention.start] == "、" and self._then(self.marks[place - 1]):
            return True  # 前一年為 2,207 位、3,415 萬元
        if _THAN_THEN.search(folded, max(0, mention.start - 10), mention.start) and (
            mention.text[-1:] in "多少" or _BY_SO_MUCH.match(folded, mention.end)
        ):
            return True  # 比前年 50,347 件多 1.8%
        if self._led_in(mention) or self._at_first(mention, before, after) or self.aside(mention):
            return True
        if " years " in folded and _YEARS_AGO.match(folded, mention.end):
            return True
        if _COMPARED.match(folded, mention.end) and _A_YEAR.search(folded, max(0, mention.start - 14), mention.start):
            return True
        said = _FORMER_AFTER.match(folded[mention.end : min(after, mention.end + 60)])
        # In "44.89bn (previously 36.06bn)" the word belongs to the figure right behind it.
        if said and (after == len(self.text) or folded[mention.end + said.end() : after].strip(" :")):
            return True
        return self.moved_to(mention) is not None or self._fallen_from(place)

    def _fallen_from(self, place: int | None) -> bool:
        """Whether a figure is what the one right before it moved from: "slowed to 4.6% from 4.7%"."""
        if not place or self.marks[place].kind != self.marks[place - 1].kind:
            return False
        before, mention = self.marks[place - 1], self.marks[place]
        if _FROM_THEN.fullmatch(self.folded, before.end, mention.start) is None:
            return False
        return _REACHED.search(self.folded, max(0, before.start - 24), before.start) is not None

    def compared(self, mention: Mention) -> Mention | None:
        """The figure set against this one in one breath: 18,811건보다 8.4% 많은 20,394건, 較上月的3.35%降至3.33%."""
        following = self._next_same.get(mention.start)
        if following is None or any(mark in self.folded[mention.end : following.start] for mark in ",，;；。"):
            return None
        than = self.folded.startswith("보다", mention.end)
        return following if than or _THAN_ITS.search(self.folded, max(0, mention.start - 16), mention.start) else None

    def _at_first(self, mention: Mention, before: int, after: int) -> bool:
        """Whether it is what was planned or told at first; not where only more of the same follows: 追加5億元."""
        if not self._may_say_first or not _AT_FIRST.search(self.folded, max(before, mention.start - 90), mention.start):
            return False
        return _ADDED.search(self.folded, mention.end, min(after, mention.end + 40)) is None

    def mistaken(self, mention: Mention) -> bool:
        """Whether a correction gives a figure as what was wrong."""
        if not self._may_say_first:
            return False
        place = self._place.get(mention.start)
        if _CORRECTION.match(self.folded) and _STATED_AS.search(self.folded, 0, mention.start):
            return True
        following = self._next_same.get(mention.start)
        if following is not None and _MADE_RIGHT.match(self.folded, following.end):
            between = self.folded[mention.end : following.start]
            if len(between) < 12 and between[:1] in ("을", "를"):
                return True
        near = max(self.marks[place - 1].end if place else 0, mention.start - 110)
        before = _MISTAKEN.search(self.folded, near, mention.start)
        return before is not None or _MISTAKEN_AFTER.match(self.folded, mention.end) is not None

    def _then(self, mention: Mention) -> bool:
        """Whether the words right before a figure say that it is an earlier one."""
        place = self._place.get(mention.start)
        before = self.marks[place - 1].end if place else 0
        return _FORMER_BEFORE.search(self.folded, max(before, mention.start - 60), mention.start) is not None

    def aside(self, mention: Mention) -> bool:
        """Whether it stands in brackets behind a figure, with a period of its own: 1.12% (H1 2024: 1.21%)."""
        if not self.folded.endswith((":", "：", ": ", "： "), 0, mention.start):
            return False
        return _ASIDE_OF_A_PERIOD.search(self.folded, max(0, mention.start - 70), mention.start) is not None

    def _led_in(self, mention: Mention) -> bool:
        """Whether the sentence, or its part behind a semicolon, begins with an earlier edition that says the figure."""
        near = max(0, mention.start - _LONGEST_LEAD)
        begin = self.folded.rfind(";", near, mention.start) + 1
        if near and not begin:
            return False
        led = _LED_IN.match(self.folded, begin, mention.start)
        return led is not None and _THIS.search(led.group()) is None

    def moved_to(self, mention: Mention) -> Mention | None:
        """The second figure of "from X to Y", 由X增至Y, X에서 Y로, of which the mention is the first."""
        following = self._next_same.get(mention.start)
        if following is None:
            return None
        between = self.folded[mention.end : min(following.start, mention.end + 80)]
        if "。" in between:
            return None
        if between.startswith("에서"):
            return following
        before = self.folded[max(0, mention.start - 30) : mention.start]
        english = _FROM.search(before) is not None and _TO.search(between) is not None
        chinese = _FROM_ZH.search(before) is not None and _TO_ZH.search(between) is not None
        return following if english or chinese else None

    def _tells(self, mark: Mention, year: Dated, following: int) -> bool:
        """Whether a year between two figures is that of the second: 62.1% (2019: 65.3%)."""
        between = self.folded[mark.end : year[0]]
        apart = not any(map(str.isalnum, between))
        if apart and between.strip() == "(" and not self.folded[year[1] : following].strip():
            return True  # 34.2萬人次(2024年36.9萬人次)
        return apart and _TELLS.fullmatch(self.folded, year[1], following) is not None

    def _parted(self, mark: Mention, before: Dated, after: Dated) -> bool:
        """Whether a figure has its year before it in its own clause, and the next year begins another clause."""
        said = self.folded
        return _NEXT_CLAUSE.fullmatch(said, mark.end, after[0]) is not None and not any(
            point in said[before[1] : mark.start] for point in ",;，；"
        )

    def _assign(self) -> dict[int, str]:
        dates, marks = self.dates, self.marks
        if not dates or not marks:
            return {}
        if len(dates) == len(marks) > 1 and (dates[0][0] > marks[-1].start or marks[0].start > dates[-1][0]):
            # "36bn and 356bn in 2024 and 2030": as many years as figures, all on one side.
            return {m.start: date[2] for m, date in zip(marks, dates, strict=True)}
        starts = [date[0] for date in dates]
        year_first = starts[0] < marks[0].start
        result: dict[int, str] = {}
        for place, mark in enumerate(marks):
            last = marks[place - 1].start if place else -1
            following = marks[place + 1].start if place + 1 < len(marks) else len(self.text) + 1
            here = bisect_left(starts, mark.start)
            before = dates[here - 1] if here and starts[here - 1] > last else None
            behind = bisect_left(starts, mark.end)
            after = dates[behind] if behind < len(dates) and starts[behind] < following else None
            if after and following <= len(self.text) and self._tells(mark, after, following):
                after = None
                if before is None:
                    continue
            if after and after[0] - mark.end < 40 and _JOINED.match(self.folded[mark.end : after[0]]):
                choice: Dated | None = after
            elif year_first:
                # Behind a semicolon another year begins, which is not that of the figures before it.
                ends = _PARTED if before or not here else _NO_MORE
                parted = after is not None and ends.search(self.folded, mark.end, after[0]) is not None
                choice = before or (None if parted else after)
            elif before and (mark.start - before[1] <= _ADJACENT or (after and self._parted(mark, before, after))):
                choice = before
            else:
                choice = after or before
            result[mark.start] = (choice or dates[max(0, here - 1)])[2]
        return result


_FROM_THEN = re.compile(
    r"\s?(?:(?:in|a|the|this|last|year|month|quarter|earlier|ago|on) ){0,4}from (?:an? |the |its )?"
    r"(?:(?:upwardly|downwardly|revised|previous|prior|about|around|nearly|roughly|just|only|over|under) ){0,2}"
)
_REACHED = re.compile(r"\bto (?:[a-z]+ ){0,2}$")
_THAN_ITS = re.compile(r"[較较比][^，。；,;\d]{1,10}[的之]\s?$")
_MOVES = re.compile(
    r"[升增降減减跌漲涨提調调改變变擴扩縮缩上下拉翻回滑成]|\b(?:r[io]s|increas|gr[eo]w|climb|jump|improv|widen|f[ae]ll|dropp?|declin"
    r"|decreas|narrow|slipp?|went|moved|cut|rais|lower|chang|up|down)|오|올|늘|내|줄|높|낮|뛰|불어|치솟|떨|커|작아|급증|급감|인상|인하|상승|하락|증가|감소|개선|확대|축소|전환|바뀌"
)


def moves(folded: str, first: Mention, second: Mention) -> bool:
    """Whether words by two figures say that one became the other: no range of fines from 5% to 10%."""
    return _MOVES.search(folded, max(0, first.start - 48), min(len(folded), second.end + 12)) is not None


@lru_cache(maxsize=1024)
def canonical(period: str) -> str:
    """A declared period as dates are read: 2023/24 is 2023/2024, Q2 2024 is 2024-Q2, 民國113年 is 2024.

    >>> canonical("2023/24"), canonical("FY2031"), canonical("2024")
    ('2023/2024', 'FY2031', '2024')
    """
    if _ROC.fullmatch(period):
        return str(int(period[:3]) + 1911)
    found = figures(period) if not _ISO.fullmatch(period) else []
    return found[0].date or period if len(found) == 1 and found[0].text == period.strip() else period


def matches(period: str, wanted: str) -> int:
    """2: the very period; 1: an end of the period from-to; 0: another one."""
    if period == wanted or period.startswith(f"{wanted}-") or period.removeprefix("FY") == wanted.removeprefix("FY"):
        return 2
    ends = period.split("/")
    if len(ends) == 2 and any(end == wanted or end.startswith(f"{wanted}-") for end in ends):
        return 1
    return 0


def former_part(headers: tuple[str, ...]) -> bool:
    """Whether the nearest heading says that what stands under it is over."""
    return bool(headers) and _FORMER_PART.fullmatch(fold(headers[-1]).strip(" :：()（）")) is not None


_SOURCES = re.compile(
    r"(?:references|bibliography|citations|works cited|footnotes|endnotes)"
    r"|[參参]考(?:[資资]料|文[獻献])|引[用註注](?:[資资]料|文[獻献])?|[資资]料[來来]源|[腳脚尾]註|[腳脚尾]注|참고\s?(?:문헌|자료)|출처|각주"
)


def of_sources(headers: tuple[str, ...]) -> bool:
    """Whether the nearest heading is that of a list of references: what stands in it is somebody else's figure."""
    return bool(headers) and _SOURCES.fullmatch(fold(headers[-1]).strip(" :：()（）[]")) is not None


def archived(headers: tuple[str, ...]) -> bool:
    """Whether a heading says that the part of the page is of years before: "Previous years"."""
    return any(_ARCHIVE.fullmatch(fold(text).strip(" :：()（）")) for text in headers)


def former_heading(texts: tuple[str, ...]) -> bool:
    """Whether a table's row or column heading says last year's."""
    return any(not _SAID_IN_FULL.search(text) and _FORMER_HEAD.search(fold(text)) for text in texts)


_SAID_IN_FULL = re.compile(r"[。！!]$|.{24}\.$")  # the fields beside a record's may be sentences
