"""Whether a figure is of the wanted kind and unit, and what it is worth under the headings it stands in."""

from decimal import Decimal

from extractors.reading import regexes as re
from extractors.reading.finding.anchors import fold, fold_keys
from extractors.reading.finding.counted import counts_class, counts_its_subject, may_count, numbered, same_count
from extractors.reading.finding.counter_nouns import named_by, of_vehicles, right_behind
from extractors.reading.finding.fitted import Fit, kind_of_unit, scale_in_record, scaled, stands_in, unit_in, unscaled
from extractors.reading.finding.heading_currency import currencies, names_currency
from extractors.reading.finding.heading_share import said_in_percent, said_in_points
from extractors.reading.finding.told_scale import label_before
from extractors.reading.finding.wanted import Wanted, inside
from extractors.reading.pages.blocks import ONE, Block
from extractors.reading.text.counters import is_thing
from extractors.reading.text.figures import figures
from extractors.reading.text.mention import Mention
from extractors.reading.text.prefixes import between_prefixes

_TABULAR = ("cell", "tile", "definition", "record", "json", "jsonld")
# 매출액 (백만), "Revenue (millions)": of what, only the declaration says.
_SCALE_ALONE = re.compile(
    r"[(（\[]\s?(?:in )?(?:千|[十百千]?[萬万億亿兆]|천|[백천십]?[만억조]"
    r"|(?:thousand|million|billion|trillion)s?|bn|mn|000s?)"
    r"\s?[)）\]]"
)
_OF_MONEY = re.compile(
    r"매출액|이익|비용|자산|부채|수입액|지출|예산|금액|투자|[營营]收|收入|利[潤润]|[淨净]利|成本|支出|[預预]算|[資资][產产]|金[額额]"
    r"|[費费]用|投[資资]|\b(?:revenues?|turnover|income|profits?|costs?|spending|expenditures?|budget|assets|debt|investments?)\b"
)
_GREAT = re.compile(r"[億亿兆억조]|[bm]illion|trillion|\b[bt]n\b")
_PER_HUNDRED = re.compile(r"%|per ?cent\b|百分[比率]|퍼센트")
_SPANS = ("money", "percent", "percentage_point", "quantity", "number", "duration")
_UNIT_WORDS = {
    "company": (
        "companies",
        "firms",
        "start ups",
        "startups",
        "enterprises",
        "businesses",
        "家",
        "公司",
        "企業",
        "企业",
        "기업",
        "업체",
    ),
    "person": ("people", "persons", "respondents", "employees", "staff", "人", "명"),
    "month": ("months", "個月", "个月", "개월"),
    "year": ("years", "年", "년"),
}


# A time that is past, and no length: 較一年前增加12%, "more than 2 years ago".
_AGO = re.compile(r"\s?(?:之?前(?![後后])|以前|(?:ago|earlier)\b|전(?:[과에의]|보다|\s?대비|(?![가-힣]|\s?[체국])))")
_APART = re.compile(r"[;；。]|[,，](?!\s?(?:to\b|and\b|from\b|[由從从]|[至到为為达達升降增減减]))")
_CONVERTED = re.compile(
    r"^\s?[,，]?\s?[(（\[=≈/]|[當当][於于]|等[於于]|[兌兑][換换]|[折約约]合|合[約约新人]"
    r"|\b(?:or|about|around|roughly|worth|equivalent|equals?|equal to|converted|approx\w*|i\.e\.)\b"
    r"|약|환산|상당|해당"
)
Spots = tuple[tuple[int, int], ...]


_NO_AMOUNT = Fit(None, None, None, None, None, False)


