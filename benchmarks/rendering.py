"""From draft to HTML, and the truth about it, in one pass: a value is never written without being recorded."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from benchmarks.filler import FURNITURE
from benchmarks.page_model import SEGMENT, Declared, Draft, Fig, GeneratedPage, Grid, Truth
from benchmarks.words import GONE, WORDINGS
from benchmarks.writing import COMPARATORS, CURRENCIES, plain

STATE = "/*state*/"
_NUMBER = re.compile(r"([0-9][0-9.,]*)")
_LONG_WORD = re.compile(r"[A-Za-z]{8,}")
_NINE_WORDS = re.compile(r"((?:\S+ ){8}\S+) ")
_VALUE = "\0"
_SCALE_NAMES = {
    "en": {6: "{s} million", 9: "{s} billion"},
    "zh-Hant": {6: "百萬{n}", 9: "十億{n}"},
    "ko": {6: "백만 {n}", 9: "십억 {n}"},
}


def render(draft: Draft) -> tuple[str, dict[str, Truth]]:
    """The page's HTML, with STATE where its script data goes, and the truth about it."""
    writer = _Writer(draft)
    return writer.page(), writer.truth


def build(draft: Draft, declared: tuple[Declared, ...], changed: tuple[str, ...] = ()) -> GeneratedPage:
    """The draft as a finished page."""
    text, truth = render(draft)
    body = text.replace(STATE, draft.script).encode()
    return GeneratedPage(body, truth, declared, draft.language, draft, changed)


