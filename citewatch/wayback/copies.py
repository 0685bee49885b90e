"""An archived copy as a capture: dated by the archive, and judged as the page it was, not as the archive's."""

from __future__ import annotations

from datetime import datetime

from citewatch.checks.wording import on
from citewatch.fetch.headers import media_type
from citewatch.fetch.outcome import digest
from citewatch.fetch.retry import http_moment
from citewatch.quality import Judgement, judge, wall
from citewatch.urls import joined, same_page
from citewatch.wayback.addresses import Copy, copy_of
from citewatch.wayback.kept import Answer
from schemas.capture import ARCHIVE, Capture, Hop, Origin, capture_id

_ORIGINAL = "x-archive-orig-"
_KEPT_HEADERS = ("memento-datetime", "date", "server", "x-archive-src")


def copy_capture(source_id: str, answer: Answer, asked: Copy, origin: Origin) -> Capture:
    """The capture of a final answer. `asked` is the copy that the index promised; another one may have come."""
    came = copy_of(answer.url) or asked
    made_at = _made_at(answer, came)
    final_url = answer.url if answer.is_copy else answer.asked
    verdict = _judged(answer, came, made_at)
    content_type, charset = media_type(answer.headers.get("content-type", ""))
    has_body = answer.is_copy and bool(answer.body)
    return Capture(
        # Two addresses of one source may have been copied in the same second.
        capture_id=capture_id(source_id, f"{ARCHIVE} {came.original}", made_at),
        source_id=source_id,
        route=ARCHIVE,
        origin=origin,
        url=answer.asked,
        final_url=final_url,
        status=answer.status,
        state=verdict.state,
        moved=verdict.moved,
        reason=verdict.reason,
        captured_at=made_at,
        document_on=made_at.date(),
        content_type=content_type,
        charset=charset,
        body_digest=digest(answer.body) if has_body else "",
        body_length=len(answer.body) if has_body else 0,
        payload_digest=answer.payload_digest,
        hops=answer.hops,
        headers={name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers},
        warc_file=answer.place.file,
        warc_offset=answer.place.offset,
        warc_length=answer.place.length,
        fetched_at=answer.at,
    )


def _made_at(answer: Answer, came: Copy) -> datetime:
    """By the address, which has the second; a copy that came under an address of no copy says it in its header."""
    if copy_of(answer.url) is None and (said := http_moment(answer.headers.get("memento-datetime", ""))):
        return said
    return came.made_at


def _judged(answer: Answer, came: Copy, made_at: datetime) -> Judgement:
    day = on(made_at.date()).en
    if not answer.is_copy:
        return Judgement("gone", False, f"The archive lists a copy of {day}, but does not have it ({answer.status}).")
    hops = _hops(answer.hops)
    verdict = judge(answer.status, _headers(answer), came.original, hops, answer.body)
    location = answer.headers.get("location", "")
    if 300 <= answer.status < 400 and location:
        verdict = _led_away(answer, hops, location)
    elif answer.flaw and verdict.state not in ("blocked", "gone"):
        verdict = Judgement("unreachable", False, answer.flaw)
    return verdict._replace(reason=f"Archived copy of {day}: {verdict.reason}")


def _led_away(answer: Answer, hops: tuple[Hop, ...], location: str) -> Judgement:
    """The site redirected, and the archive has nothing at the other end."""
    here = copy_of(answer.url)
    there = joined(answer.url, location)
    copied = copy_of(there)
    target = copied.original if copied else there
    chain = (*hops, Hop(here.original if here else answer.url, answer.status, target))
    walled = wall(target, chain)
    if walled:
        return Judgement("blocked", False, walled)
    return Judgement("unreachable", False, f"the site only redirected to {target[:300]}, of which there is no copy.")


def _hops(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The site's own redirects: from one copy to another of the same page is the archive's affair."""
    found = []
    for hop in hops:
        here, there = copy_of(hop.url), copy_of(joined(hop.url, hop.location))
        if here and there and not same_page(here.original, there.original):
            found.append(Hop(here.original, hop.status, there.original))
    return tuple(found)


def _headers(answer: Answer) -> dict[str, str]:
    """What the site sent, which the archive gives under names of its own."""
    theirs = {
        name.removeprefix(_ORIGINAL): value for name, value in answer.headers.items() if name.startswith(_ORIGINAL)
    }
    return {**theirs, "content-type": answer.headers.get("content-type", theirs.get("content-type", ""))}
