"""Words told from a page's bytes: a second place of the words is never overlooked, in whatever writing it has them."""

import pytest

from extractors.reading import Page, Wanted, locate
from extractors.reading.finding.locate import read_through
from extractors.reading.finding.sight import Sight, groups_of, quick
from extractors.reading.finding.source import Source

HTML = "text/html; charset=utf-8"
# Long enough that no line can be a tile's label; both alike, so that only what is overlooked could decide.
WORDS = {
    "zh-Hant": ("用水計量", "本年度各縣市陸續換裝新表之後，「{}」的覆蓋率為{}%，仍有差距。"),
    "ko": ("승강기", "올해 각 시도에서 설비를 바꾼 뒤 조사한 {} 보급률은 {}%로 나타났다."),
    "en": ("marking", "After all counties had put the new devices in, the {} rate stood at {}% this year."),
}


def disguises(word: str) -> dict[str, str]:
    """The same word as a page may write it without its bytes standing there in one piece."""
    first, rest = word[0], word[1:]
    number = "".join(f"&#{ord(letter)};" for letter in word)
    full_width = "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() else letter for letter in word)
    return {
        "plain": word,
        "upper case": word.upper(),
        "tag": f"{first}<b>{rest}</b>",
        "tag with its end": f"<b>{first}</b>{rest}",
        "two tags": f'{first}<i class="x">{rest[0]}</i>{rest[1:]}',
        "comment": f"{first}<!-- <b> -->{rest}",
        "plural": f"{first}<b>{rest}s</b>" if word.isascii() else f"{first}<b>{rest}</b>",
        "numbers": number,
        "hexadecimal": f"&#x{ord(first):X};{rest}",
        "no semicolon": f"{first}&#{ord(rest[0])} {rest[1:]}" if len(rest) > 1 else word,
        "soft hyphen": f"{first}&shy;{rest}",
        "soft hyphen as it is": f"{first}\u00ad{rest}",
        "zero width": f"{first}\u200b{rest}",
        "named zero width": f"{first}&ZeroWidthSpace;{rest}",
        "zero width joiner": f"{first}&zwj;{rest}",
        "full width": full_width,
        "control character": f"{first}\0{rest}",
    }


CASES = [(language, name) for language, (word, _) in WORDS.items() for name in disguises(word)]


def _times(source: Source, words: tuple[str, ...]) -> int | None:
    """How often the words stand in the bytes; None where that can't be told."""
    return source.times(words) if source.sure(words) else None


@pytest.mark.parametrize(("language", "name"), CASES)
@pytest.mark.parametrize(
    "place",
    [
        "<p>{}</p>",
        "<div>{}</div>",
        "<ul><li>{}</li></ul>",
        "<table><tr><td>{}</td></tr></table>",
        '<img src="a.png" width="600" height="400" alt="{}">',
    ],
)
def test_a_second_place_is_seen(language: str, name: str, place: str) -> None:
    word, template = WORDS[language]
    sentence = template.format(word, "31.4")
    second = place.format(template.format(disguises(word)[name], "62.8"))
    body = f"<html><head><title>x</title></head><body><h1>y</h1><p>{sentence}</p>{second}</body></html>".encode()
    wanted = Wanted("rate", "percent", ((word,),), "%")
    quickly = locate(Page.open(body, HTML, language=language), wanted)
    assert quickly == read_through(Page.open(body, HTML, language=language), wanted)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("escaped", [False, True])
def test_the_head_and_the_data_are_seen(language: str, escaped: bool) -> None:
    word, template = WORDS[language]
    sentence, told = template.format(word, "31.4"), template.format(word, "62.8")
    data = "".join(f"\\u{ord(letter):04x}" for letter in told) if escaped else told
    numbered = template.format(f"&#{ord(word[0])};{word[1:]}", "62.8")
    for extra in (
        f"<title>{told}</title>",
        f'<script type="application/ld+json">{{"description": "{data}"}}</script>',
        f'<script type="application/ld+json">{{"description": "{numbered}"}}</script>',
    ):
        body = f"<html><head>{extra}</head><body><p>{sentence}</p></body></html>".encode()
        wanted = Wanted("rate", "percent", ((word,),), "%")
        quickly = locate(Page.open(body, HTML, language=language), wanted)
        assert quickly == read_through(Page.open(body, HTML, language=language), wanted)


@pytest.mark.parametrize("language", WORDS)
def test_a_plain_page_is_read_from_its_bytes(language: str) -> None:
    """Else the tests above would try the slower way only."""
    word, template = WORDS[language]
    sentence = template.format(word, "31.4")
    page = Page.open(f"<body><p>{sentence}</p><p>A &amp; B&nbsp;<b>c</b></p></body>".encode(), HTML, language=language)
    assert page.unread is not None and page.unread.body is not None
    sight = Sight(page.unread, page.unread.body, page.raw)
    groups = quick(groups_of(Wanted("rate", "percent", ((word,),), "%")))
    assert groups and sight.once(groups)
    assert sight.clear is None  # the texts were never put together


def test_what_may_hide_a_word_and_what_not() -> None:
    assert _times(Source(b"<p>marking</p> <p>in <b>g</b></p>"), ("marking",)) == 1
    assert _times(Source(b"<p>the mark<b>ing</b></p>"), ("marking",)) is None
    assert _times(Source(b"<p>re<i>mark</i>ing</p> marking"), ("marking",)) is None
    assert _times(Source(b"<p>a &copy; b &amp;c=1 &eacute; &#8217;</p> marking"), ("marking",)) == 1
    assert _times(Source(b"<p>m&#97;rking &fjlig; &ZeroWidthSpace;</p> marking"), ("marking",)) is None
    assert _times(Source("<p>승<b>강기</b></p>".encode()), ("승강기",)) is None
    assert _times(Source("<p>승인</p><p>기타</p> 승강기 승강기".encode()), ("승강기",)) == 2
