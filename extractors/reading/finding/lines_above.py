"""A second look at a page: short lines that head what follows without being headings.

Cards are titled by a div, questions and answers are paragraphs, parts of a page begin with a line in bold. As long as
the words of a declaration meet without them they say nothing; where nothing was found they are taken as headings of
their box.
"""

from dataclasses import replace

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import all_of, any_of, fold
from extractors.reading.finding.wanted import Located, Wanted
from extractors.reading.pages.blocks import Chunk, Frame
from extractors.reading.pages.glance import beside, label_like, only_date, only_figure
from extractors.reading.pages.tiles import BODY

_LEVELS = 5  # boxes round a text in which a line may head it
_LONGEST = 70
_LONGEST_LEAD = 140  # a line that ends in a colon: "For fiscal 2026, the Company expects:"
_COLONS = (":", "：")
_MOST = 5000  # chunks; a longer page has no use for guesses
_KINDS = ("sentence", "item", "cell", "definition", "tile", "caption")
_ENDS = (".", "。", "；", ";", ",", "，", "、", "!", "！")
_MORE = re.compile(r"(?![約约近逾超약])[^\W_]|[▲▼△▽↑↓⬆⬇+＋−→]|->")  # letters and digits but hedges; signs of a change
_HAN = re.compile(r"[\u3400-\u9fff가-힣]")
_FIGURE = re.compile(r"\d\s?(?:[%％萬万億亿元人戶户件만억명원])|[$€£¥₩]\s?\d")
_ANSWER = re.compile(r"(?:答|A|답|답변)\s?[:：.]")
_ASKED = re.compile(r"(?:[问問]|Q|문|질문)\s?\d{0,2}\s?[:：.]")
_SEMICOLON = re.compile(r"[;；]|[，,]\s?(?:but\b|while\b|whereas\b|但|而)")
_SENTENCES = re.compile(r"[.!?]\s|[。！？]")
_CLAUSES = re.compile(r"[;；，]|,(?!\d)")
_DENIED = re.compile(
    r"\b(?:no|not|none|never|nor|neither|cannot|without|ended|scrapped|abolished|closed|withdrawn|stopped|expired)\b"
    r"|n['’]t\b|[不沒没無无未非免廢废]|[停終终中]止|取消|[結结]束|없|않|아니|아닌|종료|폐지|중단"
)
_EARLIER = re.compile(
    r"\b(?:last|previous|prior) (?:year|quarter|month|edition)|\b(?:previously|formerly|originally|cancell?ed)\b"
    r"|去年|前一年|上一?年|前年|原[先本訂订定]|此前|先前|지난해|작년|이전|당초"
)
_LABEL_EDGES, _BEHIND = " :：", " ()（）"
_TOLD = 2  # declared words that an answer must have itself


def headed(chunks: list[Chunk]) -> list[Chunk] | None:
    """The chunks with such lines among their headings; None where no line heads anything."""
    if len(chunks) > _MOST:
        return None
    held = _held(chunks)
    lines: dict[int, str] = {}  # by box: the line that heads what follows in it
    lead = ""  # the line with a colon right before the present list
    found: list[Chunk] = []
    changed = False
    for chunk in chunks:
        if chunk.frame is None:
            found.append(chunk)
            continue
        if chunk.kind != "item":
            lead = ""
        if chunk.kind == "heading" and chunk.frame.tag not in ("td", "th"):
            lines.clear()
        above = tuple(line for box in _boxes(chunk.frame) if (line := lines.get(id(box))) and line != chunk.text)
        if chunk.kind == "item":  # what leads in a list says nothing of the next one
            above = tuple(line for line in above if line == lead or not line.endswith(_COLONS))
        if _heads(chunk):
            if chunk.kind == "sentence" and chunk.text.endswith(_COLONS):
                lead = chunk.text
            box = chunk.frame.parent
            while box is not None and box.tag not in BODY and held.get(id(box)) == 1:
                box = box.parent
            if box is not None:
                lines[id(box)] = chunk.text
        if above and chunk.kind in _KINDS:
            chunk, changed = _under(chunk, above[::-1]), True
        found.append(chunk)
    return found if changed else None


