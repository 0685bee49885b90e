"""Names and marks of currencies, by ISO 4217 code, in the languages read."""

# Marks that stand before or after the digits. "$" alone is the US dollar unless the caller or a prefix says otherwise.
MARKS: dict[str, str] = {
    "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "₽": "RUB", "₱": "PHP", "₫": "VND", "₪": "ILS",
    "฿": "THB", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₸": "KZT", "₡": "CRC", "₲": "PYG", "₮": "MNT", "₭": "LAK",
    "₵": "GHS", "₼": "AZN", "₾": "GEL", "₿": "BTC", "¥": "JPY", "円": "JPY", "﷼": "IRR",
}  # fmt: skip

# Letters before "$" (or another mark) that make it another country's.
MARK_PREFIXES: dict[str, str] = {
    "US": "USD", "U.S.": "USD", "NT": "TWD", "HK": "HKD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD",
    "CAD": "CAD", "AUD": "AUD", "NZ": "NZD", "S": "SGD", "SG": "SGD", "R": "BRL", "MX": "MXN", "Mex": "MXN",
    "USD": "USD", "TWD": "TWD", "HKD": "HKD", "SGD": "SGD", "NZD": "NZD", "CLP": "CLP", "COP": "COP", "AR": "ARS",
    "TT": "TTD", "J": "JMD", "Z": "ZWL", "N": "NAD", "M": "MOP", "MOP": "MOP", "RD": "DOP", "B": "BBD", "T": "TOP",
}  # fmt: skip
MARK_PREFIXES_YEN = {"CN": "CNY", "RMB": "CNY", "JP": "JPY", "CNY": "CNY", "JPY": "JPY"}

ISO_CODES = frozenset(
    """AED AFN ALL AMD ARS AUD AZN BAM BBD BDT BGN BHD BND BOB BRL BSD BTC BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
    CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD
    IRR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR
    MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
    SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST
    XAF XCD XOF XPF YER ZAR ZMW ZWL""".split()
)

# Other letters that stand before or after an amount, exactly as printed.
ABBREVIATIONS: dict[str, str] = {
    "RMB": "CNY", "NTD": "TWD", "NT": "TWD", "Rs.": "INR", "Rs": "INR", "RM": "MYR", "Rp": "IDR", "Rp.": "IDR",
    "Fr.": "CHF", "SFr.": "CHF", "sFr.": "CHF", "kr": "SEK", "kr.": "DKK", "Kč": "CZK", "zł": "PLN", "Zł": "PLN", "ZŁ": "PLN", "Ft": "HUF",
    "лв": "BGN", "лв.": "BGN", "руб": "RUB", "руб.": "RUB", "р.": "RUB", "Р": "RUB", "₽": "RUB", "грн": "UAH", "грн.": "UAH",
    "lei": "RON", "Lei": "RON", "LEI": "RON", "TL": "TRY", "KD": "KWD", "KM": "BAM", "kn": "HRK", "Kn": "HRK",
    "L.E": "EGP", "L.E.": "EGP", "LE": "EGP", "l.e.": "EGP", "l.e": "EGP", "le": "EGP", "Bs": "BOB", "Bs.": "BOB",
    "S/": "PEN", "S/.": "PEN", "Php": "PHP", "P": "PHP", "Q": "GTQ", "TK": "BDT", "Tk": "BDT", "Dhs": "AED",
    "AED": "AED", "Eur": "EUR", "eur": "EUR", "Usd": "USD", "usd": "USD", "Euro": "EUR", "€ur": "EUR", "Dh": "MAD",
    "درهم": "AED", "ريال": "SAR", "ر.س": "SAR", "د.إ": "AED", "د.ك": "KWD", "تومان": "IRT", "ریال": "IRR",
    "рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "гривен": "UAH", "гривень": "UAH", "тенге": "KZT", "тг": "KZT", "тг.": "KZT",
    "бел. руб.": "BYN", "ден": "MKD", "ден.": "MKD", "дин": "RSD", "дин.": "RSD", "din": "RSD", "din.": "RSD", "RSD": "RSD",
    "บาท": "THB", "บ.": "THB", "đ": "VND", "đ.": "VND", "VNĐ": "VND", "vnđ": "VND", "руб.-": "RUB", "ден.-": "MKD",
}  # fmt: skip

_LOWER = "usd eur gbp jpy cny krw twd hkd pln chf cad aud nzd sek nok dkk czk huf rub inr brl sgd ron bgn".split()
ABBREVIATIONS |= {code: code.upper() for code in _LOWER}

