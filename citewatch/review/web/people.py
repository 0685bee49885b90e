"""Accounts, tokens and who came in, for admins; one's own password, for everybody who has an account."""

from __future__ import annotations

import time
from typing import get_args

from starlette.responses import Response

from citewatch.errors import SettingsError
from citewatch.review.web import access, accounts, tokens
from citewatch.review.web.accounts import ROLES, SHORTEST_PASSWORD, Role
from citewatch.review.web.desk import Ask
from citewatch.review.web.doors import Doors
from citewatch.review.web.pages import words

_ENTRIES = 100


def put(doors: Doors) -> None:
    """Put these pages on the site."""

    def own(ask: Ask) -> Response:
        if not _is_guarded(ask):
            return _explained(ask)
        return _account(ask, "", 200)

    def change(ask: Ask) -> Response:
        if not _is_guarded(ask):
            return _explained(ask)
        return _changed(ask)

    def show(ask: Ask) -> Response:
        return _people(ask) if _is_guarded(ask) else _explained(ask)

    def keep(ask: Ask) -> Response:
        if not _is_guarded(ask):
            return _explained(ask)
        try:
            return _kept(ask)
        except SettingsError as error:
            return _people(ask, str(error))

    doors.get("/account", own)
    doors.post("/account", change, needs="reader")
    doors.get("/people", show, needs="admin")
    doors.post("/people", keep, needs="admin")


def _is_guarded(ask: Ask) -> bool:
    """Without accounts whoever sits at the machine is everybody; then they are made by command only."""
    return ask.desk.guarded and ask.visitor is not None and ask.visitor.name is not None


def _explained(ask: Ask) -> Response:
    return ask.page("refusal.html", 409, words=ask.tongue.say(
        "Nobody signs in on this machine. Make the first account with: %(command)s",
        command="citewatch review account NAME --role admin",
    ))  # fmt: skip


def _people(ask: Ask, problem: str = "", made: str = "") -> Response:
    core, file = ask.desk, access.journal_file(ask.desk.settings)
    return ask.page(
        "people.html", 409 if problem else 200, accounts=core.accounts.values(), seen=access.last_sign_ins(file),
        tokens=tokens.load(tokens.tokens_file(core.settings)), entries=access.newest(file, _ENTRIES), roles=ROLES,
        labels=words(ask), problem=problem, made=made, shortest=SHORTEST_PASSWORD,
    )  # fmt: skip


def _kept(ask: Ask) -> Response:
    """Do what the button says.

    Raises:
        SettingsError: what is asked for can't be; its sentence says why.
    """
    name, act = ask.text("name", 80), ask.text("act", 20)
    file = accounts.accounts_file(ask.desk.settings)
    role = next((one for one in get_args(Role) if one == ask.text("role", 20)), None)
    known = ask.desk.accounts
    _check_name(ask, name, act, role)
    if act == "add" and role is not None:
        _check_password(ask, _password(ask, "password"))
        accounts.add(file, name, role, _password(ask, "password"))
        return _done(ask, "account_added", f"{name}, {role}")
    if act == "role" and role is not None:
        accounts.change_role(file, name, role)
        return _done(ask, "role_changed", f"{name}, {role}")
    if act == "password" and name in known:
        _check_password(ask, _password(ask, "password"))
        accounts.add(file, name, known[name].role, _password(ask, "password"))
        return _done(ask, "password_changed", name)
    if act == "remove":
        accounts.remove(file, name)
        return _done(ask, "account_removed", name)
    if act == "revoke":
        tokens.revoke(tokens.tokens_file(ask.desk.settings), name)
        return _done(ask, "token_revoked", name)
    if act == "token":
        made = tokens.add(tokens.tokens_file(ask.desk.settings), name, ask.desk.now().date())
        _done(ask, "token_made", name)
        return _people(ask, made=made)
    raise SettingsError(ask.tongue.say("This form is too old or not from here. Load the page again."))


def _check_name(ask: Ask, name: str, act: str, role: Role | None) -> None:
    """What the files would refuse too, said in the reader's language."""
    say, known = ask.tongue.say, ask.desk.accounts
    used = [one.name for one in tokens.load(tokens.tokens_file(ask.desk.settings))]
    if not name:
        raise SettingsError(say("Give a name."))
    if (act == "add" and name in known) or (act == "token" and name in used):
        raise SettingsError(say("There is one of that name already."))
    if (act in ("role", "password", "remove") and name not in known) or (act == "revoke" and name not in used):
        raise SettingsError(say("There is none of that name any more."))
    others = [one for one in known.values() if one.role == "admin" and one.name != name]
    if not others and (act == "remove" or (act == "role" and role != "admin")):
        raise SettingsError(say("No admin would be left to keep this page; make another one first."))


def _done(ask: Ask, what: access.What, name: str) -> Response:
    by = ask.visitor.name if ask.visitor and ask.visitor.name else ""
    ask.desk.record(what, name, by, ask.request.client.host if ask.request.client else "")
    return ask.back("/people", "saved")


def _changed(ask: Ask) -> Response:
    """One's own password; guessing the old one in an open session is slowed down like signing in."""
    desk, say = ask.desk, ask.tongue.say
    name = ask.visitor.name if ask.visitor and ask.visitor.name else ""
    now, key, account = time.monotonic(), f"name {name}", desk.accounts[name]
    if desk.guesses.wait_s(key, now) > 0:
        return _account(ask, say("Too many tries. Wait a while."), 429)
    if accounts.verify(desk.accounts, name, _password(ask, "old")) is None:
        desk.guesses.failed(key, now)
        return _account(ask, say("That is not your password."), 403)
    try:
        _check_password(ask, _password(ask, "password"))
    except SettingsError as error:
        return _account(ask, str(error), 409)
    accounts.add(accounts.accounts_file(desk.settings), name, account.role, _password(ask, "password"))
    desk.record("password_changed", name, name)
    # This browser stays signed in; every other session was opened with the old password.
    desk.sessions.end(ask.request.state.token)
    ask.request.state.token = desk.sessions.start(name, desk.accounts[name].mark, now)
    return ask.back("/", "password")


def _account(ask: Ask, problem: str, status: int) -> Response:
    return ask.page("account.html", status, problem=problem, roles=words(ask)["role"])


def _check_password(ask: Ask, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise SettingsError(
            ask.tongue.say("A password needs at least %(n)s characters; a few words do well.", n=SHORTEST_PASSWORD)
        )


def _password(ask: Ask, field: str) -> str:
    """As it was typed: blanks and all."""
    given = ask.form.get(field) if ask.form is not None else None
    return given[:1000] if isinstance(given, str) else ""
