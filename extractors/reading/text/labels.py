"""Numbers that name a thing instead of counting: Figure 3, GPT-4, Room 101, bus 42, § 2, a postcode."""

from extractors.reading import regexes as re
from extractors.reading.text import traps_asian
from extractors.reading.text.trie import trie_pattern
from extractors.reading.text.wordlists import words

_LABELS = words("""
    Fig Figs Figure Figures Table Tables Chart Exhibit Section Sections Sec Chapter Chapters Ch Appendix Annex
    Article Articles Art Clause Part Page Pages pp p Vol Volume No Nos Issue Box Note Footnote Ref Refs Eq
    Equation Step Phase Version Ver Release Room Suite Floor figure figures table chart section sections chapter
    chapters page pages appendix annex article step version vol volume no note footnote paragraph ISBN ISSN DOI
    doi Tel Phone Fax tel phone fax ID Id SKU PMID RFC ISO IEC IEEE Grade Level Tier Category Class Zone Type
    Group Round Stage Wave Series Rule Form Schedule Question Item Goal Theme Pillar Recommendation Route Flight
    Gate Platform Pier Week Day Season Episode Lesson Lap S&P STOXX Stoxx FTSE Nikkei Fortune Russell DAX CAC
    CSI KOSPI TOPIX Topix Dow Formula Building H.R Cm Cmnd bus gate room flight route platform pier track lane
    exit grade level tier stage lap runway apartment suite floor box clause rule form schedule item paragraphs
    Paragraph Paragraphs para Para Highway Interstate Bus number Number zip ZIP postcode
""")
# Series names: a capitalised brand before a small number is a product, not a count.
_BRANDS = frozenset(
    words("""
    GPT Llama LLaMA Claude Gemini Gemma Mistral Mixtral Qwen DeepSeek Grok Phi Falcon PaLM BERT Copilot
    Midjourney Sora DALL Whisper Stable Windows iPhone iPad iOS Android Galaxy Pixel Xbox PlayStation Core Ryzen
    GeForce RTX GTX Xeon Snapdragon Python Java Web Industry Office Horizon Apollo Boeing Airbus Model Formula
    AirPods Sentra Channel Area Wi-Fi Fi Bluetooth USB HTTP HDMI CNS PCIe DDR LTE TLS Blackwell Hopper
""")
)
# All of these look at the text before the number, and so match it backwards.
_LABEL = re.compile(
    rf"[ :#]{{0,2}}\.?(?:{trie_pattern(label[::-1] for label in _LABELS)}|(?:[A-Z]{{2}}-){{0,3}}YB[ -]CC)(?![A-Za-z])"
    r"|\s?[§#№]|\s?\.?(?:[vV]|tx[eE])(?![A-Za-z])"
)
_BRANDED = re.compile(r"[ -](?:(?:\d\.)?\d{1,2} )?(?P<word>[A-Za-z.+]*[A-Za-z])")
_STATE = re.compile(r"\s(?!KU|SU|UE|NU|IA)[A-Z]{2}(?:[ ,(]|$)")  # DC 20006, but no UK 20006
_CALLED = re.compile(r"\s(?:s|de|del|gni|gnil)?(?:llac|laid)(?![A-Za-z])")
_CALLED_ASIAN = re.compile(r"(?:[撥拨]打|[撥拨轉转]\s?|打電話到|報警電話)$")
_CODE = re.compile(r"\d{3,5}(?!\d|[.,]\d)")
_PART_NUMBER = re.compile(r"(?::\d{4}(?!\d))?(?:[-–.]\d{1,12}(?!\d))*(?:\([0-9a-z]{1,2}\))*")
_FIRST_FEW = re.compile(r"(?:[35]|[1-9]0|25|100) [a-z]")  # "the top10 firms" are ten; TOP500 and TOP5名單 are names
_TOP = re.compile(r"pot(?![A-Za-z0-9-])", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"(?:dim|ylrae|etal|erp|tsop)(?![a-z])", re.IGNORECASE)
_ASIAN = "\u2e80"  # the first of the Chinese, Japanese and Korean characters
_WINDOW = 16
_NUMBERS = re.compile(r"[a-z]s (?:now |currently |today )?number\s$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3},\d{3}(?!\d)")


def label_end(text: str, end: int) -> int:
    """Where a label such as 表4-1 or Article 5(1) ends."""
    match = _PART_NUMBER.match(text, end)
    return end if match is None else match.end()


def is_label(text: str, start: int, has_unit: bool) -> bool:
    """Whether the digits at `start` number a thing (Figure 3, GPT-4, A100, § 2) instead of counting."""
    before = text[start - 1 : start]
    if not before or before in "$€£¥₩(（,，。:":
        return False
    if before.isascii() and before.isalpha():
        return not (
            before in "pP" and _FIRST_FEW.match(text, start) and _TOP.match(text[max(0, start - 4) : start][::-1])
        )
    window = text[max(0, start - _WINDOW) : start]
    back = window[::-1]
    if before in ".-" and back[1:2].isascii() and back[1:2].isalpha():
        return before == "." or not (_YEAR_AFTER.match(back, 1) and text[start : start + 4].isdigit())  # mid-2027
    if before == "+" and back[1:2].isalnum():
        return True
    if before in "_@&#":
        return True
    if has_unit and before not in " -" and before < _ASIAN:
        return False
    if window.rstrip(" :#.-")[-1:] < _ASIAN:
        if _LABEL.match(back):
            # Installers now number 8,120: a verb, as no number of a thing has its thousands set apart.
            return not (_GROUPED.match(text, start) and _NUMBERS.search(window))
    elif traps_asian.is_label(window):
        return True
    if not has_unit and _is_code(text, start, window, back):
        return True
    word = _BRANDED.match(back) if before in " -" else None
    return word is not None and word["word"][::-1] in _BRANDS


def _is_code(text: str, start: int, window: str, back: str) -> bool:
    """A postcode after a state (DC 20006), or an emergency number somebody calls."""
    code = _CODE.match(text, start)
    if code is None:
        return False
    if code.end() - start == 5:
        return _STATE.match(back) is not None
    called = _CALLED.match(back) or _CALLED_ASIAN.search(window)
    return code.end() - start == 3 and called is not None