def fits(mention: Mention, block: Block, wanted: Wanted, spots: Spots = ()) -> Fit | None:
    """The figure as the wanted kind and unit, or None if it is another kind of thing.

    `spots` are the places of the anchor words in the text: "95 professional developers" counts developers.
    """
    if wanted.kind == "date":
        return _NO_AMOUNT if mention.date and mention.problem is None else None
    if mention.date and mention.kind == "date":
        return None
    if mention.value is None and mention.low is None:
        return None
    mention = _as_asked(mention, wanted)
    same = _same_kind(mention, wanted)
    if same and mention.kind == "duration" and wanted.kind == "quantity" and wanted.unit is None:
        same = _AGO.match(block.text, mention.end) is None
    if same and (wanted.unit is None or same_count(mention.unit, wanted.unit)):
        return scaled(mention, block, wanted.unit or mention.unit, False)
    if (
        same
        and wanted.unit is not None
        and (
            may_count(mention.unit, wanted.unit)
            or (
                (counts_class(mention.unit, wanted.unit) or of_vehicles(mention.text, wanted.unit))
                and _may_be_its(mention, block, wanted, spots)
            )
        )
    ):
        return scaled(mention, block, wanted.unit, mention.unit in _SAY_LITTLE)
    if same and mention.kind == "money" and mention.unit is None and block.kind in _TABULAR:
        own = currencies(mention.text)  # 元 is no dollar, whatever stands above it
        named = (
            wanted.unit is not None
            and (not own or wanted.unit in own)
            and names_currency(block, wanted.unit)
            and not any(len(told := currencies(text)) > 1 and told != own for text in block.headers)
        )
        return scaled(mention, block, wanted.unit, True) if named else None
    noun = same and is_thing(mention.unit) and is_thing(wanted.unit) and not _counted_otherwise(mention.text)
    if (mention.unit is None or noun) and mention.kind in ("number", "range", "quantity") and wanted.kind in _SPANS:
        return _bare(mention, block, wanted, spots)
    return None


_SAY_LITTLE = ("visit", "person", "household", "time")  # counters of these count many things beside it
_OWN_COUNTERS = frozenset("件戶户輛辆棟栋艘架隻頭头匹株棵筆笔票席人名位명건채척")


def _counted_otherwise(printed: str) -> bool:
    """Whether a counter stands behind the number that is for things of its own: 1,203戶 are no persons."""
    return printed[-1:] in _OWN_COUNTERS


_M = re.compile(r"\d ?[mM]$")
_MILLION = Decimal(10**6)


def _as_asked(mention: Mention, wanted: Wanted) -> Mention:
    """Where what is wanted tells how the writing is meant: 2.47m of people are millions, 4,850 g are 4.85 kilograms."""
    if mention.unit == "metre" and wanted.unit is None and _is_millions(mention, wanted):
        return _times(mention, _MILLION, None)
    if wanted.unit is None or mention.unit == wanted.unit:
        return mention
    if mention.kind == "money" and _may_mean(mention, wanted.unit):
        return mention._replace(unit=wanted.unit)
    if mention.unit is None:
        return mention
    if mention.unit == "metre" and is_thing(wanted.unit) and _M.search(mention.text):
        return _times(mention, _MILLION, None)
    factor = between_prefixes(mention.unit, wanted.unit)
    return mention if factor is None else _times(mention, factor, wanted.unit)


_YEN_OR_YUAN, _KRONER = frozenset(("JPY", "CNY")), frozenset(("SEK", "NOK", "DKK", "ISK"))


def _may_mean(mention: Mention, unit: str) -> bool:
    """Whether a sign that several countries share is meant as the declared one: ¥ and kr."""
    if unit in _YEN_OR_YUAN:
        return mention.unit in _YEN_OR_YUAN and mention.text[:1] in "¥￥"
    return unit in _KRONER and mention.unit is None and "kr" in mention.text


def _is_millions(mention: Mention, wanted: Wanted) -> bool:
    """Whether 412.6m are millions: as metres they would not be plausible, as millions they are."""
    if wanted.between is None or mention.value is None or _M.search(mention.text) is None:
        return False
    return not inside(mention.value, wanted.between) and inside(mention.value * _MILLION, wanted.between)


