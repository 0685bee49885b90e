"""The answer that a text, or one figure of it, makes without being chosen among candidates."""

from decimal import Decimal

from extractors.reading.finding.labels import one_of
from extractors.reading.finding.wanted import Located, Wanted
from extractors.reading.pages.blocks import Block
from extractors.reading.text.mention import Mention


def answer(
    wanted: Wanted,
    block: Block,
    text: str,
    reason: str,
    *,
    mention: Mention | None = None,
    value: Decimal | None = None,
    labels: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
) -> Located:
    start = mention.start if mention else max(0, block.text.find(text))
    return Located(
        name=wanted.name,
        mention=mention,
        text=text,
        block=block,
        start=start,
        end=mention.end if mention else start + len(text),
        value=mention.value if mention else value,
        low=mention.low if mention else None,
        high=mention.high if mention else None,
        unit=(mention.unit if mention else None) or wanted.unit,
        comparator=mention.comparator if mention else "=",
        precision=mention.precision if mention else None,
        date=mention.date if mention else None,
        period=wanted.period,
        label=one_of(labels),
        labels=labels,
        names=names,
        reason=reason,
    )
