"""The page of one alert, from the readers' copy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from citewatch.catalog import Catalog
from citewatch.checks import wording
from citewatch.errors import CitewatchError
from citewatch.review.history import points, stays, told
from citewatch.review.model import AlertPage, Baseline, CaptureShown, FindingShown, HistoryPoint, Logged
from citewatch.review.queue import item_of, words
from citewatch.review.states import acts
from schemas.capture import ARCHIVE
from schemas.finding import Words
from warehouse import desk, figures, waiting
from warehouse.ask import Connection

SIMILAR = 6
_FINDINGS, _EARLIER = 100, 50
"""No claim has so many but by some mistake; the page is not to grow with it."""


class NoSuchAlert(CitewatchError):
    """There is no alert of that id."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page of one alert shows, and the captures it rests on: id → row."""

    page: AlertPage
    captures: Mapping[str, Mapping[str, Any]]


def alert_page(view: Connection, catalog: Catalog, alert_id: str, *, today: date, specimen: bool) -> Told:
    """Everything the page of one alert shows.

    Raises:
        NoSuchAlert: there is none of that id.
    """
    line = desk.alert(view, alert_id)
    found = desk.findings(view, line["report_id"], line["claim_id"], line["finding_id"]) if line else []
    speaking = next((each for each in found if line and each["finding_id"] == line["finding_id"]), None)
    if line is None or speaking is None:
        raise NoSuchAlert(f"no alert {alert_id}: `citewatch review list` names them.")
    row = {**speaking, **line, "finding_observed": speaking["observed"], "state": line["alert_state"]}
    said = _said(view, catalog, row)
    row.update(said.seen)
    decided = desk.log(view, row["report_id"], row["claim_id"])
    log = [logged(entry) for entry in decided]
    own = tuple(entry for entry in log if entry.alert_id == alert_id)
    now = own[0] if own else None
    state, version = (now.state, now.version) if now else ("open", 0)
    # The capture it rests on, and those whose texts are held against each other, asked for in one go.
    kept = figures.captures(view, [row["source_id"] or ""], [row["capture_id"], *said.contents])
    rests = kept.get(row["capture_id"] or "")
    current = [each for each in found if each["closed_at"] is None]
    made = AlertPage(
        alert_id=alert_id, report_id=row["report_id"], report_title=row["report_title"] or row["report_id"],
        report_language=row["report_language"] or "", claim_id=row["claim_id"], says=row["says"] or row["stated"],
        section=row["section"] or "", place=row["place"] or "", prominence=row["prominence"], stated=row["stated"],
        check_name=row["check_name"], verdict=row["verdict"],
        answers=tuple(dict.fromkeys(each["answer"] for each in current if each["alert_key"] == row["alert_key"])),
        reason=Words(row["reason_en"], row["reason_zh"]), suggestion=words(row, "suggestion"),
        stated_value=row["stated_value"], observed_value=row["observed_value"],
        stated_in_words=in_words(row["stated_value"], row["unit"], row["says"] or ""),
        observed_in_words=in_words(row["observed_value"], row["unit"], row["says"] or ""), unit=row["unit"],
        difference=row["difference"], ratio=row["ratio"], relative=_relative(row), observed=row["finding_observed"],
        sentence=row["sentence"], span=_span(row), headers=tuple(json.loads(row["headers"] or "[]")),
        picture=row["picture"], box=tuple(json.loads(row["box"])) if row["box"] else None,
        edition=row["edition"], read_by=row["read_by"], source_id=row["source_id"],
        source_title=row["source_title"], publisher=row["publisher"], figure=row["figure"],
        live_url=row["source_url"], baselines=_baselines(view, row, decided),
        history=told(said.points), history_in_all=len(said.points), contents=said.contents,
        capture=capture_shown(rests, specimen=specimen) if rests else None,
        findings=tuple(_finding(each) for each in current[:_FINDINGS]),
        is_open=row["state"] == "open", opened_at=row["opened_at"], closed_at=row["closed_at"], state=state,
        version=version, assignee=now.assignee if now else None, snoozed_until=now.snoozed_until if now else None,
        acts=acts(own, is_open=row["state"] == "open"), log=own,
        earlier=tuple(entry for entry in log if entry.alert_id != alert_id)[:_EARLIER],
        similar=tuple(item_of(line) for line in waiting.similar(view, row, today, SIMILAR)), specimen=specimen,
    )  # fmt: skip
    return Told(made, kept)


def logged(row: Mapping[str, Any]) -> Logged:
    return Logged(
        row["alert_id"], row["version"], row["seq"], row["act"], row["state"], row["by_whom"], row["decided_at"],
        row["note"], row["mistake"], row["assignee"], row["snoozed_until"], row["observed"], row["undoes"],
        row["previous_alert_id"],
    )  # fmt: skip


