"""Figures that are told no more, or not yet: under review, discontinued, 暫停發布, 另行公告, 추후 공표.

Only what is so now counts: a series that was suspended and is told again has its figure, and a condition
(如有變動另行公告) or what is said in passing of something else （青年失業率另行公布） takes nothing from the words.
"""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import Spots, fold
from extractors.reading.finding.clauses import TIME
from extractors.reading.text.mention import Mention

_ENGLISH = re.compile(
    r"\b(?:(?<!year )(?<!years )(?<!period )(?<!quarter )(?<!month )(?<!half )under"
    r" (?:audit|review|revision|investigation)"
    r"|(?<!\bhad )not (?:yet )?(?:been )?"
    r"(?:available(?! (?:to|online|at)\b)|(?:published|disclosed|released)(?! until\b)"
    r"|(?:reported|known)(?! (?:since|below|above)\b)|(?:recorded|collected)(?! (?:as|by|in|at|on|under|since)\b))"
    r"|(?:did|does|(?<!you )(?<!they )(?<!we )do|has|have) not (?:yet )?(?:disclose|publish|report|release|announce)d?"
    r"|could not be (?:calculated|published|determined|compiled|estimated)"
    r"|no longer (?:(?:publish|report|release|disclose|compile|produce)(?:d|es|s|ed)?|updated"
    r"|available(?! (?:to|online)\b))"
    r"|(?:is|are) no longer collected"
    r"|(?<!never been )(?<!unless )withdrawn(?! (?!this\b|unless\b)[a-z]{3,}s\b)"
    r"|being (?:re)?(?:calculated|counted|checked|audited|reviewed)"
    r"|(?:figures?|data|rates?|numbers|statistics|estimates) (?:was|were|is|are|ha(?:s|ve) been)"
    r" (?:withheld|suppressed|unavailable)"
    r"|(?:series|index|statistics?|data|figures?|estimates?|survey|publication|release|index)\b[^.;,]{0,60}"
    r" (?:has|have) been (?:suspended|discontinued|postponed|suppressed)"
    r"|(?:has|have|is|are) yet to be (?:announced|published|released|reported|determined)"
    r"|(?:is|are|remains?) (?:still )?to be (?:confirmed|announced|decided|determined)(?! by)"
    r"|be (?:published|released|announced|reported) (?:later|at a later date|in due course|separately)"
    r"|(?:is|are|was|were|remains?)(?: still)? (?:n/?a|unavailable)|tb[acd])\b"
    r"|: (?:tb[acd]|n/?a|suppressed|withheld|unavailable)\b"
)
# What any of these patterns has: cheaper to look for, and mostly not there.
_MAY_BE_ENGLISH = (
    "under ", "not ", "no longer ", "withdrawn", "withheld", "being ", "yet to be ", "to be ", "be published",
    "be released", "be announced", "be reported", "been suspended", "been discontinued", "been postponed",
    " tb", " n/a", " na", "suppressed", "unavailable",
)  # fmt: skip
_STOPPED = r"(?:停止|[暫暂]停|[暫暂][緩缓]|延[後后]|推[遲迟]|取消)"
_TELL = r"(?:公[布佈告開开]|發[布佈]|发布|提供|揭露|披露)"
_NOT_WHAT_FOLLOWS = r"(?!之?前|以前|[細细]|明[細细])"
_AT_THE_END = r"(?=\s*(?:[，,。；;)）]|$))"
_EASTERN = re.compile(  # first any character that one begins with, which is four times as fast
    "(?=[從从重查審审統统核盤盘尚暫暂不未停延推撤另將将日稍擇择資资數数待無无取下미비집재검감공발추별자확정중통지조철산])"
    r"(?:重新[盤盘核計计統统查][計计查算點点]?(?![後后為为的])"
    r"|(?:查核|審計|审计|統計|统计|核算|盤點|盘点)中(?![位心央古間间文])"
    rf"|(?:尚未|[暫暂]不|不再|不予|未予?)(?:[對对]外|[單单][獨独])?{_TELL}(?![細细]|明[細细])"
    rf"|{_STOPPED}(?:[對对]外|[單单][獨独])?{_TELL}{_NOT_WHAT_FOLLOWS}"
    rf"|(?:不再|{_STOPPED})(?:編[製制]|编制|[統统][計计]|更新){_NOT_WHAT_FOLLOWS}"
    rf"|撤回|(?:撤下|下架){_AT_THE_END}|[無无]法(?:[計计]算|[統统][計计])"
    rf"|(?:另行|[將将]另行|日[後后]|稍[後后]|[擇择]期)(?:{_TELL}|通知)"
    r"|尚未(?:核定|[確确]定|[統统][計计]|[彙汇][整總总])|(?:[資资數数][料據据])?[從从]缺"
    rf"|(?:未予?(?:[統统][計计]|[記记紀纪][錄录])|(?<![接招等優优期])待(?:定|公[布佈告])|[尚暫暂]?未[確确]?定|尚?待[確确][認认]"
    rf"|[無无](?:資料|数据|數據)){_AT_THE_END}"
    r"|미공개|미발표|미공표|비공개(?! (?:기업|회사|법인))|(?:집계|재산정|검토|감사) 중(?!단| 확인)"
    r"|(?:공개|발표|공표|집계)하지 않(?!았지만|았으나|았다가)"
    r"|(?:추후|별도)\s?(?:공표|공개|발표|고시|안내|공지|공고)(?!가 없)"
    r"|(?<![가-힣])미정(?=[이으은인,.\s)]|$)(?!이던|이었던|인 )|자료\s?없음"
    r"|(?:집계|발표|공개|공표|확정)되지 않(?!은|았지만|았으나)|정해지지 않(?!은|았지만|았으나)|산출이 불가능"
    r"|중단(?:됐|되|한|했)|(?:통계|지표|조사|지수)[가-힣]{0,2} 폐지|공표에서 제외"
    r"|(?:발표|공표|공개|집계)[가이를은는]?\s?(?:잠정\s)?(?:연기|유예|취소)(?! 끝)|철회(?:했|됐|되|하))"
)
_VERB = r"(?:was|is|were|are|has|have|rose|fell|stood|came|reached|remains?|averaged|amounted|totall?ed)\b"
# Another's, only if, or then: "Inflation (2025 not yet available): 3.2%", 如有變動另行公告, "which was not …, was 3%".
_IN_PASSING = re.compile(
    r"[(（][^()（）]{0,80}[)）]|\[[^\[\]]{0,60}\]|\s[–—] (?:which|who|not)\b[^–—]{0,80} [–—]"
    rf"|, (?:which|who|whose|that|not|in|with|no longer|under|unless|including|excluding"
    r"|(?:the )?[a-z]+ of (?:which|whom))\b"
    rf"[^,.;]{{0,90}}, (?=(?:and )?{_VERB})"
    rf"|\b(?:(?:that|who|which) (?:has|have|had|was|were|are|did|do|does)|excluding|including|except)\b[^,.;]{{0,60}}?"
    rf" (?={_VERB})"
    rf"|(?:如有?|若有?|倘有?|除)[^，,。；;]{{1,16}}(?:另行|日[後后]|[擇择]期){_TELL}(?:者?外|者)?"
    r"|(?:변동|변경)\s?(?:시|되면|될 경우|사항은)[^,.]{0,8}(?:추후|별도)\s?(?:공지|공고|안내|고시)"
)
_TOLD_AGAIN = re.compile(
    r"(?<![將将待擬拟])(?<!尚未)(?<!預計)(?<!预计)(?:恢[復复]|重[啟启])|재개(?!\s?(?:예정|할))|다시\s?(?:공개|공표|발표)[됐되했한]"
    r"|(?<!will )(?<!to )(?<!until )\b(?:resumed|reinstated|restored|reintroduced)\b"
    r"|\bha(?:s|ve) (?:now|since) been (?:corrected|published|released)\b"
    r"|\b(?:estimated|put|thought|believed) (?:at|to be)\b"
)
_AGAIN = (
    "恢", "重", "재개", "다시", "resumed", "reinstated", "restored", "reintroduced", "been ", "estimated", "put ",
    "thought", "believed",
)  # fmt: skip
_CLAUSE = re.compile(r"[，,;；。:：]|\.\s| (?:but|while|though|although|and) ")
# 延後公布一天，結果為3.4%; ", is £995", "but sources said it was £12m": no subject of its own, so still of the words.
_SAME_SUBJECT = re.compile(
    r"\s*(?:[結结]果|[實实][際际]|最[終终後后]|目前|[現现]|[暫暂]|仍|[預预]估|估[計计]|公[布佈]|按|以|每人|[為为是達达約约])*\s*$"
    r"|\s*(?:(?:now|still|currently|provisionally|last|then) )?"
    rf"(?:{_VERB}|stays?\b|costs?\b|could\b|would\b|may\b|[a-z]{{3,}}ed\b)"
    r"|.*\bit (?:is|was|has|had|at|stands|stood|came|now|could|would|to|will)\b|.*\bsuggests?\b"
)
_KOREAN = re.compile(r"[가-힣]")
_SUBJECT_KO = re.compile(r"[가-힣][은는이가]\s")
# 公司不再公布月活躍用戶數，員工…: said of what follows.
_OF_WHAT_FOLLOWS = re.compile(
    r"(?:(?:尚未|[暫暂]不|不再|不予|[並并]?未予?|[沒没]有)(?:[對对]外|[單单][獨独])?(?:公[布佈告開开]|發[布佈]|发布|揭露|披露|[統统][計计])"
    r"|\b(?:(?:did|does|do|has|have) not (?:yet )?(?:disclose|publish|report|release)d?"
    r"|no longer (?:disclose|publish|report|release|collect)(?:s|es|d)?)(?: (?:its|the|their|a|any|data on))?)\s?$"
)
# "The estimate of net migration of 685,000 people has been withdrawn": the figure itself.
_THE_FIGURE = re.compile(r"\b(?:estimate|figure|statistic|value)s? (?:of|for) [^.;,]{0,60}$")
_IS_WITHDRAWN = re.compile(r"(?: [a-z]+)? (?:has|have|was|were) (?:since |now |later )?(?:been )?withdrawn\b")
_FAR = 160
_NUMBER = re.compile(r"\d[\d,.]*")
_ANAPHORS = re.compile(
    r"\b(?:figures?|amounts?|totals?|numbers?|values?|sums?|levels?|the|an?)\b|金[額额]|[數数][字量額额]|[總总][額额計计量數数]"
    r"|規模|规模|수치|금액|규모|총"
)


