"""Whether a row's, column's or card's label is that of what was asked for, or another row's, a part's, a line's."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, fold_keys, has
from extractors.reading.finding.fields import is_field
from extractors.reading.finding.index import DIGIT, EDGES, Index
from extractors.reading.finding.wanted import Wanted
from extractors.reading.pages.blocks import Block
from extractors.reading.pages.glance import only_unit

_EAST_SIGN = "[\u3400-\u9fff\uac00-\ud7a3]"
_CARDS = ("tile", "definition")
# The row of the whole, which prose seldom names.
_WHOLE = re.compile(
    r"(?:the |grand )?totals?|all(?: [a-z]+)?|overall|altogether|[總总合共小][計计]|[總总](?:[數数額额量和體体])?"
    r"|全[體体部國国年球]|整[體体]|合[計计][數数]?"
    r"|합계|총계|전체|전국|총합|계|소계"
)


# 各區資源回收率前五名, "Top five districts": each card under it is of a part.
_RANKED = re.compile(r"前[二三四五六七八九十\d]+[名大]|\btop (?:three|five|ten|\d+)\b|상위 ?\d+")
_WHOLE_LABEL = re.compile(r"全|[總总]|合[計计]|本[市縣县校]|整[體体]|전국|전체|합계|\b(?:all|total|overall|national)\b")


def of_parts(met: list[str], block: Block, wanted: Wanted) -> bool:
    """Whether the words stand only in a heading over a ranking of parts, none of which was asked for."""
    if block.kind != "tile" or wanted.row or wanted.column or _WHOLE_LABEL.search(fold(" ".join(block.row))):
        return False
    if any(_RANKED.search(fold(word)) for group in wanted.anchors for word in group):
        return False
    over = [folded for text in block.headers if _RANKED.search(folded := fold(text))]
    return bool(block.row) and all(any(has(word, text) for text in over) for word in met)


def in_another_line(index: Index, block: Block, words: str, wanted: Wanted) -> bool:
    """Whether the words stand only in a card's further lines that give figures of their own: 其中付費會員 9,876."""
    lines = [text for text in block.row if has(words, fold(text))]
    if not lines or not any(DIGIT.search(text) is None for text in block.row):
        return False
    return all(_gives(index, text, wanted) for text in lines)


def _gives(index: Index, line: str, wanted: Wanted) -> bool:
    """Whether a line begins or ends with a figure that may be the wanted one: "+1,204 new this month"."""
    if DIGIT.search(line) is None:
        return False
    return any(
        (mention.kind == wanted.kind or (mention.kind == "number" and wanted.kind in ("quantity", "money")))
        and mention.comparator in ("=", "up", "down")
        and (not line[: mention.start].strip(_LINE_EDGES) or not line[mention.end :].strip(_LINE_EDGES))
        for mention in index.figures(line, wanted.currency)
    )


_LINE_EDGES = " \t:：*-–—·•.、，,|()（）▲▼△▽↑↓+"
_ASIDE = re.compile(r"\s?[(（\[][^()（）\[\]]*[)）\]]")


def other_row(index: Index, block: Block, wanted: Wanted) -> bool:
    """Whether a row's label has declared words only within a longer one, and another row is named by them alone.

    Where 出口總值 is a row of its own, 進出口總值 is another, whatever stands in the first.
    """
    labels = [fold(text) for text in block.row]
    if any(
        (word := " ".join(fold(given).split())) in index.rows
        and word not in (bare := {_ASIDE.sub("", label).strip(EDGES) for label in labels})
        and any(label.startswith(f"{word} ") for label in bare)
        and index.has_row(word, block)
        for given in wanted.row
    ):
        return True  # Hartley Bay, where Hartley is a row of its own
    elsewhere = fold_keys((block.text, *block.column))
    asked = [[" ".join(fold(word).split()) for word in group] for group in (*wanted.anchors, wanted.row)]
    after = fold(wanted.after or "")
    if after and has(after, fold_keys(block.row)) and not any(after in words for words in asked):
        return False  # the longer word is what was asked for
    for place, words in enumerate(asked):
        met = [word for word in words if any(word in label for label in labels)]
        if not met or any(has(word, elsewhere) for word in met):
            continue
        others = [word for at, group in enumerate(asked) if at != place for word in group if word not in words]
        if all(_within_a_word(word, label, others) for word in met for label in labels if word in label) and any(
            word in index.rows for word in words
        ):
            return True
    return False


