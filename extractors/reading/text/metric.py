"""The words that say what a figure measures, as far as its own clause tells; a hint for people and for ranking."""

from extractors.reading.text.amount import Amount
from extractors.reading.text.metric_asian import metric_han, metric_ko
from extractors.reading.text.metric_en import metric_en


def metric_of(text: str, amount: Amount, floor: int, script: str) -> str | None:
    """What the clause names, in the way of its script; `floor` is where the figure before ends."""
    if script == "han":
        return metric_han(text, amount.start, amount.end, floor)
    if script == "hangul":
        return metric_ko(text, amount.start, floor)
    return metric_en(text, amount.start, amount.end, amount.kind)
