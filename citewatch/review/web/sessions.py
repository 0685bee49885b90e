"""Who is signed in, the token that a form has to bring back, and how often somebody may guess a password."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from citewatch.review.web.accounts import Role

LASTS_S = 12 * 3600.0
"""A session ends after a working day."""
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. On loopback nobody signs in: the name is the one typed with a decision."""

    name: str | None
    role: Role
    token: str

    @property
    def may_decide(self) -> bool:
        return self.role in ("reviewer", "admin")

    @property
    def may_take_back_of_others(self) -> bool:
        return self.role == "admin"


@dataclass(frozen=True, slots=True)
class Session:
    name: str
    mark: str
    """Of the account when it was opened."""
    ends: float


class Sessions:
    """Token of a cookie → account, in memory: after a restart people sign in again."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Session] = OrderedDict()

    def start(self, name: str, mark: str, now: float) -> str:
        token = fresh_token()
        self._open[_key(token)] = Session(name, mark, now + LASTS_S)
        while len(self._open) > _MOST:
            self._open.popitem(last=False)
        return token

    def find(self, token: str, now: float) -> Session | None:
        session = self._open.get(_key(token))
        if session is not None and session.ends <= now:
            self.end(token)
            return None
        return session

    def end(self, token: str) -> None:
        self._open.pop(_key(token), None)


class Guesses:
    """Failed sign-ins: after FREE of one name or one address each further one has to wait twice as long."""

    FREE = 5
    LONGEST_S = 900.0

    def __init__(self) -> None:
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait_s(self, who: str, now: float) -> float:
        """How long `who` has to wait; zero if not at all."""
        count, last = self._failed.get(who, (0, 0.0))
        if count < self.FREE:
            return 0.0
        pause = min(2.0 ** (count - self.FREE + 1), self.LONGEST_S)
        return max(0.0, last + pause - now)

    def failed(self, who: str, now: float) -> None:
        count, last = self._failed.pop(who, (0, 0.0))
        # An hour without a failure is a new day; else a mistyped password would count for ever.
        self._failed[who] = (count + 1 if now - last < 3600 else 1, now)
        while len(self._failed) > _MOST:
            self._failed.popitem(last=False)

    def forget(self, who: str) -> None:
        self._failed.pop(who, None)


def fresh_token() -> str:
    return secrets.token_urlsafe(32)


def form_token(secret: bytes, token: str) -> str:
    """What every form of this visitor carries: another site can neither read nor make it."""
    return hmac.new(secret, token.encode(), hashlib.sha256).hexdigest()


def is_form_token(secret: bytes, token: str, given: str) -> bool:
    return hmac.compare_digest(form_token(secret, token).encode(), given.encode())


def secret_of(path: Path) -> bytes:
    """The secret of this data folder, made at first use: a form that is open survives a restart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = path.read_bytes()
        if len(found) == 32:
            return found
        path.unlink()  # the write of a killed process
        return secret_of(path)
    with os.fdopen(descriptor, "wb") as file:
        made = secrets.token_bytes(32)
        file.write(made)
    return made


def _key(token: str) -> str:
    """Sessions are kept under a digest: comparing it tells nothing of the token."""
    return hashlib.sha256(token.encode()).hexdigest()
