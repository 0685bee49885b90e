"""The words that say what a figure measures, as far as its own clause tells; a hint for people and for ranking."""

import re

from extractors.reading.text.metric_asian import metric_han, metric_ko

_WINDOW = 90
_CLAUSE_HAN = re.compile(r"[^，。；：、！？（）()「」《》\n,;:]*$")
_CLAUSE_LATIN = re.compile(r"[^.;:()\[\]\"“”\n]*$")
# What stands between the thing measured and its figure: verbs, hedges, particles.
_TAIL_HAN = re.compile(
    r"(?:已|將|将|可望|預估|预估|預計|预计|約|约|達|达|達到|达到|為|为|是|占|佔|有|高達|高达|僅|仅|逾|超過|超过|近|突破|增加|增長|增长|成長|上升|提高|提升"
    r"|下降|減少|减少|衰退|至|到|了|的|出|在|由|從|从|自|以|共|共計|合計|總計|則|则|仍|約為|约为|平均|來到|编列|編列|投入|挹注|規模)+$"
)
_HEAD_HAN = re.compile(r"^(?:其中|而|且|並|并|但|此外|另|另外|因此|根據|根据|的|較|较|有|與|和|以及|及)+")
_TAIL_LATIN = re.compile(
    r"(?:[\s,]*\b(?:is|was|were|are|be|been|has|have|had|will|would|could|to|at|of|by|from|reach(?:ed|es|ing)?|hit|total(?:s|led|ing)?|"
    r"stood|stands|rose|rise|fell|grew|grow|growing|climbed|increased?|decreased?|declined?|dropped|jumped|expected|projected|forecast|"
    r"estimated|amount(?:ed|s|ing)?|account(?:ed|s|ing)? for|accounts?|for|a|an|the|up|down|than|more|over"
    r"|about|around|nearly|some|"
    r"roughly|approximately|held|holds|with|and|or|in|on|as|worth|just|only|also|it|them|that|which|said|saw|made)\b)+\s*$|[\s,–-]+$",
    re.IGNORECASE,
)
_HEAD_LATIN = re.compile(
    r"^(?:\s*\b(?:and|but|or|while|with|the|a|an|its|their|in|by|of|for|that|which|so|as|because|according to"
    r"|meanwhile|however)\b,?)+\s*",
    re.IGNORECASE,
)
_OF_AFTER = re.compile(
    r"\s(?:of|in)\s((?:(?!and\b|or\b|but\b|in\b|by\b|to\b|from\b|at\b|were\b|was\b|is\b|are\b|have\b|had\b|has\b)[\w'-]{1,30}\s?){1,5})"
)
_SUBJECT_HAN = re.compile(r"的([^，。；：、！？（）()\s]{2,10})")
_LAST_WORDS = 7


def metric_of(text: str, start: int, end: int, floor: int, script: str) -> str | None:
    """The clause before the figure without its verb; else what the figure is a share of."""
    if script == "han":
        return metric_han(text, start, end, floor)
    if script == "hangul":
        return metric_ko(text, start, floor)
    window = text[max(floor, start - _WINDOW) : start]
    after = _OF_AFTER.match(text, end)
    if after is not None:
        return after[1].strip()
    match = _CLAUSE_LATIN.search(window)
    clause = "" if match is None else match.group()
    words = _HEAD_LATIN.sub("", _TAIL_LATIN.sub("", clause)).strip(" ,–-")
    return " ".join(words.split()[-_LAST_WORDS:]) or None
