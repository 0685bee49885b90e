"""What stopped us, from what was seen: pure, like the checks, and never about the report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from citewatch.catalog import Catalog
from citewatch.checks.identities import violated
from citewatch.checks.judge import figures_cited
from citewatch.checks.place import doubts
from schemas.issue import Issue, IssueKind
from schemas.source import Source
from warehouse.history import History, Seen, Stay

_AROUND = 80
"""Characters on each side of a figure that show a person where it stands."""
_REMEDY: dict[str, str] = {
    "blocked": "Open the page by hand and enter what it says; the block is respected.",
    "refused": "Read the reason: robots.txt or one of our own rules forbids it. Look for another route.",
    "gone": "Open the page by hand; if it has moved, change its url, else keep the last good copy.",
    "unreachable": "Wait for the next run; if it stays, try the address in a browser.",
    "missing": "Open the page; if the figure has moved, change its anchors; if it was withdrawn, say so in optional.",
    "ambiguous": "Open the page and add a word to the anchors, or row or after, that only the right one has.",
    "elsewhere": "Open the page; if it is the same figure, enter it as read by you, else sharpen the anchors.",
    "out_of_range": "Open the page; if the value is right, widen between, else sharpen the anchors.",
    "bad_page": "Look at the kept bytes (citewatch replay); the form of the route may be wrong.",
    "picture": "Open the picture and read it; what the machine could not read is asked of a person.",
    "identity": "Look at the page: the figures were probably read from two editions or two rows.",
    "terms": "Open the page and read what the figure measures; add its words to measures or states.",
}


def issues(catalog: Catalog, histories: Mapping[str, History]) -> list[Issue]:
    """Everything that stands in our way now."""
    cited = figures_cited(catalog)
    return [
        issue for source in catalog.sources.values() for issue in of_source(source, histories, cited.get(source.id, ()))
    ]


def of_source(source: Source, histories: Mapping[str, History], cited: Collection[str]) -> list[Issue]:
    """What stands in our way at one source, made from its file, its history and the names of its figures that claims
    cite, and from nothing else.
    """
    if source.reader == "planned":
        return []
    history = histories.get(source.id, History())
    found = [*_fetching(source, history)]
    if (stay := history.newest_read) is not None:
        found += [*_reading(source, stay), *_elsewhere(source, history, stay, cited), *_identities(source, stay)]
    return found


def _fetching(source: Source, history: History) -> Iterator[Issue]:
    last = history.last
    kinds: dict[str, IssueKind] = {
        "blocked": "blocked", "refused": "refused", "gone": "gone", "unreachable": "unreachable",
    }  # fmt: skip
    if last is not None and last.state in kinds:
        kind = kinds[last.state]
        # The first capture of this state dates the issue: attempts list only changes of state, and the last one.
        same = [attempt for attempt in history.attempts if attempt.state == last.state]
        began = same[-2].at if len(same) > 1 and same[-1] is last and history.attempts[-2] is same[-2] else last.at
        yield Issue(source.id, None, kind, f"the page at {source.url}", last.reason, _REMEDY[kind], began)


def _reading(source: Source, stay: Stay) -> Iterator[Issue]:
    yield from _pictures(source, stay)
    for name, figure in source.figures.items():
        seen = stay.figures.get(name)
        if seen is None or not figure.promised or (figure.picture and seen.outcome != "bad_page"):
            continue
        if seen.outcome == "unread_picture":
            raise ValueError(f"{source.id}.{name}: only a figure in a picture can be unread there")
        if seen.outcome != "read":
            kind: IssueKind = seen.outcome
            yield Issue(source.id, name, kind, seen.expected, seen.found, _REMEDY[kind], stay.first_at)
        elif (isinstance(figure.measures, dict) or figure.states) and seen.label is None:
            terms = ", ".join(figure.measures if isinstance(figure.measures, dict) else figure.states or ())
            found = f"none of their words, or those of several, stand with “{seen.as_printed}”"
            yield Issue(
                source.id, name, "terms", f"words that show one of: {terms}", found, _REMEDY["terms"], stay.first_at
            )


def _elsewhere(source: Source, history: History, stay: Stay, cited: Collection[str]) -> Iterator[Issue]:
    """Figures that have another value in another place: until a person has looked, their change is not believed."""
    later = [one for one in history.stays if one.by_person and one.first_at >= stay.first_at]
    for name in sorted(cited):
        before = doubts(source, history.stays, name).get(stay.first_capture_id)
        seen = stay.figures.get(name)
        if before is not None and seen is not None and not any(name in one.figures for one in later):
            expected = f"the figure where “{before.as_printed}” stood: “{_excerpt(before)}”"
            found = f"“{seen.as_printed}”, which may be another: “{_excerpt(seen)}”"
            yield Issue(source.id, name, "elsewhere", expected, found, _REMEDY["elsewhere"], stay.first_at)


def _excerpt(seen: Seen) -> str:
    return seen.sentence[max(0, seen.span_start - _AROUND) : seen.span_end + _AROUND].strip()


def _pictures(source: Source, stay: Stay) -> Iterator[Issue]:
    """One issue a picture, however many of its values could not be read: a person opens it once."""
    for picture in source.figures:
        inside = {name: figure for name, figure in source.figures.items() if figure.picture == picture}
        unread = {
            name: seen
            for name, figure in inside.items()
            if figure.promised and (seen := stay.figures.get(name)) and seen.outcome not in ("read", "bad_page")
        }
        if not unread:
            continue
        reasons = list(dict.fromkeys(seen.found for seen in unread.values()))
        found = f"{len(unread)} of {len(inside)} values could not be read ({', '.join(unread)}): {reasons[0]}"
        look = f" {source.look_at.en}" if source.look_at else ""
        yield Issue(
            source.id, picture, "picture", next(iter(unread.values())).expected, found, _REMEDY["picture"] + look,
            stay.first_at,
        )  # fmt: skip


def _identities(source: Source, stay: Stay) -> Iterator[Issue]:
    for identity in source.identities:
        if wrong := violated(identity, stay.figures):
            yield Issue(source.id, None, "identity", wrong[0], wrong[1], _REMEDY["identity"], stay.first_at)
