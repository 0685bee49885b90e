"""The closed lists as a reader sees them: verdicts, states, acts, mistakes, places, issues."""

from __future__ import annotations

from functools import lru_cache

from citewatch.review.web.tongue import Lang, Tongue


@lru_cache(maxsize=2)
def labels(lang: Lang) -> dict[str, dict[str, str]]:
    """Name of the list → word of the code → word on the page."""
    say = Tongue(lang).say
    return {
        "verdict": {
            "scale_error": say("Wrong order of magnitude"), "inconsistent": say("Report contradicts itself"),
            "differs": say("Source says otherwise"), "meaning_differs": say("Means something else"),
            "date_error": say("Wrong date"), "superseded": say("Source has moved on"),
            "confirmed": say("Confirmed"), "consistent": say("Follows from the source"),
            "ambiguous": say("Ambiguous"), "gone": say("Page is gone"), "not_found": say("Not found"),
            "blocked": say("Blocked"), "image_only": say("Only in a picture"),
            "no_source_given": say("No source given"),
        },
        "state": {
            "open": say("Open"), "acknowledged": say("Acknowledged"), "accepted": say("Accepted"),
            "resolved": say("Corrected"), "dismissed": say("Dismissed"),
        },
        "act": {
            "acknowledge": say("acknowledged"), "accept": say("accepted"), "resolve": say("marked as corrected"),
            "dismiss": say("dismissed"), "reopen": say("opened again"), "assign": say("assigned"),
            "snooze": say("put off"), "note": say("noted"), "undo": say("took back"),
            "reopened": say("opened again: the value or its words moved"),
            "carried": say("kept closed: the same came back"), "span_seen": say("saw other words once"),
        },
        "mistake": {
            "wrong_figure": say("Another figure of the page was read"),
            "wrong_value": say("Its value or unit was misread"),
            "wrong_meaning": say("What it measures was misread"),
            "wrong_edition": say("Another edition was compared"),
            "report_misread": say("Our copy of the report is wrong"),
            "other": say("Something else"),
        },
        "family": {
            "agrees": say("Agrees"), "disagrees": say("Disagrees"), "cannot_tell": say("Cannot tell"),
        },
        "answer": {"then": say("At the report's date"), "now": say("Now")},
        "issue": {
            "missing": say("Figure is missing"), "ambiguous": say("Several candidates"),
            "elsewhere": say("May be another figure"),
            "out_of_range": say("Value out of range"), "bad_page": say("Page can't be read"),
            "picture": say("Only in a picture"), "contract": say("Row was refused"),
            "identity": say("Figures don't add up"), "blocked": say("Blocked"), "gone": say("Page is gone"),
            "unreachable": say("Not reachable"), "refused": say("We may not ask"), "moved": say("Page has moved"),
            "terms": say("Terms have changed"), "evidence": say("Evidence is missing"),
            "acceptance": say("Acceptance is not used"), "misread": say("We misread it"),
        },
        "trouble": {
            "missing": say("The page was read, but a figure it has to give is not on it."),
            "ambiguous": say("The page has several candidates that disagree; a machine must not choose."),
            "elsewhere": say("The value changed, and may be another figure: one of another place, part or time."),
            "out_of_range": say("What was read is no plausible value for this figure."),
            "bad_page": say("What came is not the page that was expected."),
            "picture": say("The value stands only in a picture, and the machine could not read it for certain."),
            "contract": say("What was read breaks a rule of our tables, so nothing of this source was stored."),
            "identity": say("The figures that were read do not add up as they must."),
            "blocked": say("The site turns programs away. We respect that; a person's browser may be let in."),
            "gone": say("The site says that the page no longer exists."),
            "unreachable": say("The site did not answer."),
            "refused": say("The site's rules, or ours, do not let us ask for this page."),
            "moved": say("The page now stands at another address."),
            "terms": say("The site's terms have changed since they were read."),
            "evidence": say("Kept evidence is missing or is not what its digest says."),
            "acceptance": say("A difference that somebody accepted no longer occurs."),
            "misread": say("A reviewer said that we misread this figure."),
        },
        "capture": {
            "ok": say("read"), "not_modified": say("unchanged"), "blocked": say("blocked"), "gone": say("gone"),
            "unreachable": say("not reachable"), "refused": say("not asked"),
        },
        "baseline": {
            "stated": say("Stated in the report"), "first_read": say("First read"),
            "last_accepted": say("Last accepted"),
        },
        "prominence": {
            "summary": say("in the summary"), "figure": say("in a figure or table"), "text": say("in the text"),
            "footnote": say("in a footnote"),
        },
        "access": {
            "signed_in": say("signed in"), "refused": say("turned away: wrong name or password"),
            "signed_out": say("signed out"), "password_changed": say("changed the password"),
            "account_added": say("added the account"), "role_changed": say("changed the role"),
            "account_removed": say("removed the account"), "token_made": say("made a token"),
            "token_revoked": say("revoked a token"),
        },
        "role": {"reader": say("reader"), "reviewer": say("reviewer"), "admin": say("admin")},
    }  # fmt: skip


FAMILIES = {
    **dict.fromkeys(
        ("scale_error", "inconsistent", "differs", "meaning_differs", "date_error", "superseded"), "disagrees"
    ),
    **dict.fromkeys(("confirmed", "consistent"), "agrees"),
}


def family_class(verdict: str) -> str:
    """The class that colours a verdict."""
    return FAMILIES.get(verdict, "cannot_tell")
