"""Which declared label's words stand by a figure: in its clause, else its sentence, else its headings."""

from extractors.reading.finding.anchors import all_of, fold, fold_keys
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.blocks import Block


def labels_of(wanted: Wanted, block: Block, clause: tuple[int, int] | None = None) -> tuple[str, ...]:
    """The labels whose words stand nearest; more than one contradict each other."""
    if not wanted.labels:
        return ()
    folded = fold(block.text)
    beside = fold_keys((*block.row, *block.column))
    places = [f"{folded} | {beside}", f"{folded} | {beside} | {fold_keys(block.headers)}"]
    if clause is not None:
        places.insert(0, f"{folded[clause[0] : clause[1]]} | {beside}")
    for place in places:
        found = tuple(label for label, groups in wanted.labels.items() if groups and all_of(groups, place))
        if found:
            return found
    return ()


def one_of(labels: tuple[str, ...]) -> str | None:
    """The label, if there is exactly one."""
    return labels[0] if len(labels) == 1 else None
