"""English and Traditional Chinese (Taiwan): catalogues, dates and numbers of the pages.

The catalogue is the .po file itself, read when the app starts, so nobody has to compile anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from schemas.finding import Words

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")
NAMES: dict[Lang, str] = {"en": "English", "zh": "繁體中文"}
TAGS: dict[Lang, str] = {"en": "en", "zh": "zh-Hant-TW"}
_LOCALES: dict[Lang, Locale] = {"en": Locale("en", "GB"), "zh": Locale("zh", "TW", "Hant")}
LOCALE = Path(__file__).parent / "locale"


@lru_cache(maxsize=2)
def translations(lang: Lang) -> NullTranslations:
    if lang == "en":
        return NullTranslations()
    with (LOCALE / "zh_Hant_TW.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_Hant_TW")
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    return Translations(made)


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one reader is spoken to."""

    lang: Lang

    @property
    def tag(self) -> str:
        return TAGS[self.lang]

    @property
    def other(self) -> Lang:
        return "zh" if self.lang == "en" else "en"

    def say(self, message: str, **given: object) -> str:
        text = str(translations(self.lang).gettext(message))
        return text % given if given else text

    def day(self, given: date | datetime | None) -> str:
        """14 Nov 2026, 2026年11月14日."""
        return format_date(given, "d MMM y" if self.lang == "en" else "long", _LOCALES[self.lang]) if given else "–"

    def moment(self, given: datetime | None) -> str:
        if given is None:
            return "–"
        form = "d MMM y, HH:mm" if self.lang == "en" else "y年M月d日 HH:mm"
        return f"{format_datetime(given, form, locale=_LOCALES[self.lang])} UTC"

    def pick(self, words: Words | None) -> str:
        """The sentence in this language."""
        return "" if words is None else (words.zh if self.lang == "zh" else words.en)

    def words(self, row: dict[str, Any], name: str) -> str:
        """The column of a row in this language; the other one where there is none."""
        return str(row.get(f"{name}_{self.lang}") or row.get(f"{name}_{self.other}") or "")


def chosen(cookie: str | None, accepted: str) -> Lang:
    """The language of the cookie, else the first of the browser's that we speak."""
    if cookie in LANGS:
        return cookie
    for part in accepted.split(","):
        wanted = part.partition(";")[0].strip().lower()
        if wanted.startswith("zh"):
            return "zh"
        if wanted.startswith("en"):
            return "en"
    return "en"