def _times(mention: Mention, factor: Decimal, unit: str | None) -> Mention:
    def full(number: Decimal | None) -> Decimal | None:
        return None if number is None else (number * factor).normalize() + 0

    return mention._replace(
        unit=unit, value=full(mention.value), low=full(mention.low), high=full(mention.high),
        precision=full(mention.precision),
    )  # fmt: skip


def _may_be_its(mention: Mention, block: Block, wanted: Wanted, spots: Spots) -> bool:
    """Whether a counter of a whole class of things counts the declared noun: beside it, or plausibly.

    餐廳供應商共320家 are no restaurants.
    """
    if block.kind in _TABULAR or right_behind(block.text, mention.start, spots):
        return True
    return wanted.between is not None and inside(mention.value, wanted.between)


def turned_into(mention: Mention, wanted: Wanted) -> bool:
    """Whether it is what the wanted one may have turned into: money of another currency, points for a percentage."""
    if wanted.kind == "percent":
        return mention.kind == "percentage_point"
    if wanted.unit is None or mention.unit in (None, wanted.unit):
        return False
    if wanted.kind == "duration":
        return mention.kind == "duration"
    if wanted.kind != "money":
        return False
    return mention.kind == "money" or (mention.kind == "range" and kind_of_unit(mention.unit) == "money")


def converted(one: Mention, other: Mention, text: str) -> bool:
    """Whether the second figure tells of the same thing: US$5bn（約新臺幣1,500億元）, up 2.3 points to 41.5%."""
    between = text[one.end : other.start] if one.end <= other.start else text[other.end : one.start]
    if "percentage_point" in (one.kind, other.kind):
        return not _APART.search(between)
    return len(between) <= 24 and _CONVERTED.search(between) is not None and not any(end in between for end in ";；。")


def _same_kind(mention: Mention, wanted: Wanted) -> bool:
    kind = mention.kind
    if kind == wanted.kind:
        return True
    if kind == "range":
        return kind_of_unit(mention.unit) == wanted.kind or (
            wanted.kind == "number" and (mention.unit is None or (is_thing(mention.unit) and wanted.unit is None))
        )
    if wanted.kind == "range":
        return mention.low is not None
    if {kind, wanted.kind} == {"duration", "quantity"}:
        return True
    # A plain count: "221 start-ups" is a number of start-ups when the source declares no unit.
    return wanted.kind == "number" and kind == "quantity" and wanted.unit is None


def _bare(mention: Mention, block: Block, wanted: Wanted, spots: Spots) -> Fit | None:
    """A number without a unit: its heading, or the table it stands in, must give the unit."""
    if wanted.kind == "number":
        return scaled(mention, block, wanted.unit, wanted.unit is not None) if wanted.unit is None else None
    tabular = block.kind in _TABULAR or _named_in_record(block, wanted)
    if not tabular and (label := label_before(block, mention)):
        block, tabular = block._replace(row=(label,)), True
    if wanted.kind == "money":
        nearest = fold((block.column or block.row or ("",))[-1])
        if wanted.currency == wanted.unit and not tabular and _GREAT.search(mention.text):
            return scaled(mention, block, wanted.unit, True)  # 매출 1조 2,345억: the declared currency is understood
        if not tabular or _PER_HUNDRED.search(nearest):
            return None
        in_scale = _SCALE_ALONE.search(nearest) is not None and _OF_MONEY.search(nearest) is not None
        understood = wanted.currency == wanted.unit and in_scale and not _any_currency(block)
        if not understood and not names_currency(block, wanted.unit or ""):
            return None
    elif wanted.kind == "percent":
        if not tabular or not said_in_percent(block, wanted, mention.value):
            return None
        return unscaled(mention, wanted)
    elif wanted.kind == "percentage_point":
        if not tabular or not said_in_points(block, wanted, mention.value):
            return None
        return unscaled(mention, wanted)
    elif wanted.kind == "quantity" and wanted.unit is None:
        read = scaled(mention, block, _measure_above(block) if tabular else None, False)  # any count will do
        if block.scale == ONE and (told := scale_in_record(block)) != ONE and wanted.between is not None:
            # Whether the range is meant in 萬箱 or in full only the range can tell.
            full = scaled(_times(mention, told, None), block, None, False)
            return full if inside(full.value, wanted.between) else read
        return read
    elif wanted.kind in ("quantity", "duration"):
        if wanted.unit == "person" and block.kind == "tile" and _of_other_things(block, wanted):
            return None
        factor = _headed_in(block, wanted.unit or "") if tabular else ONE
        if factor is None:
            return None
        if factor != ONE:
            mention = _times(mention, factor, mention.unit)
            read = scaled(mention, block, wanted.unit, True)
            # Has the heading's unit changed, or did it always stand there? Only a plausible range can tell.
            return read if wanted.between is not None and inside(read.value, wanted.between) else None
        after = _FURTHER.split(fold(block.text[mention.end : mention.end + 40]), maxsplit=1)[0]
        words = _UNIT_WORDS.get(wanted.unit or "", (wanted.unit or "",))
        counted = any(
            mention.start < start < mention.end
            or (0 <= start - mention.end <= 24 and "," not in after[: start - mention.end])
            for start, _ in spots
        )
        if mention.unit is None and is_thing(wanted.unit) and numbered(block.text, mention, spots):
            return scaled(mention, block, wanted.unit, False)
        if mention.unit is None and is_thing(wanted.unit) and counts_its_subject(block.text, mention, spots):
            return scaled(mention, block, wanted.unit, True)
        named = any(word and stands_in(word, after) for word in words)
        if not (tabular or counted or named or named_by(block.text, mention.end, wanted.unit or "")):
            return None
    else:
        return None
    return scaled(mention, block, wanted.unit, True)