# English names, lower case, singular and plural. Written after the amount, some before it too.
ENGLISH: dict[str, str] = {
    "dollar": "USD", "dollars": "USD", "us dollar": "USD", "us dollars": "USD", "u.s. dollar": "USD",
    "u.s. dollars": "USD", "american dollars": "USD", "american dollar": "USD", "united states dollars": "USD",
    "united states dollar": "USD", "bucks": "USD", "new taiwan dollars": "TWD", "new taiwan dollar": "TWD",
    "taiwan dollars": "TWD", "taiwanese dollars": "TWD", "hong kong dollars": "HKD", "hong kong dollar": "HKD",
    "singapore dollars": "SGD", "australian dollars": "AUD", "australian dollar": "AUD", "canadian dollars": "CAD",
    "canadian dollar": "CAD", "new zealand dollars": "NZD", "euro": "EUR", "euros": "EUR", "pound": "GBP",
    "pounds": "GBP", "pounds sterling": "GBP", "pound sterling": "GBP", "sterling": "GBP", "british pounds": "GBP",
    "british pound": "GBP", "quid": "GBP", "yen": "JPY", "japanese yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "chinese yuan": "CNY", "yuan renminbi": "CNY", "won": "KRW", "korean won": "KRW", "south korean won": "KRW",
    "rupee": "INR", "rupees": "INR", "indian rupees": "INR", "indian rupee": "INR", "pakistani rupees": "PKR",
    "swiss franc": "CHF", "swiss francs": "CHF", "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB",
    "russian rubles": "RUB", "baht": "THB", "thai baht": "THB", "ringgit": "MYR", "ringgits": "MYR",
    "malaysian ringgit": "MYR", "malaysian ringgits": "MYR", "malaysia ringgit": "MYR", "malaysia ringgits": "MYR",
    "rupiah": "IDR", "indonesian rupiah": "IDR", "dong": "VND", "vietnamese dong": "VND", "philippine pesos": "PHP",
    "mexican pesos": "MXN", "mexican peso": "MXN", "brazilian real": "BRL", "brazilian reais": "BRL", "reais": "BRL",
    "shekel": "ILS", "shekels": "ILS", "new shekels": "ILS", "rand": "ZAR", "south african rand": "ZAR",
    "turkish lira": "TRY", "zloty": "PLN", "zlotys": "PLN", "polish zloty": "PLN", "kronor": "SEK",
    "swedish kronor": "SEK", "swedish krona": "SEK", "swedish crowns": "SEK", "norwegian kroner": "NOK",
    "norwegian krone": "NOK", "danish kroner": "DKK", "danish krone": "DKK", "czech koruna": "CZK",
    "czech crowns": "CZK", "forint": "HUF", "hungarian forint": "HUF", "hryvnia": "UAH", "hryvnias": "UAH",
    "tugrik": "MNT", "tugriks": "MNT", "kuwaiti dinar": "KWD", "kuwaiti dinars": "KWD", "lebanese pounds": "LBP",
    "lebanese pound": "LBP", "egyptian pounds": "EGP", "egyptian pound": "EGP", "egyptianpound": "EGP",
    "qatari riyals": "QAR", "qatari riyal": "QAR", "saudi riyals": "SAR", "saudi riyal": "SAR", "saudiriyal": "SAR",
    "uae dirhams": "AED", "uae dirham": "AED", "emirati dirhams": "AED", "dirhams": "AED", "dirham": "AED",
    "bitcoin": "BTC", "bitcoins": "BTC", "geneh": "EGP", "genihat masriya": "EGP",
    # Names that several countries share: money, but the ISO code stays open.
    "dinar": "", "dinars": "", "riyal": "", "riyals": "", "rial": "", "rials": "", "peso": "", "pesos": "",
    "franc": "", "francs": "", "lira": "", "kroner": "", "krone": "", "krona": "", "crowns": "",
}  # fmt: skip

# A hundredth part; which currency it belongs to, where the name alone tells.
ENGLISH_HUNDREDTHS: dict[str, str] = {
    "cent": "USD", "cents": "USD", "¢": "USD", "c": "USD", "penny": "GBP", "pennies": "USD", "pence": "GBP", "p": "GBP",
    "sen": "MYR", "sens": "MYR", "kopiyka": "UAH", "kopiykas": "UAH", "kopek": "RUB", "kopeks": "RUB", "paise": "INR",
}  # fmt: skip