@dataclass
class _Writer:
    draft: Draft
    truth: dict[str, Truth] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.style = self.draft.style
        self.language = self.draft.language
        self.words = FURNITURE[self.language]
        self.joint = {"lines": "\n", "dense": "", "wide": "\n\n\t\t"}[self.style.spacing]

    # Markup

    def el(self, tag: str, content: str, role: str = "", **attributes: str) -> str:
        given = {"class": f"{self.style.salt}-{role}"} if role else {}
        given |= {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        pairs = [f' {name}="{html.escape(value)}"' for name, value in given.items()]
        if self.style.attributes_reversed:
            pairs.reverse()
        return f"<{tag}{''.join(pairs)}>{content}</{tag}>"

    def join(self, parts: Iterable[str]) -> str:
        return self.joint.join(part for part in parts if part)

    def text(self, words: str) -> str:
        """Prose with the markup that a style puts into it."""
        if self.style.spacing == "wide" and self.language == "en":
            words = _NINE_WORDS.sub("\\1\n\t\t\t", words)
        if self.style.invisible:
            words = _LONG_WORD.sub(lambda match: f"{match[0][:4]}\xad{match[0][4:]}", words)
            if self.language != "en" and len(words) > 4:
                words = f"{words[:2]}\u200b{words[2:]}"
        return self.encode(words)

    def encode(self, words: str) -> str:
        escaped = html.escape(words, quote=False)
        if not self.style.entities:
            return escaped.replace("\xad", "&shy;")
        return "".join(c if c < "\x7f" else f"&#{ord(c)};" for c in escaped)

    def value(self, fig_text: str, struck: str, footnote: bool) -> str:
        parts = []
        for place, part in enumerate(_NUMBER.split(fig_text)):
            shown = self.encode(part)
            if place % 2:
                shown = "".join(f"&#{ord(c)};" for c in part) if self.style.entities else part
                if self.style.digits_tag:
                    shown = f"<{self.style.digits_tag}>{shown}</{self.style.digits_tag}>"
            if self.style.nbsp:
                shown = shown.replace(" ", "&nbsp;")
                # Chinese has no space there to harden; careful typesetters put one in.
                shown += "&nbsp;" if place % 2 and self.language == "zh-Hant" else ""
            parts.append(shown)
        shown = "".join(parts)
        if struck:
            shown = f"<del>{self.encode(struck)}</del> <ins>{shown}</ins>"
        return shown + ('<sup><a href="#note-1">[1]</a></sup>' if footnote else "")

    # Figures

    def _record(self, fig: Fig, template: str) -> str:
        """The template's HTML with the value in it; the truth remembers its text."""
        printed = fig.printed(self.language)
        mark = "[1]" if fig.footnote else ""
        self.truth[fig.name] = fig.truth(self.language, template.replace(_VALUE, printed + mark))
        shown = self.value(printed, fig.struck, fig.footnote)
        return shown.join(self.text(part) if part.strip() else part for part in template.split(_VALUE))

    def _sentence(self, fig: Fig) -> str:
        wordings = WORDINGS[self.language][fig.name].sentences
        year = fig.year or 0
        return wordings[fig.wording % len(wordings)].format(
            t=fig.topic, v=_VALUE, c=COMPARATORS[fig.comparator][self.language], y=year, z=year - 1,
            w=fig.write(fig.before, self.language) if fig.before is not None else "",
        )  # fmt: skip

    def _label(self, fig: Fig) -> str:
        return WORDINGS[self.language][fig.name].label.format(t=fig.topic, y=fig.year)

    def figure(self, fig: Fig) -> str:
        """The figure where and how it now stands."""
        comparator = COMPARATORS[fig.comparator][self.language]
        label = self._label(fig)
        if fig.gone == "dropped":
            return ""
        if fig.gone == "said":
            return self.el("p", self.text(GONE[self.language].format(t=fig.topic)), "text")
        if fig.gone == "picture":
            image = self.el("figcaption", self.text(label), "caption")
            return f'<figure><img src="/charts/{fig.name}.png" alt="">{image}</figure>'
        if fig.place == "prose":
            return self.el("p", self._record(fig, self._sentence(fig)), "text")
        shown = self._record(fig, f"{comparator}{_VALUE}")
        written = self.truth[fig.name].sentence
        gap, colon = ("", "：") if self.language == "zh-Hant" else (" ", ": ")
        both = f"{written}{gap}{label}" if fig.place == "tile" else f"{label}{gap}{written}"
        if fig.place == "item":
            both = f"{label}{colon}{written}"
        self.truth[fig.name] = replace(self.truth[fig.name], sentence=both)
        named = self.text(label)
        if fig.place == "tile":
            return self._tile(shown, named)
        if fig.place == "item":
            return self.el("ul", self.el("li", f"{named}{colon}{shown}", "item"), "list")
        if fig.place == "definition":
            return self.el("dl", f"<dt>{named}</dt>{self.joint}<dd>{shown}</dd>", "facts")
        caption = self.el("caption", self.text(self.words.figure_table))
        row = self.el("tr", f'<th scope="row">{named}</th><td>{shown}</td>')
        return self.el("table", f"{caption}<tbody>{row}</tbody>", "facts")

    def _tile(self, number: str, label: str) -> str:
        inside = self.el("strong", number, "number") + self.joint + self.el("span", label, "label")
        return self.el("div", inside, "tile")

    # The page

    def page(self) -> str:
        draft, style = self.draft, self.style
        title = self.text(self.words.title.format(t=draft.grid.topic))
        stamp = self.words.updated.format(d=draft.stamp.isoformat())
        dated = self.el("p", self.el("time", self.text(stamp), "date", datetime=draft.stamp.isoformat()), "stamp")
        banner = self.el("div", self.text(self.words.banner), "banner", role_="note") if style.banner else ""
        main = self.join(
            [
                self.el("h1", title, "title"),
                self._hidden() if style.hidden_copy else "",
                dated if style.stamp_on_top else "",
                self._tiles(),
                *(self._section(number) for number in draft.order),
                self.el("p", f"[1] {self.text(self.words.footnote)}", "notes", id="note-1"),
                "" if style.stamp_on_top else dated,
            ]
        )
        for depth in range(style.wrappers):
            main = self.el("div", main, f"wrap{depth}")
        body = self.join([self._nav(), banner, self.el("main", main, "main"), self._related(), self._footer()])
        return self.join(
            [
                f'<!DOCTYPE html>\n<html lang="{self.language}">',
                f'<head><meta charset="utf-8"><title>{title}</title>',
                f"<style>{draft.sheet}</style>{self._json_ld()}</head>",
                f"<body>{body}{self._script()}</body></html>\n",
            ]
        )

    def _section(self, number: int) -> str:
        draft, level = self.draft, f"h{self.style.heading}"
        figures = [f for f in draft.figures if f.section == number and f.place != "tile"]
        prose = [self.el("p", self.text(words), "text") for words in draft.prose[number]]
        parts = [self.el(level, self.text(self.words.sections[number]), "heading")]
        # Figures stand between paragraphs, as in a real article, never all in one place.
        for place in range(max(len(figures), len(prose))):
            parts += [prose[place]] if place < len(prose) else []
            parts += [self.figure(figures[place])] if place < len(figures) else []
        parts += [self._grid(draft.grid)] if number == 0 else []
        parts += [self.el("p", self.text(words), "text") for words in draft.spare[: self.style.tail]]
        if self.style.comments:
            parts.insert(1, f"<!-- block {number}: checked by the desk -->")
        return self.el("section", self.join(parts), "section", id=f"part-{number}")

    def _hidden(self) -> str:
        """What the page said before, kept in the page but not shown."""
        old = [replace(fig, number=fig.number * 2) for fig in self.draft.figures if fig.shape == "money"]
        kept = dict(self.truth)
        shown = self.el("div", self.join(self.el("p", self._record(f, self._sentence(f))) for f in old), hidden="")
        self.truth = kept
        return shown

    def _tiles(self) -> str:
        declared = [self.figure(fig) for fig in self.draft.figures if fig.place == "tile"]
        others = [self._tile(number, self.text(label)) for number, label in self.words.tiles]
        named = [*declared[:1], *others]
        shown = [named[place] for place in self.draft.tiles if place < len(named)]
        return self.el("div", self.join([*shown, *declared[1:]]), "tiles")

    def _grid(self, grid: Grid) -> str:
        sign, name = CURRENCIES[grid.currency][self.language]
        scale = _SCALE_NAMES[self.language][grid.scale.adjusted()].format(s=sign, n=name)
        bracketed = f", {scale}" if self.language == "en" else f"（{scale}）"
        years = "".join(f'<th scope="col">{year}</th>' for year in grid.years)
        head = f'<tr><th scope="col">{self.text(self.words.row_header)}</th>{years}</tr>'
        rows = [f'<tr><th scope="row">{self.text(note)}</th>{"<td>–</td>" * len(grid.years)}</tr>'
                for note in self.draft.extra_rows]  # fmt: skip
        at = grid.at
        for place, (topic, values) in enumerate(grid.rows):
            cells = "".join(self._cell(grid, v, (place, column) == at) for column, v in enumerate(values))
            rows.append(f'<tr><th scope="row">{self.text(topic)}</th>{cells}</tr>')
        caption = self.el("caption", self.text(self.words.table + bracketed))
        return self.el("table", f"{caption}<thead>{head}</thead><tbody>{self.join(rows)}</tbody>", "table")

    def _cell(self, grid: Grid, value: Decimal | None, declared: bool) -> str:
        if value is None or (declared and grid.gone):
            return "<td>–</td>"
        printed = plain(value)
        if not declared:
            return f"<td>{printed}</td>"
        self.truth[SEGMENT] = Truth("money", value * grid.scale, grid.currency, printed, printed, period=str(grid.year))
        return f"<td>{self.value(printed, grid.struck, footnote=False)}</td>"

    def _nav(self) -> str:
        names = [*self.words.menu, *(f"{self.words.more} {n + 1}" for n in range(self.style.nav_extra))]
        # Big pages carry small pictures inline: the part of them that does not compress.
        logo = f'<img alt="" src="data:image/png;base64,{self.draft.logo}">'
        links = [self.el("li", f'<a href="/{n}/">{self.text(name)}</a>') for n, name in enumerate(names)]
        return self.el("header", logo + self.el("nav", self.el("ul", self.join(links), "menu"), "nav"), "head")

    def _related(self) -> str:
        teasers = [self.el("p", self.text(words), "teaser") for words in self.draft.spare[-3:]]
        return self.el("aside", self.join(teasers), "related")

    def _footer(self) -> str:
        rights = self.text(f"© {self.draft.stamp.year} {self.words.rights}")
        return self.el("footer", self.el("p", rights), "foot")

    def _json_ld(self) -> str:
        data = {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.words.title.format(t=self.draft.grid.topic),
            "dateModified": self.draft.stamp.isoformat(),
        }
        return f'<script type="application/ld+json">{json.dumps(data)}</script>'

    def _script(self) -> str:
        nonce = f"{(self.draft.seed * 7919 + self.style.nonce * 104729) % 16**8:08x}"
        return f'<script nonce="{nonce}">window.__STATE__ = [{STATE}];</script>'
