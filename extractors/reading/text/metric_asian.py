"""The words of a Chinese or Korean clause that say what its figure measures."""

from extractors.reading import regexes as re

_WINDOW = 90
_LONGEST = 24
_BREAKS_HAN = "，。；：、！？（）()「」《》〈〉\n,;:"
_BREAKS_KO = ",.!?()[]\"'“”‘’「」·\n;:…"
# What stands between the thing measured and its figure.
_TAIL_TEXT = """
    已 將 将 可 約 约 達 达 為 为 是 占 佔 有 僅 仅 逾 超 近 至 到 了 的 在 由 從 从 自 以 共 則 则 仍 升 降 增
    減 减 跌 漲 涨 破 估 還 还 也 都 又 再 就 只 收 報 报 創 创 列 訂 定 剩 各 計 计 已經 已经 可望 有望 預估
    预估 預計 预计 預測 预测 概估 初估 粗估 估計 估计 推估 大約 大约 約為 约为 約有 约有 約占 占比 佔比 達到 达到
    高達 高达 多達 多达 上達 僅有 仅有 只有 只剩 僅剩 超過 超过 突破 首破 首度 首次 來到 来到 增加 增長 增长 成長
    上升 上漲 上涨 提高 提升 攀升 回升 揚升 上揚 躍升 擴大 扩大 下降 下跌 下滑 減少 减少 衰退 滑落 回落 縮小 缩小
    收斂 萎縮 下修 上修 調升 调升 調降 调降 調高 调高 上調 上调 下調 下调 維持 维持 持平 落在 介於 介于 位於 站上
    站穩 跌破 失守 低於 低于 高於 高于 不到 不足 未滿 未满 未達 未达 將近 将近 接近 逼近 直逼 至少 最多 最高 最低
    最少 超出 年增 年減 年减 月增 月減 季增 季減 同比 環比 环比 合計 合计 共計 共计 總計 总计 累計 累计 編列 编列
    投入 挹注 規模 规模 相當於 相当于 等於 收在 收於 收于 報收 创下 創下 為止 為期 只要 需要 不超過 不超过 不低於
    不低于 以及 分別 分别 分別為 分别为 平均為 平均为 平均達 均為 皆為 暫估為 概估為 訂為 定為 設為 調整為 調整至
    飆升 飙升 銳減 锐减 大漲 大涨 大跌 暴漲 暴涨 暴跌 大增 大減 大减 激增 驟降 骤降 驟減 骤减 拉升 新增 暴增 猛增 微增
    微減 微减 微升 微降 微幅 略增 略減 略减 略升 略降 小增 小幅 大幅 直線拉升 直线拉升 續增 續減 再增 再減 開始 开始
    達成 同比增長 同比增长 同比下降 環比增長 环比增长 較上 淨 净 負 负
"""
_TAIL_SET = frozenset(_TAIL_TEXT.split())
_TAIL_LENGTHS = sorted({len(word) for word in _TAIL_SET}, reverse=True)
_HEAD_HAN = re.compile(
    r"^(?:其中|因此|此外|另外|根據|根据|全年|單季|单季|本季|上季|當季|今年|去年|明年|本年|上年|本月|上月|當月|累計|累计|合計|初步核算|平均(?=每)|而|且|並|并|但|另|的"
    r"|與|和|以及|及)+"
)
# 較上年同月, 比去年底: what the figure is compared with is not what it measures.
_COMPARED = re.compile(
    r"^(?:[較较比與与跟]|相[較较]於?)(?:[上去前本今同]一?[年月季期週周度日]|同期|同月|同季|年底|年同[期月季]|基準年|預期|预期|前|底|個|个|交易日)+"
    r"(?:相比|相較|的)?"
)
_SUBJECT_HAN = re.compile(r"的([^，。；：、！？（）()\s]{2,10})")


_AND = ("和", "與", "与", "及", "跟")


def metric_han(text: str, start: int, end: int, floor: int) -> str | None:
    """The noun before the figure's verb; else what stands behind 的 after it."""
    window = text[max(floor, start - _WINDOW) : start]
    cut = max(map(window.rfind, _BREAKS_HAN))
    words = _COMPARED.sub("", _HEAD_HAN.sub("", window[cut + 1 :].strip()))
    noun = _without_tail(words)
    if len(noun) == 1:
        noun = words[:2]  # 市占: one word, not the verb 占
    if noun[-1:] in _AND and cut < 0 < floor and start - floor <= _WINDOW:
        return None  # 9個分會場和2個論壇: the noun is that of the figure before
    if len(noun) >= 2:
        return noun[-_LONGEST:]
    after = _SUBJECT_HAN.match(text, end)
    return None if after is None else after[1]


def _without_tail(words: str) -> str:
    while words:
        for length in _TAIL_LENGTHS:
            if words[-length:] in _TAIL_SET and length <= len(words):
                words = words[:-length].rstrip()
                break
        else:
            return words
    return words


# Words that only say how much, when, or against what.
_IDLE_TEXT = """
    약 최대 최소 총 모두 무려 평균 각각 연 월 주 하루 매년 매월 다시 이미 거의 대략 적어도 전년 전월 전기 지난해
    지난달 올해 내년 작년 이달 최근 현재 같은 기간 전년동기 전년동월 동기 대비 달 만에 사상 역대 기준 오는 또
    또한 이어 특히 다만 반면 한편 그 이 그중 이중 가운데 중 및 등 약간 소폭 대폭 크게 더
"""
_IDLE_KO = frozenset(_IDLE_TEXT.split())
_AGAINST_KO = ("보다", "대비", "만에", "당", "마다", "부터", "까지", "에서", "에게", "에도")
# 물가 and 차이 are nouns that end like a particle.
_PARTICLE = re.compile(
    r"(?:으로|에는|은|는|을|를|의|도|로|에|(?<!물)(?<!주)(?<!단)(?<!평)(?<!유)(?<!원)(?<!국)(?<!양)(?<!고)가"
    r"|(?<!차)(?<!나)(?<!높)(?<!길)이)$"
)
_MOST_WORDS = 4


def metric_ko(text: str, start: int, floor: int) -> str | None:
    """The noun phrase before the figure, without its particle."""
    window = text[max(floor, start - _WINDOW) : start]
    words = window[max(map(window.rfind, _BREAKS_KO)) + 1 :].split()
    while words and (words[-1] in _IDLE_KO or words[-1].endswith(_AGAINST_KO)):
        words.pop()
    if not words:
        return None
    last = _PARTICLE.sub("", words.pop())
    kept = [last] if last else []
    while words and len(kept) < _MOST_WORDS:
        word = words.pop()
        if word in _IDLE_KO or _PARTICLE.search(word) or word.endswith(_AGAINST_KO):
            break
        kept.insert(0, word)
    phrase = " ".join(kept)
    return phrase if len(phrase) >= 2 else None
