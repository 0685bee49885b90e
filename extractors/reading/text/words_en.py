"""English number words, as plain tables."""

from decimal import Decimal

SMALL: dict[str, int] = {
    word: value
    for value, words in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
    for word in [words]
} | {"nought": 0, "naught": 0, "nil": 0, "fourty": 40}
TENS: dict[str, int] = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
} | {"fourty": 40}

SCALES: dict[str, Decimal] = {
    "thousand": Decimal("1e3"), "million": Decimal("1e6"), "billion": Decimal("1e9"), "trillion": Decimal("1e12"),
    "quadrillion": Decimal("1e15"), "quintillion": Decimal("1e18"), "sextillion": Decimal("1e21"),
    "septillion": Decimal("1e24"), "lakh": Decimal("1e5"), "crore": Decimal("1e7"), "koti": Decimal("1e7"),
    "krore": Decimal("1e7"), "lac": Decimal("1e5"), "cr": Decimal("1e7"), "lkh": Decimal("1e5"),
}  # fmt: skip
SCALES |= {word + "s": value for word, value in SCALES.items()}
DOZENS: dict[str, int] = {
    "dozen": 12,
    "dozens": 12,
    "doz": 12,
    "dozs": 12,
    "dz": 12,
    "dzs": 12,
    "score": 20,
    "gross": 144,
}

# Short forms of the scales, after digits. Case matters: a small m is metres unless money stands before it.
SHORT_SCALES: dict[str, Decimal] = {
    "k": Decimal("1e3"), "K": Decimal("1e3"), "M": Decimal("1e6"), "mn": Decimal("1e6"), "mln": Decimal("1e6"),
    "Mn": Decimal("1e6"),
    "MM": Decimal("1e6"), "mm": Decimal("1e6"), "mil": Decimal("1e6"), "mio": Decimal("1e6"),
    "Mio": Decimal("1e6"), "Mio.": Decimal("1e6"),
    "mio.": Decimal("1e6"), "B": Decimal("1e9"), "b": Decimal("1e9"), "bn": Decimal("1e9"), "Bn": Decimal("1e9"),
    "BN": Decimal("1e9"),
    "bln": Decimal("1e9"), "bil": Decimal("1e9"), "bio": Decimal("1e9"), "G": Decimal("1e9"),
    "Mrd": Decimal("1e9"), "Mrd.": Decimal("1e9"),
    "mrd": Decimal("1e9"), "mrd.": Decimal("1e9"), "Mds": Decimal("1e9"), "Md": Decimal("1e9"),
    "md": Decimal("1e9"), "T": Decimal("1e12"),
    "tn": Decimal("1e12"), "Tn": Decimal("1e12"), "tln": Decimal("1e12"), "trn": Decimal("1e12"),
    "tril": Decimal("1e12"),
    "m": Decimal("1e6"), "t": Decimal("1e12"), "Bio.": Decimal("1e12"), "cr": Decimal("1e7"), "Cr": Decimal("1e7"),
    "cr.": Decimal("1e7"), "kr": Decimal("1e7"), "Kr": Decimal("1e7"),
    "lkhs": Decimal("1e5"), "crs": Decimal("1e7"), "Tsd.": Decimal("1e3"), "Tsd": Decimal("1e3"),
    "tsd.": Decimal("1e3"),
}  # fmt: skip
# These need a currency before or after them: 5 m is five metres, 5 t five tonnes, 100 kr a price in crowns.
MONEY_ONLY_SCALES = frozenset(["m", "t", "mm", "MM", "T", "md", "Md", "b", "kr", "Kr"]) - {"b", "MM", "T"}
# German, French and Spanish scale words; "billion" of these is not the English one.
FOREIGN_SCALES: dict[str, Decimal] = {
    "tausend": Decimal("1e3"), "millionen": Decimal("1e6"), "milliarden": Decimal("1e9"), "milliarde": Decimal("1e9"),
    "billionen": Decimal("1e12"), "mille": Decimal("1e3"), "milliard": Decimal("1e9"), "milliards": Decimal("1e9"),
    "mil millones": Decimal("1e9"), "millones": Decimal("1e6"), "millón": Decimal("1e6"), "billones": Decimal("1e12"),
    "millions d'": Decimal("1e6"), "milliards d'": Decimal("1e9"),
}  # fmt: skip

ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "nineth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
BIG_ORDINALS: dict[str, Decimal] = {"hundredth": Decimal(100)} | {
    word + "th": value for word, value in SCALES.items() if word.endswith(("thousand", "illion"))
}
# What a fraction counts: two thirds, three quarters, five eighths.
PARTS: dict[str, Decimal] = (
    {word: Decimal(value) for word, value in ORDINALS.items() if value > 2}
    | {word + "s": Decimal(value) for word, value in ORDINALS.items() if value != 2}
    | dict(BIG_ORDINALS)
    | {word + "s": value for word, value in BIG_ORDINALS.items()}
    | {"half": Decimal(2), "halves": Decimal(2), "quarter": Decimal(4), "quarters": Decimal(4)}
)
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        ["january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
# German months that are spelt otherwise: Mär. 2024, Dezember 2023. Only with a year behind them.
MONTHS_DE: dict[str, int] = {
    "januar": 1, "februar": 2, "märz": 3, "mär": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "okt": 10,
    "dezember": 12, "dez": 12,
}  # fmt: skip
