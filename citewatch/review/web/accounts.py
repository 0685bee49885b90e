"""Accounts of the review desk: a YAML file of names, roles and argon2 hashes that only its owner may read."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import Field, ValidationError

from citewatch.errors import SettingsError
from citewatch.review.web import private
from citewatch.settings import Settings
from schemas.base import Model

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "reviewer", "admin")
"""A reader looks; a reviewer decides; an admin also takes back what others decided, and keeps accounts and tokens."""
SHORTEST_PASSWORD = 12
_HASHER = PasswordHasher()
_log = logging.getLogger("citewatch.review")


class Account(Model):
    """One person."""

    name: str = Field(min_length=1, max_length=80)
    role: Role
    password: str = Field(pattern=r"^\$argon2id\$", description="The hash; the password itself is nowhere.")

    @property
    def mark(self) -> str:
        """Another one after every change of the password: it ends the sessions that were opened with the old one."""
        return hashlib.sha256(self.password.encode()).hexdigest()


class _File(Model):
    accounts: tuple[Account, ...]


def accounts_file(settings: Settings) -> Path:
    return settings.data / "review" / "accounts.yml"


def load(path: Path) -> dict[str, Account]:
    """Name → account; empty if there is no such file.

    Raises:
        SettingsError: the file is no list of accounts, or others may read it.
    """
    text = private.read(path)
    if text is None:
        return {}
    try:
        given = _File.model_validate(yaml.safe_load(text) or {"accounts": []})
    except (ValidationError, yaml.YAMLError) as error:
        # pydantic and YAML quote what they found, which here may be a hash.
        raise SettingsError(
            f"{path}: not a list of accounts. Make it with `citewatch review account NAME --role reviewer`."
        ) from error.with_traceback(None)
    return {account.name: account for account in given.accounts}


def add(path: Path, name: str, role: Role, password: str) -> None:
    """Write the account, or replace the one of that name.

    Raises:
        SettingsError: the password is too short, or the name is not one.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise SettingsError(f"A password needs at least {SHORTEST_PASSWORD} characters; a few words do well.")
    if not name.strip() or name != name.strip() or len(name) > 80 or not name.isprintable():
        raise SettingsError("A name is 1 to 80 printable characters, with no blank at either end.")
    _write(path, {**load(path), name: Account(name=name, role=role, password=_HASHER.hash(password))})


def change_role(path: Path, name: str, role: Role) -> None:
    """Raises: SettingsError: there is nobody of that name, or no admin would be left."""
    account = _known(path, name)
    _write(path, _with_an_admin({**load(path), name: account.model_copy(update={"role": role})}))


def remove(path: Path, name: str) -> None:
    """Raises: SettingsError: there is nobody of that name, or no admin would be left."""
    _known(path, name)
    _write(path, _with_an_admin({key: account for key, account in load(path).items() if key != name}))


def _known(path: Path, name: str) -> Account:
    account = load(path).get(name)
    if account is None:
        raise SettingsError(f"There is no account {name}; `citewatch review accounts` names them.")
    return account


def _with_an_admin(accounts: dict[str, Account]) -> dict[str, Account]:
    if not any(account.role == "admin" for account in accounts.values()):
        raise SettingsError("No admin would be left to keep the accounts; make another one first.")
    return accounts


def _write(path: Path, accounts: Mapping[str, Account]) -> None:
    private.write(path, {"accounts": [account.model_dump() for account in accounts.values()]})


class Roster:
    """The accounts as the file has them now: who is removed or demoted is so with the next page."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._known: tuple[object, dict[str, Account]] = (None, {})

    def now(self) -> Mapping[str, Account]:
        """Nobody at all while the file can't be read: then nobody comes in, rather than everybody."""
        mark = _mark(self.path)
        with self._lock:
            if self._known[0] != mark:
                try:
                    self._known = (mark, load(self.path))
                except (SettingsError, OSError) as error:
                    _log.error("nobody can sign in: %s", error)
                    self._known = (mark, {})
            return self._known[1]


def _mark(path: Path) -> object:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return "none"
    return stat.st_ino, stat.st_mtime_ns, stat.st_size, stat.st_mode


def verify(accounts: Mapping[str, Account], name: str, password: str) -> Account | None:
    """The account if name and password are right. An unknown name costs as much time as a wrong password."""
    account = accounts.get(name)
    try:
        _HASHER.verify(account.password if account else _nobody(), password)
    except (VerificationError, InvalidHashError):
        return None
    return account


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _HASHER.hash(os.urandom(16).hex())
