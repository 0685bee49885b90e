"""Counts the reader's answers over the page corpus by outcome and by kind of edit: `python -m tests.pages.tally`.

Of held-out pages only the counts are printed; README.md tells which sets have been looked at, and when.
A "wrong" answer is a value where another one, or none, was right; a
"false alarm" is a wrong value after a cosmetic edit; "can't" is no value where there is one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Literal, get_args

from citewatch.checks.place import same_place
from extractors.reading import Ambiguous, Located
from tests.pages.corpus import Case, Nature, Split, load
from tests.pages.scoring import outcome_of, read_after, read_before, wrong
from warehouse.history import Seen

Answer = Literal["right", "can't", "wrong", "false alarm"]
Told = Literal["right", "shown", "can't", "wrong", "false alarm"]
ANSWERS: tuple[Answer, ...] = ("right", "can't", "wrong", "false alarm")


def answers(case: Case) -> dict[str, tuple[Answer, Answer]]:
    """For each figure how its answers before and after the edit are to be called."""
    before, after = read_before(case), read_after(case)
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


def told(case: Case) -> dict[str, Told]:
    """What a user is told of each figure after the edit, of those that were read right before it.

    As in a refresh, a value that changed is believed only in its place (`citewatch.checks.place`): elsewhere it is
    shown to a person beside the old one, and so is a value out of its range. "Shown" is right after a real edit, where
    what is shown is the new value or the figure is gone; after a cosmetic one it is "can't", as somebody looks in vain.
    """
    before, after = read_before(case), read_after(case)
    said: dict[str, Told] = {}
    for name, (first, second) in answers(case).items():
        if first != "right":
            continue
        expected, old, new = case.expected_after[name], before[name], after[name]
        value = isinstance(new, Located) and outcome_of(new, case.figures[name]) == "read"
        doubted = isinstance(old, Located) and isinstance(new, Located) and value and not _believed(old, new)
        gone = not {"read", "out_of_range"} & set(expected.outcomes)
        if second == "right":
            said[name] = "right" if not doubted else "shown" if case.nature != "cosmetic" else "can't"
        elif doubted or not value:
            said[name] = "shown" if isinstance(new, Located | Ambiguous) and gone else "can't"
        else:
            said[name] = second
    return said


def _believed(old: Located, new: Located) -> bool:
    """Whether a reading is believed after another: dates, which come without a value, always are."""
    values = (new.value, new.low, new.high)
    same = (old.value, old.low, old.high) == values
    return same or values == (None, None, None) or same_place(_seen(old), _seen(new))


def told_of(half: Split) -> dict[Nature, Counter[Told]]:
    """The figures of a half that were read right before the edit, by what a user is told after it."""
    counts: dict[Nature, Counter[Told]] = defaultdict(Counter)
    for case in load():
        if case.split == half:
            counts[case.nature].update(told(case).values())
    return dict(sorted(counts.items()))


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
        for nature, said in told_of(half).items():
            print(f"  told after a {nature} edit", {one: said[one] for one in get_args(Told)})
        for kind, counts in kinds.items():
            if counts["right"] != counts.total():
                others = {answer: counts[answer] for answer in ANSWERS[1:] if counts[answer]}
                print(f"    {kind}: {counts['right']} of {counts.total()} right; {others}")


if __name__ == "__main__":
    main()
