"""The corpus itself: offsets, closed lists, counts, duplicates, splits. The reader is not imported here."""

import json
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LANGUAGES = ("zh-Hant", "zh-Hans", "en", "ko")
PROMISED = {"zh-Hant": 340, "zh-Hans": 90, "en": 110, "ko": 90}
PROMISED_IN_ALL = 640

KINDS = {
    "number", "percent", "percentage_point", "money", "quantity",
    "ordinal", "fraction", "range", "date", "duration",
}  # fmt: skip
CURRENCIES = {
    "AUD", "CAD", "CNY", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "MYR", "SEK", "SGD", "THB", "TWD", "USD",
    "VND",
}  # fmt: skip
TIMES = {
    "day", "decade", "hour", "millisecond", "minute", "month", "quarter", "second", "week", "year",
}  # fmt: skip
COUNTERS = {
    "aircraft", "animal", "bag", "barrel", "box", "building", "case", "catty", "centimetre", "city and county",
    "class", "company", "country", "cubic centimetre", "cubic metre", "degree", "floor", "foot", "gigabit",
    "gigabyte", "gigawatt", "gigawatt-hour", "gpu", "gram", "hectare", "household", "inch", "institution",
    "item", "kilogram", "kilometre", "kilowatt", "kilowatt-hour", "litre", "megawatt", "metre",
    "microgram", "milligram", "millimetre", "millimetre of mercury", "mu", "multiple",
    "nanometre", "occurrence", "page", "person", "petabyte", "ping", "place", "point", "pyeong", "rank",
    "respondent", "room", "round", "school", "seat", "share", "ship", "sortie", "square kilometre", "square metre",
    "station", "table", "terabyte", "terawatt-hour", "token", "tonne", "town", "twenty-foot equivalent unit",
    "unit", "vehicle",
    "vehicle kilometre", "visit", "vote", "watt", "word", "year",
}  # fmt: skip
COMPARATORS = {"=", ">", ">=", "<", "<=", "~", "up", "down"}
LINE_KEYS = {"id", "language", "split", "topic", "text", "currency", "mentions", "not", "not_spans"}
MENTION_KEYS = {
    "text", "start", "end", "kind", "value", "low", "high", "unit", "comparator", "direction", "date", "fraction",
    "metric",
}  # fmt: skip
PLAIN = re.compile(r"-?\d+(\.\d+)?")
# A date at its printed precision; two hyphens, or three, where the year, or year and month, is not printed.
DATE = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|\d{4}-(Q[1-4]|H[12])|\d{3}X"
    r"|--(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|---(0[1-9]|[12]\d|3[01])|Q[1-4]|H[12]|FY\d{4}"
)


def read(language: str) -> list[dict[str, Any]]:
    """The lines of a language by number; `<language>-2.jsonl` goes on where the first file ends."""
    files = [HERE / "mentions" / f"{language}{part}.jsonl" for part in ("", "-2")]
    lines = [line for file in files if file.exists() for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


LINES = [line for language in LANGUAGES for line in read(language)]
EVERY_LINE = pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])


def spans(line: dict[str, Any]) -> list[tuple[int, int]]:
    found = [(mention["start"], mention["end"]) for mention in line["mentions"]]
    return sorted(found + [(start, end) for start, end in line["not_spans"]])


@EVERY_LINE
def test_a_line_has_its_fields(line: dict[str, Any]) -> None:
    assert set(line) <= LINE_KEYS
    assert set(line) >= LINE_KEYS - {"currency"}
    language, number = line["id"].rsplit("-", 1)
    assert language == line["language"]
    assert line["split"] == ("held_out" if int(number) % 2 == 0 else "tune")
    assert 20 <= len(line["text"]) <= 200
    assert line.get("currency", "TWD") in CURRENCIES
    assert line["mentions"] or line["not"]


@EVERY_LINE
def test_offsets_match_the_text(line: dict[str, Any]) -> None:
    for mention in line["mentions"]:
        assert line["text"][mention["start"] : mention["end"]] == mention["text"]
        assert mention["text"] == mention["text"].strip() != ""
    assert [line["text"][start:end] for start, end in line["not_spans"]] == line["not"]
    marked = spans(line)
    assert all(left[1] <= right[0] for left, right in pairwise(marked)), "spans overlap"


@EVERY_LINE
def test_no_digit_is_left_without_a_label(line: dict[str, Any]) -> None:
    covered = {place for start, end in spans(line) for place in range(start, end)}
    left = [place for place, char in enumerate(line["text"]) if char.isdigit() and place not in covered]
    assert not left, [line["text"][max(0, place - 5) : place + 5] for place in left]


