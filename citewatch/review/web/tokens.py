"""Tokens for programs that read feeds, exports and the JSON API: a YAML file of names and digests, mode 600.

A token is 256 random bits, so its SHA-256 tells nothing; the token itself is shown once and kept nowhere. The file is
looked at with every request, so one that is revoked is refused at once.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from datetime import date
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from citewatch.errors import SettingsError
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
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    if stat.S_IMODE(mode) & 0o077:
        raise SettingsError(f"{path}: other users of this machine may read it. Run: chmod 600 {path}")
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
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    content = yaml.safe_dump({"tokens": [token.model_dump() for token in tokens]}, allow_unicode=True, sort_keys=False)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - born private
        file.write(content)
    fresh.replace(path)