def told_no_more(folded: str) -> str | None:
    """The words that say that what a text speaks of is not told any more, or not yet; None where none do."""
    found = _first(folded)
    if found is None:
        return None
    said = _IN_PASSING.sub("", folded)
    found = _first(said)
    if found is None or (any(word in said for word in _AGAIN) and _TOLD_AGAIN.search(said, found.end())):
        return None
    return found.group().strip(" :")


def may_be(folded: str) -> bool:
    """Whether such words stand anywhere in a text: asked once, as most have none."""
    return _first(folded) is not None


def _first(said: str) -> re.Match[str] | None:
    english = _ENGLISH.search(said) if any(words in said for words in _MAY_BE_ENGLISH) else None
    return english if english is not None or said.isascii() else _EASTERN.search(said)


def withdrawn(folded: str, mention: Mention, spots: Spots, maybe: bool) -> str | None:
    """The words by which the figure is another's, as the declared words' own is told no more; None where it is theirs.

    "The Trust's income is under audit; mooring fees made up £4.11 million": what is under audit has no figure. Where a
    statement about the words has ended before the figure, without one of its own, they are quoted. `maybe`: `may_be`.
    """
    if maybe:
        folded = _IN_PASSING.sub(lambda found: " " * len(found.group()), folded)
    last = max((end for own in spots for start, end in own if not folded[start:end].isspace()), default=-1)
    if not 0 <= last <= mention.start or mention.start - last > _FAR:
        return None
    if _THE_FIGURE.search(folded, 0, mention.start) and (gone := _IS_WITHDRAWN.match(folded, mention.end)):
        return gone.group().strip()
    between = folded[last : mention.start]
    if maybe and (found := told_no_more(between)) is not None and not _goes_on(between, found):
        return found
    if _CLAUSE.search(between) is not None:
        for own in spots:
            before = [
                said.group() for start, _ in own if (said := _OF_WHAT_FOLLOWS.search(folded, max(0, start - 48), start))
            ]
            if before and len(before) == len(own):
                return before[0].strip()
    parted = between.rfind(";") if ";" in between else between.rfind("；")
    if parted < 0:
        return None
    subject = _ANAPHORS.sub("", TIME.sub("", fold(mention.metric or ""))).strip()
    if len(subject) > 1 and _NUMBER.search(between[:parted]) is None:
        return between[:parted].strip()
    return None


def _goes_on(between: str, found: str) -> bool:
    """Whether what stands behind the words of withdrawal still speaks of the declared words.

    So it is in the same clause (fines on banks under investigation came to …), and in one without another subject.
    """
    rest = between[between.find(found) + len(found) :]
    if _KOREAN.search(rest):
        return _SUBJECT_KO.search(rest) is None
    clause = _CLAUSE.split(rest)[1:]
    return not clause or _SAME_SUBJECT.match(clause[-1]) is not None
