"""The wanted things that are not a figure in a text: a term, a picture, a list of names."""

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import all_of, any_of, find, fold, fold_keys
from extractors.reading.finding.answers import answer
from extractors.reading.finding.counted import same_count
from extractors.reading.finding.index import Index
from extractors.reading.finding.labels import labels_of
from extractors.reading.finding.search import Hit, hits
from extractors.reading.finding.wanted import Ambiguous, Located, Missing, Wanted
from extractors.reading.pages.blocks import Block

_ASIDE = re.compile(r"[(（][^()（）]*(?:[)）]|$)")
_LIST = re.compile(r"\s*(?:[,，、;；]|\band\b|\bas well as\b|以及|及|與|与|和|\b및\b)\s*")


def _best(index: Index, wanted: Wanted) -> list[Hit]:
    """The hits in which the anchors stand closest; with labels, those that show one come first."""
    found = list(hits(index, wanted))

    def rank(hit: Hit) -> tuple[int, int, int]:
        weak = hit.block.kind in ("alt", "meta", "jsonld")
        return (1 if labels_of(wanted, hit.block) else 0, sum(hit.levels) + hit.extra, 0 if weak else 1)

    if not found:
        return []
    ranks = list(map(rank, found))
    best = max(ranks)
    return [hit for hit, of_hit in zip(found, ranks, strict=True) if of_hit == best]


def term(index: Index, wanted: Wanted) -> Located | Missing | Ambiguous:
    """The text that meets the anchors; its label is the value."""
    found = _best(index, wanted)
    if not found:
        return Missing(wanted.name, _nothing(index, wanted))
    first: dict[tuple[str, ...], Hit] = {}
    for hit in found:
        first.setdefault(labels_of(wanted, hit.block), hit)
    if wanted.labels and len(first) > 1:
        few = tuple(_term(index, wanted, hit, labels) for labels, hit in [*first.items()][:6])
        return Ambiguous(wanted.name, f"{len(found)} texts have the words and say different things", few)
    return _term(index, wanted, found[0], labels_of(wanted, found[0].block))


def _term(index: Index, wanted: Wanted, hit: Hit, labels: tuple[str, ...]) -> Located:
    block = index.page.placed(hit.chunk, hit.block)
    return answer(wanted, block, block.text, f"the text that has {_words(hit)}", labels=labels)


def names(index: Index, wanted: Wanted) -> Located | Missing | Ambiguous:
    """An ordered list of names: the declared ones in the order they stand, or what is listed behind `after`."""
    found = _best(index, wanted)
    if not found:
        return Missing(wanted.name, _nothing(index, wanted))
    answers: dict[tuple[str, ...], Located] = {}
    for hit in found:
        listed = _declared(wanted, hit) if wanted.labels else _listed(wanted, hit)
        if listed and listed not in answers:
            reason = f"the names in the text that has {_words(hit)}, in their order"
            block = index.page.placed(hit.chunk, hit.block)
            answers[listed] = answer(wanted, block, block.text, reason, names=listed)
    if not answers:
        return Missing(wanted.name, f"{len(found)} texts have the words, none lists a name")
    longest = max(answers, key=len)
    others = [listed for listed in answers if listed != longest[: len(listed)]]
    if others:
        return Ambiguous(wanted.name, f"{len(answers)} texts list different names", tuple(answers.values())[:6])
    return answers[longest]


def _declared(wanted: Wanted, hit: Hit) -> tuple[str, ...]:
    places: list[tuple[int, str]] = []
    start = _after(wanted, hit)
    for label, groups in wanted.labels.items():
        spots = [at for group in groups[:1] for words in group for at, _ in find(words, hit.folded) if at >= start]
        if spots and all_of(groups, hit.folded):
            places.append((min(spots), label))
    return tuple(label for _, label in sorted(places))


def _after(wanted: Wanted, hit: Hit) -> int:
    return min((end for _, end in find(wanted.after, hit.folded)), default=0) if wanted.after else 0


# "privacy most of all, followed by hallucinations and then security": the order is told, it is no part of a name.
_RANKED = re.compile(r"^(?:(?:then|next|finally|followed|closely|by) )+|,? (?:most of all|above all|first of all)$")


def _listed(wanted: Wanted, hit: Hit) -> tuple[str, ...]:
    start = _after(wanted, hit) or max((end for _, end in hit.spots), default=0)
    text = hit.block.text[start:].lstrip(" :：,，是為为").rstrip(" .。")
    text = _ASIDE.sub(" ", text)
    # A bracket that closes nothing ends the list: "(TAIDE for short) is built on …".
    text = re.split(r"[)）\]」]", text, maxsplit=1)[0] if not re.search(r"[(（\[「]", text) else text
    parts = [_RANKED.sub("", part.strip(' ()（）[]"“”')) for part in _LIST.split(text)]
    return tuple(part for part in parts if 0 < len(part) <= 60)


def picture(index: Index, wanted: Wanted) -> Located | Missing | Ambiguous:
    """The content picture whose alt text, caption or headings meet the anchors."""
    scored: list[tuple[tuple[int, int], Block]] = []
    pictures = list(index.page.pictures())
    for block in pictures:
        own = fold(block.text)
        caption = fold_keys(block.column)
        above = fold_keys(block.headers[-2:])
        levels = []
        for group in wanted.anchors:
            places = ((3, own), (2, caption), (1, above))
            levels.append(sum(weight for weight, place in places if any_of(group, place)))
        if all(levels):
            scored.append(((sum(levels), 1 if block.text else 0), block))
    if not scored:
        asked = " and ".join("“" + "” or “".join(group[:4]) + "”" for group in wanted.anchors)
        return Missing(
            wanted.name, f"none of the page's {len(pictures)} pictures has {asked} in its alt text, caption or headings"
        )
    best = max(score for score, _ in scored)
    top = list({block.picture: block for score, block in scored if score == best}.values())
    answers = [_picture(index, wanted, block) for block in top]
    if len(answers) > 1:
        return Ambiguous(wanted.name, f"{len(answers)} pictures fit equally well", tuple(answers[:6]))
    return answers[0]


def _picture(index: Index, wanted: Wanted, block: Block) -> Located:
    mentions = index.figures(block.text, wanted.currency) if block.text else []
    fitting = [one for one in mentions if wanted.unit is not None and same_count(one.unit, wanted.unit)]
    mention = fitting[0] if len({one.value for one in fitting}) == 1 else None
    labels = labels_of(wanted, block)
    reason = f"the picture {block.picture or ''} whose alt text, caption or heading has the declared words"
    return answer(wanted, block, block.text, reason, mention=mention, labels=labels)


def _words(hit: Hit) -> str:
    return " and ".join(f"“{word}”" for word in hit.words) or "no declared words"


def _nothing(index: Index, wanted: Wanted) -> str:
    met = ", ".join(f"“{words}” in {times}" for words, times in index.counts(wanted.anchors))
    return f"no piece of text has all of the declared words ({met} of {len(index.page.chunks)})"
