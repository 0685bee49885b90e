"""The page corpus itself: edits applied, declarations valid, expectations complete. The reader is not imported here."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from tests.pages import corpus, edits
from tests.pages.corpus import Case, Expected, Page

CASES = corpus.load()
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])

COSMETIC = {
    "caption_to_list", "charset", "chrome_changed", "chrome_translated", "deflist_to_table", "field_added",
    "footnote_mark", "hidden_text", "inline_markup", "json_reordered", "jsonld_added", "last_year_beside",
    "list_to_deflist", "list_to_prose", "list_to_table", "minified", "moved", "new_column", "new_row",
    "number_writing", "pdf_relayout", "prose_to_list", "prose_to_table", "renamed_markup", "reworded",
    "rowspan_added", "scripts_ads", "sections_split", "similar_figure_near", "stamp_changed", "tile_order",
    "tile_to_list", "tile_to_prose", "tile_to_table", "unit_in_heading", "user_comments", "whitespace_entities",
    "wrapper_nested", "zero_width", "alt_text_added", "columns_reordered", "conversion_added", "deflist_to_prose",
    "list_to_tile", "prose_to_tile", "responsive_twice", "rowspan_removed", "second_table", "state_only",
    "struck_old_beside", "table_to_deflist", "table_to_list", "accordion", "ad_inserted", "aria_label",
    "comment_code", "data_attributes", "direction_marks", "full_width", "grid_of_divs", "group_rows",
    "header_repeated", "history_tab", "note_added", "print_copy", "sum_row_added", "table_transposed",
    "year_to_heading", "amp_copy", "language_variant", "heading_reworded", "infobox_added",
}  # fmt: skip
REAL = {
    "comparator_changed", "contradiction", "correction_notice", "currency_changed", "date_changed",
    "digits_dropped", "heading_scale_changed", "label_changed", "percent_to_points", "period_moved",
    "placeholder", "points_to_percent", "precision_added", "range_narrowed", "range_widened", "revised_with_note",
    "rows_swapped", "scale_changed", "sign_changed", "struck_and_inserted", "to_picture", "unit_changed",
    "value_large", "value_small", "values_swapped", "withdrawn", "comparison_only", "decimal_shift",
    "definition_changed", "footnote_only", "forecast_only", "hidden_only", "withdrawn_tile",
    "rounded", "subgroup_only", "range_given",
}  # fmt: skip
UNREADABLE = {
    "binary_as_html", "broken_json", "broken_pdf", "broken_xml", "captcha", "consent_wall", "empty_body",
    "error_json", "js_shell", "login_wall", "maintenance", "picture_only_pdf", "rate_limit_text", "soft_404",
    "truncated", "paywall", "app_install", "other_document",
}  # fmt: skip
KINDS = {"cosmetic": COSMETIC, "real": REAL, "unreadable": UNREADABLE}
COMPARATORS = {"=", ">", ">=", "<", "<=", "~", "up", "down"}
PROMISED_PAIRS = {"zh-Hant": 690, "zh-Hans": 250, "en": 500, "ko": 235}
AS_MONEY = {
    "money": {"TWD", "USD", "GBP", "EUR", "CNY", "KRW", "JPY", "HKD"},
    "percent": {"%", "pp"},
    "percentage_point": {"pp", "%"},
}


def text_of(page: Page, case: Case) -> str:
    """What a person sees of the page, roughly."""
    if case.form == "pdf":
        return re.sub(r"\s+", "", "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(page.body)))
    text = page.body.decode(page.encoding)
    if case.form == "json":
        tree = json.loads(text)
        for key in (case.html_at or "").split("/")[1:]:
            tree = tree[int(key) if isinstance(tree, list) else key]
        body = tree if isinstance(tree, str) else json.dumps(tree, ensure_ascii=False)
        return edits.plain(body) + (json.dumps(json.loads(text), ensure_ascii=False) if case.html_at else "")
    if case.form == "xml":
        return edits.plain("".join(ElementTree.fromstring(page.body).itertext()))
    return edits.plain(re.sub(r"(?s)<(script|style|template)\b.*?</\1>", "", text))


def stands(expected: Expected, page: Page, case: Case) -> bool:
    text, printed = text_of(page, case), edits.plain(expected.as_printed or "")
    return (re.sub(r"\s+", "", printed) if case.form == "pdf" else printed) in text


def meaning(expected: Expected) -> tuple[object, ...]:
    """All but how it is printed."""
    e = expected
    return (e.outcome, e.value, e.low, e.high, e.date, e.unit, e.comparator)


@EVERY_CASE
def test_the_edit_changes_the_page(case: Case) -> None:
    assert case.before.body != case.after.body


@EVERY_CASE
def test_kind_and_nature_are_of_the_closed_lists(case: Case) -> None:
    assert case.kind in KINDS[case.nature]
    assert case.split in {"tune", "held_out"}
    assert case.language in PROMISED_PAIRS
    assert case.form in {"html", "json", "xml", "pdf"}


@EVERY_CASE
def test_expectations_are_complete(case: Case) -> None:
    assert set(case.expected_before) == set(case.expected_after) == set(case.figures)
    for name, figure in case.figures.items():
        assert case.expected_before[name].outcome == "read"
        for expected in (case.expected_before[name], case.expected_after[name]):
            told = [expected.value is not None, expected.low is not None, expected.date is not None]
            assert "read" not in expected.also_right, "a second reading would need a value of its own"
            if expected.outcome == "read":
                assert told.count(True) == 1
                assert (expected.low is None) == (expected.high is None)
                assert expected.as_printed
                assert expected.comparator in COMPARATORS
                assert expected.unit == figure.unit or expected.also_right, "another unit is also refused with right"
                assert expected.unit in AS_MONEY.get(figure.reads, {expected.unit})
                if figure.between and expected.value is not None and expected.unit == figure.unit:
                    assert figure.between[0] <= expected.value <= figure.between[1]
            else:
                assert expected.why
            if expected.outcome == "out_of_range":
                assert figure.between and expected.value is not None and expected.unit == figure.unit
                assert not figure.between[0] <= expected.value <= figure.between[1]
            if expected.outcome == "ambiguous":
                assert len(set(expected.candidates)) > 1


@EVERY_CASE
def test_nature_agrees_with_the_expectations(case: Case) -> None:
    same = [meaning(case.expected_before[name]) == meaning(case.expected_after[name]) for name in case.figures]
    if case.nature == "cosmetic":
        assert all(same)
    elif case.nature == "real":
        assert not all(same)
    else:
        assert {expected.outcome for expected in case.expected_after.values()} == {"unreadable"}


@EVERY_CASE
def test_what_is_printed_stands_in_the_page(case: Case) -> None:
    for name in case.figures:
        for expected, page in ((case.expected_before[name], case.before), (case.expected_after[name], case.after)):
            if expected.as_printed and expected.written == "as is":
                assert stands(expected, page, case), name


@EVERY_CASE
def test_an_unreadable_page_lacks_the_figures(case: Case) -> None:
    """But for JSON that breaks off behind a figure: the fragment shows it, and is still no answer."""
    if case.nature != "unreadable" or case.after.encoding == "binary" or case.kind == "broken_json":
        return
    text = edits.plain(case.after.body.decode(case.after.encoding))
    for name, expected in case.expected_before.items():
        assert edits.plain(expected.as_printed or "-") not in text, name


@EVERY_CASE
def test_json_and_xml_can_be_parsed_unless_they_are_the_broken_ones(case: Case) -> None:
    pages = [case.before] if case.nature == "unreadable" else [case.before, case.after]
    for page in pages:
        if case.form == "json":
            json.loads(page.body)
        elif case.form == "xml":
            ElementTree.fromstring(page.body)


def test_counts() -> None:
    assert len(CASES) >= 1700
    languages = Counter(case.language for case in CASES)
    assert all(languages[language] >= least for language, least in PROMISED_PAIRS.items())
    assert len({case.base for case in CASES}) >= 215
    for nature, kinds in KINDS.items():
        assert {case.kind for case in CASES if case.nature == nature} == kinds
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({corpus.digest(case) for case in CASES}) == len(CASES)


def test_no_page_is_both_open_and_held_out() -> None:
    """A page that has been looked at is tune with all its pairs; the first twelve sets have been."""
    held_out = {case.base for case in CASES if case.split == "held_out"}
    assert not held_out & {case.base for case in CASES if case.split == "tune"}
    assert not {base for base in held_out if re.match(r"[a-z]+(?:[2-9]|1[0-2])?_", base)}


def test_sizes() -> None:
    sizes = sorted({case.base: len(case.before.body) for case in CASES}.values())
    assert sizes[0] < 2_000
    assert 50_000 < sizes[-1] < 70_000
    folder = Path(corpus.__file__).parent
    ours = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    assert sum(path.stat().st_size for path in ours) < 4_000_000


def test_every_file_is_used() -> None:
    named = "".join(path.read_text(encoding="utf-8") for path in corpus.PAIRS.glob("*.yml"))
    assert [path.name for path in corpus.BASE.iterdir() if path.name not in named] == []


def test_an_edit_that_does_not_apply_fails() -> None:
    with pytest.raises(AssertionError, match="stands 0 times"):
        edits.apply("a page", ["no such words", "others"], corpus.BASE)
    with pytest.raises(AssertionError, match="changes nothing"):
        edits.apply("a page", ["page", "page"], corpus.BASE)


def test_values_are_exact() -> None:
    """A value that went through a float would carry more digits than anybody writes."""
    for case in CASES:
        for expected in (*case.expected_before.values(), *case.expected_after.values()):
            for value in (expected.value, expected.low, expected.high):
                assert value is None or len(value.as_tuple().digits) <= 16
                assert value is None or isinstance(value, Decimal)


def test_the_readme_has_the_counts_right() -> None:
    readme = (Path(corpus.__file__).parent / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| ([\w-]+) (\| \d+ \| \d+ \| \d+ \| ?\d* ?\|)$", readme))
    for name, row in rows.items():
        of = [case for case in CASES if name in (case.nature, case.language)]
        halves = [sum(case.split == split for case in of) for split in ("tune", "held_out")]
        kinds = [len({case.kind for case in of})] if name in KINDS else []
        assert [int(number) for number in re.findall(r"\d+", row)] == [len(of), *halves, *kinds], name
    assert set(rows) == {*KINDS, *PROMISED_PAIRS}
