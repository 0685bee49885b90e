"""What a counter may count beside its own noun, where the source declares that noun: 毛豬1,203頭, 검사 1,203회, 48館.

Each counter of Chinese and Korean is for a class of things; the noun stands elsewhere, or in the declaration only.
"""

from extractors.reading import regexes as re
from extractors.reading.text.wordlists import words

_SITES = words("""
    site location spot facility station stop park base hub beach outlet branch office centre center market venue library
    museum school kindergarten nursery clinic hospital pharmacy restaurant hotel store shop factory plant farm bank
    cinema theatre theater laboratory temple church shrine playground toilet campus campsite warehouse supermarket cafe
    pool gym gallery studio charger well landfill depot port airport garage institution home
""")
COUNTED = {
    # 家, 개사; the nouns that are houses of business or of an institution
    "company": frozenset((*_SITES, *words("""
        member exhibitor retailer supplier firm agency newsroom university college publisher broadcaster newspaper
        magazine operator contractor cooperative association organisation organization employer tenant issuer fund
    """))),
    # 處, 곳, 개소
    "place": frozenset((*_SITES, *words("""
        company city country county district village street section intersection lot field mine quarry dam reservoir
        bridge tunnel river lake island point university college
    """))),
    "school": frozenset((*_SITES, "university", "college")),  # 所
    "household": frozenset(words("""
        home dwelling apartment flat house unit account subscriber subscription user customer farm farmer family
        business tenant owner landlord resident shareholder client
    """)),
    "ship": frozenset(words("vessel boat ferry yacht trawler tanker freighter barge submarine")),
    "animal": frozenset(words("""
        pig hog chicken hen dog cat cow cattle bull goat sheep lamb duck goose bird horse deer bear fish whale dolphin
        turtle monkey pet rabbit eel oyster crane eagle owl leopard tiger elephant stray puppy kitten
    """)),
    "vehicle": frozenset(words("""
        bicycle bike scooter moped taxi tram train coach ambulance tractor trailer carriage wagon robot charger server
        machine camera printer elevator lift drone computer laptop phone tablet appliance device unit kiosk sensor
        turbine television refrigerator conditioner terminal excavator forklift
    """)),
    "building": frozenset(words("house home hall villa dwelling block tower apartment barn greenhouse")),
    "time": frozenset(words("""
        inspection earthquake quake download session event meeting launch attack outage eruption test drill search query
        trip ride use flight performance transaction visit click view play rescue raid audit check donation treatment
        operation surgery scan review hearing sitting patrol call training loan rental typhoon flood stoppage delay
    """)),
    "pair": frozenset(words("marriage wedding couple twin shoe sock divorce")),
    "person": frozenset(words("""
        death birth position vacancy job place admission casualty injury fatality case divorce marriage seat headcount
        post hire
    """)),
    "sortie": frozenset(words("flight movement takeoff landing departure arrival")),
    "city and county": frozenset(("county", "city", "municipality")),
    "item": frozenset(("point", "respondent")),
}  # fmt: skip
_OWN = {
    "館": "library museum gallery", "관": "library museum gallery", "區": "district", "区": "district",
    "里": "village", "村": "village", "校": "school university campus", "首": "song poem",
    "곡": "song", "集": "episode", "隊": "team", "队": "team", "팀": "team", "封": "letter email", "通": "call",
    "宅": "home dwelling house", "攤": "booth stall", "摊": "booth stall", "格": "space stall", "槍": "charger",
    "枪": "charger", "樁": "charger", "桩": "charger", "伙": "flat home household", "線": "lane line",
    "线": "lane line", "호": "home house dwelling household", "廠": "factory plant", "厂": "factory plant",
    "店": "store shop branch", "점": "store shop branch", "案": "case project application", "島": "island",
    "岛": "island", "鄉": "township", "鎮": "township", "縣": "county", "縣市": "county city",
}  # fmt: skip
_OWN_NOUNS = {counter: frozenset(nouns.split()) for counter, nouns in _OWN.items()}
# A sign behind it that makes another word of it: 12區域, 3館長, 2首次.
_BEHIND = re.compile(
    r"\s?(縣市|[㐀-鿿](?![長长员員藏內内外域塊間隔劃程民園园次度日團团中伍鎖過过知式上路索商房面家件例嶼])"
    r"|[호곡관점팀])"
)
_VEHICLES = frozenset(words("vehicle car bus truck lorry van motorcycle taxi tram train coach scooter"))


def named_by(text: str, end: int, declared: str) -> bool:
    """Whether the sign behind a bare number is a counter of the declared noun, and no part of a longer word."""
    found = _BEHIND.match(text, end)
    return found is not None and declared in _OWN_NOUNS.get(found[1], ())


# Between the words and the number nothing but how many there are: 毛豬在養頭數約1,203頭.
_COUNTS = re.compile(
    r"[㐀-鿿]{0,4}[數数量](?:[為为是達达共計计有約约逾近]|已|超[過过]|增至|升至|降至)*|(?:[則则已約约共達达到有為为是計计逾近總总合增升降減减至:：]|超[過过]|突破|[來来]到|增加|目前|全)*"
    r"|(?:\s?수)?(?:은|는|이|가|도|를|을)?\s?(?:총|모두|약|전체)?"
)


_FAR = 40  # characters


def right_behind(folded: str, start: int, spots: tuple[tuple[int, int], ...]) -> bool:
    """Whether the words stand right before a number, with no other noun between that it could count."""
    end = max((end for _, end in spots if end <= start), default=-_FAR)
    return start - end < _FAR and _COUNTS.fullmatch(folded[end:start].replace(" ", "")) is not None


def of_vehicles(printed: str, declared: str) -> bool:
    """Whether vehicles are declared and counted with the sign for machines: 158,696台."""
    return printed[-1:] in ("台", "臺") and declared in _VEHICLES
