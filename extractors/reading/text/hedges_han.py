"""Chinese words that turn a value into a bound, an estimate or a change, before and after it."""

from extractors.reading import regexes as re
from extractors.reading.text.mention import Comparator

Hedge = tuple[Comparator, int]  # what it says, and where it begins (before a figure) or ends (after one)

_BEFORE_TEXT: dict[Comparator, str] = {
    ">": "超過 超过 超逾 逾 突破 衝破 冲破 升破 漲破 涨破 貶破 破 首破 站上 跨過 跨过 跨越 越過 超越 超 超出"
    " 遠超 远超 高於 高于 高過 高过 大於 大于 大過 大过 多於 多于 多過 多过 優於 优于 勝過 不止 不只"
    " 何止",
    ">=": "至少 年滿 年满 最少 起碼 起码 少說 少说 少說也 少则 少則 不少於 不少于 不低於 不低于 不下於 不下于"
    " 不下 不小於 不小于 最低 最低至 最短 下限 下限是 下限為 下限为 下探 守住 站穩 站稳 大於等於"
    " 大于等于 大於或等於 大于或等于 高於或等於 高于或等于 等於或大於 不短於",
    "<": "未滿 未满 不滿 不满 不到 不足 不夠 不够 低於 低于 低過 低过 少於 少于 少過 少过 小於 小于 小過"
    " 未達 未达 未及 不及 不達 不达 未足 跌破 摜破 跌穿 失守 沒到 没到 近 將近 将近 接近 逼近 直逼 迫近"
    " 近乎 幾近 几近 趨近 趋近 幾達 直追 挨近",
    "<=": "最多 至多 頂多 顶多 充其量 不超過 不超过 不超出 不逾"
    " 最高支援 最高支持 最多支援 最多支持 不高於 不高于 不大於 不大于 不多於 不多于"
    " 不長於 最高 最長 最长 上看 上探 上限 上限是 上限為 上限为 上限達 限購 限购 小於等於 小于等于"
    " 小於或等於 小于或等于 低於或等於 低于或等于 等於或小於 多則 多则",
    "~": "約 约 約有 约有 約占 約佔 约占 約達 约达 約計 約為 约为 約當 約合 约合 大約 大约 大約有 大概 約莫"
    " 約略 大致 差不多 概估 粗估 粗估約 估計約 估約 左右",
    "up": "成長 增長 增长 增加 上升 上漲 上涨 提高 提升 年增 月增 季增 增幅 增幅為 增幅達 漲幅 漲幅達 涨幅"
    " 涨幅达 加重 擴大 扩大 拉長 拉长 調高 调高 調升 调升 上調 上调 上修 躍升 跃升 飆升 飙升"
    " 攀升 回升 揚升 上揚 升息 加息 多出 高出 高了 多了 升值 漲價 涨价 調漲 调涨 增 升 漲 涨",
    "down": "負成長 负增长 負增長 下降 下跌 減少 减少 衰退 下滑 降低 年減 年减 月減 月减 季減 季减 降幅 降幅達"
    " 減幅 减幅 減幅達 跌幅 跌幅達 縮小 缩小 縮短 缩短 調降 调降 下調 下调 下修 調低 调低 縮減 缩减"
    " 萎縮 萎缩 減輕 回落 再降 續降 降息 減息 减息 蒸發 蒸发 重挫 下挫 貶值 贬值 少了 低了 降價 降价"
    " 跌價 跌价 跌 減 减 降",
}  # fmt: skip
_AFTER_TEXT: dict[Comparator, str] = {
    ">=": "以上 起 起跳 起步 起算 及以上 或以上 或更多",
    "<=": "以下 以內 以内 內 内 及以下 或以下 或更少 之內 之内 為限 为限 為上限 为上限 封頂 封顶",
    ">": "強 强 餘 余 多 有餘 有余 開外 开外 出頭 出头",
    "<": "弱 不到 未滿 未满 不足",
    "~": "左右 上下 或左右 前後 前后 之譜 光景",
    "up": "成長 的成長 增长 的增长 的增長",
    "down": "的下降 的衰退 的跌幅",
}
_BEFORE: dict[str, Comparator] = {word: sign for sign, words in _BEFORE_TEXT.items() for word in words.split()}
_AFTER: dict[str, Comparator] = {word: sign for sign, words in _AFTER_TEXT.items() for word in words.split()}
_BEFORE_LENGTHS = sorted({len(word) for word in _BEFORE}, reverse=True)
_AFTER_LENGTHS = sorted({len(word) for word in _AFTER}, reverse=True)
_LAST = frozenset(word[-1] for word in _BEFORE)
# What may stand between a bound and its figure: 最高可達, 至少需要, 超過了, 漲了.
_FILLER = re.compile(
    r"(?:了|有|達|达|為|为|是|在|至|到|占|佔|要|需|需要|須|可|可達|可达|也有|也要|將|将|會|会|得|共|每|每[月年人日戶户件案股坪桶噸吨次]"
    r"|每一?[盎加][司侖仑])$"
)
_DAYS_LAST = frozenset("日天時时")  # 30日內 is a time limit; 五年內 mostly says when
INCLUDED = ("(含)", "（含）")  # 5萬元（含）以上
_MODAL = frozenset("可要需須得會会每")

