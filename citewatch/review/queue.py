"""The two queues: alerts that wait for a person, and sources that can't be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from citewatch.catalog import Catalog
from citewatch.errors import CitewatchError
from citewatch.review.model import Calm, Counts, FeedPage, Filter, IssueItem, QueueItem, QueuePage
from schemas.finding import Words
from schemas.source import INTERVAL
from warehouse import desk, health, queries, waiting
from warehouse.ask import Connection


def queue(
    view: Connection, given: Filter, *, today: date, after: str | None = None, before: str | None = None,
    limit: int = 50,
) -> QueuePage:  # fmt: skip
    """The next items of the queue, most serious first; with `before` those before a place."""
    if before:
        found = waiting.queue(view, asdict(given), today, _cursor(before), limit + 1, back=True)
        if len(found) > limit:
            page = found[1:]
            return QueuePage(tuple(_item(row) for row in page), _place(page[-1]), _place(page[0]))
        # The first page, and full, whatever came or went meanwhile.
    found = waiting.queue(view, asdict(given), today, None if before else _cursor(after), limit + 1)
    page = found[:limit]
    first = _place(page[0]) if after and not before and page else None
    return QueuePage(tuple(_item(row) for row in page), _place(page[-1]) if len(found) > limit else None, first)


def _place(row: Mapping[str, Any]) -> str:
    return f"{row['seriousness']}~{row['opened_at'].isoformat()}~{row['key']}"


def _cursor(after: str | None) -> tuple[int, datetime, str] | None:
    if not after:
        return None
    score, _, rest = after.partition("~")
    since, _, key = rest.partition("~")
    try:
        return int(score), datetime.fromisoformat(since), key
    except ValueError as error:
        raise CitewatchError(f"{after!r} is no place in the queue.") from error


def newest(view: Connection, report_id: str, after: str | None, limit: int) -> FeedPage:
    """A report's waiting alerts, asleep or not, the newest first."""
    since, _, key = (after or "").partition("~")
    try:
        before = (datetime.fromisoformat(since), key) if after else None
    except ValueError as error:
        raise CitewatchError(f"{after!r} is no place in the feed.") from error
    found = waiting.newest(view, report_id, before, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    cursor = f"{last['waits_since'].isoformat()}~{last['alert_id']}" if last else None
    return FeedPage(tuple((item_of(line), line["waits_since"]) for line in found[:limit]), cursor)


def items(view: Connection, alert_ids: Sequence[str], today: date) -> tuple[QueueItem, ...]:
    """These alerts as lines of the queue, in this order."""
    told = waiting.lines(view, alert_ids, today)
    return tuple(item_of(told[alert_id]) for alert_id in alert_ids if alert_id in told)


def item_of(line: Mapping[str, Any]) -> QueueItem:
    """One line as an item of its own."""
    return _item({**line, "key": line["alert_id"], "alert_ids": [line["alert_id"]], "versions": [line["version"]]})


def _item(of: Mapping[str, Any]) -> QueueItem:
    return QueueItem(
        key=of["key"], alert_ids=tuple(of["alert_ids"]), versions=tuple(of["versions"]), alert_id=of["alert_id"],
        report_id=of["report_id"], report_title=of["report_title"] or of["report_id"], claim_id=of["claim_id"],
        says=of["says"] or of["stated"] or "", section=of["section"] or "", place=of["place"] or "",
        prominence=of["prominence"] or "text", check_name=of["check_name"], verdict=of["verdict"],
        source_id=of["source_id"], figure=of["figure"], publisher=of["publisher"], stated=of["stated"] or "",
        observed=of["observed"], difference=of["difference"], ratio=of["ratio"], unit=of["unit"],
        reason=Words(of["reason_en"] or "", of["reason_zh"] or ""), suggestion=words(of, "suggestion"),
        seriousness=of["seriousness"], state=of["state"], version=of["version"], assignee=of["assignee"],
        snoozed_until=of["snoozed_until"], reopened=of["is_reopened"], opened_at=of["opened_at"],
        closed_at=of["closed_at"],
    )  # fmt: skip


def words(row: Mapping[str, Any], name: str) -> Words | None:
    return Words(row[f"{name}_en"], row[f"{name}_zh"] or row[f"{name}_en"]) if row[f"{name}_en"] else None


_FIELDS = {
    "state": "states", "verdict": "verdicts", "report_id": "reports", "section": "sections",
    "publisher": "publishers", "assignee": "assignees",
}  # fmt: skip
_FILTERED = {"report_id": "report"}


Counted = Mapping[str | None, waiting.Counted]
"""Facet → how many alerts of the published copy fit, with the filter on that facet left aside; None: with all."""


def counted(view: Connection, given: Filter, *, today: date) -> Counted:
    """What `counts` starts from: the same for as long as nothing else is published."""
    return {facet: waiting.counted(view, each, today, facet) for facet, each in _asides(given).items()}


def counts(view: Connection, given: Filter, published: Counted, *, today: date) -> Counts:
    """How many alerts fit, by each thing one can filter on; that filter itself is left aside for its own counts."""
    rows = {facet: waiting.counts(view, each, today, facet, published[facet]) for facet, each in _asides(given).items()}
    (total,) = (row["alerts"] for row in rows[None] if not row["facet"])
    found = {name: _by_value(rows.get(facet, rows[None]), facet) for facet, name in _FIELDS.items()}
    return Counts(total, **found, snoozed=waiting.asleep(view, asdict(given), today))


def _asides(given: Filter) -> dict[str | None, dict[str, Any]]:
    """The filter, and for each facet that it filters on the filter without that."""
    whole = asdict(given)
    asides: dict[str | None, dict[str, Any]] = {None: whole}
    for facet in _FIELDS:
        key = _FILTERED.get(facet, facet)
        if whole[key] is not None:
            asides[facet] = {**whole, key: None}
    return asides


def _by_value(rows: Sequence[Mapping[str, Any]], facet: str) -> dict[str, int]:
    return {row["value"] or "": row["alerts"] for row in rows if row["facet"] == facet}


def calm(view: Connection) -> Calm:
    """What an empty queue says: when the last refresh ran, when the next is due, how much holds."""
    last = queries.last_success(view)
    due = [tried + INTERVAL[every] for every, tried in health.longest_ago(view).items()]
    return Calm(last["finished_at"] if last else None, min(due, default=None), *desk.holding(view))


def issue_queue(view: Connection, catalog: Catalog, first: int, limit: int) -> tuple[IssueItem, ...]:
    """What stopped us, those that most claims wait for first. Several figures with one trouble are one item."""
    return tuple(_issue(row, catalog) for row in desk.issues(view, first, limit))


def _issue(row: Mapping[str, Any], catalog: Catalog) -> IssueItem:
    source = catalog.sources.get(row["source_id"])
    look = source.look_at if source else None
    return IssueItem(
        key="~".join((row["source_id"], row["kind"], row["first_at"].isoformat())), source_id=row["source_id"],
        publisher=row["publisher"] or "", title=row["title"] or row["source_id"], url=row["url"] or "",
        kind=row["kind"], figures=tuple(row["figures"] or ()), expected=row["expected"], found=row["found"],
        remedy=row["remedy"], look_at=Words(look.en, look.zh) if look else None,
        claims=tuple((pair[0], pair[1]) if isinstance(pair, tuple) else tuple(pair.values())
                     for pair in row["claims"] or ()),
        first_at=row["first_at"], last_good_at=row["last_good_at"], read_by_person_on=row["read_on"],
    )  # fmt: skip
