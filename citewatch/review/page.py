"""The page of one alert, from the readers' copy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from citewatch.catalog import Catalog
from citewatch.checks import wording
from citewatch.errors import CitewatchError
from citewatch.review.model import AlertPage, Baseline, CaptureShown, FindingShown, HistoryPoint, Logged
from citewatch.review.queue import item_of, words
from citewatch.review.states import acts
from schemas.capture import ARCHIVE
from schemas.finding import Words
from warehouse import desk, waiting
from warehouse.ask import Connection

SIMILAR = 6


class NoSuchAlert(CitewatchError):
    """There is no alert of that id."""


def alert_page(view: Connection, catalog: Catalog, alert_id: str, *, today: date, specimen: bool) -> AlertPage:
    """Everything the page of one alert shows.

    Raises:
        NoSuchAlert: there is none of that id.
    """
    row = desk.alert(view, alert_id)
    if row is not None:
        row.update(desk.seen(view, row["observation_id"], row["source_id"]))
    else:
        raise NoSuchAlert(f"no alert {alert_id}: `citewatch review list` names them.")
    log = [logged(entry) for entry in desk.log(view, row["report_id"], row["claim_id"])]
    own = tuple(entry for entry in log if entry.alert_id == alert_id)
    now = own[0] if own else None
    state, version = (now.state, now.version) if now else ("open", 0)
    found = desk.capture(view, row["capture_id"], row["source_id"]) if row["capture_id"] else None
    return AlertPage(
        alert_id=alert_id, report_id=row["report_id"], report_title=row["report_title"] or row["report_id"],
        report_language=row["language"] or "", claim_id=row["claim_id"], says=row["says"] or row["stated"],
        section=row["section"] or "", place=row["place"] or "", prominence=row["prominence"], stated=row["stated"],
        check_name=row["check_name"], verdict=row["verdict"],
        answers=tuple(desk.answers(view, row["alert_key"])),  # type: ignore[arg-type]
        reason=Words(row["reason_en"], row["reason_zh"]), suggestion=words(row, "suggestion"),
        stated_value=row["stated_value"], observed_value=row["observed_value"],
        stated_in_words=in_words(row["stated_value"], row["unit"], row["says"] or ""),
        observed_in_words=in_words(row["observed_value"], row["unit"], row["says"] or ""), unit=row["unit"],
        difference=row["difference"], ratio=row["ratio"], relative=_relative(row), observed=row["finding_observed"],
        sentence=row["sentence"], span=_span(row), headers=tuple(json.loads(row["headers"] or "[]")),
        picture=row["picture"], box=tuple(json.loads(row["box"])) if row["box"] else None,
        edition=row["edition"], read_by=row["read_by"], source_id=row["source_id"],
        source_title=row["source_title"], publisher=row["publisher"], figure=row["figure"],
        live_url=row["source_url"], baselines=_baselines(view, row), history=_history(view, catalog, row),
        capture=capture_shown(found, specimen=specimen) if found else None,
        findings=tuple(_finding(each) for each in desk.findings(view, row["report_id"], row["claim_id"])),
        is_open=row["state"] == "open", opened_at=row["opened_at"], closed_at=row["closed_at"], state=state,
        version=version, assignee=now.assignee if now else None, snoozed_until=now.snoozed_until if now else None,
        acts=acts(own, is_open=row["state"] == "open"), log=own,
        earlier=tuple(entry for entry in log if entry.alert_id != alert_id),
        similar=tuple(item_of(line) for line in waiting.similar(view, row, today, SIMILAR)), specimen=specimen,
    )  # fmt: skip


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


def _baselines(view: Connection, row: Mapping[str, Any]) -> tuple[Baseline, ...]:
    """The three values that a finding is held against, by name."""
    found = [Baseline("stated", row["stated"], row["stated_value"])]
    if (first := row["first_read_value"]) is not None:
        found.append(Baseline("first_read", wording.english(first, row["unit"]), first))
    if accepted := desk.last_accepted(view, dict(row)):
        found.append(
            Baseline(
                "last_accepted",
                accepted["observed"] or "",
                accepted["observed_value"],
                accepted["by_whom"],
                accepted["decided_at"],
            )
        )
    return tuple(found)


def _history(view: Connection, catalog: Catalog, row: Mapping[str, Any]) -> tuple[HistoryPoint, ...]:
    if not row["source_id"] or not row["figure"]:
        return ()
    source = catalog.sources.get(row["source_id"])
    names: Sequence[str] = source.edition if source else ()
    editions = desk.printed(view, row["source_id"], names) if names else {}
    return tuple(
        HistoryPoint(
            first_at=one["first_at"], last_at=one["last_at"], value=one["value"],
            as_printed=one["date"] or one["as_printed"],
            edition=" ".join(given[name] for name in names if name in given) or None,
            period=one["period"], archived=one["archived"] == one["captures"], read_by=one["read_by"],
            captures=one["captures"], capture_id=one["capture_id"],
        )
        for one in desk.history(view, row["source_id"], row["figure"])
        for given in (editions.get(one["body_digest"], {}),)
    )  # fmt: skip


def capture_shown(row: Mapping[str, Any], *, specimen: bool) -> CaptureShown:
    mode = "--specimens " if specimen else ""
    moment = row["captured_at"].strftime("%Y%m%d%H%M%S")
    return CaptureShown(
        capture_id=row["capture_id"], captured_at=row["captured_at"], fetched_at=row["fetched_at"],
        route=row["route"], origin=row["origin"], status=row["status"], state=row["state"], reason=row["reason"],
        url=row["url"], final_url=row["final_url"], digest=row["body_digest"], content_type=row["content_type"],
        length=row["body_length"], warc_file=row["warc_file"], warc_offset=row["warc_offset"],
        replay=f"citewatch {mode}replay {row['capture_id']}",
        archived_url=row["final_url"] if row["route"] == ARCHIVE and "/web/" in row["final_url"]
        else f"https://web.archive.org/web/{moment}/{row['url']}",
    )  # fmt: skip


def _finding(row: Mapping[str, Any]) -> FindingShown:
    return FindingShown(
        row["answer"], row["verdict"], row["family"], row["check_name"], row["source_id"], row["figure"],
        row["observed"], Words(row["reason_en"], row["reason_zh"]), row["read_by"], row["capture_id"],
    )  # fmt: skip
