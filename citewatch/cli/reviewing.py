"""`citewatch review …`: the review desk in a browser, and the accounts of those who may use it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from citewatch.cli.chosen import Json, chosen, open_screen
from citewatch.cli.output import text
from citewatch.errors import SettingsError

review = typer.Typer(no_args_is_help=True, help="The review desk: alerts, decisions, errata.")


@review.command("serve")
def serve_review(
    host: Annotated[
        str, typer.Option(help="Address to listen at; beyond this machine it needs accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port.")] = 8642,
    name: Annotated[list[str] | None, typer.Option(help="Host name people reach it by; may be given again.")] = None,
    certificate: Annotated[Path | None, typer.Option(help="Certificate for HTTPS.")] = None,
    key: Annotated[Path | None, typer.Option(help="Its private key.")] = None,
    behind_proxy: Annotated[bool, typer.Option("--behind-proxy", help="A proxy of yours speaks HTTPS.")] = False,
) -> None:
    """Open the review desk; Ctrl-C stops it."""
    from citewatch.review.web.app import Serving, run

    serving = Serving(host, port, tuple(name or ()), certificate, key, behind_proxy)
    shown = name[0] if name else f"{host}:{port}"
    address = text(f"Review desk: http{'s' if serving.secure else ''}://{shown}/   (Ctrl-C stops it)")
    run(chosen().settings, serving, lambda: open_screen().line(address))


@review.command("account")
def account(
    name: Annotated[str, typer.Argument(help="Name of the person.")],
    role: Annotated[str, typer.Option(help="reader, reviewer or admin.")] = "reviewer",
    remove: Annotated[bool, typer.Option("--remove", help="Take the account away.")] = False,
) -> None:
    """Make an account, or give it another password and role. The password is asked for, or read from standard input.

    It holds from the next page on, also in a review desk that is running.
    """
    from citewatch.review.web import access
    from citewatch.review.web.accounts import ROLES, accounts_file, add
    from citewatch.review.web.accounts import remove as take_away

    file, journal, now = accounts_file(chosen().settings), access.journal_file(chosen().settings), datetime.now(UTC)
    if remove:
        take_away(file, name)
        access.record(journal, now.replace(tzinfo=None), "account_removed", name, access.COMMAND)
        open_screen().line(text(f"{file}: {name} is removed."))
        return

    known = {word: word for word in ROLES}
    if role not in known:
        raise SettingsError(f"{role}: a role is {', '.join(ROLES)}.")
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    add(file, name, known[role], password)
    access.record(journal, now.replace(tzinfo=None), "account_added", f"{name}, {role}", access.COMMAND)
    open_screen().line(text(f"{file}: {name}, {role}."))


@review.command("accounts")
def list_accounts(as_json: Json = False) -> None:
    """Name every account, its role and its last sign-in."""
    from citewatch.review.web import access
    from citewatch.review.web.accounts import accounts_file, load

    screen, known = open_screen(as_json), load(accounts_file(chosen().settings)).values()
    seen = access.last_sign_ins(access.journal_file(chosen().settings))
    if as_json:
        last = {name: at.isoformat() for name, at in seen.items()}
        screen.json([{"name": one.name, "role": one.role, "signed_in_at": last.get(one.name)} for one in known])
    for one in () if as_json else known:
        at = seen[one.name].strftime("%Y-%m-%d %H:%M UTC") if one.name in seen else "never"
        screen.line(text(f"{one.role:9} {one.name}: {at}"))


token = typer.Typer(no_args_is_help=True, help="Tokens of programs that read feeds, exports and the JSON API.")
review.add_typer(token, name="token")


@token.command("add")
def add_token(name: Annotated[str, typer.Argument(help="What it is for, such as the program's name.")]) -> None:
    """Make a token and print it once. It lets a program read, and nothing else."""
    from citewatch.review.web.tokens import add, tokens_file

    made = add(tokens_file(chosen().settings), name, datetime.now(UTC).date())
    typer.echo(made)
    typer.echo("Send it as `Authorization: Bearer …`. It is shown only now.", err=True)


@token.command("list")
def list_tokens(as_json: Json = False) -> None:
    """Name every token, and say when it was made."""
    from citewatch.review.web.tokens import load, tokens_file

    screen, known = open_screen(as_json), load(tokens_file(chosen().settings))
    if as_json:
        screen.json([{"name": one.name, "made_on": one.made_on.isoformat()} for one in known])
    for one in () if as_json else known:
        screen.line(text(f"{one.made_on}  {one.name}"))


@token.command("revoke")
def revoke_token(name: Annotated[str, typer.Argument(help="Name of the token.")]) -> None:
    """Refuse a token from now on, also in a review desk that is running."""
    from citewatch.review.web.tokens import revoke, tokens_file

    revoke(tokens_file(chosen().settings), name)
    open_screen().line(text(f"{name}: revoked."))
