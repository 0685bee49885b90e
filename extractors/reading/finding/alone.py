"""The few paragraphs of a page that have the rarest words: most figures stand in such, and nothing else matters.

Where these words stand nowhere else, not in a heading, a label, a table or a line over one, no other text can meet all
the anchors: the paragraphs are read under their headings, and the page is not walked at all. Whatever is not as plain
as that (hidden parts, lists, tiles, other stories' boxes, struck text) is left to the skim.
"""

from selectolax.lexbor import LexborNode

from extractors.reading.finding.keep import block_of, odd
from extractors.reading.finding.sight import IN_TABLE, Sight, holds_blocks
from extractors.reading.pages.blocks import Chunk, Frame, Kind, normalise
from extractors.reading.pages.chrome import struck
from extractors.reading.pages.elsewhere import heads_others, names_neighbour
from extractors.reading.pages.glance import only_figure, words
from extractors.reading.pages.grids import ROW_TAGS, Grids
from extractors.reading.pages.html import HEADINGS, Walk
from extractors.reading.pages.tiles import can_label
from extractors.reading.pages.unit_lines import tells_of_table
from extractors.reading.pages.writer import INLINE

_PLAIN = words("html body main article section div form blockquote ul ol li")  # what may stand round the paragraph
_PARAGRAPHS = words("p pre li div blockquote")
_MARKS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹*†‡[\x1e\x1f")  # what the walk may take for notes
_MOST = 12  # paragraphs; with more of them looking for the other words first is cheaper
_LONGEST = 400  # characters: no heading of other stories is as long, white space and all
_MOST_BEFORE = 400  # siblings before an element that are counted
Headings = tuple[tuple[int, str], ...]


def alone(sight: Sight, ordered: list[LexborNode]) -> list[Chunk] | None:
    """The chunks of the paragraphs, or None where a closer look is needed."""
    blocks, headings = _apart(ordered)
    chunks: list[Chunk] = []
    for block, count in blocks:
        tag = block.tag or ""
        if tag not in _PARAGRAPHS or not 0 <= sight.state(block) < IN_TABLE or holds_blocks(block):
            return None
        frame = _frame(block)
        above = None if frame is None else _headings(sight, headings[:count])
        if frame is None or above is None:
            return None
        kind: Kind = "item" if _in_item(frame) else "sentence"
        walk = Walk((), frame, sight.chrome).resume(tag, kind, 0, sight.state(block), above)
        walk.element(block, tag)
        if walk.pictures or any(map(_matters_elsewhere, walk.chunks)):
            return None
        chunks += walk.chunks
    return chunks or None


def _apart(ordered: list[LexborNode]) -> tuple[list[tuple[LexborNode, int]], list[LexborNode]]:
    """The blocks in which the places stand, each with how many headings are before it; all headings.

    None where there are too many, or a heading has the words.
    """
    blocks: list[tuple[LexborNode, int]] = []
    headings: list[LexborNode] = []
    for node in ordered:
        if (node.tag or "") in HEADINGS:
            if headings and headings[-1].mem_id == node.mem_id:
                return [], []  # found twice: as a heading, and for its words
            headings.append(node)
            continue
        mine = block_of(node)
        if blocks and blocks[-1][0].mem_id == mine.mem_id:
            continue
        if len(blocks) == _MOST or mine.tag in HEADINGS:
            return [], []
        blocks.append((mine, len(headings)))
    return blocks, headings


def _frame(block: LexborNode) -> Frame | None:
    """Where the block stands, if all it stands in are plain boxes."""
    steps: list[tuple[str, int]] = []
    node: LexborNode | None = block
    grids = Grids()
    while node is not None and node.tag != "body":
        tag = node.tag or ""
        if (node is not block and tag not in _PLAIN) or (tag in ROW_TAGS and grids.rows_at(node, tag)):
            return None
        attributes = node.attributes
        if attributes and struck(attributes):
            return None
        index = _index(node, tag)
        if not index:
            return None
        steps.append((tag, index))
        node = node.parent
    if node is None:
        return None
    frame = Frame(None, "html/body", 0, 0)
    for tag, index in reversed(steps):
        frame = Frame(frame, tag, index, frame.depth + 1)
    return frame


def _in_item(frame: Frame | None) -> bool:
    while frame is not None and frame.tag != "li":
        frame = frame.parent
    return frame is not None


def _index(node: LexborNode, tag: str) -> int:
    """Its number among its namesakes, as the walk counts; 0 where that is not plain to see."""
    index = steps = 1
    other = node.prev
    while other is not None:
        name = other.tag or "-"
        if name == tag:
            index += 1
        elif name in INLINE and other.first_child is not None and other.css_first(tag) is not None:
            return 0
        steps += 1
        if steps > _MOST_BEFORE:
            return 0
        other = other.prev
    return index


def _headings(sight: Sight, above: list[LexborNode]) -> Headings | None:
    """The headings over what follows these; None where one may head other stories, or only a walk could tell."""
    if any(heads_others(" ".join(text.split())) for node in above if len(text := node.text()) < _LONGEST):
        return None
    found: list[tuple[int, str]] = []
    level = 7
    for node in reversed(above):
        mine = HEADINGS[node.tag or ""]
        if mine >= level:
            continue
        state = sight.state(node)
        if state < 0:
            continue
        if state >= IN_TABLE or odd(node):
            return None
        texts = _texts(sight, node, state)
        if texts is None or len(texts) > 1:
            return None
        if texts:
            found.append((mine, texts[0]))
            level = mine
            if level == 1:
                break
    return tuple(reversed(found))


def _texts(sight: Sight, node: LexborNode, state: int) -> list[str] | None:
    """What a heading says, as the walk reads it; None where something is struck through in it."""
    only = node.first_child
    if only is not None and only.next is None and only.tag == "-text":  # most headings: no walk of their own
        text = normalise(only.text_content or "")
        if text and _MARKS.isdisjoint(text):
            return [] if names_neighbour(text) else [text]
    read = Walk((), Frame(None, "html/body", 0, 0), sight.chrome).resume(node.tag or "", "sentence", 0, state, ())
    chunks = read.element(node, node.tag or "").chunks
    return None if any(chunk.old for chunk in chunks) else [chunk.text for chunk in chunks if chunk.kind != "alt"]


def _matters_elsewhere(chunk: Chunk) -> bool:
    """Whether a text may be a tile's number or label, or tell the unit of a table behind it."""
    return only_figure(chunk.text) or can_label(chunk) or tells_of_table(chunk.text)
