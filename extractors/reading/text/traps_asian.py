"""Chinese and Korean stretches in digits that are no figures: times, floors, lines, scores, old calendars."""

import re

_CLOCK = (
    r"\d{1,2}\s?[點点时時](?:\s?\d{1,2}\s?分(?!之)|整|半|鐘)(?:\s?\d{1,2}\s?秒)?"
    r"|\d{1,2}[時时](?![間间代候常段空刻尚]|期(?![間间]))"
    r"|\d{1,2}\s?시(?:\s?\d{1,2}\s?분)?(?![가-힣]*간)"
)
# Addresses, floors, rooms, lines, trains, telephones.
_PLACES = (
    r"\d{1,3}段(?![時时])|\d{1,4}(?:教室|會議室|会议室|室(?![內内外]))|\d{1,3}[線线](?![上城以])|\d{1,4}公[車车]|\d{1,3}路公"
    r"|\d{1,20}[號号](?:\d{1,3}[樓楼](?:之\d{1,2})?)?|\d{1,3}樓(?:之\d{1,2})?|\d{1,2}月[台臺]"
    r"|\d{3,4}[一-鿿]{0,3}?(?:專線|专线|熱線|热线)|1\d\d(?=報案|报案|報警|报警)"
    r"|(?:(?<=[列火][車车])|(?<=高[鐵铁])|(?<=航班))\d{1,4}次"
    r"|\d{1,4}(?:-\d{1,4})?(?:번지|호실|호(?![가-힣])|번길)|\d{1,3}층(?!짜)"
    r"|(?:15|16|18)\d\d-(?!1[5-9]\d\d|20\d\d)\d{4}(?!\d)"  # 1588-1234, a Korean hotline
)
_NAMES = (
    r"101(?=大樓|大楼)|(?<=[台臺]北)101|104(?=人力)|1111(?=人力)|7-(?:ELEVEN|Eleven|11(?![\d年月日個个%]))|85度C"
    r"|(?:921|228|318|823|911|731)(?=大?地震|事件|[學学]運|紀念|纪念|連假|公園|砲戰|炮战)|\d{2}[後后](?![\d天年來来])"
    r"|(?<=[雙双])1[12](?!\d)|(?:5|10|20|60|120|240)[日週周月]均?[線线]|(?:9|10|14|18|22|24)K(?=[金白玫鑽钻鍍镀]| gold)"
    r"|(?<=[滬沪]深)300|(?<=科[創创])50|(?<=[上中][證证])(?:50|180|300|500|1000)|(?<=[標标]普)500|(?<=日[經经])225"
    r"|(?<=富[時时])(?:100|A50)|(?<=[羅罗]素)[12]000|(?<=코스피)\s?200|(?<=코스닥)\s?150|618(?=大促|購物|购物|年中)"
    r"|(?:1[5-9]|2[01])世[紀纪](?!以)|1인당|4차\s?산업혁명|(?<=세계 )\d{1,2}대(?= )|(?<=국내 )\d{1,2}대(?= )"
)
_OTHER = (
    r"\d{1,3}\s?比\s?\d{1,3}(?![\d.,])|\d{1,3}승(?:\s?\d{1,3}무)?\s?\d{1,3}패|(?<=震度)\d\s?[弱強强]|(?:(?<=[東东西][經经])|(?<=[南北][緯纬]))\d{1,3}(?:\.\d{1,8})?度(?:\d{1,2}(?:\.\d{1,4})?分)?"
    r"|(?<=[農农陰阴舊旧][曆历])\d{1,2}月(?:\d{1,2}日)?"
)
_AHEAD = re.compile(f"{_CLOCK}|{_PLACES}|{_NAMES}|{_OTHER}")


def skip(text: str, start: int) -> int:
    """Where the stretch that is no figure ends, if one begins with the digit at `start`; else 0."""
    if text[max(0, start - 2) : start + 12].isascii():
        return 0
    match = _AHEAD.match(text, start)
    return 0 if match is None else match.end()


_LABEL_TEXT = """
    圖 图 表 章節 附錄 附录 註 注 頁 附件 附圖 附图 附則 附则 碼: 码: 號: 号: 编:
    碼： 码： 號： 号： 编： 郵遞區號 分機 分机 電話 电话 電話: 电话:
    電話： 电话： 傳真 傳真: 傳真： 그림 표 부록
    波音 空中巴士 麒麟 驍龍 骁龙 天璣 天玑 殲 歼 東風 东风 巨浪 神舟 福衛
    아이폰 아이패드 갤럭시 코로나 에어팟 윈도 윈도우 버전 시즌 제미나이 클로드 라마 플레이스테이션
"""
_LABELS = tuple(_LABEL_TEXT.split())
# 企圖, 代表, 投注 end like labels; 발표 and 목표 too.
_NO_LABEL = {
    "圖": "企試意地藍版",
    "图": "企试意地蓝版",
    "表": "代發发外報报",
    "註": "關",
    "注": "挹投關关",
    "표": "발목대지투도수",
}
_ROAD = re.compile(r"(?:[시군구읍면동]|주소는?)\s[가-힣0-9]{1,8}(?:로|길)\s$")


def is_label(window: str) -> bool:
    """Whether the words before digits number a thing (圖5, 分機512, 아이폰 16) or name a road."""
    words = window.rstrip(" -")
    if words.endswith(_LABELS):
        refused = _NO_LABEL.get(words[-1])
        return refused is None or len(words) < 2 or words[-2] not in refused
    return words.endswith(("로", "길")) and _ROAD.search(window) is not None
