"""Units of measure: their names and symbols, made from prefixes and bases; each with one canonical singular name."""

from collections.abc import Iterator

from extractors.reading.text.wordlists import table, words

# Prefix: its symbols, with the micro sign and the Greek letter apart.
_PREFIXES: dict[str, tuple[str, ...]] = {
    "yotta": ("Y",), "zetta": ("Z",), "exa": ("E",), "peta": ("P",), "tera": ("T",), "giga": ("G",), "mega": ("M",),
    "kilo": ("k",), "hecto": ("h",), "deci": ("d",), "centi": ("c",), "milli": ("m",), "micro": ("µ", "μ", "u"),
    "nano": ("n",), "pico": ("p",), "femto": ("f",),
}  # fmt: skip
_LETTERS = {symbols[0]: prefix for prefix, symbols in _PREFIXES.items()}
# Canonical base: other spellings | symbols | the prefixes it is written with, by their first symbol.
_BASES = """
metre: meter | m | k d c m µ n p f
gram: gramme | g | k h c m µ n p f
litre: liter | L l | h d c m µ n k M G
watt: | W | T G M k m µ n p
watt hour: watt-hour watthour | Wh | T G M k m
volt: | V | M k m µ n
ampere: amp | A | k m µ n p
ampere hour: amp-hour ampere-hour | Ah | k m
hertz: | Hz | T G M k m
joule: | J | E P T G M k m µ n
newton: | N | M k m µ n p
pascal: | Pa | T G M k h m µ
electronvolt: electron-volt | eV | T G M k m
calorie: | cal | k
byte: | B | Y Z E P T G M k
bit: | | T G M k
ohm: | Ω | G M k m
farad: | | m µ n p
henry: | | m µ n
tesla: | T | m µ n
gray: | Gy | k c m µ
sievert: | Sv | m µ n
becquerel: | Bq | T G M k m
curie: | Ci | k m µ n p
mole: | mol | k m µ n p f
molar: | | m µ n p f
kelvin: | K | m µ n
tonne: metric-ton | t | G M k
parsec: | pc | G M k
dalton: | Da | M k
bar: | bar | k m
gauss: | | k m µ
lumen: | lm | k
lux: | lx | k
candela: | cd | m
radian: | rad | m µ
steradian: | sr |
weber: | Wb | m
second: | s | m µ n p f
osmole: | Osm | m
einstein: | |
equivalent: | | m µ
flop: | | Y Z E P T G M k
bel: | | d
"""
# Lengths, which are also squared and cubed, with their symbols.
_LENGTHS = table("""
    kilometre: km
    metre: m
    decimetre: dm
    centimetre: cm
    millimetre: mm
    micrometre: µm μm
    nanometre: nm
    mile: mi
    foot: ft
    inch: in
    yard: yd
""")
# Names that follow no rule.
_NAMED = """
inch: inches
foot: feet
yard: yards
mile: miles
nautical mile: nautical miles
furlong: furlongs
fathom: fathoms
league: leagues
light-year: light-years, light year, light years, lightyear, lightyears
astronomical unit: astronomical units
angstrom: angstroms, ångström, ångströms
micrometre: micron, microns
acre: acres
hectare: hectares
square mile: sq mi, sq mile, sq miles
square kilometre: sq km, sq kms, sq. km, square kilometer
square metre: sq m, sq metre, sq metres, sq meters, sq. m
square foot: sq ft, sq feet, sq. ft, square-foot, square feet
cubic foot: cubic-foot, cubic feet, cu ft
acre-foot: acre-feet, acre foot, acre feet
tonne: metric ton, metric tons, metric tonnes, tonnes
ton: tons
short ton: short tons
long ton: long tons
deadweight ton: deadweight tons, deadweight tonnes, dwt
kiloton: kilotons
megaton: megatons
gigaton: gigatons
kilogram: kilo, kilos
ounce: ounces
troy ounce: troy ounces
fluid ounce: fluid ounces, fl oz
pound weight: lb, lbs
stone: stones
carat: carats
karat: karats
grain: grains
gallon: gallons
pint: pints
quart: quarts
cup: cups
tablespoon: tablespoons, tbsp
teaspoon: teaspoons, tsp
bushel: bushels
barrel: barrels
barrel per day: barrels per day, bpd, barrels a day
bale: bales
cord: cords
degree: degrees, deg
degree Celsius: degrees celsius, degree celsius, degrees centigrade, degrees c, degree c, deg c, celsius
degree Fahrenheit: degrees fahrenheit, degree fahrenheit, degrees f, degree f, deg f, fahrenheit
horsepower: horse power
british thermal unit: british thermal units, btu, btus
mile per hour: miles an hour
kilometre per hour: kilometres an hour, kilometers an hour
knot: knots
sigma: sigmas
standard deviation: standard deviations
beat per minute: beats per minute, bpm
part per million: parts per million
part per billion: parts per billion
part per trillion: parts per trillion
pound per square inch: pounds per square inch
percentile: percentiles
international unit: international units
magnitude: magnitudes
calorie: calories
hertz: cycles per second
gigahertz: ghz
megahertz: mhz
arcsecond: arcseconds, arcsec
arcminute: arcminutes, arcmin
solar mass: solar masses
base pair: base pairs
millimetre of mercury: millimetres of mercury, millimeters of mercury
megapixel: megapixels
pixel: pixels
decibel: decibels
"""
_SYMBOLS = """
kilometre: ㎞
metre: ㎙
centimetre: ㎝
millimetre: ㎜
nautical mile: nmi
mile: mi
inch: in ″
foot: ft
yard: yd yds
angstrom: Å
astronomical unit: AU
light-year: ly
square metre: sqm ㎡
square kilometre: ㎢
square foot: sqft sf
hectare: ha ㏊
cubic metre: ㎥
cubic centimetre: cc ccm CC c.c. C.C.
kilogram: ㎏ kgs
microgram: mcg
megatonne: MT
pound weight: lb lbs lb.
ounce: oz oz.
gallon: gal
kilowatt: KW ㎾
megawatt: ㎿
kilowatt hour: KWh KWH
kilobyte: KB
kilobit: kb kbit Kbit
megabit: Mb Mbit
gigabit: Gb Gbit
terabit: Tb Tbit
kilobit per second: kbps Kbps kb/s
megabit per second: Mbps Mb/s
gigabit per second: Gbps Gb/s
terabit per second: Tbps Tb/s
degree Celsius: °C ℃ ºC
degree Fahrenheit: °F ℉ ºF
degree: ° º
kilometre per hour: kph kmh kmph
mile per hour: mph
horsepower: hp HP bhp PS
pound-foot: lb-ft lb⋅ft
newton metre: Nm
atmosphere: atm
millimetre of mercury: mmHg
pound per square inch: psi
revolution per minute: rpm RPM
beat per minute: bpm
breath per minute: brpm
part per million: ppm ppmv
part per billion: ppb ppbv
part per trillion: pptv
flop: FLOPs FLOPS FLOP
token: tok
international unit: IU
barrel per day: bpd
barrel: bbl
british thermal unit: BTU Btu
twenty-foot equivalent unit: TEU TEUs
million years: Myr
billion years: Gyr
thousand years: kyr
pixel: px
dot per inch: dpi
frame per second: fps FPS
knot: kn kt kts
hour: h hr hrs hr.
minute: min mins min.
second: sec secs sec.
year: yr yrs
week: wk wks
"""
# Bases whose letter alone means something else (a million, a house number), read only with a prefix.
_PREFIXED_ONLY = {"farad": "F", "henry": "H", "molar": "M", "gauss": "G", "equivalent": "Eq", "bel": "B"}
# Words that mean other things more often: a second thought, 5 stone steps.
_NO_NAMES = frozenset(
    words("""
    second bit bar bel mole gray equivalent einstein flop stone grain league cord cup deg metric-ton
""")
)
_TAKEN = frozenset(("kn", "kt", "pc", "pm"))  # currencies, percent, afternoon


