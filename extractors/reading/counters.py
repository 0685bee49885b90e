"""Counters and units of measure, each with its canonical English singular word."""


def _table(lines: str, sep: str | None = None) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        canonical, _, names = line.strip().partition(":")
        for name in names.strip().split(sep):
            table[name.strip()] = canonical
    return table


# English words, lower case.
ENGLISH = _table("""
    company: company, companies, firm, firms, business, businesses, enterprise, enterprises, start-up, start-ups, startup, startups, corporation, corporations
    organization: organization, organizations, organisation, organisations
    person: person, persons, people, individual, individuals, adult, adults
    respondent: respondent, respondents, interviewee, interviewees
    employee: employee, employees, worker, workers, staff, staffers
    user: user, users, subscriber, subscribers
    customer: customer, customers, client, clients
    job: job, jobs
    student: student, students
    country: country, countries, nation, nations, economies, economy
    city: city, cities
    state: states
    university: university, universities
    school: school, schools
    hospital: hospital, hospitals
    bank: bank, banks
    model: model, models
    patent: patent, patents
    project: project, projects
    product: product, products
    case: case, cases
    deal: deal, deals
    round: rounds
    investor: investor, investors
    paper: paper, papers
    page: pages
    question: question, questions
    item: item, items
    unit: units, unit
    store: store, stores, shop, shops
    vehicle: vehicles, cars, car, vehicle
    household: household, households
    parameter: parameter, parameters
    token: token, tokens
    word: words
    time: time, times
    fold: fold
    point: point, points
    pair: pair, pairs
    gpu: gpu, gpus
    chip: chip, chips
    server: servers, server
    mile: mile, miles
    square mile: square mile, square miles
    kilometre: kilometre, kilometres, kilometer, kilometers
    metre: metre, metres, meter, meters
    centimetre: centimetre, centimetres, centimeter, centimeters
    millimetre: millimetre, millimetres, millimeter, millimeters
    nanometre: nanometre, nanometres, nanometer, nanometers
    inch: inch, inches
    foot: foot, feet
    yard: yards
    acre: acre, acres
    hectare: hectare, hectares
    square metre: square metre, square metres, square meter, square meters
    square kilometre: square kilometre, square kilometres, square kilometer, square kilometers
    tonne: tonne, tonnes, metric ton, metric tons, metric tonnes
    ton: ton, tons
    kilogram: kilogram, kilograms, kilo, kilos
    gram: gram, grams
    ounce: ounce, ounces
    litre: litre, litres, liter, liters
    gallon: gallon, gallons
    barrel: barrel, barrels
    watt: watt, watts
    kilowatt: kilowatt, kilowatts
    megawatt: megawatt, megawatts
    gigawatt: gigawatt, gigawatts
    kilowatt hour: kilowatt hour, kilowatt hours, kilowatt-hour, kilowatt-hours
    megawatt hour: megawatt hour, megawatt hours, megawatt-hour, megawatt-hours
    terawatt hour: terawatt hour, terawatt hours, terawatt-hour, terawatt-hours
    byte: byte, bytes
    bit: bit, bits
    kilobyte: kilobyte, kilobytes
    megabyte: megabyte, megabytes
    gigabyte: gigabyte, gigabytes
    terabyte: terabyte, terabytes
    petabyte: petabyte, petabytes
    exabyte: exabyte, exabytes
    degree: degree, degrees
    degree Celsius: degrees celsius, degree celsius
    degree Fahrenheit: degrees fahrenheit, degree fahrenheit
""", ",")

ENGLISH_TIME = _table("""
    second: second, seconds, secs, sec
    minute: minute, minutes, mins, min
    hour: hour, hours, hrs, hr, h
    day: day, days
    week: week, weeks, wks
    month: month, months, mos
    quarter: quarters
    year: year, years, yrs, yr
    decade: decade, decades
    century: centuries
""", ",")

# Symbols, exactly as printed.
SYMBOLS = _table("""
    kilometre: km
    metre: m
    centimetre: cm
    millimetre: mm
    micrometre: µm μm
    nanometre: nm
    mile: mi
    inch: in
    foot: ft
    square metre: m² m2 sqm ㎡ m^2
    square kilometre: km² km2 km^2
    square mile: mi²
    hectare: ha
    cubic metre: m³ m3 m^3
    kilogram: kg
    gram: g
    milligram: mg
    microgram: µg μg mcg
    tonne: t
    kilotonne: kt
    megatonne: Mt MT
    gigatonne: Gt
    pound weight: lb lbs
    ounce: oz
    litre: L l
    millilitre: ml mL
    watt: W
    kilowatt: kW KW
    megawatt: MW
    gigawatt: GW
    terawatt: TW
    watt hour: Wh
    kilowatt hour: kWh KWh KWH
    megawatt hour: MWh
    gigawatt hour: GWh
    terawatt hour: TWh
    volt: V
    byte: B
    kilobyte: KB kB
    megabyte: MB
    gigabyte: GB
    terabyte: TB
    petabyte: PB
    hertz: Hz
    kilohertz: kHz
    megahertz: MHz
    gigahertz: GHz
    degree Celsius: °C ℃
    degree Fahrenheit: °F ℉
    degree: °
    kilometre per hour: km/h kph kmh
    metre per second: m/s
    mole: mol
    millimole: mmol
    kilocalorie: kcal
    kilojoule: kJ
    megajoule: MJ
    joule: J
    kelvin: K
    pascal: Pa
    kilopascal: kPa
    hour: h hr hrs
    minute: min mins
    second: s sec
    millisecond: ms
    year: yr yrs
    fold: x ×
    atmosphere: atm
    bar: bar
    millibar: mbar
    megapascal: MPa
    gigapascal: GPa
    hectopascal: hPa
    astronomical unit: AU
    electronvolt: eV
    kiloelectronvolt: keV
    megaelectronvolt: MeV
    gigaelectronvolt: GeV
    teraelectronvolt: TeV
    revolution per minute: rpm
    decibel: dB
    milliampere: mA
    kilovolt: kV
    millivolt: mV
    ohm: Ω
    newton: N
    kilonewton: kN
    nanomolar: nM
    micromolar: µM μM
    millimolar: mM
    part per million: ppm
    part per billion: ppb
    flop: FLOPs FLOPS FLOP
    token: tok
""")
SYMBOL_TIME = frozenset("hour minute second millisecond year".split())