# Other words end in these: 契約3份, 附近3家, 打破5項, 賣超3億元.
_NO_HEDGE = {
    "約": "條契合預節特簽公履違解租締毀邀",
    "约": "条契合预节特签公履违解租缔毁邀",
    "近": "附最鄰邻親亲靠",
    "破": "打",
    "超": "賣卖買买逆順顺華",
    "減": "加",
    "增": "新",
    "增加": "新",
    "升": "公",
    "不下": "心高持僵",
}
_DENIED = re.compile(r"(?:[不未][能得會会應应可宜曾敢再]?|[沒没]有?)$")
_NOT = frozenset("不未沒没近")  # words that begin with a "not" of their own aren't denied again
_SPAN = re.compile(r"[0-9一二三四五六七八九十兩两百]{1,4}\s?(?:年|個月|个月|週|周|天|日|季|個季度)")
# 強化, 強制, 強大 are other words than the 強 of 三成強; 成長率 is a rate, 成長目標 a goal; 起源 is a beginning.
_GOES_ON = {
    "強": "化制調调烈大勢势點点項项敵敌度力者國国震颱台風风",
    "强": "化制調调烈大勢势點点項项敵敌度力者國国震颱台風风",
    "弱": "勢势點点化者國国",
    "成長": "率目區动動空型潛參基期股因性至到為成",
    "的成長": "率目區动動空型潛參基期股因性至到為成",
    "增长": "率目区动空型潜参基期因至到为成",
    "的增长": "率目区动空型潜参基期因至到为成",
    "增長": "率目區動空型潛參基期因至到為成",
    "的增長": "率目區動空型潛參基期因至到為成",
    "起": "源初碼码因訴诉草飛飞伏點点自",
    "內": "政部容地閣销銷外線部",
    "内": "政部容地阁销外线部",
    "多": "元年家數数位個个名項项頭头樣样邊边方",
}
_FIGURE = frozenset("0123456789一二兩两三四五六七八九十百千萬万")
_SURPLUS = re.compile(r"(?:^|[^买買流投收支])[出入]$")  # 出超 and 入超 are balances of trade; 买入超百亿 is more than
_THAN = re.compile(
    r"(?<![占佔同環环分對对])[比較较](?![例重率])[^，。；,;]{1,14}?(?P<word>[高低多少貴贵快慢])(?:了|出)?$"
)
_SHARE = re.compile(r"百分之|千分之|[\d.]{1,6}\s?[%％]|[一二兩两三四五六七八九十]{1,3}(?:分之|成)")
_LESS = re.compile(r"(?:(?P<less>減少|减少|降低|節省|节省)|增加(?!值))[^到至為为，。、\s]{1,2}$")
# 不得小於畫面百分之五, 不得超过上一年度营业额的5%: what it is a share of stands between the bound and the share.
_MAY_NOT = re.compile(
    r"(?:(?P<most>不(?:[得應应可能宜]再?)?(?:超過|超过|逾|高於|高于|大於|大于|多於|多于)|最高(?=[可得處处罰罚科]))"
    r"|不(?:[得應应可能宜]再?)?(?:少於|少于|低於|低于|小於|小于))[一-鿿]{1,14}$"
)
_MOST = re.compile(
    r"(?:(?P<most>最多|至多|頂多|顶多|上限(?![以下])|最高(?=每|可|得|補|补|獎|奖|貸|贷|給|给|處|处|罰|罚|核[發发]))|至少|最少|起碼|起码|下限)[一-鿿]{1,4}$"
)


