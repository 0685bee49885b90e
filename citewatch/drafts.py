"""First drafts of YAML files, every key explained; a person fills them in."""

from __future__ import annotations

import re
from pathlib import Path

from citewatch.errors import CitewatchError

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")

_SOURCE = """\
title: what the page is called
publisher: who publishes it
url: {url}
language: en
every: week                 # hour, day, week or month
terms: what robots.txt and the terms of the site say about reading it
reader: page                # planned (with why_planned) until the figures below are declared
routes:                     # tried in order; a machine-readable one first
  - {{name: page, url: "{url}", form: html}}
figures:
  first_figure:             # name it; claims refer to it as {name}.first_figure
    reads: percent          # number, percent, money, quantity, date, range, text, names, picture …
    unit: "%"
    anchors: [a word that always stands with it, [one word, or another]]
    between: [0, 100]       # outside it the reading is refused
    measures: a_term        # what it measures, from the list of terms
"""

_REPORT = """\
title: what the report is called
publisher: who published it
language: en                # en, zh-Hant …
currency: USD               # meant where the report names none
published: {first: "2026-01-01", last: "2026-01-01", basis: printed on its cover}
claims:
  C01:
    says: 12.5%             # as printed, and nothing of the sentence around it
    where: {section: "1", footnote: "1"}
    value: 12.5             # or range, date, state, nature, name, names, relation, picture: true
    unit: "%"
    measures: a_term
    cites: a_source.a_figure   # or no_source: why there is none
"""


def draft_source(folder: Path, name: str, url: str) -> Path:
    if not re.match(r"https?://[^\s\"']+$", url):
        raise CitewatchError(f"{url!r}: expected an address that begins with https:// or http://.")
    return _write(folder / "extractors", name, _SOURCE.format(url=url, name=name))


def draft_report(folder: Path, name: str) -> Path:
    return _write(folder / "reports", name, _REPORT)


def _write(folder: Path, name: str, text: str) -> Path:
    if not _ID.fullmatch(name) or name == "reading":
        raise CitewatchError(f"{name!r}: a name is small letters, digits and _, beginning with a letter.")
    path = folder / f"{name}.yml"
    if path.exists():
        raise CitewatchError(f"{path}: is there already; nothing was changed.")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