def in_words(value: Decimal | None, unit: str | None, like: str) -> Words | None:
    """A value written out in both languages, in the scale that the report uses."""
    if value is None:
        return None
    return Words(wording.english(value, unit), wording.chinese(value, unit, like=like))


def _relative(row: Mapping[str, Any]) -> Decimal | None:
    stated, difference = row["stated_value"], row["difference"]
    return difference / abs(stated) * 100 if stated and difference is not None else None


def _span(row: Mapping[str, Any]) -> tuple[int, int] | None:
    if not row["sentence"] or row["span_start"] is None or row["span_end"] is None:
        return None
    return row["span_start"], row["span_end"]


def _baselines(view: Connection, row: Mapping[str, Any], log: Sequence[Mapping[str, Any]]) -> tuple[Baseline, ...]:
    """The three values that a finding is held against, by name."""
    found = [Baseline("stated", row["stated"], row["stated_value"])]
    if (first := row["first_read_value"]) is not None:
        found.append(Baseline("first_read", wording.english(first, row["unit"]), first))
    if accepted := _last_accepted(row, log):
        value = desk.observed_value(view, accepted["alert_id"])
        found.append(
            Baseline(
                "last_accepted", accepted["observed"] or "", value, accepted["by_whom"], accepted["decided_at"]
            )
        )  # fmt: skip
    return tuple(found)


def _last_accepted(row: Mapping[str, Any], log: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The newest acceptance, not taken back, of the same check on the same figure for the same claim."""
    undone = {(entry["alert_id"], entry["undoes"]) for entry in log if entry["act"] == "undo"}
    same = ("check_name", "figure", "source_id")
    return next(
        (
            entry for entry in log
            if entry["act"] == "accept" and (entry["alert_id"], entry["version"]) not in undone
            and all(entry[name] == row[name] for name in same)
        ),
        None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """What the source of an alert has said."""

    points: Sequence[HistoryPoint] = ()
    contents: tuple[str, ...] = ()
    seen: Mapping[str, Any] = field(default_factory=lambda: dict.fromkeys(("headers", "picture", "box", "read_by")))
    """Of the observation that the alert rests on."""


def _said(view: Connection, catalog: Catalog, row: Mapping[str, Any]) -> _Said:
    if not row["source_id"]:
        return _Said()
    stood = stays(figures.stays(view, row["source_id"]))
    contents = tuple(stay.first_capture_id for stay in stood[:-3:-1])
    if not row["figure"]:
        return _Said(contents=contents)
    source = catalog.sources.get(row["source_id"])
    editions: Sequence[str] = source.edition if source else ()
    values = figures.values(view, row["source_id"], (row["figure"], *editions))
    said = _Said(points(stood, values, row["figure"], editions), contents)
    wanted = row["observation_id"]
    of = next((each for each in values if each["observation_id"] == wanted), None)
    if wanted and of is None:
        of = figures.seen(view, wanted, row["source_id"], row["figure"])
    return replace(said, seen={name: of[name] for name in said.seen}) if of else said


def capture_shown(row: Mapping[str, Any], *, specimen: bool) -> CaptureShown:
    mode = "--specimens " if specimen else ""
    return CaptureShown(
        capture_id=row["capture_id"], captured_at=row["captured_at"], fetched_at=row["fetched_at"],
        route=row["route"], origin=row["origin"], status=row["status"], state=row["state"], reason=row["reason"],
        url=row["url"], final_url=row["final_url"], digest=row["body_digest"], content_type=row["content_type"],
        length=row["body_length"], warc_file=row["warc_file"], warc_offset=row["warc_offset"],
        replay=f"citewatch {mode}replay {row['capture_id']}",
        archived_url=archived_url(row["route"], row["captured_at"], row["url"], row["final_url"]),
    )  # fmt: skip


def archived_url(route: str, captured_at: datetime, url: str, final_url: str) -> str:
    """Where the Wayback Machine has what was captured, or what it has from about then."""
    if route == ARCHIVE and "/web/" in final_url:
        return final_url
    return f"https://web.archive.org/web/{captured_at:%Y%m%d%H%M%S}/{url}"


def _finding(row: Mapping[str, Any]) -> FindingShown:
    return FindingShown(
        row["answer"], row["verdict"], row["family"], row["check_name"], row["source_id"], row["figure"],
        row["observed"], Words(row["reason_en"], row["reason_zh"]), row["read_by"], row["capture_id"],
    )  # fmt: skip
