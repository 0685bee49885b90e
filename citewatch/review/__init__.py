"""The review desk without its web pages: what waits for a person, everything about it, and what was decided.

One `citewatch.review.desk.ReviewDesk(settings)` serves a whole process, from any thread. Records are in
`citewatch.review.model`, closed lists in `schemas.decision`. Days and times are passed in (UTC, without a zone).

Reading (from the published copy, with every decision taken since laid over it; waits for no refresh):

    desk.queue(Filter(...), today=, after=None, limit=50) -> QueuePage     most serious first; `page.after` goes on
    desk.counts(Filter(...), today=) -> Counts                             for the filters' labels
    desk.calm() -> Calm                                                    what an empty queue says
    desk.issues() -> tuple[IssueItem, ...]                                 sources that can't be read, what to open
    desk.alert(alert_id, today=) -> AlertPage                              raises page.NoSuchAlert
    desk.alert_with_text(alert_id, today=) -> (AlertPage, TextDiff | None) the same with how the text changed
    desk.overview(report_id or None, today=) -> Overview
    desk.errata(report_id, today=) -> ErrataSheet
    desk.log(before=None, limit=100) -> tuple[Logged, ...]                 the audit log, newest first

Writing (one short transaction each; the same `request_id` sent twice is written once):

    desk.decide(choices, act, by=, at=, request_id=, note="", mistake=None, assignee=None, until=None)
        -> tuple[Decided, ...]      one answer a choice; `Choice(alert_id, version)` carries the version that was seen
    desk.enter(PersonReading(...), body=bytes or b"", now=) -> Entered     what the eye saw; raises person.NotEntered
    desk.publish() -> bool          bring the analysts' copy up to date: after the answer went out, not before

A grouped item of the queue is decided by one call with all its alerts: `zip(item.alert_ids, item.versions)`.
`accept` needs a note, `dismiss` a mistake and a note; `Decided.outcome` says done, again, conflict or refused, and why
in both languages.
"""
