"""Write, or with --check compare, the files made from the code and the catalogue.

`schemas/json/*.json` (for editors), `docs/sources.md` (from the catalogue), `docs/commands.md` (from the command line),
`docs/warehouse.md` (from contracts and comments), `docs/findings.md` (from a time-lapse over the specimens: that takes
seconds, so --check leaves it to tests/test_expected_claims.py, which has played them anyhow).
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import click
import findings_page
import typer.main
import warehouse_page

from citewatch import catalog
from citewatch.cli.app import app
from citewatch.specimens.catalogue import Catalogue
from schemas.measures import Terms
from schemas.report import Report
from schemas.source import Source

ROOT = Path(__file__).resolve().parent.parent


def schemas() -> dict[str, str]:
    """The JSON Schema of each YAML file; the id is the file's name, so the schema does not ask for it."""
    made = {}
    for name, model in (("report", Report), ("source", Source), ("measures", Terms)):
        schema = model.model_json_schema()
        for part in (schema, *schema.get("$defs", {}).values()):
            if "id" in part.get("properties", {}) and part.get("title") in ("Report", "Source", "Claim"):
                part["properties"].pop("id")
                part["required"] = [key for key in part.get("required", []) if key != "id"]
        made[f"schemas/json/{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    return made


def sources() -> str:
    """A table of every source."""
    loaded = catalog.load(ROOT)
    newest: dict[str, str] = {}
    for specimen in Catalogue.load(ROOT / "specimens").specimens:
        newest[specimen.source_id] = max(newest.get(specimen.source_id, ""), specimen.day.isoformat())
    lines = [
        "# Sources",
        "",
        "Made by `make docs` from `extractors/*.yml`; do not edit. Facts about the pages, not their text.",
        "",
        "| source | publisher | reader | routes | every | figures promised | newest specimen | hazards |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for source in sorted(loaded.sources.values(), key=lambda s: (s.publisher, s.id)):
        routes = ", ".join(f"{route.name} ({route.form})" for route in source.routes) or "–"
        promised = ", ".join(name for name, figure in source.figures.items() if figure.promised) or "–"
        cells = [
            f"[{source.id}]({source.url})", source.publisher, source.reader, routes, source.every,
            "–" if source.reader == "planned" else promised, newest.get(source.id, "–"), source.hazards or "–",
        ]  # fmt: skip
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ").strip() for cell in cells) + " |")
    planned = [s for s in loaded.sources.values() if s.reader == "planned"]
    if planned:
        lines += ["", "## Planned", ""]
        lines += [f"- **{s.id}**: {s.why_planned}" for s in sorted(planned, key=lambda s: s.id)]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Every command with its help, as `citewatch --help` has it."""
    root = typer.main.get_command(app)
    assert isinstance(root, click.Group) or hasattr(root, "commands")
    lines = ["# Commands", "", "Made by `make docs` from the command line itself; do not edit.", ""]
    lines += ["Exit codes: 0 nothing to tell, 1 a bug, 2 wrong usage or bad input, 3 issues, 4 disagreements.", ""]
    lines += _command("citewatch", root)
    for name, command in root.commands.items():
        lines += _command(f"citewatch {name}", command)
        for sub, inner in getattr(command, "commands", {}).items():
            lines += _command(f"citewatch {name} {sub}", inner)
    return "\n".join(lines).rstrip() + "\n"


def _command(name: str, command: click.Command) -> list[str]:
    lines = [f"## {name}", "", (command.help or "").strip(), ""]
    for parameter in command.params:
        if parameter.name in ("install_completion", "show_completion", "help"):
            continue
        is_option = parameter.param_type_name == "option"
        shown = (
            ", ".join(f"`{option}`" for option in parameter.opts)
            if is_option
            else f"`{(parameter.name or '').upper()}`"
        )
        lines.append(f"- {shown}: {getattr(parameter, 'help', None) or ''}".rstrip(": "))
    return [*lines, ""] if len(lines) > 4 else lines


def main() -> int:
    checking = "--check" in sys.argv[1:]
    made = {
        **schemas(),
        "docs/sources.md": sources(),
        "docs/commands.md": commands(),
        "docs/warehouse.md": warehouse_page.page(),
    }
    if not checking:
        with tempfile.TemporaryDirectory() as folder:
            made["docs/findings.md"] = findings_page.write(ROOT, Path(folder))
    stale = [
        name for name, text in made.items() if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != text
    ]
    if checking:
        for name in stale:
            sys.stderr.write(f"{name} is not what the code and the catalogue say: run `make docs` and commit it.\n")
        return 1 if stale else 0
    for name in stale:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(made[name], encoding="utf-8")
        sys.stdout.write(f"wrote {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