def before(text: str, start: int, at: int) -> Hedge | None:
    """The Chinese hedge that ends at `at`, before the figure at `start` (spaces may lie between), and its beginning."""
    direct = _ends_in(text, start, at)
    if direct is not None:
        if direct[0] in ("up", "down") and direct[1]:  # 大約減少四成, 至少成長3%: the bound says more
            bound = _ends_in(text, start, direct[1])
            if bound is not None and bound[0] not in ("up", "down"):
                return bound[0], at
        return direct
    filler = _FILLER.search(text, max(0, at - 4), at)
    if filler is not None and filler.start():
        bound = _ends_in(text, start, filler.start())
        if bound is not None and (
            _fits(text[bound[1] : filler.start()], bound[0], filler.group())
            or (text[bound[1] : filler.start()] == "最高" and text.endswith(_LIMITED, 0, bound[1]))
        ):
            return bound
    return _at_a_distance(text, start, at)


_LIMITED = ("罰鍰", "罰金", "罰款", "罚款", "罚金", "補助", "补助", "補貼", "补贴", "獎金", "奖金", "貸款", "贷款")
"""What 最高為 limits: 罰鍰最高為1,500萬元. A rate that was at most so is no limit."""


def _fits(word: str, sign: Comparator, filler: str) -> bool:
    """Whether the word goes with the filler: 漲了 is a change, 漲到 a level; 最高可達 a bound, 最高達 a superlative."""
    if sign in ("~", "up", "down"):
        return filler == "了" or (sign == "~" and filler[0] == "每")
    return word not in ("最高", "最低", "最長", "最长", "最短") or filler[0] in _MODAL


def _ends_in(text: str, start: int, at: int) -> Hedge | None:
    if text[at - 1] not in _LAST:
        return None
    window = text[max(0, at - 7) : at]
    for length in _BEFORE_LENGTHS:
        word = window[-length:]
        sign = _BEFORE.get(word) if length <= len(window) else None
        if sign is not None:
            return _sound(text, start, at - length, word, sign)
    return None


def _sound(text: str, start: int, begin: int, word: str, sign: Comparator) -> Hedge | None:
    """The hedge unless another word ends like it, or a "not" turns it round."""
    if begin and text[begin - 1] in _NO_HEDGE.get(word, ""):
        return None
    if word == "超" and _SURPLUS.search(text, max(0, begin - 2), begin):
        return None
    if word == "近" and _SPAN.match(text, start):
        return None  # 近八年 are the last eight years
    if sign in (">", "<") and word[0] not in _NOT:
        denied = _DENIED.search(text, max(0, begin - 3), begin)
        if denied is not None:
            return ("<=" if sign == ">" else ">="), denied.start()
    return sign, begin


def _at_a_distance(text: str, start: int, at: int) -> Hedge | None:
    """比前年多29個, 最多補助三次: the bound stands a few characters before the figure."""
    if text[at - 1] in "高低多少貴贵快慢了出":
        than = _THAN.search(text, max(0, at - 18), at)
        if than is not None:
            return ("up" if than["word"] in "高多貴贵快" else "down"), at
    less = _LESS.search(text, max(0, at - 4), at)
    if less is not None:
        return ("down" if less["less"] else "up"), at
    share = _MAY_NOT.search(text, max(0, at - 22), at) if _SHARE.match(text, start) else None
    if share is not None:
        return ("<=" if share["most"] else ">="), at
    most = _MOST.search(text, max(0, at - 6), at)
    return None if most is None else (("<=" if most["most"] else ">="), at)


def after(text: str, at: int) -> Hedge | None:
    """The Chinese hedge that begins at `at`, and where it ends."""
    if text.startswith(INCLUDED, at):
        at += 3
    window = text[at : at + 4]
    for length in _AFTER_LENGTHS:
        word = window[:length]
        sign = _AFTER.get(word)
        if sign is None or len(word) < length:
            continue
        following = text[at + length : at + length + 1]
        if sign == "<" and word != "弱" and following and following in _FIGURE:
            continue  # 一家不足10坪的店: it bounds what follows
        if word in ("強", "强") and text[at - 1].isdigit():
            continue  # 20強 are the first twenty
        if word in ("內", "内") and text[at - 1] not in _DAYS_LAST:
            continue
        if following and following in _GOES_ON.get(word, ""):
            continue
        return sign, at + length
    return None
