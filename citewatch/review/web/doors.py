"""The one way a page is put on the site: each names who may use it, and no form is handled without its token."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from citewatch.errors import CitewatchError
from citewatch.review.web import tongue as tongues
from citewatch.review.web.accounts import ROLES, Role
from citewatch.review.web.desk import Ask, Desk
from citewatch.review.web.sessions import Visitor, fresh_token, is_form_token
from citewatch.review.web.tokens import bearer, holder, tokens_file
from citewatch.review.web.tongue import Tongue
from warehouse.errors import WarehouseError

Page = Callable[[Ask], Response]
MOST_FIELDS = 400


class Doors:
    """Routes of the site."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.routes: list[Route] = []

    @property
    def cookie(self) -> str:
        # The prefix makes browsers refuse the cookie from anything but HTTPS and this very host.
        return "__Host-citewatch" if self.desk.secure else "citewatch"

    def get(self, path: str, page: Page, *, needs: Role | None = "reader", programs: bool = False) -> None:
        """`programs`: also for those that send a token of theirs in place of a session."""

        async def show(request: Request) -> Response:
            ask = self._ask(request)
            if programs and ask.visitor is None and (program := await self._program(request)):
                ask = replace(ask, visitor=program)
            if (refused := self._refused(ask, needs)) is not None:
                return refused
            return self._finish(ask, await run_in_threadpool(_answer, page, ask))

        self.routes.append(Route(path, show, methods=["GET"]))

    def post(self, path: str, page: Page, *, needs: Role | None = "reviewer") -> None:
        async def act(request: Request) -> Response:
            ask = self._ask(request)
            if (refused := self._refused(ask, needs)) is not None:
                return refused
            async with request.form(max_files=2, max_fields=MOST_FIELDS, max_part_size=1_000_000) as form:
                given = form.get("token")
                if not isinstance(given, str) or not is_form_token(self.desk.secret, request.state.token, given):
                    say = ask.tongue.say
                    return _refusal(ask, 403, say("This form is too old or not from here. Load the page again."))
                ask = Ask(ask.desk, request, ask.visitor, ask.tongue, form)
                return self._finish(ask, await run_in_threadpool(_answer, page, ask))

        self.routes.append(Route(path, act, methods=["POST"]))

    async def allowed(self, request: Request) -> None:
        """For the JSON API: raises for whoever would be sent to the sign-in page and brings no token either."""
        if self._ask(request).visitor is None and await self._program(request) is None:
            raise HTTPException(401, "Sign in first, or send a token: citewatch review token add.",
                                {"www-authenticate": "Bearer"})  # fmt: skip

    async def _program(self, request: Request) -> Visitor | None:
        """Who sends a token that is not revoked; it reads, and nothing else."""
        given = bearer(request.headers.get("authorization", ""))
        name = await run_in_threadpool(holder, tokens_file(self.desk.settings), given) if given else None
        return Visitor(name, "reader", request.state.token) if name else None

    def _ask(self, request: Request) -> Ask:
        token = request.cookies.get(self.cookie, "")
        visitor = self.desk.visitor(token, time.monotonic()) if token else None
        if len(token) != len(fresh_token()):
            token = fresh_token()
        request.state.token = token
        if not self.desk.guarded:
            visitor = Visitor(None, "admin", token)
        lang = tongues.chosen(request.cookies.get("lang"), request.headers.get("accept-language", ""))
        return Ask(self.desk, request, visitor, Tongue(lang))

    def _refused(self, ask: Ask, needs: Role | None) -> Response | None:
        if needs is None:
            return None
        if ask.visitor is None:
            return RedirectResponse(f"/sign-in?next={quote(ask.request.url.path)}", 303)
        if ROLES.index(ask.visitor.role) < ROLES.index(needs):
            return _refusal(ask, 403, ask.tongue.say("Your role does not allow this."))
        return None

    def _finish(self, ask: Ask, response: Response) -> Response:
        if ask.request.cookies.get(self.cookie) != ask.request.state.token and ask.request.url.path != "/sign-out":
            self.keep(response, self.cookie, ask.request.state.token)
        return response

    def keep(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(name, value, path="/", httponly=True, secure=self.desk.secure, samesite="lax")


def _answer(page: Page, ask: Ask) -> Response:
    """The page, or in its place what went wrong in a sentence."""
    try:
        return page(ask)
    except (CitewatchError, WarehouseError) as error:
        return _refusal(ask, 409 if ask.request.method == "POST" else 503, str(error))


def _refusal(ask: Ask, status: int, words: str) -> Response:
    return ask.page("refusal.html", status, words=words)


def missing(ask: Ask, words: str) -> Response:
    return _refusal(ask, 404, words)