def _plural(name: str) -> str:
    return name if name.endswith(("hertz", "lux", "bel")) else name + "s"


def _lines(block: str) -> Iterator[tuple[str, str]]:
    for line in block.strip().splitlines():
        canonical, _, rest = line.partition(":")
        yield canonical.strip(), rest.strip()


def _prefixed() -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Canonical name, prefix, spellings of the base and symbols, for every base with every prefix it takes."""
    for base, rest in _lines(_BASES):
        spellings, letters, prefixes = (part.split() for part in rest.split("|"))
        below = letters or _PREFIXED_ONLY.get(base, "").split()
        yield base, "", [base, *spellings], letters
        for prefix in (_LETTERS[letter] for letter in prefixes):
            marks = [mark + letter for mark in _PREFIXES[prefix] for letter in below]
            yield prefix + base, prefix, [base, *spellings], marks


def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for canonical, prefix, spellings, _ in _prefixed():
        for spelling in spellings:
            for form in {prefix + spelling, (prefix + spelling).replace(" ", "-")}:
                names[form] = names[_plural(form)] = canonical
    for length in _LENGTHS.values():
        plural = {"foot": "feet", "inch": "inches"}.get(length, length + "s")
        for word in ("square", "cubic"):
            for form in (length, plural):
                for spelling in (form, form.replace("metre", "meter")):
                    names[f"{word} {spelling}"] = f"{word} {length}"
    for canonical, rest in _lines(_NAMED):
        names |= {canonical.lower(): canonical} | {name.strip(): canonical for name in rest.split(",")}
    return {
        name: unit for name, unit in names.items() if name not in _NO_NAMES and name.removesuffix("s") not in _NO_NAMES
    }


def _symbols() -> dict[str, str]:
    symbols = {symbol: canonical for canonical, _, _, marks in _prefixed() for symbol in marks}
    for letters, length in _LENGTHS.items():
        symbols |= {letters + mark: f"square {length}" for mark in ("2", "²", "^2")}
        symbols |= {letters + mark: f"cubic {length}" for mark in ("3", "³", "^3")}
    for canonical, rest in _lines(_SYMBOLS):
        symbols |= dict.fromkeys(rest.split(), canonical)
    return {symbol: unit for symbol, unit in symbols.items() if symbol not in _TAKEN}


# Canonical name: its prefix and base. A tonne is a megagram, though nobody says so.
PARTS = {name: (prefix, name.removeprefix(prefix)) for name, prefix, _, _ in _prefixed()} | {"tonne": ("mega", "gram")}
NAMES = _names()  # in lower case
SYMBOLS = _symbols()  # exactly as printed
SYMBOL_TIME = frozenset(["hour", "minute", "second", "year", "week", *(prefix + "second" for prefix in _PREFIXES)])
