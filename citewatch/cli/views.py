"""The tables of findings, alerts, sources, one claim, one replay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from citewatch.checks.wording import plain
from citewatch.cli.output import Row, Screen, text
from citewatch.replay import Replayed
from schemas.capture import ARCHIVE


def show_claims(rows: Sequence[Row], screen: Screen) -> None:
    """One line a claim, both answers beside each other."""
    if screen.as_json:
        screen.json(list(rows))
        return
    screen.banner()
    lines = []
    for row in rows:
        if row["not_judged"]:
            lines.append(
                [row["claim_id"], text(row["says"]), "–", "–", f"{screen.say('not_judged')}: {text(row['not_judged'])}"]
            )
            continue
        fix = screen.words(row, "suggestion")
        why = screen.words(row, "reason") + (f" [bold]{fix}[/]" if fix else "") + _mark(row["picture_box"], screen)
        lines.append([
            row["claim_id"], text(row["says"]), screen.verdicts(row["then_verdict"], row["then_all"]),
            screen.verdicts(row["now_verdict"], row["now_all"]), why,
        ])  # fmt: skip
    screen.table([screen.say(k) for k in ("claim", "printed", "then", "now", "why")], lines, (0, 5, 5, 5, 15))
    families: dict[str, int] = {}
    for row in rows:
        key = row["now_family"] or "recorded"
        families[key] = families.get(key, 0) + 1
    screen.line(", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in sorted(families.items())))


def show_alerts(rows: Sequence[Row], screen: Screen) -> None:
    if screen.as_json:
        screen.json(list(rows))
        return
    screen.banner()
    lines = []
    for row in rows:
        fix = screen.words(row, "suggestion")
        # A closed alert has no finding of today; its body says what it was about.
        why = (screen.words(row, "reason") or text(row["body"])) + (f" [bold]{fix}[/]" if fix else "")
        state = "" if row["state"] == "open" else f" [dim]({row['state']})[/]"
        printed = f"{text(row['says'])} [dim]{text(row['section'])} {text(row['place'])}[/]"
        lines.append(
            [row["claim_id"], screen.verdict(row["verdict"]) + state, printed, why, text(row["opened_at"])[:10]]
        )
    screen.table([screen.say(k) for k in ("claim", "verdict", "printed", "why", "since")], lines, (0, 4, 6, 16, 0))


def show_sources(rows: Sequence[Row], issues: Sequence[Row], screen: Screen) -> None:
    if screen.as_json:
        screen.json({"sources": list(rows), "issues": list(issues)})
        return
    screen.banner()
    lines, moved = [], []
    for row in rows:
        if row["reader"] == "planned":
            state = f"[dim]reader: {screen.say('planned')}[/]"
        elif row["state"] is None:
            state = f"[yellow]{screen.say('never')}[/]"
        else:
            good = row["state"] in ("ok", "not_modified")
            state = f"[{'green' if good else 'yellow'}]{row['state']}[/] {text(row['route'])}"
            if row["is_moved"]:
                moved.append(f"[yellow]{text(row['source_id'])}[/]: {screen.say('moved')} {text(row['final_url'])}")
        if row["archived_copies"]:
            state += f" [cyan]+{row['archived_copies']} {screen.say('archived_copy')}[/]"
        lines.append([
            row["source_id"], text(row["publisher"]), state, text(row["last_good_at"])[:10] or "–", row["every"],
            str(row["promised"]), str(row["open_issues"]),
        ])  # fmt: skip
    names = ("source", "where", "state", "last", "every", "promised", "issues")
    screen.table([screen.say(k) for k in names], lines, (8, 6, 5, 0, 0, 0, 0))
    for line in moved:
        screen.line(line)
    for issue in issues:
        where = f"{issue['source_id']}.{issue['figure']}" if issue["figure"] else issue["source_id"]
        screen.line(f"[yellow]{text(where)}[/]: {issue['kind']}: {text(issue['found'])}")
        screen.line(f"    {text(issue['remedy'])}")


def show_claim(claim: Row, findings: Sequence[Row], history: Mapping[str, Sequence[Row]], screen: Screen) -> None:
    if screen.as_json:
        screen.json({"claim": claim, "findings": list(findings), "history": dict(history)})
        return
    screen.banner()
    screen.line(
        f"[bold]{claim['claim_id']}[/] {text(claim['says'])}  ({text(claim['section'])} {text(claim['place'])})"
    )
    if claim["value"] is not None:
        screen.line(f"  {claim['comparator']} {plain(claim['value'])} {text(claim['unit'])}, {text(claim['measures'])}")
    if claim["damage"]:
        screen.line(f"  {text(claim['damage'])}")
    for answer in ("then", "now"):
        screen.line(f"[bold]{screen.say(answer)}[/]")
        for row in (row for row in findings if row["answer"] == answer):
            screen.line(f"  {screen.verdict(row['verdict'])} ({row['check_name']}): {screen.words(row, 'reason')}")
            _values(row, screen)
    for ref, rows in history.items():
        screen.line(f"[bold]{text(ref)}[/]")
        for row in rows:
            period = f" ({text(row['period'])})" if row["period"] else ""
            screen.line(
                f"  {text(row['first_at'])[:10]} – {text(row['last_at'])[:10]}  {text(row['as_printed'])}{period}"
                f"  capture {row['capture_id'][:8]}{_of_the_archive(row, screen)}"
                f"{_mark(row['box'], screen)}"
            )


def _mark(box: str | None, screen: Screen) -> str:
    """Says that a machine read the value in a picture, and where in it."""
    return f" [magenta]({screen.say('in_picture').format(box.strip('[]'))})[/]" if box else ""


def _of_the_archive(row: Row, screen: Screen) -> str:
    """Says which of the captures behind a value are archived copies."""
    if not row["archived"]:
        return ""
    if row["archived"] == row["captures"]:
        return f"  [cyan]{screen.say('archived_copy')}[/]"
    return f"  [cyan]{screen.say('of_them_archived').format(row['archived'], row['captures'])}[/]"


def _values(row: Row, screen: Screen) -> None:
    if row["sentence"]:
        start, end, sentence = row["span_start"], row["span_end"], row["sentence"]
        marked = f"{text(sentence[:start])}[reverse]{text(sentence[start:end])}[/]{text(sentence[end:])}"
        screen.line(f"    {marked}")
    if row["picture"]:
        sure = f" {screen.say('sure')} {row['confidence_permille'] / 10:g}%" if row["box"] else ""
        digest = f" {row['picture_digest'][:19]}" if row["picture_digest"] else ""
        screen.line(f"    {text(row['picture'])}{digest}{_mark(row['box'], screen)}{sure}")
    if row["observed_value"] is not None and row["stated_value"] is not None:
        ratio = f", ratio {plain(row['ratio'], 4)}" if isinstance(row["ratio"], Decimal) else ""
        difference = f", difference {plain(row['difference'])}" if isinstance(row["difference"], Decimal) else ""
        screen.line(f"    {plain(row['stated_value'])} / {plain(row['observed_value'])}{difference}{ratio}")
    if row["read_by"]:
        screen.line(f"    [cyan]{screen.say('by_person').format(text(row['read_by']))}[/]")
    if row["accepted_by"]:
        told = (text(row["accepted"]), text(row["accepted_by"]), text(row["accepted_at"])[:10])
        screen.line(f"    {screen.say('last_accepted').format(*told)}")
    if fix := screen.words(row, "suggestion"):
        screen.line(f"    [bold]{fix}[/]")
    if row["capture_id"]:
        copied = f" [cyan]{screen.say('archived_copy')}[/]" if row["route"] == ARCHIVE else ""
        screen.line(
            f"    {text(row['final_url'])} {text(row['captured_at'])} capture {row['capture_id'][:8]}"
            f" {text(row['warc_file'])}@{text(row['warc_offset'])}{copied}"
        )


def show_replay(answer: Replayed, screen: Screen) -> None:
    if screen.as_json:
        screen.json({"capture": answer.capture_id, "url": answer.url, "digest": answer.digest, "lines": answer.lines,
                     "changed": answer.changed})  # fmt: skip
        return
    screen.banner()
    screen.line(f"{text(answer.url)}  {answer.digest}  {len(answer.body):,} bytes")
    for line in answer.lines:
        screen.line(f"  {text(line)}")
    screen.line(
        "[yellow]The reader gives something else today than what is stored.[/]"
        if answer.changed
        else "The same as what is stored."
    )
