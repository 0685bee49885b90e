"""`citewatch review …`: the review desk in a browser, and the accounts of those who may use it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from citewatch.cli.chosen import chosen, open_screen
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
) -> None:
    """Make an account, or give it another password. The password is asked for, or read from standard input."""
    from citewatch.review.web.accounts import ROLES, add
    from citewatch.review.web.app import accounts_file

    known = {word: word for word in ROLES}
    if role not in known:
        raise SettingsError(f"{role}: a role is {', '.join(ROLES)}.")
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    file = accounts_file(chosen().settings)
    add(file, name, known[role], password)
    open_screen().line(text(f"{file}: {name}, {role}. Start the review desk again to use it."))
