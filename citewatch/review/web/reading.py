"""What a person read where a robot may not or can't: the form, and the file that shows it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import Response

from citewatch.errors import CitewatchError
from citewatch.review.web.deciding import signed
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors, missing
from citewatch.review.web.pages import safe_url, who
from schemas.decision import PersonReading

MOST_FILE = 20_000_000
_FIELDS = ("printed", "sentence", "url", "seen", "note")


def put(doors: Doors) -> None:
    """Put these pages on the site."""

    def store(ask: Ask) -> Response:
        answer = enter(ask)
        if answer.status_code == 200:
            doors.keep(answer, "who", quote(signed(ask)))
        return answer

    doors.get("/readings/{source}/{figure}", form)
    doors.post("/readings/{source}/{figure}", store)


def form(ask: Ask) -> Response:
    return _page(ask, "", 200)


def enter(ask: Ask) -> Response:
    """Take the form; what is wrong with it is said on the form, with everything still filled in."""
    say = ask.tongue.say
    file, name = _file(ask)
    problem = _problem(ask, file)
    if problem:
        return _page(ask, problem, 409)
    printed = ask.text("printed", 500)
    reading = PersonReading(
        source_id=ask.request.path_params["source"], figure=ask.request.path_params["figure"], as_printed=printed,
        sentence=ask.text("sentence") or printed, url=ask.text("url", 2000),
        seen_on=date.fromisoformat(ask.text("seen")),
        by=signed(ask), entered_at=ask.desk.now(), file_name=name, note=ask.text("note"),
    )  # fmt: skip
    try:
        done = ask.desk.core.enter(reading, file, now=ask.desk.now())
    except CitewatchError as error:
        return _page(ask, say("Not stored: %(why)s", why=error), 409)
    return ask.page("entered.html", done=done)


def _problem(ask: Ask, file: bytes) -> str:
    say = ask.tongue.say
    if not ask.text("printed", 500):
        return say("Type the value as it is printed.")
    if not safe_url(ask.text("url", 2000)):
        return say("The address has to begin with http:// or https://.")
    try:
        seen = date.fromisoformat(ask.text("seen"))
    except ValueError:
        return say("Choose the day on which you saw it.")
    if seen > ask.desk.now().date():
        return say("That day has not come yet.")
    if len(file) > MOST_FILE:
        return say("The file is larger than 20 MB.")
    return "" if signed(ask) else say("Say who read it.")


def _file(ask: Ask) -> tuple[bytes, str]:
    """Bytes and plain name of the uploaded file; neither its path nor its announced type is believed."""
    given = ask.form.get("file") if ask.form is not None else None
    if not isinstance(given, UploadFile) or not given.filename:
        return b"", ""
    name = given.filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if c.isprintable() and c not in '<>:"|?*')[:120]
    return given.file.read(MOST_FILE + 1), name


def about(ask: Ask, measures: object) -> str:
    """What the figure measures, in words, where the catalogue says one thing of it."""
    if not isinstance(measures, str):
        return ""
    words = ask.desk.core.catalog.terms.wording(measures)
    return words.zh if ask.tongue.lang == "zh" else words.en


def _page(ask: Ask, problem: str, status: int) -> Response:
    loaded = ask.desk.core.catalog
    source = loaded.sources.get(ask.request.path_params["source"])
    name = ask.request.path_params["figure"]
    if source is None or name not in source.figures:
        return missing(ask, ask.tongue.say("There is no such figure."))
    ref = f"{source.id}.{name}"
    claims: list[dict[str, Any]] = [
        {"id": claim.id, "says": claim.says, "language": report.language}
        for report in loaded.reports.values() for claim in report.claims.values() if ref in claim.refs
    ]  # fmt: skip
    look = source.look_at
    return ask.page(
        "reading.html", status, source=source, figure=name,
        about=about(ask, source.figures[name].measures), claims=claims, problem=problem,
        look_at=(look.zh if ask.tongue.lang == "zh" else look.en) if look else "", safe_url=safe_url, who=who(ask),
        kept={field: ask.text(field) for field in _FIELDS}, today=ask.desk.now().date().isoformat(),
    )  # fmt: skip
