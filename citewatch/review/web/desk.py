"""What every page has at hand: settings, the readers' copy, who asks, in which language, and the templates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from citewatch.review.desk import ReviewDesk
from citewatch.review.web import access
from citewatch.review.web import tongue as tongues
from citewatch.review.web.access import What
from citewatch.review.web.accounts import Account, Roster
from citewatch.review.web.sessions import Guesses, Sessions, Visitor, form_token
from citewatch.review.web.tongue import Lang, Tongue
from citewatch.settings import Settings

if TYPE_CHECKING:
    from warehouse.ask import Connection

HERE = Path(__file__).parent


@dataclass(slots=True)
class Desk:
    """One running app."""

    core: ReviewDesk
    secret: bytes
    roster: Roster
    guarded: bool = False
    """There were accounts at the start: from then on nobody comes in without one, whatever becomes of the file."""
    secure: bool = False
    """Served over HTTPS: cookies then travel on nothing else."""
    sessions: Sessions = field(default_factory=Sessions)
    guesses: Guesses = field(default_factory=Guesses)

    @property
    def settings(self) -> Settings:
        return self.core.settings

    @property
    def accounts(self) -> Mapping[str, Account]:
        return self.roster.now()

    def visitor(self, token: str, now: float) -> Visitor | None:
        """Whose session that is, in the role that the account has at this moment."""
        session = self.sessions.find(token, now)
        account = self.accounts.get(session.name) if session else None
        if session is None or account is None or account.mark != session.mark:
            return None
        return Visitor(account.name, account.role, token)

    def record(self, what: What, name: str, by: str, address: str = "") -> None:
        access.record(access.journal_file(self.settings), self.now(), what, name, by, address)

    def connection(self) -> AbstractContextManager[Connection]:
        """The readers' copy: it holds no refresh up and waits for none."""
        return self.core.readers.look()

    def now(self) -> datetime:
        return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to one page."""

    desk: Desk
    request: Request
    visitor: Visitor | None
    tongue: Tongue
    form: FormData | None = None

    def text(self, name: str, most: int = 4000) -> str:
        """A field of the form, trimmed; control characters except line breaks are dropped."""
        given = self.form.get(name) if self.form is not None else None
        kept = "".join(c for c in given if c in "\n\t" or c.isprintable()) if isinstance(given, str) else ""
        return kept.strip()[:most]

    def query(self, name: str) -> str:
        return self.request.query_params.get(name, "")[:200]

    def page(self, template: str, status: int = 200, **given: Any) -> HTMLResponse:
        return HTMLResponse(self.render(template, **given), status)

    def render(self, template: str, **given: Any) -> str:
        say = self.tongue.say
        token = self.visitor.token if self.visitor else self.request.state.token
        context = {
            "request": self.request, "visitor": self.visitor, "tongue": self.tongue,
            "specimen": self.desk.settings.kind == "specimen", "names": tongues.NAMES, "tags": tongues.TAGS,
            "menu": self._menu(), "keys": _keys(self.tongue), "here": self.request.url.path,
            "token": lambda: _hidden(form_token(self.desk.secret, token)),
            "notice": _notice(self.tongue, self.query("done")), "say": say, "guarded": self.desk.guarded,
        }  # fmt: skip
        return environment(self.tongue.lang).get_template(template).render({**context, **given})

    def _menu(self) -> list[tuple[str, str]]:
        say = self.tongue.say
        keeps = self.desk.guarded and self.visitor is not None and self.visitor.role == "admin"
        return [
            ("/", say("Queue")), ("/issues", say("Issues")), ("/overview", say("Overview")),
            ("/sources", say("Sources")), ("/log", say("Log")), *([("/people", say("People"))] if keeps else []),
        ]  # fmt: skip

    def back(self, path: str, done: str = "") -> RedirectResponse:
        """To a page of ours after a form, with what was done."""
        mark = ("&" if "?" in path else "?") + f"done={done}" if done else ""
        return RedirectResponse(f"{path}{mark}", 303)


def local(path: str) -> str:
    """A path of this site, whatever was asked for: `//evil` and `/\\evil` are none."""
    safe = path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
    return path if safe else "/"


@lru_cache(maxsize=2)
def environment(lang: Lang) -> Environment:
    """Everything is escaped; a name that is not given is an error, not an empty text."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.install_gettext_translations(tongues.translations(lang), newstyle=True)  # type: ignore[attr-defined]
    talk = Tongue(lang)
    made.filters.update(day=talk.day, moment=talk.moment)
    made.globals.update(static=static)
    return made


@lru_cache(maxsize=32)
def static(name: str) -> str:
    """The address of one of our files, with its digest, so that a browser may keep it for ever."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"


def _hidden(token: str) -> Markup:
    return Markup('<input type="hidden" name="token" value="{}">').format(token)


def _keys(tongue: Tongue) -> list[tuple[str, str]]:
    say = tongue.say
    return [
        ("j", say("next")), ("k", say("previous")), ("Enter", say("open")), ("x", say("choose (queue)")),
        ("a", say("accept")), ("r", say("mark as corrected")), ("d", say("dismiss")),
        ("c", say("copy the correction")), ("q", say("back to the queue")), ("?", say("this help")),
    ]  # fmt: skip


def _notice(tongue: Tongue, done: str) -> str:
    """What the form before this page did; only words of ours, whatever the address says."""
    say = tongue.say
    return {
        "acknowledged": say("Acknowledged."),
        "accepted": say("Accepted. It stays silent until the value or its words move."),
        "resolved": say("Marked as corrected in the report."),
        "dismissed": say("Dismissed. An issue was filed against our reader."),
        "undone": say("Undone; the alert is as it was before."),
        "assigned": say("Assigned."),
        "snoozed": say("Put off until that day."),
        "reopened": say("Opened again."),
        "kept": say("Note added."),
        "noted": say("The reading is stored and judged like any other."),
        "saved": say("Saved. It holds from the next page on."),
        "password": say("Your password is another one now; other browsers have to sign in again."),
    }.get(done, "")
