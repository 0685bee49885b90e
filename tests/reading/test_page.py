"""Pages to blocks: structure, what is left out, spans, charsets, and what can't be read."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.reading import BadPage, Block, Located, NotText, Page, PageError, TooBig, Wanted, locate


def html(body: str, head: str = "") -> Page:
    text = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return Page.open(text.encode(), "text/html; charset=utf-8", "https://example.org/report/")


def blocks(body: str, kind: str | None = None) -> list[Block]:
    return [block for block in html(body).blocks() if kind is None or block.kind == kind]


def texts(body: str, kind: str | None = None) -> list[str]:
    return [block.text for block in blocks(body, kind)]


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("It rose 3.5 percent. It fell.", ["It rose 3.5 percent.", "It fell."]),
            ("The U.S. market grew.", ["The U.S. market grew."]),
            ("Sold in the U.S. The rest fell.", ["Sold in the U.S.", "The rest fell."]),
            ("About approx. 5 bn. were sold.", ["About approx. 5 bn. were sold."]),
            ("See No. 5 and Fig. 3 there.", ["See No. 5 and Fig. 3 there."]),
            ("Acme Inc. said so. Then J. Smith left!", ["Acme Inc. said so.", "Then J. Smith left!"]),
            ("Is it? Yes.", ["Is it?", "Yes."]),
            ("He said “it grew.” Then it fell.", ["He said “it grew.”", "Then it fell."]),
            ("規模達3.5億美元。預計成長！真的嗎？", ["規模達3.5億美元。", "預計成長！", "真的嗎？"]),
            ("他說：「成長三成。」其後下跌。", ["他說：「成長三成。」", "其後下跌。"]),
            ("시장은 3.5% 성장했다. 내년에는 감소한다.", ["시장은 3.5% 성장했다.", "내년에는 감소한다."]),
            ("Visit example.com today. v1.2.3 is out.", ["Visit example.com today. v1.2.3 is out."]),
        ],
    )
    def test_cut(self, text: str, expected: list[str]) -> None:
        assert texts(f"<p>{text}</p>") == expected

    def test_inline_tags_do_not_split_a_figure(self) -> None:
        assert texts("<p>It reached US$<b>356.10</b>bn, <span>or</span> <em>more</em>.</p>") == [
            "It reached US$356.10bn, or more."
        ]

    def test_block_tags_split(self) -> None:
        assert texts("<div>one<p>two</p>three</div>") == ["one", "two", "three"]

    def test_a_line_break_wraps_a_sentence_and_parts_lines(self) -> None:
        assert texts("<p>It reached<br>US$5bn by 2030.<br>Next line.</p>") == [
            "It reached US$5bn by 2030.",
            "Next line.",
        ]
        assert texts("<p>市場規模<br>達3億。</p>") == ["市場規模達3億。"]

    def test_invisible_characters_go_and_full_width_digits_stay(self) -> None:
        page = "<p>24.\u00ad69\u200b %\u00a0of\u3000１２３ e\u0301</p>"
        assert texts(page) == ["24.69 % of １２３ é"]

    def test_raised_numbers_are_no_digits(self) -> None:
        assert texts("<p>US$5bn<sup>2</sup> and 10<sup>6</sup>, 21<sup>st</sup></p>") == ["US$5bn² and 10⁶, 21st"]

    def test_a_paragraph_without_end_is_cut(self) -> None:
        assert max(map(len, texts(f"<p>{'word ' * 5000}</p>"))) <= 2000


class TestStructure:
    def test_headings_stand_over_what_follows(self) -> None:
        found = blocks("<h1>A</h1><h2>B</h2><p>one</p><h3>C</h3><p>two</p><h2>D</h2><p>three</p>", "sentence")
        assert [block.headers for block in found] == [("A", "B"), ("A", "B", "C"), ("A", "D")]

    def test_lists_and_definitions(self) -> None:
        found = blocks("<ul><li>one<li>two</ul><dl><dt>Size<dd>5<dt>A<dt>B<dd>6</dl>")
        assert [(b.kind, b.text, b.row) for b in found] == [
            ("item", "one", ()),
            ("item", "two", ()),
            ("definition", "Size", ()),
            ("definition", "5", ("Size",)),
            ("definition", "A", ()),
            ("definition", "B", ()),
            ("definition", "6", ("A", "B")),
        ]

    def test_tiles(self) -> None:
        two = "<div class=tile><div>US$5bn</div><div>market volume</div></div>"
        touching = "<div><span>46%</span><span>growth rate</span></div>"
        swapped = "<div><h3>Market volume</h3><p>US$5bn</p></div>"
        flat = "<section><p>5%</p><p>growth</p><p>7%</p><p>decline</p></section>"
        for page, expected in (
            (two, [("US$5bn", ("market volume",))]),
            (touching, [("46%", ("growth rate",))]),
            (swapped, [("US$5bn", ("Market volume",))]),
            (flat, [("5%", ("growth",)), ("7%", ("decline",))]),
        ):
            assert [(b.text, b.row) for b in blocks(page, "tile")] == expected

    def test_a_touching_unit_is_no_label(self) -> None:
        assert texts("<div><span>US$</span><span>5</span><span>bn</span></div>") == ["US$5bn"]

    def test_touching_tags_inside_a_sentence_are_no_tile(self) -> None:
        assert texts("<li>It is to reach US$<span>59</span><span>.01</span>bn in 2025.</li>") == [
            "It is to reach US$59.01bn in 2025."
        ]

    def test_pictures(self) -> None:
        page = html(
            "<h2>Findings</h2><figure><img src='a.png' alt='88% agree'><figcaption>Table 1</figcaption></figure>"
            "<img src='/b.png'><img src='dot.gif' width=1 height=1>"
            "<img src='data:image/gif;base64,AA' data-src='/c.png' alt='lazy'>"
        )
        found = list(page.pictures())
        assert [(b.picture, b.text, b.column) for b in found] == [
            ("https://example.org/report/a.png", "88% agree", ("Table 1",)),
            ("https://example.org/b.png", "", ()),
            ("https://example.org/c.png", "lazy", ()),
        ]
        assert found[0].headers == ("Findings",)
        captions = [b for b in page.blocks() if b.kind == "caption"]
        assert [(b.text, b.picture) for b in captions] == [("Table 1", "https://example.org/report/a.png")]

    def test_json_ld_and_times(self) -> None:
        ld = {"@type": "NewsArticle", "datePublished": "2024-05-28", "provider": [{"name": "A"}]}
        page = html(
            "<p>x <time datetime='2024-05-29'>yesterday</time></p>"
            f"<script type=application/ld+json>{json.dumps(ld)}</script>"
            "<script type='application/ld+json'>{broken</script>",
            "<title>T</title><meta name=viewport content=1>"
            "<meta property='article:modified_time' content='2024-06-01'>",
        )
        found = {(b.kind, b.path): b.text for b in page.blocks() if b.kind in ("jsonld", "meta")}
        assert found[("jsonld", "jsonld[0]/datePublished")] == "2024-05-28"
        assert found[("jsonld", "jsonld[0]/provider/0/name")] == "A"
        assert found[("meta", "head/meta[article:modified_time]")] == "2024-06-01"
        assert found[("meta", "time[1]")] == "2024-05-29"
        assert not any("viewport" in path for _, path in found)

    def test_embedded_json_only_on_request(self) -> None:
        page = html('<p>x</p><script type="application/json">{"size": 5.50}</script>')
        assert "5.50" not in page.text()
        assert [(b.text, b.path) for b in page.embedded()] == [("5.50", "script[0]/size")]

    def test_old_and_new(self) -> None:
        found = blocks("<p>Same. It was <del>US$2bn</del><ins>US$5bn</ins> then.</p><p><s>Gone 7.</s></p>")
        assert [(b.text, b.old) for b in found] == [
            ("Same.", False),
            ("It was US$5bn then.", False),
            ("It was US$2bn then.", True),
            ("Gone 7.", True),
        ]

    def test_struck_by_style(self) -> None:
        found = blocks('<p>Now <span style="text-decoration: line-through">5</span> 6</p>')
        assert [(b.text, b.old) for b in found] == [("Now 6", False), ("Now 5 6", True)]


class TestTables:
    def cells(self, table: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], Decimal]]:
        return [(b.text, b.row, b.column, b.scale) for b in blocks(table, "cell")]

    def test_headers_spans_and_scale(self) -> None:
        table = (
            "<table><caption>Revenue (in millions)</caption>"
            "<thead><tr><th rowspan=2>Region<th colspan=2>Revenue<th rowspan=2>Share (%)</tr>"
            "<tr><th>2024<th>2030</tr></thead>"
            "<tr><th rowspan=2>World<td>36<td>356<td>5.5<tr><td>1<td>2<td>3</table>"
        )
        million = Decimal(1000000)
        assert self.cells(table) == [
            ("36", ("World",), ("Revenue", "2024"), million),
            ("356", ("World",), ("Revenue", "2030"), million),
            ("5.5", ("World",), ("Share (%)",), Decimal(1)),
            ("1", ("World",), ("Revenue", "2024"), million),
            ("2", ("World",), ("Revenue", "2030"), million),
            ("3", ("World",), ("Share (%)",), Decimal(1)),
        ]

    def test_without_th(self) -> None:
        table = "<table><tr><td>Region<td>2024<td>2030<tr><td>World<td>36<td>356</table>"
        found = self.cells(table)
        assert ("356", ("World",), ("2030",), Decimal(1)) in found

    def test_key_and_value(self) -> None:
        table = "<table><tr><td>Market size<td>US$5bn<tr><td>Growth<td>7%</table>"
        assert ("US$5bn", ("Market size",), (), Decimal(1)) in self.cells(table)

    def test_a_row_over_all_columns_names_the_group(self) -> None:
        table = "<table><tr><th>a<th>2024<tr><td colspan=2>Europe<tr><td>UK<td>67</table>"
        assert ("67", ("Europe", "UK"), ("2024",), Decimal(1)) in self.cells(table)

    @pytest.mark.parametrize(
        ("heading", "scale"),
        [
            ("US$ bn", 10**9),
            ("Revenue in thousands", 1000),
            ("金額（百萬元）", 10**6),
            ("單位：千元", 1000),
            ("단위: 억원", 10**8),
            ("Height (m)", 1),
        ],
    )
    def test_scales(self, heading: str, scale: int) -> None:
        table = f"<table><tr><th>x<th>{heading}<tr><td>World<td>36</table>"
        assert self.cells(table)[-1][3] == scale

    def test_the_line_before_gives_the_scale(self) -> None:
        found = blocks("<p>(in millions of US dollars)</p><table><tr><th>x<th>2024<tr><td>a<td>36</table>", "cell")
        assert found[-1].scale == 10**6

    def test_a_layout_table_is_walked(self) -> None:
        page = (
            "<table><tr><td><h1>T</h1><p>One. Two.</p></td><td><p>Side</p><p>x</p></td></tr><tr><td>f</td></tr></table>"
        )
        assert texts(page) == ["T", "One.", "Two.", "Side", "x", "f"]

    def test_old_value_in_a_cell(self) -> None:
        found = blocks("<table><tr><th>x<th>2024<tr><td>a<td><del>5</del> <ins>6</ins></table>", "cell")
        assert [(b.text, b.row, b.old) for b in found if b.row] == [("6", ("a",), False), ("5", ("a",), True)]


class TestLeftOut:
    @pytest.mark.parametrize(
        "part",
        [
            "<p hidden>NO</p>",
            "<p style='color:red; display : none'>NO</p>",
            "<p aria-hidden=true>NO</p>",
            "<script>NO</script><style>NO</style><template>NO</template><noscript>NO</noscript>",
            "<nav>NO</nav>",
            "<div role=navigation>NO</div>",
            "<header><a>NO</a></header>",
            "<footer>NO</footer>",
            "<aside>NO</aside>",
            "<div id=cookie-banner>NO</div>",
            "<div class='related-articles'>NO</div>",
            "<section class=newsletter>NO</section>",
            "<dialog open>NO</dialog>",
            "<svg><text>NO</text></svg>",
            "<canvas>NO</canvas>",
            "<div role=img aria-label=x>NO</div>",
            "<div class='highcharts-container'><span>NO</span></div>",
            "<div class=paywall-gate><p>NO</p></div>",
            "<select><option>NO</select>",
            "<button>NO</button>",
        ],
    )
    def test_not_text(self, part: str) -> None:
        assert texts(f"<main><p>yes</p></main>{part}") == ["yes"]

    def test_what_only_looks_like_chrome_stays(self) -> None:
        page = (
            "<body class='has-sidebar cookie-consent'><main class='content related-layout'><article>"
            "<header><h1>T</h1></header><p class=market-share>share 5%</p><footer>Source: A</footer></article></main>"
        )
        assert texts(page) == ["T", "share 5%", "Source: A"]

    def test_an_article_in_parts_called_promo(self) -> None:
        page = "<section class=promo><p>81% of students use it.</p></section><div class=promo><a href=/>NO</a></div>"
        assert texts(f"<article>{page}</article>") == ["81% of students use it."]

    def test_a_gated_chart_with_false_numbers(self) -> None:
        page = html(
            "<p>The market reaches US$5bn.</p><figure class='chartBox--gated'><svg><text>US$999bn</text></svg>"
            "<img src=blurred.png alt='Market size by year, 999'>"
            "<div class='highcharts-data-table'><table><tr><td>2030<td>999</table></div></figure>"
        )
        assert "999" not in page.text()
        assert [b.picture for b in page.pictures()] == ["https://example.org/report/blurred.png"]


class TestSpansAndCharsets:
    def test_spans_point_into_the_source(self) -> None:
        page = html(
            "<p>A &amp; B &mdash; reach US$<b>5</b>bn. Then 7&nbsp;%.</p><table><tr><th>x<th>y<tr><td>a<td>9</table>"
        )
        spans = {b.text: page.source[slice(*b.span)] for b in page.blocks() if b.span}
        assert spans["A & B — reach US$5bn."].startswith("A &amp; B")
        assert spans["9"] == "9"

    def test_each_of_equal_texts_has_its_own_span(self) -> None:
        page = html("<script>var a='same'</script><p title=same>same</p><p>same</p>")
        one, two = [b.span for b in page.blocks()]
        assert one is not None
        assert two is not None
        assert page.source[: one[0]].endswith("<p title=same>")
        assert page.source[: two[0]].endswith("</p><p>")

    @pytest.mark.parametrize(
        ("encoding", "content_type", "head"),
        [
            ("big5", "text/html; charset=big5", ""),
            ("big5", "text/html", "<meta charset=big5>"),
            ("utf-8", "text/html", ""),
            ("utf-16", "text/html", ""),
            ("utf-8", "text/html; charset=iso-8859-9999", ""),
            ("utf-8-sig", "text/html; charset=big5", ""),
        ],
    )
    def test_charsets(self, encoding: str, content_type: str, head: str) -> None:
        body = f"<html><head>{head}</head><body><p>市場規模</p></body></html>".encode(encoding)
        assert "市場規模" in Page.open(body, content_type).text()

    def test_language(self) -> None:
        assert Page.open("<html lang=zh-TW><p>市".encode(), "text/html; charset=utf-8").language == "zh-Hant"
        assert Page.open(b"<html lang=ko><p>x", "text/html").language == "ko"
        assert Page.open("<html><p>시장은 성장했다".encode(), "text/html").language == "ko"
        assert Page.open(b"<html><p>x", "text/html", language="en").language == "en"


class TestJson:
    def test_records_and_pointers(self) -> None:
        data = {"rows": [{"country": "UK", "share": 30.50}, {"country": "DE", "share": 14}], "a/b": {"~": None}}
        page = Page.open(json.dumps(data).encode(), "application/json")
        assert page.form == "json"
        found = {b.path: b for b in page.blocks()}
        assert found["/rows/0/share"].text == "30.5"
        assert found["/rows/1/share"].row == ("DE",)
        assert found["/rows/1/share"].column == ("share",)
        assert found["/rows/1/share"].headers == ("rows", "share")
        assert page.pointer("/rows/1/country") == "DE"
        assert page.pointer("/a~1b/~0") is None
        with pytest.raises(KeyError, match="/rows/7"):
            page.pointer("/rows/7/country")

    def test_a_body_text_is_no_label_of_the_dates_beside_it(self) -> None:
        data = {"body": "<p>Duties to protect children follow.</p>", "title": "Act", "first_public_at": "2022-04-20"}
        page = Page.open(json.dumps(data).encode(), "application/json")
        (date,) = (b for b in page.blocks() if b.path == "/first_public_at")
        assert date.row == ("Act",)

    def test_printed_precision_is_kept(self) -> None:
        page = Page.open(b'{"v": 36.10}', "application/json")
        assert page.pointer("/v") == Decimal("36.10")
        assert page.text() == "36.10"

    def test_html_inside(self) -> None:
        data = [{"date_gmt": "2022-09-07T16:00:28", "content": {"rendered": "<h2>A</h2><p>88% agree</p>"}}]
        page = Page.open(json.dumps(data).encode(), "application/json", html_at="/0/content/rendered")
        assert page.form == "json"
        assert [b.text for b in page.blocks()] == ["A", "88% agree", "2022-09-07T16:00:28"]
        sentence = next(b for b in page.blocks() if b.kind == "sentence")
        assert sentence.span is not None
        assert page.source[slice(*sentence.span)] == "88% agree"

    @pytest.mark.parametrize(
        ("body", "at", "says"),
        [
            (b"{}", "/0/content", "/0/content"),
            (b'{"a": 5}', "/a", "int"),
            (b"<html>sorry</html>", "/a", "found html"),
            (b"{broken", None, "not JSON"),
        ],
    )
    def test_refusals_say_what_and_where(self, body: bytes, at: str | None, says: str) -> None:
        with pytest.raises(BadPage, match=says):
            Page.open(body, "application/json", html_at=at)


class TestXml:
    def test_elements_with_path(self) -> None:
        body = (
            b'<?xml version="1.0"?><law><title>Act</title><section id="1"><heading>Term</heading>'
            b'<text>Extends to <b>FY2031</b> now.</text><date date="2026-04-13">April 13</date></section></law>'
        )
        found = {b.path: b for b in Page.open(body, "application/xml").blocks()}
        text = found["/law/section[1]/text[1]"]
        assert text.text == "Extends to FY2031 now."
        assert text.headers[:2] == ("Act", "Term")
        assert found["/law/section[1]/date[1]/@date"].text == "2026-04-13"

    @pytest.mark.parametrize(
        "body",
        [
            '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><l>&b;</l>',
            '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>',
            '<?xml version="1.0"?><l><open></l>',
        ],
    )
    def test_refused(self, body: str) -> None:
        for encoding in ("utf-8", "utf-16"):
            with pytest.raises(BadPage):
                Page.open(body.encode(encoding), "application/xml")


Shown = tuple[float, float, str]  # from the left, from the bottom, text


def pdf_of(*pages: list[Shown]) -> bytes:
    """A small PDF, written by hand. A page without text gets a filled box: a picture.

    Chinese stands in it as many offices' PDFs have it: font not embedded, coded as UTF-16 by a named map (CNS1).
    """
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /MSung-Light /Encoding /UniCNS-UTF16-H /DescendantFonts [5 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MSung-Light /FontDescriptor 6 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) /Supplement 3 >> >>",
        b"<< /Type /FontDescriptor /FontName /MSung-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    kids = []
    for page in pages:
        shown = [
            f"BT /F1 11 Tf {x} {y} Td ({text}) Tj ET"
            if text.isascii()
            else f"BT /F2 11 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, text in page
        ]
        content = "\n".join(shown or ["50 50 200 200 re f"]).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def lines(*texts: str, left: float = 72, top: float = 720) -> list[Shown]:
    return [(left, top - 14 * number, text) for number, text in enumerate(texts)]


class TestPdf:
    def test_prose_is_joined_over_lines(self) -> None:
        page = Page.open(pdf_of(lines("The survey covered 325 firms of", "many kinds. It was re-", "peated.")), "")
        assert page.form == "pdf"
        assert [b.text for b in page.blocks()] == ["The survey covered 325 firms of many kinds.", "It was repeated."]
        assert {b.path for b in page.blocks()} == {"page 1"}

    def test_two_columns(self) -> None:
        left = lines("The left column begins here", "and goes on to its end")
        right = lines("at the top of the right one.", "Then it ends.", left=330)
        page = Page.open(pdf_of([*left, *right]), "application/pdf")
        assert [b.text for b in page.blocks()] == [
            "The left column begins here and goes on to its end at the top of the right one.",
            "Then it ends.",
        ]

    def test_two_columns_drawn_line_by_line_across_the_page(self) -> None:
        left = (
            "The survey asked the firms of all",
            "regions. Some 54.2 per cent of them",
            "had adopted it by the end, which is",
        )
        left += (
            "up from 38.4 per cent before that.",
            "The north of the country leads and",
            "the south lags behind it.",
        )
        right = (
            "Spending on such tools reached in",
            "all $143 billion. Analysts of the",
            "sector expect much more, and with",
        )
        right += ("that a growth of 12.5 per cent.", "The number of staff in the sector", "rises with it as well.")
        drawn: list[Shown] = []
        for number, pair in enumerate(zip(left, right, strict=True)):
            drawn += [(x, 720 - 14 * number, text) for x, text in zip((60, 330), pair, strict=True)]
        said = Page.open(pdf_of(drawn), "application/pdf").text().replace("\n", " ")
        assert said == " ".join((*left, *right))

    def test_a_numbered_caption_heads_no_columns(self) -> None:
        rows = (("類別", "112年", "113年"), ("營業收入", "310.5", "350.2"), ("營業成本", "210.5", "230.2"))
        drawn: list[Shown] = [(60, 700, "表1 綜合損益表（單位：新臺幣億元）")]
        for number, row in enumerate(rows):
            drawn += [(x, 680 - 18 * number, text) for x, text in zip((60, 230, 360), row, strict=True)]
        page = Page.open(pdf_of(drawn), "application/pdf")
        wanted = Wanted("revenue", "money", (("營業收入",),), "TWD", "2024", currency="TWD")
        found = locate(page, wanted)
        assert isinstance(found, Located), found
        assert (found.text, found.block.column) == ("350.2", ("113年",))

    def test_page_numbers_go(self) -> None:
        pages = [[*lines(f"Text number {n} of it."), (300.0, 40.0, str(n))] for n in (11, 12, 13)]
        assert Page.open(pdf_of(*pages), "").text().split("\n") == [f"Text number {n} of it." for n in (11, 12, 13)]

    def test_picture_pages(self) -> None:
        page = Page.open(pdf_of([], lines("Text here.")), "application/pdf")
        assert page.picture_pages == (1,)
        assert [(b.text, b.path) for b in page.blocks()] == [("Text here.", "page 2")]

    def test_no_text_at_all(self) -> None:
        with pytest.raises(NotText, match="2 pages"):
            Page.open(pdf_of([], []), "application/pdf")

    def test_table_rows(self) -> None:
        places = (72, 220, 300, 380)
        rows = [
            (720, ("Technology", "Total", "ICT", "Professional")),
            (706, ("", "", "", "services")),
            (680, ("Machine learning", "25.8%", "30.1%", ".0%")),
            (660, ("Generative AI without", "", "", "")),
            (646, ("ready-made services", "28.6%", "30.0%", "31.2%")),
        ]
        shown = [(x, y, text) for y, texts in rows for x, text in zip(places, texts, strict=True) if text]
        found = {(b.row, b.column): b.text for b in Page.open(pdf_of(shown), "").blocks() if b.kind == "cell"}
        assert found[(("Machine learning",), ("Total",))] == "25.8%"
        assert found[(("Machine learning",), ("Professional services",))] == ".0%"
        assert found[(("Generative AI without ready-made services",), ("ICT",))] == "30.0%"

    def test_traditional_chinese_without_an_embedded_font(self) -> None:
        shown = lines(
            "調查企業共325家，其中", "生成式AI占28.6%。", "技術 整體 資通訊 零售", "機器學習 25.8% 30.0% 5.5%"
        )
        found = list(Page.open(pdf_of(shown), "application/pdf").blocks())
        assert found[0].text == "調查企業共325家，其中生成式AI占28.6%。"
        assert [(b.text, b.row, b.column) for b in found if b.kind == "cell"] == [
            ("25.8%", ("機器學習",), ("整體",)),
            ("30.0%", ("機器學習",), ("資通訊",)),
            ("5.5%", ("機器學習",), ("零售",)),
        ]

    def test_pieces_in_other_fonts_that_touch_are_one_word(self) -> None:
        shown = [(72.0, 700.0, "調查共"), (105.0, 700.0, "325"), (123.5, 700.0, "家，占"), (156.5, 700.0, "54.2%")]
        assert Page.open(pdf_of(shown), "").text() == "調查共325家，占54.2%"

    def test_a_row_without_headings_is_one_record(self) -> None:
        page = Page.open(pdf_of(lines("機器學習 25.8% 30.0% 5.5%")), "application/pdf")
        assert [(b.kind, b.text, b.row) for b in page.blocks()] == [
            ("record", "機器學習 25.8% 30.0% 5.5%", ("機器學習",))
        ]

    @pytest.mark.parametrize("body", [b"", b"   ", b"%PDF-1.4 broken", b"not a pdf"])
    def test_broken(self, body: bytes) -> None:
        with pytest.raises(BadPage):
            Page.open(body, "application/pdf")

    def test_cut_short(self) -> None:
        whole = pdf_of(lines("Text."))
        with pytest.raises(BadPage):
            Page.open(whole[: len(whole) // 2], "application/pdf")


class TestForms:
    @pytest.mark.parametrize(
        ("body", "content_type", "form"),
        [
            (b'{"a": 1}', "text/html", "json"),
            (b"<!doctype html><p>x", "application/json", "html"),
            (b"<?xml version='1.0'?><a>x</a>", "text/html", "xml"),
            (b"plain words. Two.", "text/plain", "text"),
            (b"<p>x</p>", "", "html"),
        ],
    )
    def test_sniffed(self, body: bytes, content_type: str, form: str) -> None:
        assert Page.open(body, content_type).form == form

    @pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n0000", b"PK\x03\x04zip", b"\xff\xd8\xff\xe0jpeg"])
    def test_binary(self, body: bytes) -> None:
        with pytest.raises(NotText):
            Page.open(body, "text/html")

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (b"<div>" * 100_000, "text/html"),
            (b"<table><tr><td>" * 60_000, "text/html"),
            ("".join(f"<p><b id={n}>" for n in range(50_000)).encode(), "text/html"),
            (b"<div " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">", "text/html"),
            (b"[" * 100_000, "application/json"),
            (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "application/json"),
            (b"[" * 101 + b"1" + b"]" * 101, "application/json"),
        ],
    )
    def test_too_deep(self, body: bytes, content_type: str) -> None:
        with pytest.raises(TooBig):
            Page.open(body, content_type)

    def test_json_of_too_many_values_is_refused_before_it_is_built(self) -> None:
        with pytest.raises(TooBig, match="values and boxes"):
            Page.open(b"[" + b"[]," * 700_000 + b"0]", "application/json")

    def test_commas_and_brackets_in_a_string_are_no_values(self) -> None:
        body = b'{"share": "54%", "text": "' + b'\\"[,{' * 300_000 + b'"}'
        assert next(block.text for block in Page.open(body, "application/json").blocks()) == "54%"

    def test_deep_but_possible(self) -> None:
        page = Page.open(b"<div>" * 1500 + b"x" + b"</div>" * 1500, "text/html")
        block = next(iter(page.blocks()))
        assert block.text == "x"
        assert len(block.path) < 600


@given(
    st.binary(max_size=400),
    st.sampled_from(["text/html", "application/json", "application/xml", "application/pdf", ""]),
)
@settings(max_examples=300, deadline=None)
def test_random_bytes_raise_page_errors_only(body: bytes, content_type: str) -> None:
    try:
        page = Page.open(body, content_type)
    except PageError:
        return
    assert all(block.text for block in page.blocks())


_TAGS = (
    "<p> </p> <div> </div> <table> </table> <tr> <td> </td> <th> <del> </del> <ins> <sup> </sup> <br> <li> <dl> <dt> "
    "<dd> <h2> </h2> <figure> <figcaption> </figure> <span> </span> <main> </main> <nav> <svg> </svg> <caption> <!-- "
    "--> <template> <frameset> <select> <math> <body> </body> <head> </html> text US$5bn 3億 &nbsp; &#55296; \x00"
)
_MORE = ["<img src=a alt=b>", "<td rowspan=3>", "<th colspan=2>", "<b hidden>", "<p class=related>"]
_PARTS = st.sampled_from([*_TAGS.split(" "), *_MORE])


@given(st.lists(_PARTS, max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_markup_makes_blocks_with_true_spans(parts: list[str]) -> None:
    body = ("<!doctype html>" + "".join(parts)).encode("utf-8", "replace")
    try:
        page = Page.open(body, "text/html; charset=utf-8")
    except NotText:  # too many zero bytes
        assert b"\0" in body
        return
    for block in page.blocks():
        assert block.text == " ".join(block.text.split())
        if block.span is not None:
            assert 0 <= block.span[0] <= block.span[1] <= len(page.source)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner),
    )
)
@settings(max_examples=150, deadline=None)
def test_every_json_scalar_is_reachable_by_its_path(value: object) -> None:
    page = Page.open(json.dumps({"x": value}).encode(), "application/json")
    for block in page.blocks():
        assert not isinstance(page.pointer(block.path), dict | list)


def test_escaped_text_in_json_ld_is_read_as_people_see_it() -> None:
    body = b'<html><script type="application/ld+json">{"headline": "Club pays &#163;4.2m"}</script><p>News</p></html>'
    texts = [block.text for block in Page.open(body, "text/html").blocks() if block.kind == "jsonld"]
    assert texts == ["Club pays £4.2m"]


HTML = "text/html; charset=utf-8"
TALK = "<p>To me the market is US$7 billion, whatever anybody says.</p>"


@pytest.mark.parametrize(
    "markup",
    [
        f'<div class="comments-area">{TALK * 60}</div>',
        f'<section id="disqus_thread">{TALK}</section>',
        f"<h3>12 comments</h3>{TALK}",
        f"<h3>留言 (3)</h3>{TALK}",
    ],
)
def test_what_readers_say_under_a_text_is_not_the_page(markup: str) -> None:
    text = "<p>The market is US$5 billion, as all who count it say and have said.</p>" * 80
    page = Page.open(f"<html lang=en><body><h1>Market</h1>{text}{markup}</body></html>".encode(), HTML)
    assert "US$7 billion" not in page.text()
    assert "US$5 billion" in page.text()


def test_a_page_of_nothing_but_comments_is_its_comments() -> None:
    page = Page.open(f'<html lang=en><body><div class="comments">{TALK * 3}</div></body></html>'.encode(), HTML)
    assert "US$7 billion" in page.text()


def test_official_comments_are_text() -> None:
    page = Page.open(b"<html lang=en><body><h2>Comments</h2><p>We had 12 letters.</p></body></html>", HTML)
    assert "12 letters" in page.text()


def test_a_list_of_contents_is_not_the_page() -> None:
    links = "".join(f'<li><a href="#s{n}">{n} Growth of 7%</a></li>' for n in range(4))
    body = f'<div class="toc"><ul>{links}</ul></div><h1>Growth</h1><p>Growth was 5%.</p>'
    page = Page.open(f"<html lang=en><body>{body}</body></html>".encode(), HTML)
    assert "7%" not in page.text() and "5%" in page.text()


def test_a_picture_over_a_table_names_no_rows() -> None:
    rows = (
        '<tr><td colspan=2><img src="f.png" alt="Flag"></td></tr><tr><th>Capital<td>Strelsau</tr>'
        "<tr><th colspan=2>Area</tr><tr><th>Total<td>12,345 km2</tr>"
    )
    page = Page.open(f"<html lang=en><body><h1>R</h1><table>{rows}</table></body></html>".encode(), HTML)
    cells = {block.text: block.row for block in page.blocks() if block.kind == "cell"}
    assert cells == {"Strelsau": ("Capital",), "12,345 km2": ("Area", "Total")}