# Chinese names, before or after the amount. 元 and its kin alone are in HAN_BARE.
HAN: dict[str, str] = {
    "美元": "USD", "美金": "USD", "美刀": "USD", "美圓": "USD", "美圆": "USD", "歐元": "EUR", "欧元": "EUR",
    "英鎊": "GBP", "英镑": "GBP", "日圓": "JPY", "日圆": "JPY", "日元": "JPY", "日幣": "JPY", "日币": "JPY", "円": "JPY",
    "韓元": "KRW", "韩元": "KRW", "韓圓": "KRW", "韓圜": "KRW", "韩圆": "KRW", "韓幣": "KRW", "韩币": "KRW",
    "人民幣": "CNY", "人民币": "CNY", "新臺幣": "TWD", "新台幣": "TWD", "新台币": "TWD", "臺幣": "TWD", "台幣": "TWD",
    "台币": "TWD", "港元": "HKD", "港幣": "HKD", "港币": "HKD", "港圓": "HKD", "新加坡元": "SGD", "新加坡幣": "SGD",
    "新幣": "SGD", "新币": "SGD", "坡幣": "SGD", "澳元": "AUD", "澳幣": "AUD", "澳币": "AUD", "加元": "CAD", "加幣": "CAD",
    "加币": "CAD", "加拿大元": "CAD", "紐元": "NZD", "纽元": "NZD", "紐幣": "NZD", "瑞士法郎": "CHF", "瑞郎": "CHF",
    "盧布": "RUB", "卢布": "RUB", "俄羅斯盧布": "RUB", "印度盧比": "INR", "印度卢比": "INR", "印度卢布": "INR", "印度盧布": "INR", "盧比": "INR", "卢比": "INR",
    "泰銖": "THB", "泰铢": "THB", "越南盾": "VND", "印尼盾": "IDR", "印尼盧比": "IDR", "令吉": "MYR", "馬幣": "MYR",
    "馬來西亞令吉": "MYR", "马来西亚令吉": "MYR", "马币": "MYR", "披索": "PHP", "菲律賓披索": "PHP", "比索": "",
    "澳門元": "MOP", "澳门元": "MOP", "澳門幣": "MOP", "瑞典克朗": "SEK", "挪威克朗": "NOK", "丹麥克朗": "DKK", "丹麦克朗": "DKK",
    "以色列新謝克爾": "ILS", "謝克爾": "ILS", "南非蘭特": "ZAR", "蘭特": "ZAR", "里拉": "TRY", "土耳其里拉": "TRY", "雷亞爾": "BRL",
    "雷亚尔": "BRL", "沙烏地里亞爾": "SAR", "沙特里亚尔": "SAR", "迪拉姆": "AED", "比特幣": "BTC", "比特币": "BTC",
    "茲羅提": "PLN", "兹罗提": "PLN",
}  # fmt: skip
# Which dollar or yuan these are, only the context (or the caller) can tell.
HAN_BARE = frozenset("元 圓 圆 塊 块 塊錢 块钱 元整 圓整 圆整 元正 圓正 圆正 蚊 刀".split())

HANGUL: dict[str, str] = {
    "원": "KRW", "한국 원": "KRW", "달러": "USD", "미국 달러": "USD", "미 달러": "USD", "미달러": "USD", "불": "USD",
    "유로": "EUR", "파운드": "GBP", "엔": "JPY", "엔화": "JPY", "위안": "CNY", "위안화": "CNY", "대만달러": "TWD",
    "대만 달러": "TWD", "신대만달러": "TWD", "신대만 달러": "TWD", "홍콩달러": "HKD", "홍콩 달러": "HKD",
    "싱가포르달러": "SGD", "싱가포르 달러": "SGD", "호주달러": "AUD", "호주 달러": "AUD", "캐나다달러": "CAD",
    "캐나다 달러": "CAD", "스위스프랑": "CHF", "스위스 프랑": "CHF", "루피": "INR", "인도 루피": "INR", "루블": "RUB",
    "바트": "THB", "동": "VND", "루피아": "IDR", "링깃": "MYR", "페소": "", "헤알": "BRL", "랜드": "ZAR", "비트코인": "BTC",
}  # fmt: skip

# Where a point before exactly three digits groups thousands: 350.000 rupiah, 1.599 €.
POINT_GROUPS = frozenset("EUR IDR BRL VND TRY DKK ARS CLP COP RSD BAM PYG CRC UYU HUF".split())