def _within_a_word(word: str, label: str, others: list[str]) -> bool:
    """Whether Chinese or Korean goes on right before or behind every place of a word in a label.

    Other declared words are no part of a longer one: 季節調整後失業率, where 季節調整 was asked for.
    """
    for other in others if not word.isascii() else ():
        if other in word or word in other:
            continue
        label = re.sub(rf"{re.escape(other)}[後后之的의]*", " ", label)
    return not re.search(rf"(?<!{_EAST_SIGN}){re.escape(word)}(?!{_EAST_SIGN})", label)


def names_only(words: list[str], block: Block) -> bool:
    """Whether a tile's or definition's label is one of these words."""
    if block.kind not in ("tile", "definition"):
        return False
    labels = {fold(text).strip(EDGES) for text in block.row}
    return any(" ".join(fold(word).split()) in labels for word in words)


def names_all(block: Block, wanted: Wanted) -> bool:
    """Whether a tile's or definition's label is the declared words of all groups and nothing else."""
    if block.kind not in ("tile", "definition"):
        return False
    label = " ".join(fold(text) for text in block.row[:1])
    for group in wanted.anchors:
        words = max((" ".join(fold(word).split()) for word in group if has(word, label)), key=len, default="")
        if not words:
            return False
        label = label.replace(words, " ")
    return not label.strip(EDGES)


def table_words(block: Block, folded: str, beside: str, above: str, wanted: Wanted, paragraph: str) -> int | None:
    """How well row and column words are met; None in another row or column, and in prose that doesn't name the row."""
    tabular = bool(block.row or block.column)
    met = 0
    for words, own in ((wanted.row, block.row), (wanted.column, block.column)):
        for word in words:
            if (own and has(word, beside)) or (block.kind in _CARDS and has(word, _card(block))):
                met += 3
            elif tabular and own:
                if not (only_unit(word) and has(word, above)) and not _heads_all(word, block):
                    return None  # a unit may be told once for all columns, a year over all of the table
                met += 1
            else:
                near = 2 if has(word, folded) else 1 if has(word, above) else 0
                if not near and not tabular and any(has(other, folded) for other in _synonyms(word, wanted)):
                    near = 1
                if not near and not wanted.anchors:
                    return None  # row and column are all that says where it stands
                if not near and words is wanted.row and not (has(word, paragraph) or _WHOLE.fullmatch(fold(word))):
                    return None  # 異地 was asked for, and the sentence is of the whole
                met += near
    if wanted.field is not None:
        named = is_field(block.column[-1] if block.column else "", wanted.field)
        if not named:
            return None
        met += named
    return met


def _synonyms(word: str, wanted: Wanted) -> tuple[str, ...]:
    """The anchor words that are declared for the same as a row's or column's word."""
    return next((group for group in wanted.anchors if word in group), ())


_YEAR_WORD = re.compile(r"(?:(?:19|20)\d\d|1[0-4]\d)\s?[年년]?度?")
_NAMES_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|1[0-4]\d\s?年)")


def _heads_all(word: str, block: Block) -> bool:
    """Whether a declared year stands in the nearest heading that names one, over a table that names none itself."""
    if not _YEAR_WORD.fullmatch(word) or any(_NAMES_YEAR.search(text) for text in (*block.row, *block.column)):
        return False
    nearest = next((text for text in reversed(block.headers) if _NAMES_YEAR.search(text)), "")
    return len(_NAMES_YEAR.findall(nearest)) == 1 and has(word, fold(nearest))


def _card(block: Block) -> str:
    """The label of a tile or definition, and the heading of the card it is on: a row that became a card."""
    heading = next((text for text in reversed(block.headers) if text not in block.row), "")
    return fold_keys((*block.row, *block.column, heading))
