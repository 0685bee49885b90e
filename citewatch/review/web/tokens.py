"""Tokens for programs that read feeds, exports and the JSON API: a YAML file of names and digests, mode 600.

A token is 256 random bits, so its SHA-256 tells nothing; the token itself is shown once and kept nowhere. The file is
looked at with every request, so one that is revoked is refused at once.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from citewatch.errors import SettingsError
from citewatch.review.web import private
from citewatch.settings import Settings
from schemas.base import Model

_PREFIX = "cw_"


class Token(Model):
    """One program's."""

    name: str = Field(min_length=1, max_length=80)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    made_on: date


class _File(Model):
    tokens: tuple[Token, ...] = ()


def tokens_file(settings: Settings) -> Path:
    return settings.data / "review" / "tokens.yml"


def load(path: Path) -> tuple[Token, ...]:
    """Raises: SettingsError: the file is no list of tokens, or others may read it."""
    text = private.read(path)
    if text is None:
        return ()
    try:
        return _File.model_validate(yaml.safe_load(text) or {}).tokens
    except (ValidationError, yaml.YAMLError) as error:
        raise SettingsError(
            f"{path}: not a list of tokens. Make it with `citewatch review token add NAME`."
        ) from error.with_traceback(None)


def add(path: Path, name: str, today: date) -> str:
    """A new token of that name, to be shown once.

    Raises:
        SettingsError: there is one of that name, or the name is none.
    """
    if not name.strip() or name != name.strip() or len(name) > 80 or not name.isprintable():
        raise SettingsError("A name is 1 to 80 printable characters, with no blank at either end.")
    known = load(path)
    if any(token.name == name for token in known):
        raise SettingsError(f"There is a token {name} already; revoke it first, or choose another name.")
    made = _PREFIX + secrets.token_urlsafe(32)
    _write(path, (*known, Token(name=name, digest=_digest(made), made_on=today)))
    return made


def revoke(path: Path, name: str) -> None:
    """Raises: SettingsError: there is none of that name."""
    known = load(path)
    left = tuple(token for token in known if token.name != name)
    if len(left) == len(known):
        raise SettingsError(f"There is no token {name}; `citewatch review token list` names them.")
    _write(path, left)


def holder(path: Path, given: str) -> str | None:
    """Whose token this is; None for one that is not, or no longer, in the file."""
    digest = _digest(given)
    found = [token.name for token in load(path) if secrets.compare_digest(token.digest, digest)]
    return found[0] if found else None


def bearer(header: str) -> str:
    """The token of an Authorization header; empty if it has none."""
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _write(path: Path, tokens: tuple[Token, ...]) -> None:
    private.write(path, {"tokens": [token.model_dump() for token in tokens]})
