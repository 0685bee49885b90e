"""Which declared label's words stand by a figure: in its clause, else its sentence, else its headings."""

from extractors.reading.anchors import all_of, fold, fold_keys
from extractors.reading.blocks import Block
from extractors.reading.mention import Mention
from extractors.reading.wanted import Wanted


def labels_of(wanted: Wanted, block: Block, mention: Mention | None, mentions: list[Mention]) -> tuple[str, ...]:
    """The labels whose words stand nearest; more than one contradict each other."""
    if not wanted.labels:
        return ()
    folded = fold(block.text)
    beside = fold_keys((*block.row, *block.column))
    places = []
    if mention is not None:
        same = [m for m in mentions if m.kind == mention.kind and m.start != mention.start]
        start = max([m.end for m in same if m.end <= mention.start] or [0])
        end = min([m.start for m in same if m.start >= mention.end] or [len(folded)])
        places.append(f"{folded[start:end]} | {beside}")
    places.append(f"{folded} | {beside}")
    places.append(f"{folded} | {beside} | {fold_keys(block.headers)}")
    for place in places:
        found = tuple(label for label, groups in wanted.labels.items() if groups and all_of(groups, place))
        if found:
            return found
    return ()


def one_of(labels: tuple[str, ...]) -> str | None:
    """The label, if there is exactly one."""
    return labels[0] if len(labels) == 1 else None
