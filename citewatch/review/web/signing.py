"""Signing in and out, and the choice of language."""

from __future__ import annotations

import math
import time

from starlette.responses import RedirectResponse, Response

from citewatch.review.web.access import UNKNOWN
from citewatch.review.web.accounts import verify
from citewatch.review.web.desk import Ask, local
from citewatch.review.web.doors import Doors
from citewatch.review.web.tongue import LANGS


def put(doors: Doors) -> None:
    """Put these pages on the site."""

    def form(ask: Ask) -> Response:
        return (
            RedirectResponse("/", 303)
            if ask.visitor
            else ask.page("sign_in.html", problem="", then=local(ask.query("next")))
        )

    def sign_in(ask: Ask) -> Response:
        desk, say, now = ask.desk, ask.tongue.say, time.monotonic()
        name, then = ask.text("name", 80), local(ask.text("next", 200))
        client = ask.request.client
        keys = (f"name {name}", f"address {client.host if client else ''}")
        if (wait := max(desk.guesses.wait_s(key, now) for key in keys)) > 0:
            words = say("Too many tries. Wait %(seconds)s seconds.", seconds=math.ceil(wait))
            return ask.page("sign_in.html", 429, problem=words, then=then)
        given = ask.form.get("password") if ask.form is not None else None
        account = verify(desk.accounts, name, given[:1000] if isinstance(given, str) else "")
        address = client.host if client else ""
        if account is None:
            for key in keys:
                desk.guesses.failed(key, now)
            known = name if name in desk.accounts else UNKNOWN
            desk.record("refused", known, known, address)
            return ask.page("sign_in.html", 403, problem=say("Name or password is wrong."), then=then)
        for key in keys:
            desk.guesses.forget(key)
        # A new token: one that somebody planted before is worth nothing now.
        answer = RedirectResponse(then, 303)
        ask.request.state.token = desk.sessions.start(account.name, account.mark, now)
        desk.record("signed_in", account.name, account.name, address)
        return answer

    def sign_out(ask: Ask) -> Response:
        desk = ask.desk
        desk.sessions.end(ask.request.state.token)
        if ask.visitor and ask.visitor.name:
            desk.record("signed_out", ask.visitor.name, ask.visitor.name)
        answer = RedirectResponse("/sign-in" if desk.guarded else "/", 303)
        answer.delete_cookie(doors.cookie, path="/", secure=desk.secure, httponly=True, samesite="strict")
        return answer

    def language(ask: Ask) -> Response:
        wanted = ask.request.path_params["lang"]
        answer = RedirectResponse(local(ask.request.query_params.get("back", "/")), 303)
        if wanted in LANGS:
            answer.set_cookie("lang", wanted, path="/", max_age=31_536_000, secure=ask.desk.secure, samesite="lax",
                              httponly=True)  # fmt: skip
        return answer

    doors.get("/sign-in", form, needs=None)
    doors.post("/sign-in", sign_in, needs=None)
    doors.post("/sign-out", sign_out, needs="reader")
    doors.get("/language/{lang}", language, needs=None)