def alone_under(found: Located, wanted: Wanted) -> bool:
    """Whether the text is the bare figure, and a label of its own is one that was asked for: else it may be another's.

    Under the line "Revenue" neither "Costs were $4m" nor a tile "Costs" is the revenue.
    """
    block = found.block
    if _answers(found, wanted) or _led_in(found, wanted):
        return True
    before, behind = block.text[: found.start], block.text[found.end :]
    label = fold(before).strip(_LABEL_EDGES)
    labelled = any(label == fold(word).strip() for group in wanted.anchors for word in group)
    if (_MORE.search(before) and not labelled) or (_MORE.search(behind) and not beside(behind.strip(_BEHIND))):
        return False
    own = fold(" | ".join((*block.row, *block.column)))
    asked = (*wanted.anchors, *((word,) for word in (*wanted.row, *wanted.column)))
    return not own or any(any_of(group, own) for group in asked)


def _led_in(found: Located, wanted: Wanted) -> bool:
    """Whether it is an item of a list that a line with a colon leads in: "The Company expects:", "earnings of $2.60".

    Some of the words must be the item's own, the others the line's last sentence's, which denies nothing.
    """
    block = found.block
    line = next((line for line in reversed(block.headers) if line.endswith(_COLONS)), "")
    if block.kind != "item" or not line:
        return False
    lead, own = fold(_SENTENCES.split(line)[-1]), fold(block.text)
    if _DENIED.search(lead) or _EARLIER.search(lead) or not any(any_of(group, own) for group in wanted.anchors):
        return False
    return all_of(wanted.anchors, f"{lead} | {own}")


def _answers(found: Located, wanted: Wanted) -> bool:
    """Whether an answer, marked as one, stands under a question marked so, and the words in it or in the figure's part.

    Behind a semicolon the answer is about another case: "for new cars it has ended; for old ones it is $4,000".
    Two of the words must stand in the part, one in the figure's clause, and the part deny nothing: "the deposit is
    $500" and "the grant for vans" are not what was asked for.
    """
    block = found.block
    if not block.headers or not _ANSWER.match(block.text) or not _ASKED.match(block.headers[-1]):
        return False
    case, clause = _round(_SEMICOLON, found), _round(_CLAUSES, found)
    told = any(any_of(group, clause) for group in wanted.anchors)
    if not told or sum(any_of(group, case) for group in wanted.anchors) < _TOLD or _DENIED.search(case):
        return False
    return all_of(wanted.anchors, f"{fold(block.headers[-1])} | {case}")


def _round(marks: re.Pattern[str], found: Located) -> str:
    """The part of a figure's text, folded, between two marks."""
    text = found.block.text
    return fold(f"{marks.split(text[: found.start])[-1]} {marks.split(text[found.end :])[0]}")


def _held(chunks: list[Chunk]) -> dict[int, int]:
    """How many texts each box holds."""
    held: dict[int, int] = {}
    for chunk in chunks:
        if chunk.frame is not None:
            for box in _boxes(chunk.frame):
                held[id(box)] = held.get(id(box), 0) + 1
    return held


def _boxes(frame: Frame) -> list[Frame]:
    """The boxes round a text, from the inside."""
    boxes: list[Frame] = []
    box = frame.parent
    while box is not None and len(boxes) < _LEVELS:
        boxes.append(box)
        if box.tag in BODY:
            break
        box = box.parent
    return boxes


def _heads(chunk: Chunk) -> bool:
    """Whether a text may head what follows: a short line that is no sentence, no figure and no answer."""
    text = chunk.text
    longest = _LONGEST_LEAD if text.endswith(_COLONS) else _LONGEST
    if chunk.old or chunk.kind not in ("sentence", "item") or chunk.row or len(text) > longest:
        return False
    if len(text) > longest // 2 and _HAN.search(text):
        return False
    if text.endswith(_ENDS) or only_figure(text) or only_date(text) or _ANSWER.match(text):
        return False
    return label_like(text) and not _FIGURE.search(text)


def _under(chunk: Chunk, above: tuple[str, ...]) -> Chunk:
    """The chunk with more headings, before those that its row and column give."""
    own = {*chunk.row, *chunk.column}
    place = next((place for place, text in enumerate(chunk.headers) if text in own), len(chunk.headers))
    headers = (*chunk.headers[:place], *above, *chunk.headers[place:])
    return replace(chunk, headers=tuple(dict.fromkeys(headers)))
