"""Accounts of the review desk: a YAML file of names, roles and argon2 hashes that only its owner may read."""

from __future__ import annotations

import os
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
from schemas.base import Model

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "reviewer", "admin")
"""A reader looks; a reviewer decides; an admin may do what a reviewer may."""
SHORTEST_PASSWORD = 12
_HASHER = PasswordHasher()


class Account(Model):
    """One person."""

    name: str = Field(min_length=1, max_length=80)
    role: Role
    password: str = Field(pattern=r"^\$argon2id\$", description="The hash; the password itself is nowhere.")


class _File(Model):
    accounts: tuple[Account, ...]


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
    known: Mapping[str, Account] = load(path)
    accounts = {**known, name: Account(name=name, role=role, password=_HASHER.hash(password))}
    private.write(path, {"accounts": [account.model_dump() for account in accounts.values()]})


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