def _any_currency(block: Block) -> bool:
    return any(currencies(text) for text in (*block.column, *block.row, *block.headers))


def _measure_above(block: Block) -> str | None:
    """The measure that a cell's heading names: 發射質量（公斤）."""
    told = unit_in((block.column or block.row or ("",))[-1])
    is_measure = told is not None and not is_thing(told) and kind_of_unit(told) in ("quantity", "duration")
    return told if is_measure else None


# Another clause or figure: "1,200 households, against 900 people".
_FURTHER = re.compile(r"[,，;；。]|\.\s|\d|\b(?:against|compared|versus|than)\b")
_LEADING = re.compile(r"([A-Z][a-z]{2,}s) (?=\w)")


def _of_other_things(block: Block, wanted: Wanted) -> bool:
    """Whether a card's label leads with things that are no people: "Appointments waiting for treatment"."""
    label = block.row[0] if block.row else ""
    led = _LEADING.match(label)
    if led is None:
        return False
    rest = fold(label[led.end() :])
    if not any(rest.startswith(fold(word).strip()) for group in wanted.anchors for word in group):
        return False
    told = figures(f"2 {led[1].lower()}", "en")
    return len(told) == 1 and told[0].kind == "quantity" and not same_count(told[0].unit, "person")


def _named_in_record(block: Block, wanted: Wanted) -> bool:
    """Whether a record of JSON says beside its number what is counted."""
    if block.kind not in ("json", "jsonld") or not is_thing(wanted.unit) or wanted.kind != "quantity":
        return False
    words = _UNIT_WORDS.get(wanted.unit or "", (wanted.unit or "",))
    beside = fold_keys((*block.row, *block.column))
    return any(word and stands_in(word, beside) for word in words)


def _headed_in(block: Block, unit: str) -> Decimal | None:
    """What a bare number is multiplied by to be in a unit: its heading may name another one of the same measure.

    None where that is another measure: "Weight (t)" where kilowatts are declared.
    """
    nearest = (block.column or block.row or ("",))[-1]
    for heading in dict.fromkeys((nearest, *block.row[-1:])):
        told = unit_in(heading)
        if told is None or told == unit or same_count(told, unit):
            continue
        factor = between_prefixes(told, unit)
        if factor is not None or heading == nearest:
            return factor
    return ONE
