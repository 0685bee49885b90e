"""Counters and units of measure, each with its canonical English singular word."""


def table(lines: str, sep: str | None = None) -> dict[str, str]:
    """Name to canonical word, from lines "canonical: name, name"."""
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        canonical, _, names = line.strip().partition(":")
        for name in filter(None, map(str.strip, names.split(sep))):
            table[name] = canonical
    return table


# English words, lower case.
ENGLISH = table(
    """
    company: company, companies, firm, firms, business, businesses, enterprise, enterprises, start-up, start-ups
    company: startup, startups, corporation, corporations, manufacturer, manufacturers, retailer, retailers
    company: supplier, suppliers, employer, employers, vendor, vendors
    organization: organization, organizations, organisation, organisations
    person: person, persons, people, individuals, adult, adults
    person: women, men, children, patients, members, residents, visitors, passengers, voters, participants
    person: volunteers, graduates, teachers, doctors, nurses, engineers, researchers, scientists, experts
    person: parents, applicants, migrants, delegates, citizens, consumers, pensioners, learners, reviewers
    item: phases, stages, steps, measures, goals, categories, areas, sectors, types, kinds, factors, options
    item: applications, complaints, orders, licences, licenses, permits, contracts, programmes, programs
    item: courses, events, awards, sites, devices, machines, offices, branches, centres, centers, buildings
    item: homes, vacancies, posts, proposals, responses, submissions, reports, studies, documents, records
    item: tickets, trips, flights, trials, samples, votes, tools
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
    light-year: light-year, light-years, light year, light years
    horsepower: horsepower
    cubic foot: cubic foot, cubic feet, cubic-foot
    cubic metre: cubic metre, cubic metres, cubic meter, cubic meters
    mile per hour: miles per hour, mile per hour
    year old: years old, year old, year-old, year-olds, years of age
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
    square mile: sq mi, sq miles
    square kilometre: sq km
    square metre: sq m
    square foot: square foot, square feet, square-foot, sq ft
    hectare: hectare, hectares
    square metre: square metre, square metres, square meter, square meters
    square kilometre: square kilometre, square kilometres, square kilometer, square kilometers
    tonne: tonne, tonnes, metric ton, metric tons, metric tonnes
    ton: ton, tons
    kilogram: kilogram, kilograms, kilo, kilos
    gram: gram, grams
    milligram: milligram, milligrams
    microgram: microgram, micrograms
    ounce: ounce, ounces
    litre: litre, litres, liter, liters
    millilitre: millilitre, millilitres, milliliter, milliliters
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
""",
    ",",
)

ENGLISH_TIME = table(
    """
    millisecond: millisecond, milliseconds
    second: second, seconds, secs, sec
    minute: minute, minutes, mins, min
    hour: hour, hours, hrs, hr, h
    day: day, days
    week: week, weeks, wks
    month: month, months, mos
    quarter: quarters
    year: year, years, yrs, yr
    decade: decade, decades
    century: century, centuries
""",
    ",",
)

# Nouns that, in the singular behind more than one, only tell more about the noun that follows: "30 patent lawyers".
ATTRIBUTES = frozenset(
    [
        "company",
        "firm",
        "business",
        "enterprise",
        "startup",
        "start-up",
        "corporation",
        "organization",
        "organisation",
        "person",
        "adult",
        "respondent",
        "interviewee",
        "employee",
        "worker",
        "user",
        "subscriber",
        "customer",
        "client",
        "job",
        "student",
        "country",
        "nation",
        "economy",
        "city",
        "university",
        "school",
        "hospital",
        "bank",
        "model",
        "patent",
        "project",
        "product",
        "case",
        "deal",
        "investor",
        "paper",
        "question",
        "item",
        "unit",
        "store",
        "shop",
        "vehicle",
        "car",
        "household",
        "parameter",
        "token",
        "gpu",
        "chip",
        "server",
    ]
)

# Symbols, exactly as printed.
SYMBOLS = table("""
    kilometre: km ㎞
    metre: m ㎙
    centimetre: cm ㎝
    millimetre: mm ㎜
    micrometre: µm μm
    nanometre: nm
    mile: mi
    inch: in ″
    foot: ft
    square metre: m² m2 sqm ㎡ m^2
    square kilometre: km² km2 km^2 ㎢
    square mile: mi²
    hectare: ha ㏊
    cubic centimetre: cc CC c.c. C.C. cm³ cm3
    cubic metre: m³ m3 m^3 ㎥
    kilogram: kg ㎏
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
    kilowatt: kW KW ㎾
    megawatt: MW ㎿
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
    mile per hour: mph
    horsepower: hp HP bhp
    pound-foot: lb-ft
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
SYMBOL_TIME = frozenset(["hour", "minute", "second", "millisecond", "year"])
