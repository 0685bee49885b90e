"""Counts the reader's answers over the page corpus by outcome and by kind of edit: `python -m tests.pages.tally`.

Of held-out pages only the counts are printed; README.md tells which sets have been looked at, and when.
A "wrong" answer is a value where another one, or none, was right; a
"false alarm" is a wrong value after a cosmetic edit; "can't" is no value where there is one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Literal, get_args

from citewatch.checks.place import same_place
from extractors.reading import Located
from tests.pages.corpus import Case, Split, load
from tests.pages.scoring import read, read_before, wrong
from warehouse.history import Seen

Answer = Literal["right", "can't", "wrong", "false alarm"]
ANSWERS: tuple[Answer, ...] = ("right", "can't", "wrong", "false alarm")


def answers(case: Case) -> dict[str, tuple[Answer, Answer]]:
    """For each figure how its answers before and after the edit are to be called."""
    before, after = read_before(case), read(case.after, case)
    told: dict[str, tuple[Answer, Answer]] = {}
    for name, figure in case.figures.items():
        first: Answer = "right"
        if wrong(before[name], case.expected_before[name], figure):
            first = "wrong" if isinstance(before[name], Located) else "can't"
        second: Answer = "right"
        if wrong(after[name], case.expected_after[name], figure):
            second = "can't"
            if isinstance(after[name], Located):
                second = "false alarm" if case.nature == "cosmetic" and first == "right" else "wrong"
        told[name] = first, second
    return told


def changes(half: Split) -> Counter[tuple[str, str, str]]:
    """What becomes of other values than before, of figures that were read right before: nature, answer, place.

    A change in its place is a disagreement, one elsewhere is shown to a person first (`citewatch.checks.place`).
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for case in load():
        if case.split != half:
            continue
        before, after = read_before(case), read(case.after, case)
        for name, (first, second) in answers(case).items():
            old, new = before[name], after[name]
            if first != "right" or not (isinstance(old, Located) and isinstance(new, Located)):
                continue
            outside = second == "right" and case.expected_after[name].outcome != "read"
            if outside or (old.value, old.low, old.high) == (new.value, new.low, new.high):
                continue
            place = "in its place" if same_place(_seen(old), _seen(new)) else "elsewhere"
            counts[case.nature, "right" if second == "right" else "wrong", place] += 1
    return counts


def _seen(found: Located) -> Seen:
    return Seen(
        found.name, "read", "", "", value=found.value, low=found.low, high=found.high, as_printed=found.text,
        sentence=found.block.text, span_start=found.start, span_end=found.end,
    )  # fmt: skip


def worst(told: dict[str, tuple[Answer, Answer]]) -> Answer:
    """What a pair is counted as: the gravest of its answers."""
    return max((answer for pair in told.values() for answer in pair), key=ANSWERS.index)


def tally(split: Split) -> tuple[Counter[Answer], dict[str, Counter[Answer]], Counter[Answer]]:
    """The pairs by answer, by kind of edit and answer, and the answers about single figures after the edits."""
    pairs, figures = Counter[Answer](), Counter[Answer]()
    kinds: dict[str, Counter[Answer]] = defaultdict(Counter)
    for case in load():
        if case.split == split:
            told = answers(case)
            pairs[worst(told)] += 1
            kinds[f"{case.nature}: {case.kind}"][worst(told)] += 1
            figures.update(second for _, second in told.values())
    return pairs, dict(sorted(kinds.items())), figures


def main() -> None:
    """Prints each half that has pages."""
    for half in get_args(Split):
        pairs, kinds, figures = tally(half)
        if not pairs:
            continue
        print(f"{half}: pairs", {answer: pairs[answer] for answer in ANSWERS})
        print("  figures after an edit", {answer: figures[answer] for answer in ANSWERS})
        print("  other values than before", {" ".join(key): count for key, count in sorted(changes(half).items())})
        for kind, counts in kinds.items():
            if counts["right"] != counts.total():
                others = {answer: counts[answer] for answer in ANSWERS[1:] if counts[answer]}
                print(f"    {kind}: {counts['right']} of {counts.total()} right; {others}")


if __name__ == "__main__":
    main()