@EVERY_LINE
def test_labels_come_from_closed_lists(line: dict[str, Any]) -> None:
    for mention in line["mentions"]:
        assert set(mention) <= MENTION_KEYS
        kind, unit = mention["kind"], mention.get("unit")
        assert kind in KINDS
        assert mention["comparator"] in COMPARATORS
        if "direction" in mention:
            assert mention["direction"] in {"up", "down"}
            assert mention["comparator"] not in {"up", "down", "="}
        units: dict[str, set[str | None]] = {
            "number": {None},
            "ordinal": {None},
            "fraction": {None},
            "date": {None},
            "percent": {"%"},
            "percentage_point": {"pp"},
            "money": {*CURRENCIES},
            "duration": {*TIMES},
            "quantity": {*COUNTERS},
            "range": {None, "%", "pp", "date", *CURRENCIES, *TIMES, *COUNTERS},
        }
        assert unit in units[kind], mention
        if kind == "date":
            assert DATE.fullmatch(mention["date"])
            assert mention["comparator"] == "="
        elif unit == "date":
            assert DATE.fullmatch(mention["low"])
            assert DATE.fullmatch(mention["high"])
        elif kind == "range":
            assert PLAIN.fullmatch(mention["low"])
            assert PLAIN.fullmatch(mention["high"])
            assert Decimal(mention["low"]) < Decimal(mention["high"])
        else:
            assert PLAIN.fullmatch(mention["value"])
        assert ("value" in mention) == (kind not in {"range", "date"})
        assert ("low" in mention) == ("high" in mention) == (kind == "range")
        assert ("date" in mention) == (kind == "date")
        if kind == "fraction":
            above, below = mention["fraction"].split("/")
            assert abs(Decimal(above) / Decimal(below) - Decimal(mention["value"])) <= Decimal("1e-10")


def kinds_of(language: str) -> Counter[str]:
    return Counter(mention["kind"] for line in LINES if line["language"] == language for mention in line["mentions"])


def test_as_many_as_promised() -> None:
    count = Counter(line["language"] for line in LINES for _ in line["mentions"])
    assert all(count[language] >= promised for language, promised in PROMISED.items()), count
    assert count.total() >= PROMISED_IN_ALL
    assert 2 * count["zh-Hant"] > count.total()
    kinds = Counter(mention["kind"] for line in LINES for mention in line["mentions"])
    assert set(kinds) == KINDS


def test_the_readme_prints_the_real_counts() -> None:
    printed = (HERE / "README.md").read_text(encoding="utf-8")
    for language in LANGUAGES:
        lines = [line for line in LINES if line["language"] == language]
        splits = Counter(line["split"] for line in lines for _ in line["mentions"])
        traps = sum(len(line["not"]) for line in lines)
        numbers = [len(lines), splits.total(), splits["tune"], splits["held_out"], traps]
        assert f"| {language} | {' | '.join(map(str, numbers))} |" in printed
    for kind in KINDS:
        row = [kinds_of(language)[kind] for language in LANGUAGES]
        assert f"| `{kind}` | {' | '.join(map(str, [*row, sum(row)]))} |" in printed


def test_no_duplicates() -> None:
    assert max(Counter(line["id"] for line in LINES).values()) == 1
    squeezed = Counter(re.sub(r"\s+", "", line["text"]) for line in LINES)
    assert max(squeezed.values()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_split_is_even(language: str) -> None:
    lines = [line for line in LINES if line["language"] == language]
    assert [line["id"] for line in lines] == [f"{language}-{number:04d}" for number in range(1, len(lines) + 1)]
    count = Counter(line["split"] for line in lines)
    assert abs(count["tune"] - count["held_out"]) <= 1
    mentions = Counter(line["split"] for line in lines for _ in line["mentions"])
    assert abs(mentions["tune"] - mentions["held_out"]) <= 0.1 * mentions.total()


def test_the_script_is_the_language() -> None:
    """Traditional lines hold no simplified-only character and the other way round (a short list of common ones)."""
    simplified, traditional = set("亿万为国会业发与个从对这员应时间产书"), set("億萬為國會業發與個從對這員應時間產書")
    for line in LINES:
        if line["language"] == "zh-Hant":
            assert not simplified & set(line["text"]), line["id"]
        if line["language"] == "zh-Hans":
            assert not traditional & set(line["text"]), line["id"]