HAN = _table("""
    company: 家 间 間 家企業 家企业 家公司 家廠商 家業者 家新創 家新创 家新創公司 家新創企業 家受訪企業 家上市公司 家業者
    person: 人 名 位 個人 个人 人次 名員工 名员工 位受訪者 人民 人口
    employee: 名員工 名员工 位員工 位员工 個員工
    respondent: 位受訪者 名受訪者 名受访者 位受访者 份問卷 份问卷
    user: 名用戶 名用户 個用戶 个用户 用戶 用户 名使用者
    item: 個 个 項 项 件 份 樣 样 筆 笔 枚 顆 颗 隻 只 支 張 张 座 棟 條 条 款 種 种 類 类 套 組 组 批 點 则 則 篇 本 冊 册 部 塊 幅 盞 根 粒 片 把 門 门 股 篇 起 宗 例 場 场 輪 轮 期 層 层 級 级 排 行 列 欄
    country: 國 国 個國家 个国家 國家 国家 個經濟體
    city: 個城市 个城市
    city and county: 縣市
    time: 次 回 趟 遍
    fold: 倍
    degree: 度
    year old: 歲 岁
    seat: 席
    vehicle: 輛 辆 台 臺 部車 輛車
    household: 戶 户
    job: 個工作 個工作機會 个岗位 個職缺 個職位
    model: 個模型 个模型 款模型 種模型
    project: 個項目 个项目 項計畫 個計畫 個專案 项计划
    product: 項產品 款產品 款产品
    case: 件案件 案
    patent: 件專利 項專利 项专利 件专利
    question: 題 题
    word: 字 個字 个字
    tonne: 噸 吨 公噸 公吨
    kilogram: 公斤 千克
    catty: 斤 台斤
    gram: 公克 克
    kilometre: 公里 千米
    metre: 公尺 米
    centimetre: 公分 厘米
    millimetre: 毫米 公釐
    nanometre: 奈米 纳米
    square metre: 平方公尺 平方米
    square kilometre: 平方公里
    hectare: 公頃 公顷
    ping: 坪
    kilowatt hour: 度電 度电 千瓦時 千瓦时
    watt: 瓦
    kilowatt: 千瓦
    megawatt: 百萬瓦 兆瓦
    share: 股份
    page: 頁 页
    pair: 雙 双 對 对
    parameter: 個參數 个参数 參數 参数
    store: 家門市 家店 間門市
    school: 所學校 所学校 所大學 所大学 所
    hospital: 家醫院 家医院
    bank: 家銀行 家银行
    point: 個點 分
    bit: 位元 比特
    byte: 位元組 字节
""")
HAN_TIME = _table("""
    year: 年 個年頭 年間 年间 載 周年 週年
    quarter: 個季度 个季度 季
    month: 個月 个月 個月內
    week: 週 周 個星期 个星期 星期 個禮拜 个礼拜 週間
    day: 天 日
    hour: 小時 小时 個小時 个小时 個鐘頭 个钟头
    minute: 分鐘 分钟
    second: 秒 秒鐘 秒钟
    century: 世紀 世纪
""")
HANGUL = _table("""
    company: 기업 개기업 개사 개 기업 개 회사 개 업체 업체 개업체 곳 사
    person: 명 인 사람
    employee: 명의 직원
    item: 개 건 가지 종 대목 점 마리 권 장 편 통 그루 벌 켤레 쌍 개소 항목
    case: 건
    vehicle: 대
    country: 개국 개 국가 나라
    time: 회 번 차례
    fold: 배
    year old: 세 살
    household: 가구
    tonne: 톤
    kilogram: 킬로그램
    kilometre: 킬로미터
    metre: 미터
    pyeong: 평
    share: 주
    page: 쪽 페이지
    parameter: 개 매개변수
    job: 개 일자리
    point: 포인트
""", None)
HANGUL_TIME = _table("""
    year: 년 년간 해
    month: 개월 달 개월간
    week: 주간 주일
    day: 일 일간
    hour: 시간
    minute: 분 분간
    second: 초
    quarter: 개분기
""")
